import { SMTPServer } from 'smtp-server'
import { findField, parseMessage } from '../../formats/mime/index.ts'

/** A mail as a relay got it. */
export type Relayed = { readonly from: string; readonly to: string; readonly raw: Buffer }

/** A small real SMTP relay on loopback: keeps what it takes, refuses whom it is told to, and may go away and come back on the same port. */
export type Relay = {
  readonly url: string
  readonly mails: Relayed[]
  /** recipients refused, with the reply code */
  readonly refused: Map<string, number>
  /** called for each mail taken, before the sender is told */
  onMail: (mail: Relayed) => Promise<void>
  away(): Promise<void>
  back(): Promise<void>
}

export async function openRelay(): Promise<Relay> {
  let port = 0
  let server: SMTPServer | undefined
  const relay: Relay = {
    get url() {
      return `smtp://127.0.0.1:${port}`
    },
    mails: [],
    refused: new Map(),
    onMail: async () => {},
    async away() {
      await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())))
      server = undefined
    },
    async back() {
      const fresh = new SMTPServer({
        authOptional: true,
        disabledCommands: ['AUTH', 'STARTTLS'],
        logger: false,
        closeTimeout: 100,
        onRcptTo: ({ address }, _session, done) => {
          const code = relay.refused.get(address)
          done(code === undefined ? null : Object.assign(new Error('refused'), { responseCode: code }))
        },
        onData: (stream, session, done) => {
          const take = async () => {
            const chunks: Buffer[] = []
            for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk)
            const { mailFrom, rcptTo } = session.envelope
            for (const { address } of rcptTo) {
              const mail = { from: mailFrom === false ? '' : mailFrom.address, to: address, raw: Buffer.concat(chunks) }
              relay.mails.push(mail)
              await relay.onMail(mail)
            }
          }
          take().then(
            () => done(),
            (error: Error) => done(error),
          )
        },
      })
      await new Promise<void>((resolve) => fresh.listen(port, '127.0.0.1', () => resolve()))
      const address = fresh.server.address()
      port = typeof address === 'object' && address !== null ? address.port : port
      server = fresh
    },
  }
  await relay.back()
  return relay
}

/** What a mail says: a header field as a person reads it, or its text. */
export function readMail({ raw }: Relayed): { field(key: string): string | undefined; readonly text: string } {
  const message = parseMessage(raw, { bytes: 1_000_000, depth: 5, count: 100, time: 1_000 })
  return { field: (key) => findField(message, key)?.value, text: message.text }
}
