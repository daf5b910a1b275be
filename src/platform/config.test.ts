import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Failure } from '../base/failure.ts'
import { readConfig, settings, unknownSettings } from './config.ts'

function failureOf(environment: Record<string, string>): Failure {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
  throw new Error('was taken')
}

describe('settings', () => {
  test('all have a default that works, so that none must be set', () => {
    expect(readConfig({})).toMatchObject({
      TOCSIN_DATA: resolve('./data'),
      TOCSIN_HTTP: { host: '127.0.0.1', port: 8025 },
      TOCSIN_SMTP: { host: '127.0.0.1', port: 2525 },
      TOCSIN_LMTP: null,
      TOCSIN_PUBLIC_URL: 'http://localhost:8025',
      TOCSIN_RELAY: null,
      TOCSIN_DNS: 'system',
      TOCSIN_PROXIES: [],
      DATABASE_URL: null,
    })
  })

  test('are each described', () => {
    for (const [name, { meaning }] of Object.entries(settings)) expect([name, meaning.length > 5]).toEqual([name, true])
  })

  const wrong: Readonly<Record<string, readonly string[]>> = {
    TOCSIN_HTTP: ['8025', 'localhost', 'a:b', '127.0.0.1:65536', '::1:80', 'host:-1'],
    TOCSIN_SMTP: ['smtp://x', '25:'],
    TOCSIN_LMTP: ['yes'],
    TOCSIN_PUBLIC_URL: ['tocsin.example', 'ftp://tocsin.example', ''],
    TOCSIN_MAIL_DOMAIN: ['', 'a b', 'report@desk.example', 'desk..example', '<desk.example>'],
    TOCSIN_PROXIES: ['proxy.example', '10.0.0.1;10.0.0.2', '10.0.0.0/33', '::1/129', '10.0.0.1/8/8'],
    TOCSIN_MAIL_SIZE: ['10MB', '0', '-1', '1.5', '2000000000'],
    TOCSIN_RELAY: ['mail.example:25', 'http://mail.example'],
    TOCSIN_DNS: ['9.9.9.9', 'none'],
    TOCSIN_OUTSIDE: ['yes', '1'],
    TOCSIN_INSIDE: ['radius.internal', '10.0.0.5', 'http://10.0.0.5:80', '10.0.0.5:80/x'],
    TOCSIN_ROLES: ['server', 'ALL'],
    TOCSIN_WORKERS: ['0', '65', 'two'],
    TOCSIN_JOBS: ['0', ''],
    TOCSIN_CAMPAIGN_SILENT_DAYS: ['0', 'never'],
    TOCSIN_BLOBS: ['disk'],
    TOCSIN_S3_ENDPOINT: ['s3://bucket'],
    TOCSIN_CHILD_MATERIAL: ['keep'],
    TOCSIN_SIGN_IN_SECRET: ['sign-in-secret', 'aGVsbG8gd29ybGQ'],
    TOCSIN_LOG_KEY: ['PRIVATE+KEY+tocsin-log+0a0b0c0d+AQ'],
    TOCSIN_LOG_LEVEL: ['trace', 'verbose'],
    DATABASE_URL: ['mysql://x', 'localhost/tocsin'],
    TOCSIN_DATABASE_OWNER_URL: ['x'],
  }
  test.each(Object.entries(wrong).flatMap(([name, values]) => values.map((value) => [name, value] as const)))(
    '%s=%j is refused, by name and with what it wants',
    (name, value) => {
      const failure = failureOf({ [name]: value })
      expect(failure).toMatchObject({ kind: 'invalid', code: 'platform.setting' })
      expect(failure.message).toMatch(new RegExp(`^${name} wants `))
    },
  )

  test('that hold a secret do not stand in the refusal', () => {
    const failure = failureOf({ DATABASE_URL: 'mysql://tocsin:quitesecret@db.example/tocsin' })
    expect(`${failure.message}${String(failure.cause)}`).not.toContain('quitesecret')
  })

  test('are read as they are meant', () => {
    const config = readConfig({
      TOCSIN_DATA: '~/tocsin',
      TOCSIN_HTTP: '[::1]:0',
      TOCSIN_SMTP: 'off',
      TOCSIN_PUBLIC_URL: 'https://desk.example/tocsin//',
      TOCSIN_DNS: '127.0.0.1:5353',
      TOCSIN_PROXIES: ' 10.0.0.1, 10.0.0.0/8 ,::1',
      TOCSIN_RELAY: 'smtps://u:p@relay.example:465',
      TOCSIN_INSIDE: '10.0.0.5:8080, [fd00::5]:443',
    })
    expect(config).toMatchObject({
      TOCSIN_DATA: join(homedir(), 'tocsin'),
      TOCSIN_HTTP: { host: '::1', port: 0 },
      TOCSIN_SMTP: null,
      TOCSIN_PUBLIC_URL: 'https://desk.example/tocsin',
      TOCSIN_DNS: { host: '127.0.0.1', port: 5353 },
      TOCSIN_PROXIES: ['10.0.0.1', '10.0.0.0/8', '::1'],
      TOCSIN_RELAY: 'smtps://u:p@relay.example:465',
      TOCSIN_OUTSIDE: 'off',
      TOCSIN_INSIDE: ['10.0.0.5:8080', '[fd00::5]:443'],
    })
  })
})

test('a variable that is meant for a setting and is none is told, with the nearest name', () => {
  expect(
    unknownSettings({ TOCSIN_HTPP: 'x', TOCSIN_PROXY: 'x', TOCSIN_SOMETHING_ELSE_ALTOGETHER: 'x', TOCSIN_HTTP: 'x', PATH: 'x' }),
  ).toEqual([
    'there is no setting TOCSIN_HTPP; did you mean TOCSIN_HTTP?',
    'there is no setting TOCSIN_PROXY; did you mean TOCSIN_PROXIES?',
    'there is no setting TOCSIN_SOMETHING_ELSE_ALTOGETHER: see docs/operations.md',
  ])
  expect(unknownSettings({ TOCSIN_TEST_DATABASE: 'x', TOCSIN_SEAL_PASSPHRASE: 'x', TOCSIN_CALLS_SEED: '1' })).toEqual([])
})
