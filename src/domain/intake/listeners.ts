import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { SMTPServer, type SMTPServerAddress, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import { Failure } from '../../base/failure.ts'
import type { OrganisationId, ThreadId } from '../../base/id.ts'
import type { Listen } from '../../platform/config.ts'
import type { Context } from '../../platform/context.ts'
import { describeError } from '../../platform/logger.ts'
import { readAddressed } from './addressed.ts'
import type { Arrival, Envelope } from './arrival.ts'
import { findDesk, findMailChannel, type Target } from './operations/channels.ts'
import type { Receive } from './operations/receive.ts'
import { takeReply } from './operations/take-reply.ts'
import { findThreadDoor } from './operations/threads.ts'
import { channelActor } from './policy.ts'

export type MailListener = { readonly port: number; close(): Promise<void> }

/** Bytes of messages that may be held at once by all connections; past it a sender is asked to come again. */
const heldAtOnce = 256 * 1024 * 1024
/** RFC 5321 §4.5.3.1.8 */
const recipientsAtMost = 100

/** Where a recipient leads: to a channel of an organisation, or into a thread of its. */
type Way = Target | { readonly owner: OrganisationId; readonly thread: ThreadId }

/** By recipient, in lower case. */
type Recipients = Map<string, Way>

/** What becomes of the message by this way: once an organisation for channels, however many it names, and once a thread. */
const outcomeOf = (way: Way) => ('thread' in way ? way.thread : way.owner)

/**
 * Takes reports and replies by SMTP (RFC 5321) or LMTP (RFC 2033). Only the addresses of our channels and threads are recipients: it relays for nobody. A 250 after DATA means that the
 * bytes are synced and report and job are committed; whatever goes wrong before is a 4yz, so that the sender keeps the message.
 */
export async function listenForMail(ctx: Context, receive: Receive, listen: Listen, protocol: 'smtp' | 'lmtp'): Promise<MailListener> {
  const { TOCSIN_MAIL_DOMAIN: domain, TOCSIN_MAIL_SIZE: size } = ctx.config
  const secured = readCertificate(ctx)
  const targets = new WeakMap<SMTPServerSession, Recipients>()
  let held = 0

  const server = new SMTPServer({
    name: domain,
    banner: 'Tocsin takes reports',
    lmtp: protocol === 'lmtp',
    size,
    authOptional: true,
    disabledCommands: ['AUTH', ...(secured === undefined ? ['STARTTLS'] : [])],
    disableReverseLookup: true,
    hideSize: false,
    maxClients: 200,
    socketTimeout: 120_000,
    closeTimeout: 5_000,
    logger: false,
    ...(secured ?? { hideSTARTTLS: true }),
    onMailFrom: (_address, session, done) => {
      targets.set(session, new Map())
      done()
    },
    onRcptTo: (address, session, done) => {
      find(address, targets.get(session)?.size ?? 0).then(
        (target) => {
          targets.get(session)?.set(address.address.toLowerCase(), target)
          done()
        },
        (error: unknown) => done(reply(error)),
      )
    },
    onData: (stream, session, done) => {
      take(stream, session).then(
        (replies) => done(null, replies),
        (error: unknown) => {
          ctx.log.warn({ protocol, error: describeError(error) }, 'intake.mail-refused')
          done(reply(error))
        },
      )
    },
  })

  async function find(address: SMTPServerAddress, before: number): Promise<Way> {
    if (before >= recipientsAtMost) throw new Refusal(452, '4.5.3 too many recipients')
    const wanted = readAddressed(address.address, domain)
    if (wanted.kind === 'elsewhere') throw new Refusal(550, '5.7.1 this node relays for nobody')
    if (wanted.kind === 'unknown') throw new Refusal(550, '5.1.1 no such recipient')
    if (wanted.kind === 'thread') return findConversation(wanted.token)
    const door = wanted.kind === 'desk' ? await findDesk(ctx) : await findMailChannel(ctx, wanted.token)
    // A suspension can be lifted, so it is RFC 5321 §4.2.3's 450 (mailbox 'temporarily blocked for policy reasons', RFC 3463 §3.3 X.2.1 'only
    // temporarily disabled'), not 550: the sender's server keeps the message and comes again for days (§4.5.4.1), so that a suspension lifted in that
    // time loses no report; one that lasts is told to the sender by their own server, as 550 would be.
    if (door.kind === 'suspended') throw new Refusal(450, '4.2.1 takes no reports at the moment; try again later')
    if (door.kind === 'none') throw new Refusal(550, '5.1.1 no such recipient')
    return door.target
  }

  /** As with channels; a thread takes mail also when it is closed. */
  async function findConversation(token: string): Promise<Way> {
    const door = await findThreadDoor(ctx, token)
    if (door.kind === 'suspended') throw new Refusal(450, '4.2.1 takes no mail at the moment; try again later')
    if (door.kind === 'none') throw new Refusal(550, '5.1.1 no such recipient')
    return door
  }

  /** Answers what to reply: by SMTP one line for all, by LMTP (RFC 2033 §4.2) one for each recipient. */
  async function take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string | (string | Error)[]> {
    const recipients = targets.get(session) ?? new Map<string, Way>()
    const bytes = await collect(stream)
    try {
      const outcomes = new Map<string, Promise<string>>()
      for (const [to, way] of recipients) if (!outcomes.has(outcomeOf(way))) outcomes.set(outcomeOf(way), takeBy(way, session, bytes, to))
      const settled = await Promise.allSettled(outcomes.values())
      if (protocol === 'smtp') return `taken as ${settled.map(taken).join(', ')}`
      const byWay = new Map([...outcomes.keys()].map((way, at) => [way, settled[at]]))
      return session.envelope.rcptTo.map(({ address }) => {
        const way = recipients.get(address.toLowerCase())
        const outcome = way === undefined ? undefined : byWay.get(outcomeOf(way))
        return outcome?.status === 'fulfilled' ? `taken as ${outcome.value}` : reply(outcome?.reason)
      })
    } finally {
      held -= bytes.length
    }
  }

  async function takeBy(way: Way, session: SMTPServerSession, bytes: Uint8Array, to: string): Promise<string> {
    const actor = channelActor(protocol, way.owner)
    if (!('thread' in way)) return (await receive(actor, arrivalOf(session, bytes, to, way))).reference
    await takeReply(ctx, actor, { thread: way.thread, bytes, envelope: envelopeOf(session, to) })
    return 'an answer'
  }

  /** Reads the message whole; the caller gives its share of `held` back. What is too large is read to its end and refused, as RFC 1870 §6.3 asks. */
  async function collect(stream: SMTPServerDataStream): Promise<Uint8Array> {
    const chunks: Buffer[] = []
    let counted = 0
    let full = false
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        if (full || stream.sizeExceeded) continue
        if (held + chunk.length > heldAtOnce) full = true
        else {
          held += chunk.length
          counted += chunk.length
          chunks.push(chunk)
        }
      }
      if (stream.sizeExceeded) throw new Refusal(552, '5.3.4 message too large')
      if (full) throw new Refusal(452, '4.3.1 too much at once; come again')
      return Buffer.concat(chunks)
    } catch (error) {
      // refused, or the connection was cut within the message
      held -= counted
      throw error
    }
  }

  server.on('error', (error) => ctx.log.debug({ protocol, error: describeError(error) }, 'intake.mail-connection'))
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', (cause) =>
      reject(
        new Failure(
          'unavailable',
          'intake.listen',
          `${protocol} cannot listen on ${listen.host}:${listen.port}: ${'code' in cause ? cause.code : ''}`,
          { cause },
        ),
      ),
    )
    server.listen(listen.port, listen.host, () => resolve())
  })
  const address = server.server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : listen.port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function arrivalOf(session: SMTPServerSession, bytes: Uint8Array, to: string, target: Target): Arrival {
  const envelope = envelopeOf(session, to)
  const { from } = envelope
  return {
    ...target,
    bytes,
    mediaType: 'message/rfc822',
    name: null,
    reporter: from === '' ? null : { address: from, name: null },
    note: null,
    language: null,
    envelope,
    said: 'unwanted',
  }
}

