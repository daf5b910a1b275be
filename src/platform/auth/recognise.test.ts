import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeRecoveryCodes, tidyRecoveryCode } from './answers.ts'
import { deviceOf } from './device.ts'
import { networkOf } from './network.ts'
import { openSecret } from './secret.ts'

test('an address is shortened to its network, and what is none has none', () => {
  expect(networkOf('203.0.113.77')).toBe('203.0.113.0/24')
  expect(networkOf('::ffff:203.0.113.77')).toBe('203.0.113.0/24')
  expect(networkOf('2001:db8:5:6:7::8')).toBe('2001:db8:5::/48')
  expect(networkOf('::1')).toBe('::/48')
  expect(networkOf('localhost')).toBeNull()
  expect(networkOf('')).toBeNull()
})

test('common browsers and systems are recognised, and others left unnamed', () => {
  const chrome = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36'
  expect(deviceOf(chrome)).toEqual({ browser: 'Chrome', system: 'Windows' })
  expect(deviceOf(`${chrome} Edg/150.0.0.0`)).toEqual({ browser: 'Edge', system: 'Windows' })
  expect(
    deviceOf('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15'),
  ).toEqual({ browser: 'Safari', system: 'macOS' })
  expect(deviceOf('Mozilla/5.0 (Android 15; Mobile; rv:141.0) Gecko/141.0 Firefox/141.0')).toEqual({
    browser: 'Firefox',
    system: 'Android',
  })
  expect(deviceOf('curl/8.5')).toEqual({ browser: null, system: null })
  expect(deviceOf(null)).toEqual({ browser: null, system: null })
})

test('recovery codes are ten, different, free of look-alikes, and read however they are typed', () => {
  const codes = makeRecoveryCodes()
  expect(new Set(codes).size).toBe(10)
  for (const code of codes) {
    expect(code).toMatch(/^[a-hjkmnp-z2-9]{5}-[a-hjkmnp-z2-9]{5}$/)
    expect(tidyRecoveryCode(` ${code.toUpperCase().replace('-', ' ')}`)).toBe(code)
  }
})

test('the secret is made once, for its owner alone, and is the same for all who open it at once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'secret-'))
  const file = join(folder, 'sign-in-secret')
  try {
    const secrets = await Promise.all([1, 2, 3, 4, 5].map(() => openSecret(file)))
    expect(new Set(secrets).size).toBe(1)
    expect(secrets[0]).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await readFile(file, 'latin1')).trim()).toBe(secrets[0])
    await writeFile(file, 'spoiled')
    await expect(openSecret(file)).rejects.toMatchObject({ code: 'auth.secret' })
    expect(await readFile(file, 'latin1')).toBe('spoiled')
  } finally {
    await rm(folder, { recursive: true })
  }
})
