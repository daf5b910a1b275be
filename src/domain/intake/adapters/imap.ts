import { rootCertificates } from 'node:tls'
import type { ImapFlow } from 'imapflow'
import { depart } from '../../../platform/departures.ts'
import { findReach } from '../../../platform/net/reach.ts'
import type { MailboxSettings } from '../contract.ts'
import { MailboxTrouble, takenKeyword, troubleOf } from '../mailbox.ts'

/** An IMAP mailbox (RFC 9051, RFC 3501; IDLE RFC 2177, MOVE RFC 6851) as intake needs it. */
export type Folder = {
  /** Messages that are to be taken, in the order of their arrival, with their sizes. */
  waiting(): Promise<readonly Waiting[]>
  /** The bytes of one, unchanged and unread for other programs; undefined where it is gone. */
  fetch(uid: number): Promise<Uint8Array | undefined>
  /** Moves or marks messages that were taken. */
  finish(uids: readonly number[]): Promise<void>
  /** Resolves when the server tells of new mail, after so many milliseconds, or when the connection is lost. */
  news(within: number): Promise<void>
  readonly idle: boolean
  listFolders(): Promise<readonly string[]>
  close(): void
}
export type Waiting = { readonly uid: number; readonly size: number }

export type Login = { readonly password: string } | { readonly accessToken: string }
export type Opening = {
  readonly networks: readonly string[]
  /** the largest message, in bytes: a server that sends more than it said is left */
  readonly size: number
  /** true: nothing is changed, not even a folder made */
  readonly look?: boolean
}

/** messages whose sizes are asked for at once */
const askedAtOnce = 500

/** Connects, signs in and opens the folder. Fails with a `MailboxTrouble`. */
export async function openFolder(settings: MailboxSettings, login: Login, opening: Opening): Promise<Folder> {
  const client = await connect(settings, login, opening)
  try {
    const opened = await client.mailboxOpen(settings.folder, { readOnly: opening.look === true }).catch((error: unknown) => {
      throw refusedBy(error) ? new MailboxTrouble('folder', settings.folder, error) : error
    })
    if (settings.done === 'flag' && opening.look !== true && opened.permanentFlags !== undefined) {
      const kept = opened.permanentFlags
      if (!kept.has('\\*') && !kept.has(takenKeyword)) throw new MailboxTrouble('keywords', settings.folder)
    }
    if (settings.done === 'move' && settings.doneFolder !== null && opening.look !== true) await makeFolder(client, settings.doneFolder)
    return folderOf(client, settings)
  } catch (error) {
    client.close()
    throw troubleOf(error)
  }
}

/** The address is looked up once, here; the certificate is checked for the name that was typed. */
async function connect(settings: MailboxSettings, login: Login, { networks, size }: Opening): Promise<ImapFlow> {
  const { host, port, security, authority, username: user } = settings
  const reach = await findReach(host, networks)
  if (reach.kind === 'unknown') throw new MailboxTrouble('name', host)
  if (reach.kind === 'private') throw new MailboxTrouble('private', host)
  if (security === 'plain' && !reach.listed) throw new MailboxTrouble('plain', host)
  depart({ way: 'imap', to: host, warrant: { kind: 'exempt', exempt: 'mailbox' }, bytes: null })
  // loaded for the first mailbox: most nodes have none
  const { ImapFlow } = await import('imapflow')
  const client = new ImapFlow({
    host: reach.address,
    port,
    secure: security === 'tls',
    doSTARTTLS: security === 'starttls',
    ...(reach.address === host ? {} : { servername: host }),
    tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2', ...(authority === null ? {} : { ca: [...rootCertificates, authority] }) },
    auth: { user, ...('password' in login ? { pass: login.password } : { accessToken: login.accessToken }) },
    logger: false,
    clientInfo: { name: 'Tocsin' },
    disableCompression: true,
    connectionTimeout: 20_000,
    greetingTimeout: 15_000,
    socketTimeout: 180_000,
    autoIdleDelay: 500,
    maxIdleTime: 60_000,
    maxLineLength: 1_048_576,
    maxLiteralSize: size + 1_048_576,
    maxResponseSize: size + 4 * 1_048_576,
  })
  // told again by whatever waits; without a listener it would end the process
  client.on('error', () => {})
  try {
    await client.connect()
    return client
  } catch (error) {
    client.close()
    if (security === 'starttls' && error instanceof Error && /starttls/i.test(error.message))
      throw new MailboxTrouble('starttls', null, error)
    throw troubleOf(error)
  }
}

function refusedBy(error: unknown): boolean {
  return error instanceof Error && 'responseStatus' in error
}

async function makeFolder(client: ImapFlow, path: string): Promise<void> {
  await client.mailboxCreate(path).catch((error: unknown) => {
    throw refusedBy(error) ? new MailboxTrouble('folder', path, error) : error
  })
}

function folderOf(client: ImapFlow, { done, doneFolder }: MailboxSettings): Folder {
  const byUid = { uid: true } as const
  return {
    idle: client.capabilities.has('IDLE'),
    async waiting() {
      // nothing is remembered of earlier visits: what is to be taken is what lies there unmarked, so a new UIDVALIDITY (RFC 9051 §2.3.1.1) changes nothing
      const found = await client.search({ deleted: false, ...(done === 'flag' ? { unKeyword: takenKeyword } : {}) }, byUid)
      const uids = (found || []).toSorted((a, b) => a - b)
      const list: Waiting[] = []
      for (let at = 0; at < uids.length; at += askedAtOnce) {
        const some = await client.fetchAll(uids.slice(at, at + askedAtOnce).join(','), { uid: true, size: true }, byUid)
        list.push(...some.map(({ uid, size = 0 }) => ({ uid, size })))
      }
      return list.toSorted((a, b) => a.uid - b.uid)
    },
    async fetch(uid) {
      const message = await client.fetchOne(String(uid), { source: true }, byUid)
      return message ? message.source : undefined
    },
    async finish(uids) {
      if (uids.length === 0) return
      const range = uids.join(',')
      const did =
        done === 'flag'
          ? await client.messageFlagsAdd(range, [takenKeyword], byUid)
          : (await client.messageMove(range, doneFolder ?? '', byUid)) !== false
      if (!did) throw new MailboxTrouble(client.usable ? (done === 'flag' ? 'keywords' : 'move') : 'closed')
    },
    news: (within) => newsOf(client, within),
    async listFolders() {
      return (await client.list()).map(({ path }) => path).slice(0, 500)
    },
    close: () => client.close(),
  }
}

/** Between commands the client idles by itself, or asks from time to time where the server cannot tell. */
function newsOf(client: ImapFlow, within: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (then: () => void) => () => {
      clearTimeout(timer)
      client.off('exists', told)
      client.off('close', lost)
      then()
    }
    const told = end(resolve)
    const lost = end(() => reject(new MailboxTrouble('closed', client.byeReason ?? null)))
    const timer = setTimeout(told, within)
    client.on('exists', told)
    client.on('close', lost)
    if (!client.usable) lost()
  })
}
