import { readFileSync } from 'node:fs'
import { SMTPServer, type SMTPServerAddress, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import { Failure } from '../../base/failure.ts'
import type { Listen } from '../../platform/config.ts'
import type { Context } from '../../platform/context.ts'
import { describeError } from '../../platform/logger.ts'
import { readAddressed } from './addressed.ts'
import type { Arrival } from './arrival.ts'
import { findDesk, findMailChannel, type Target } from './operations/channels.ts'
import type { Receive } from './operations/receive.ts'
import { channelActor } from './policy.ts'

export type MailListener = { readonly port: number; close(): Promise<void> }

/** Bytes of messages that may be held at once by all connections; past it a sender is asked to come again. */
const heldAtOnce = 256 * 1024 * 1024

/**
 * Takes reports by SMTP (RFC 5321) or LMTP (RFC 2033). Only the addresses of our channels are recipients: it relays for nobody. A 250 after DATA means that the
 * bytes are synced and report and job are committed; whatever goes wrong before is a 4yz, so that the sender keeps the message.
 */
export async function listenForMail(ctx: Context, receive: Receive, listen: Listen, protocol: 'smtp' | 'lmtp'): Promise<MailListener> {
  const { TOCSIN_TLS_CERT: cert, TOCSIN_TLS_KEY: key, TOCSIN_MAIL_DOMAIN: domain, TOCSIN_MAIL_SIZE: size } = ctx.config
  const secured = cert !== null && key !== null ? { cert: readFileSync(cert), key: readFileSync(key) } : { hideSTARTTLS: true }
  const targets = new WeakMap<SMTPServerSession, Map<string, Target>>()
  let held = 0

  const server = new SMTPServer({
    name: domain,
    banner: 'Tocsin takes reports',
    lmtp: protocol === 'lmtp',
    size,
    authOptional: true,
    disabledCommands: ['AUTH', ...(cert === null ? ['STARTTLS'] : [])],
    disableReverseLookup: true,
    hideSize: false,
    maxClients: 200,
    socketTimeout: 120_000,
    closeTimeout: 5_000,
    logger: false,
    ...secured,
    onMailFrom: (_address, session, done) => {
      targets.set(session, new Map())
      done()
    },
    onRcptTo: (address, session, done) => {
      find(address).then(
        (target) => {
          targets.get(session)?.set(address.address, target)
          done()
        },
        (error: unknown) => done(reply(error)),
      )
    },
    onData: (stream, session, done) => {
      take(stream, session).then(
        (references) => done(null, `taken as ${references.join(', ')}`),
        (error: unknown) => {
          ctx.log.warn({ protocol, error: describeError(error) }, 'intake.mail-refused')
          done(reply(error))
        },
      )
    },
  })

  async function find(address: SMTPServerAddress): Promise<Target> {
    const wanted = readAddressed(address.address, domain)
    if (wanted.kind === 'elsewhere') throw new Refusal(550, '5.7.1 this node relays for nobody')
    if (wanted.kind === 'unknown') throw new Refusal(550, '5.1.1 no such recipient')
    const target = wanted.kind === 'desk' ? await findDesk(ctx) : await findMailChannel(ctx, wanted.token)
    if (target === undefined) throw new Refusal(550, '5.1.1 no such recipient')
    return target
  }

  async function take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<readonly string[]> {
    const bytes = await collect(stream)
    try {
      const envelope = session.envelope
      const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
      const taken = [...(targets.get(session) ?? [])].map(([to, target]) =>
        receive(channelActor(protocol, target.owner), {
          ...target,
          bytes,
          mediaType: 'message/rfc822',
          name: null,
          reporter: from === '' ? null : { address: from, name: null },
          note: null,
          language: null,
          envelope: { peer: session.remoteAddress, helo: String(session.hostNameAppearsAs || ''), from, to },
          said: 'unwanted',
        } satisfies Arrival),
      )
      return (await Promise.all(taken)).map((receipt) => receipt.reference)
    } finally {
      held -= bytes.length
    }
  }

  /** Reads the message whole; the caller gives its share of `held` back. What is too large is read to its end and refused, as RFC 1870 §6.3 asks. */
  async function collect(stream: SMTPServerDataStream): Promise<Uint8Array> {
    const chunks: Buffer[] = []
    let counted = 0
    let full = false
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (full || stream.sizeExceeded) continue
      if (held + chunk.length > heldAtOnce) full = true
      else {
        held += chunk.length
        counted += chunk.length
        chunks.push(chunk)
      }
    }
    if (!full && !stream.sizeExceeded) return Buffer.concat(chunks)
    held -= counted
    throw stream.sizeExceeded ? new Refusal(552, '5.3.4 message too large') : new Refusal(452, '4.3.1 too much at once; come again')
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

class Refusal extends Error {
  readonly responseCode: number
  constructor(code: number, text: string) {
    super(text)
    this.responseCode = code
  }
}

function reply(error: unknown): Error & { responseCode: number } {
  if (error instanceof Refusal) return error
  // whatever it was, it is not the sender's fault: the message stays with them and comes again
  return new Refusal(451, '4.3.0 could not be kept right now; try again')
}
