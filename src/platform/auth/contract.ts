import { z } from 'zod'
import { defineRoute } from '../../base/route.ts'

// Signing in and out, and what a person does with their own sessions, second factor and passkeys. Who the person is, and for
// whom they act, is in src/domain/directory/contract.ts. Sessions live in an HTTP-only cookie; no answer here holds a token.

const room = 'auth'
const moment = z.iso.datetime()
const nothing = { status: 204 } as const

/** Refused with `auth.weak-password` (detail.why: short, long, common, own-data, monotone) where a new one is too easy to guess. */
export const newPassword = z.string().min(1).max(200)
const password = z.string().min(1).max(200)
const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .regex(/^[^\s@<>"]{1,64}@[^\s@<>"]{1,189}$/u)

/**
 * First step by password. `second-factor`: the same browser goes on with `verifyCode` or `verifyRecoveryCode` within ten minutes.
 * Refused with `auth.refused` (403; the same for an unknown address) or `auth.throttled` (429, detail.retryAfter in seconds).
 */
export const signIn = defineRoute({
  method: 'POST',
  path: '/api/auth/sign-in',
  room,
  summary: 'Sign in with address and password',
  access: 'public',
  secret: true,
  body: z.strictObject({ email, password, remember: z.boolean().default(true) }),
  answer: z.object({ next: z.enum(['signed-in', 'second-factor']) }),
})

/** Second step: the code of the authenticator. Refused with `auth.wrong-code`, `auth.challenge-over` (sign in again) or `auth.throttled`. */
export const verifyCode = defineRoute({
  method: 'POST',
  path: '/api/auth/second-factor',
  room,
  summary: 'Go on signing in with the code of the authenticator',
  access: 'public',
  secret: true,
  body: z.strictObject({
    code: z
      .string()
      .trim()
      .regex(/^\d{6}$/),
  }),
  ...nothing,
})

/** Second step with one of the recovery codes, each good for one time. Refused as `verifyCode`. */
export const verifyRecoveryCode = defineRoute({
  method: 'POST',
  path: '/api/auth/recovery-code',
  room,
  summary: 'Go on signing in with a recovery code',
  access: 'public',
  secret: true,
  body: z.strictObject({ code: z.string().trim().min(6).max(40) }),
  ...nothing,
})

export const signOut = defineRoute({
  method: 'POST',
  path: '/api/auth/sign-out',
  room,
  summary: 'End this session',
  access: 'public',
  ...nothing,
})

/** WebAuthn options as `PublicKeyCredential.parseRequestOptionsFromJSON` and @simplewebauthn/browser (`optionsJSON`) take them; good for five minutes. */
export const passkeySignInOptions = defineRoute({
  method: 'POST',
  path: '/api/auth/passkey/options',
  room,
  summary: 'Begin to sign in with a passkey',
  access: 'public',
  answer: z.looseObject({ challenge: z.string() }),
})

/** `response` is the credential's `toJSON()`. Refused with `auth.passkey-refused` or `auth.throttled`. */
export const passkeySignIn = defineRoute({
  method: 'POST',
  path: '/api/auth/passkey/sign-in',
  room,
  summary: 'Sign in with a passkey',
  access: 'public',
  body: z.strictObject({ response: z.looseObject({ id: z.string().min(1).max(2_000) }) }),
  ...nothing,
})

/** Sets a new password with the one-time link of `tocsin admin recover`; ends all sessions. Refused with `auth.link-spent`. */
export const recover = defineRoute({
  method: 'POST',
  path: '/api/auth/recover',
  room,
  summary: 'Set a new password with a recovery link',
  access: 'public',
  secret: true,
  body: z.strictObject({ token: z.string().min(20).max(100), password: newPassword }),
  ...nothing,
})

/** Ends the person's other sessions. Refused with `auth.refused` when `current` is wrong. */
export const changePassword = defineRoute({
  method: 'POST',
  path: '/api/me/password',
  room,
  summary: 'Change the own password; other sessions end',
  access: 'session',
  secret: true,
  body: z.strictObject({ current: password, next: newPassword }),
  ...nothing,
})

export const session = z.object({
  id: z.string(),
  current: z.boolean(),
  /** what the browser says of itself, in two words: `Firefox`, `Linux`; null where it says nothing we know */
  browser: z.string().nullable(),
  system: z.string().nullable(),
  /** the network it came from, not the address: `203.0.113.0/24`, `2001:db8:5::/48` */
  network: z.string().nullable(),
  since: moment,
  lastSeen: moment,
  expiresAt: moment,
})
export type Session = z.output<typeof session>

