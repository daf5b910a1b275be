import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isMalformed } from '../../base/parsed.ts'
import { readSealKey, seal } from '../../formats/sealed/index.ts'
import { unseal } from './unseal.ts'

let folder: string
const secret = Buffer.from([0, 255, 13, 10, 7])
const file = (name: string) => join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-unseal-'))
  const pair = generateKeyPairSync('x25519')
  const other = generateKeyPairSync('x25519')
  const key = readSealKey(pair.publicKey.export({ type: 'spki', format: 'pem' }).toString())
  if (isMalformed(key)) throw new Error(key.malformed)
  await writeFile(file('sealed'), seal(secret, key))
  await writeFile(file('plain.pem'), pair.privateKey.export({ type: 'pkcs8', format: 'pem' }))
  await writeFile(file('locked.pem'), pair.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'pass' }))
  await writeFile(file('other.pem'), other.privateKey.export({ type: 'pkcs8', format: 'pem' }))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function run(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const out: Uint8Array[] = []
  let said = ''
  const code = await unseal(argv, {
    stdout: { write: (bytes) => out.push(Buffer.from(bytes)) },
    stderr: { write: (text) => (said += text) },
    env,
  })
  return { code, out: Buffer.concat(out), said }
}

test('opens what was sealed, to standard output', async () => {
  const { code, out } = await run(['--key', file('plain.pem'), file('sealed')])
  expect(code).toBe(0)
  expect(out.equals(secret)).toBe(true)
})

test('opens with a key under a passphrase, into a new file that only its owner may read', async () => {
  const argv = ['--key', file('locked.pem'), file('sealed'), '--out', file('clear')]
  expect((await run(argv)).code).toBe(1)
  const { code, out } = await run(argv, { TOCSIN_SEAL_PASSPHRASE: 'pass' })
  expect([code, out.length]).toEqual([0, 0])
  expect((await readFile(file('clear'))).equals(secret)).toBe(true)
  expect((await stat(file('clear'))).mode & 0o777).toBe(0o600)
  expect((await run(argv, { TOCSIN_SEAL_PASSPHRASE: 'pass' })).code).toBe(1)
})

test('says why it does not open, and writes nothing', async () => {
  const wrong = await run(['--key', file('other.pem'), file('sealed')])
  expect([wrong.code, wrong.out.length]).toEqual([1, 0])
  expect(wrong.said).toContain('sealed to another key')
  expect((await run(['--key', file('plain.pem'), file('plain.pem')])).said).toContain('not tocsin-sealed/1')
  expect((await run(['--key', file('plain.pem'), file('absent')])).code).toBe(1)
})

test.each([[[]], [['sealed']], [['--key', 'k']], [['--key', 'k', 'a', 'b']], [['--nonsense']]])('%j is wrong usage', async (argv) => {
  expect((await run(argv)).code).toBe(2)
})

test('shows its help', async () => {
  expect((await run(['--help'])).out.toString()).toContain('Usage: tocsin unseal')
})