function envelopeOf(session: SMTPServerSession, to: string): Envelope {
  const { mailFrom } = session.envelope
  const from = mailFrom === false ? '' : mailFrom.address
  return { peer: session.remoteAddress, helo: String(session.hostNameAppearsAs || ''), from, to }
}

function taken(outcome: PromiseSettledResult<string>): string {
  if (outcome.status === 'rejected') throw outcome.reason
  return outcome.value
}

/** The certificate for STARTTLS; undefined where there is none. Fails with `intake.certificate` on half of one, or one that cannot be read. */
function readCertificate({ config }: Context): { readonly cert: Buffer; readonly key: Buffer } | undefined {
  const { TOCSIN_TLS_CERT: cert, TOCSIN_TLS_KEY: key } = config
  if (cert === null && key === null) return undefined
  const refuse = (why: string, cause?: unknown) => new Failure('invalid', 'intake.certificate', `STARTTLS: ${why}`, { cause })
  if (cert === null || key === null) throw refuse('TOCSIN_TLS_CERT and TOCSIN_TLS_KEY are set together or not at all')
  try {
    const secured = { cert: readFileSync(cert), key: readFileSync(key) }
    createSecureContext(secured)
    return secured
  } catch (cause) {
    throw refuse('the certificate or its key cannot be read', cause)
  }
}

class Refusal extends Error {
  readonly responseCode: number
  constructor(code: number, text: string) {
    super(text)
    this.responseCode = code
  }
}

function reply(error: unknown): Error & { responseCode: number } {
  if (error instanceof Refusal) return error
  // RFC 3463 §3.5: the sender's server comes again, and nothing is lost
  if (error instanceof Failure && error.kind === 'limited')
    return new Refusal(450, '4.7.0 too much for this address at once; try again later')
  // whatever it was, it is not the sender's fault: the message stays with them and comes again
  return new Refusal(451, '4.3.0 could not be kept right now; try again')
}
