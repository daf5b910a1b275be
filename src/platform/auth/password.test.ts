import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashPassword, verifyPassword } from './password.ts'
import { weaknessOf } from './weakness.ts'

test('a hash names argon2id, its version and its cost, and no two are alike', async () => {
  const [one, two] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')])
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  expect(one).not.toBe(two)
})

test('the right password verifies however its letters are composed, and a wrong one does not', async () => {
  const hash = await hashPassword('caf\u00e9 au lait \ufb01ne')
  expect(await verifyPassword(hash, 'cafe\u0301 au lait fine')).toBe(true)
  expect(await verifyPassword(hash, 'cafe au lait fine')).toBe(false)
  expect(await verifyPassword(hash, '')).toBe(false)
})

test('a hash of another cost verifies, so that a raised cost keeps old passwords good', async () => {
  const { argon2Sync } = await import('node:crypto')
  const nonce = Buffer.from('0123456789abcdef')
  const tag = argon2Sync('argon2id', { message: 'other cost', nonce, parallelism: 4, tagLength: 32, memory: 64, passes: 3 })
  const plain = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
  expect(await verifyPassword(`$argon2id$v=19$m=64,t=3,p=4$${plain(nonce)}$${plain(tag)}`, 'other cost')).toBe(true)
})

test('what is no hash of ours belongs to no password, and a hash that would cost too much is not worked out', async () => {
  const good = await hashPassword('correct horse')
  const broken = [
    '',
    'plain',
    good.replace('v=19', 'v=16'),
    good.replace('m=19456', 'm=9999999'),
    good.replace('t=2', 't=99'),
    good.replace('p=1', 'p=0'),
    good.slice(0, -1),
    `${good}A`,
  ]
  for (const hash of broken) expect(await verifyPassword(hash, 'correct horse')).toBe(false)
})

test('passwords that guessing begins with are named weak, and why', () => {
  expect(weaknessOf('elevenchars')).toBe('short')
  expect(weaknessOf('𝒷'.repeat(11))).toBe('short')
  expect(weaknessOf('x'.repeat(201))).toBe('long')
  expect(weaknessOf('aaaaaaaaaaaaaaaa')).toBe('monotone')
  expect(weaknessOf('abcdefghijklmnop')).toBe('monotone')
  expect(weaknessOf('987654321098')).toBe(undefined)
  expect(weaknessOf('9876543210/.')).toBe('monotone')
  expect(weaknessOf('password2026!!')).toBe('common')
  expect(weaknessOf('PasswordPassword')).toBe('common')
  expect(weaknessOf('Administrator1')).toBe('common')
  expect(weaknessOf('grace.hopper2026', ['Grace.Hopper@agence.example'])).toBe('own-data')
  expect(weaknessOf('agence.example1', ['grace@agence.example'])).toBe('own-data')
  expect(weaknessOf('grace likes long walks', ['grace@agence.example'])).toBeUndefined()
  expect(weaknessOf('seventeen quiet herons', ['ada@agence.example', 'Ada'])).toBeUndefined()
  expect(weaknessOf('十二个安静的苍鹭飞过河流')).toBeUndefined()
})

test('no text makes the judgement of a password fail', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.array(fc.string({ unit: 'binary' }), { maxLength: 3 }), (text, own) => {
      expect([undefined, 'short', 'long', 'common', 'own-data', 'monotone']).toContain(weaknessOf(text, own))
    }),
  )
})
