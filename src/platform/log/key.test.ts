import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { webCrypto } from '../../formats/tlog/crypto.ts'
import { parseVerifierKey } from '../../formats/tlog/keys.ts'
import { logKey, openLogKey, readSignerKey, signerKeyText, verifierKeyText } from './key.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-key-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('the log key', () => {
  test('is made once, for its owner alone, and read again', async () => {
    const made = await openLogKey(join(folder, 'log-key'))
    expect((await stat(join(folder, 'log-key'))).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual(['log-key'])
    expect((await openLogKey(join(folder, 'log-key'))).publicKey).toEqual(made.publicKey)
  })

  test('is one, however many processes start at once', async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, () => openLogKey(join(folder, 'log-key'))))
    expect(new Set(keys.map((key) => Buffer.from(key.publicKey).toString('hex'))).size).toBe(1)
    expect(await readdir(folder)).toEqual(['log-key'])
  })

  test('that others may read is refused', async () => {
    await openLogKey(join(folder, 'log-key'))
    await chmod(join(folder, 'log-key'), 0o640)
    await expect(openLogKey(join(folder, 'log-key'))).rejects.toMatchObject({ code: 'log.key-readable' })
  })

  test('that is damaged is refused and not replaced', async () => {
    await openLogKey(join(folder, 'log-key'))
    const path = join(folder, 'log-key')
    const text = await readFile(path, 'utf8')
    for (const damaged of ['', text.slice(0, -5), text.replace(/[0-9a-f]{8}/, '00000000')]) {
      await writeFile(path, damaged)
      await expect(openLogKey(join(folder, 'log-key'))).rejects.toMatchObject({ code: 'log.key' })
      expect(await readFile(path, 'utf8')).toBe(damaged)
    }
  })

  test('has the public key of RFC 8032 §7.1, test 1, and signs as it says', async () => {
    const key = logKey(Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex'))
    expect(Buffer.from(key.publicKey).toString('hex')).toBe('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a')
    expect(Buffer.from(key.signer('a').sign(new Uint8Array(0))).toString('hex')).toBe(
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    )
  })

  test('is written as a verifier key that verifiers read', async () => {
    const key = logKey(new Uint8Array(32).fill(5))
    const crypto = webCrypto()
    const read = await parseVerifierKey(verifierKeyText('a.example/log', key.publicKey), crypto?.sha256 ?? (() => new Uint8Array()))
    expect(read).toMatchObject({ name: 'a.example/log', id: key.signer('a.example/log').id })
    expect(readSignerKey(signerKeyText('a.example/log', key)).publicKey).toEqual(key.publicKey)
  })
})
