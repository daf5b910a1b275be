import { passkey } from '@better-auth/passkey'
import { betterAuth } from 'better-auth'
import { APIError } from 'better-auth/api'
import { twoFactor } from 'better-auth/plugins'
import type pg from 'pg'
import type { SignInMeans } from '../../base/actor.ts'
import { newId } from '../../base/id.ts'
import { makeRecoveryCodes } from './answers.ts'
import { hashPassword, verifyPassword } from './password.ts'
import { longest } from './weakness.ts'

/** the header by which we tell the library the caller's network; built by us, never taken from outside */
export const networkHeader = 'x-tocsin-network'

/** The names of db/migrations/0002_directory.sql for what the library calls otherwise. */
const tables = {
  user: {
    modelName: 'login',
    fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
  },
  session: {
    modelName: 'session',
    fields: {
      userId: 'login',
      ipAddress: 'network',
      userAgent: 'user_agent',
      expiresAt: 'expires_at',
      createdAt: 'created_at',
      updatedAt: 'updated_at',
    },
  },
  account: {
    modelName: 'credential',
    fields: {
      userId: 'login',
      accountId: 'account_id',
      providerId: 'provider',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
      createdAt: 'created_at',
      updatedAt: 'updated_at',
    },
  },
  verification: { modelName: 'challenge', fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' } },
  twoFactor: {
    user: { fields: { twoFactorEnabled: 'second_factor' } },
    twoFactor: {
      modelName: 'second_factor',
      fields: {
        userId: 'login',
        backupCodes: 'recovery_codes',
        failedVerificationCount: 'failures',
        lockedUntil: 'locked_until',
      },
    },
  },
  passkey: {
    passkey: {
      modelName: 'passkey',
      fields: {
        userId: 'login',
        publicKey: 'public_key',
        credentialID: 'credential',
        deviceType: 'device_type',
        backedUp: 'backed_up',
        createdAt: 'created_at',
      },
    },
  },
} as const

const day = 86_400

/** By which of the library's ways a session was opened, as its row says. */
const meansBy: Readonly<Record<string, SignInMeans>> = {
  '/sign-in/email': 'password',
  '/two-factor/verify-totp': 'code',
  '/two-factor/verify-backup-code': 'recovery-code',
  '/passkey/verify-authentication': 'passkey',
}

/**
 * The sign-in library, set up for credentials and sessions only: no sign-up, no mail, no limits of its own (ours are in throttle.ts), nothing sent anywhere.
 * It is reached through routes.ts alone; its own handler is not mounted.
 */
export function makeEngine(pool: pg.Pool, publicUrl: string, secret: string) {
  const { origin, hostname } = new URL(publicUrl)
  return betterAuth({
    appName: 'Tocsin',
    baseURL: origin,
    basePath: enginePath,
    secret,
    database: pool,
    trustedOrigins: [origin],
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    user: tables.user,
    account: tables.account,
    verification: tables.verification,
    session: {
      ...tables.session,
      additionalFields: { means: { type: 'string', required: false, input: false } },
      expiresIn: 7 * day,
      updateAge: day / 4,
      freshAge: day,
      cookieCache: { enabled: false },
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 1,
      maxPasswordLength: longest,
      password: { hash: hashPassword, verify: ({ hash, password }) => verifyPassword(hash, password) },
    },
    advanced: {
      cookiePrefix: 'tocsin',
      useSecureCookies: publicUrl.startsWith('https:'),
      ipAddress: { disableIpTracking: true },
      database: { generateId: () => newId() },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session, context) => ({
            data: { ...session, ipAddress: context?.headers?.get(networkHeader) ?? null, means: meansBy[context?.path ?? ''] ?? null },
          }),
        },
      },
    },
    plugins: [
      twoFactor({
        issuer: 'Tocsin',
        schema: tables.twoFactor,
        twoFactorCookieMaxAge: 600,
        backupCodeOptions: { storeBackupCodes: 'encrypted', customBackupCodesGenerate: makeRecoveryCodes },
      }),
      passkey({
        rpID: hostname,
        rpName: 'Tocsin',
        origin,
        schema: tables.passkey,
        // a passkey stands for both factors, so whoever holds it must also be recognised by it (PIN, finger, face)
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        registration: {
          requireSession: true,
          afterVerification: ({ verification }) => verified(verification.registrationInfo?.userVerified),
        },
        authentication: { afterVerification: ({ verification }) => verified(verification.authenticationInfo.userVerified) },
        advanced: { webAuthnChallengeCookie: 'passkey' },
      }),
    ],
  })
}

export const enginePath = '/api/auth'

export type Engine = ReturnType<typeof makeEngine>

function verified(userVerified: boolean | undefined): void {
  if (userVerified !== true)
    throw new APIError('UNAUTHORIZED', { code: 'USER_NOT_VERIFIED', message: 'the authenticator did not verify its user' })
}
