import type { MailboxSettings, mailboxTroubles } from './contract.ts'

export type Trouble = (typeof mailboxTroubles)[number]

/** What opens a mailbox. */
export type Credentials = {
  readonly password?: string | undefined
  readonly clientSecret?: string | undefined
  readonly refreshToken?: string | undefined
}

/** Something is wrong with a mailbox or on the way to it; `detail` is what the other side said. */
export class MailboxTrouble extends Error {
  readonly trouble: Trouble
  readonly detail: string | null
  constructor(trouble: Trouble, detail: string | null = null, cause?: unknown) {
    super(`mailbox: ${trouble}`, { cause })
    this.trouble = trouble
    this.detail = detail === null ? null : clean(detail)
  }
}

/** What a server says, as one short line that can be shown. */
function clean(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .toWellFormed()
    .trim()
    .slice(0, 300)
}

/** The keyword (RFC 9051 §2.3.2) of a message that was taken and stays in its folder. */
export const takenKeyword = 'TocsinTaken'

/** What a mailbox's secret is encrypted for. */
export const secretPurpose = (channel: string) => `mailbox ${channel}`

/** Whether what was typed once may be used with these settings: sent elsewhere, or for somebody else, a password would be given away. */
export function sameDoor(a: MailboxSettings, b: MailboxSettings): boolean {
  return (
    a.host.toLowerCase() === b.host.toLowerCase() &&
    a.port === b.port &&
    a.security === b.security &&
    a.authority === b.authority &&
    a.username === b.username &&
    a.auth === b.auth &&
    a.tokenUrl === b.tokenUrl &&
    a.clientId === b.clientId
  )
}

/** What is missing of settings and credentials, as the name of a field; undefined where they are whole. */
export function missingOf(settings: MailboxSettings, credentials: Credentials): string | undefined {
  if (settings.done === 'move' && settings.doneFolder === null) return 'doneFolder'
  if (settings.done === 'move' && settings.doneFolder === settings.folder) return 'doneFolder'
  if (settings.auth === 'password') return credentials.password === undefined ? 'password' : undefined
  if (settings.tokenUrl === null) return 'tokenUrl'
  if (settings.clientId === null) return 'clientId'
  // a public client has no secret, and an application that acts by itself no refresh token (RFC 6749 §4.4, §6)
  return credentials.refreshToken === undefined && credentials.clientSecret === undefined ? 'refreshToken' : undefined
}

type Thrown = {
  readonly code?: unknown
  readonly authenticationFailed?: unknown
  readonly responseText?: unknown
  readonly message?: unknown
}

const byCode: readonly (readonly [RegExp, Trouble])[] = [
  [/^(?:ENOTFOUND|EAI_)/, 'name'],
  [/^ECONNREFUSED$/, 'refused'],
  [/^(?:CONNECT_TIMEOUT|GREETING_TIMEOUT|UPGRADE_TIMEOUT|ETIMEDOUT|ETIMEOUT|EHOSTUNREACH|ENETUNREACH)$/, 'timeout'],
  [/^(?:CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_CA|ERR_TLS_INVALID)/, 'certificate'],
  [/^(?:ERR_SSL_|EPROTO|ERR_TLS_)/, 'tls'],
  [/^(?:NoConnection|EConnectionClosed|ClosedAfterConnect|ECONNRESET|EPIPE|StateLogout)/, 'closed'],
]

/** What an error of the connection means, in one word. */
export function troubleOf(error: unknown): MailboxTrouble {
  if (error instanceof MailboxTrouble) return error
  const { code, authenticationFailed, responseText, message } = (typeof error === 'object' && error !== null ? error : {}) as Thrown
  const said =
    typeof responseText === 'string' ? responseText : typeof code === 'string' ? code : typeof message === 'string' ? message : null
  if (authenticationFailed === true) return new MailboxTrouble('login', said, error)
  const found = byCode.find(([pattern]) => typeof code === 'string' && pattern.test(code))?.[1]
  return new MailboxTrouble(found ?? 'protocol', said, error)
}

/** Milliseconds to wait after so many failures on end: from five seconds to ten minutes. */
export function backOff(failures: number): number {
  return Math.min(600_000, 5_000 * 2 ** Math.min(failures, 10))
}
