import { Failure } from '../../base/failure.ts'

/** What the sign-in library answered: status, body, and the cookies it sets or clears. */
export type EngineAnswer = {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
  readonly cookies: readonly string[]
}

const failures: Readonly<Record<string, readonly [Failure['kind'], string]>> = {
  INVALID_EMAIL_OR_PASSWORD: ['forbidden', 'auth.refused'],
  INVALID_EMAIL: ['forbidden', 'auth.refused'],
  INVALID_PASSWORD: ['forbidden', 'auth.refused'],
  PASSWORD_TOO_LONG: ['forbidden', 'auth.refused'],
  CREDENTIAL_ACCOUNT_NOT_FOUND: ['forbidden', 'auth.refused'],
  INVALID_CODE: ['forbidden', 'auth.wrong-code'],
  INVALID_BACKUP_CODE: ['forbidden', 'auth.wrong-code'],
  INVALID_TWO_FACTOR_COOKIE: ['forbidden', 'auth.challenge-over'],
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: ['forbidden', 'auth.challenge-over'],
  TOTP_NOT_ENABLED: ['conflict', 'auth.no-second-factor'],
  TWO_FACTOR_NOT_ENABLED: ['conflict', 'auth.no-second-factor'],
  BACKUP_CODES_NOT_ENABLED: ['conflict', 'auth.no-second-factor'],
  TOTP_ALREADY_ENABLED: ['conflict', 'auth.second-factor-already'],
  SESSION_NOT_FRESH: ['forbidden', 'auth.sign-in-again'],
  CHALLENGE_NOT_FOUND: ['forbidden', 'auth.passkey-refused'],
  PASSKEY_NOT_FOUND: ['forbidden', 'auth.passkey-refused'],
  AUTHENTICATION_FAILED: ['forbidden', 'auth.passkey-refused'],
  FAILED_TO_VERIFY_REGISTRATION: ['forbidden', 'auth.passkey-refused'],
  YOU_ARE_NOT_ALLOWED_TO_REGISTER_THIS_PASSKEY: ['forbidden', 'auth.passkey-refused'],
  USER_NOT_VERIFIED: ['forbidden', 'auth.passkey-refused'],
  UNAUTHORIZED: ['forbidden', 'platform.sign-in'],
}

/** A refusal of the library in the house's terms; undefined where it did not refuse. Fails loudly on one that we did not foresee. */
export function refusalOf({ status, body }: EngineAnswer): Failure | undefined {
  if (status < 400) return undefined
  const code = typeof body.code === 'string' ? body.code : ''
  if (code === 'ACCOUNT_TEMPORARILY_LOCKED')
    return new Failure('limited', 'auth.throttled', 'too many wrong codes', { detail: { retryAfter: 900 } })
  // of two that used the same recovery code at once, one is told so by status alone
  const known = failures[code] ?? (status === 409 ? (['forbidden', 'auth.wrong-code'] as const) : undefined)
  if (known === undefined) throw new Error(`the sign-in library answered ${status} ${code}`)
  return new Failure(known[0], known[1], 'sign-in was refused')
}

// no letters or digits that are taken for each other
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Ten recovery codes of 49 bits each, written `xxxxx-xxxxx`. */
export function makeRecoveryCodes(): string[] {
  return Array.from({ length: 10 }, () => {
    let code = ''
    while (code.length < 10) {
      for (const byte of crypto.getRandomValues(new Uint8Array(16))) {
        // 248 = 8 · 31: what is above would favour some signs
        if (byte < 248 && code.length < 10) code += alphabet[byte % alphabet.length]
      }
    }
    return `${code.slice(0, 5)}-${code.slice(5)}`
  })
}

/** A recovery code as it is kept, however it was typed. */
export function tidyRecoveryCode(typed: string): string {
  const signs = typed.toLowerCase().replace(/[^a-z0-9]/g, '')
  return `${signs.slice(0, 5)}-${signs.slice(5)}`
}