export const listSessions = defineRoute({
  method: 'GET',
  path: '/api/me/sessions',
  room,
  summary: 'Own sessions',
  access: 'session',
  answer: z.object({ items: z.array(session), next: z.null() }),
})

export const endSession = defineRoute({
  method: 'DELETE',
  path: '/api/me/sessions/:id',
  room,
  summary: 'End one of the own sessions',
  access: 'session',
  params: z.object({ id: z.string().max(64) }),
  ...nothing,
})

/** `others` keeps this one; `all` signs out everywhere. */
export const endSessions = defineRoute({
  method: 'POST',
  path: '/api/me/sessions/end',
  room,
  summary: 'End the own sessions, other or all',
  access: 'session',
  body: z.strictObject({ which: z.enum(['others', 'all']) }),
  ...nothing,
})

export const readSecondFactor = defineRoute({
  method: 'GET',
  path: '/api/me/second-factor',
  room,
  summary: 'Whether sign-in asks for a code',
  access: 'session',
  answer: z.object({ enabled: z.boolean() }),
})

/**
 * Starts enrolment (TOTP, RFC 6238: SHA-1, 6 digits, 30 s); it counts once `confirmSecondFactor` has seen a right code. Shown
 * this once: the `otpauth:` URI for a QR code, the secret to type, ten recovery codes.
 */
export const enrolSecondFactor = defineRoute({
  method: 'POST',
  path: '/api/me/second-factor/enrol',
  room,
  summary: 'Begin to enrol an authenticator',
  access: 'session',
  secret: true,
  body: z.strictObject({ password }),
  answer: z.object({ uri: z.string(), secret: z.string(), recoveryCodes: z.array(z.string()) }),
})

export const confirmSecondFactor = defineRoute({
  method: 'POST',
  path: '/api/me/second-factor/confirm',
  room,
  summary: 'Finish enrolling with a first code',
  access: 'session',
  secret: true,
  body: z.strictObject({
    code: z
      .string()
      .trim()
      .regex(/^\d{6}$/),
  }),
  ...nothing,
})

export const disableSecondFactor = defineRoute({
  method: 'POST',
  path: '/api/me/second-factor/disable',
  room,
  summary: 'Ask for no code any more',
  access: 'session',
  secret: true,
  body: z.strictObject({ password }),
  ...nothing,
})

/** Replaces the recovery codes; the old ones are void. */
export const renewRecoveryCodes = defineRoute({
  method: 'POST',
  path: '/api/me/second-factor/recovery-codes',
  room,
  summary: 'Replace the recovery codes',
  access: 'session',
  secret: true,
  body: z.strictObject({ password }),
  answer: z.object({ recoveryCodes: z.array(z.string()) }),
})

export const passkey = z.object({ id: z.string(), name: z.string(), since: moment, synced: z.boolean() })
export type Passkey = z.output<typeof passkey>

export const listPasskeys = defineRoute({
  method: 'GET',
  path: '/api/me/passkeys',
  room,
  summary: 'Own passkeys',
  access: 'session',
  answer: z.object({ items: z.array(passkey), next: z.null() }),
})

/** Refused with `auth.sign-in-again` when the session is older than a day. Options as for `PublicKeyCredential.parseCreationOptionsFromJSON`. */
export const passkeyEnrolOptions = defineRoute({
  method: 'POST',
  path: '/api/me/passkeys/options',
  room,
  summary: 'Begin to enrol a passkey',
  access: 'session',
  answer: z.looseObject({ challenge: z.string() }),
})

export const enrolPasskey = defineRoute({
  method: 'POST',
  path: '/api/me/passkeys',
  room,
  summary: 'Finish enrolling a passkey',
  access: 'session',
  body: z.strictObject({ name: z.string().trim().min(1).max(80), response: z.looseObject({ id: z.string().min(1).max(2_000) }) }),
  answer: passkey,
  status: 201,
})

export const removePasskey = defineRoute({
  method: 'DELETE',
  path: '/api/me/passkeys/:id',
  room,
  summary: 'Remove one of the own passkeys',
  access: 'session',
  params: z.object({ id: z.string().max(64) }),
  ...nothing,
})
