import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { authority, pack, samplePackage, unpack, verifierKeyText } from '../../formats/evidence-package/testing/sample-package.ts'
import { verify } from './verify.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-verify-package-'))
  const sealed = await samplePackage()
  await writeFile(join(folder, 'whole.zip'), sealed)
  const files = await unpack(sealed)
  await writeFile(join(folder, 'changed.zip'), await pack(files.set('data/findings/r-1.json', Buffer.from('{}'))))
  await writeFile(join(folder, 'evil.zip'), await pack([['\u001b[2Jtrue, signed by nobody', Buffer.from('x')]]))
  await writeFile(join(folder, 'cut.zip'), sealed.subarray(0, 1_000))
  await writeFile(join(folder, 'roots.pem'), authority.root)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function run(...words: string[]) {
  const out: string[] = []
  const error: string[] = []
  const io = { stdout: { write: (text: string) => out.push(text) }, stderr: { write: (text: string) => error.push(text) } }
  const exit = await verify(
    words.map((word) => (/\.(zip|pem)$/.test(word) ? join(folder, word) : word)),
    io,
  )
  return { exit, out: out.join(''), error: error.join('') }
}

describe('tocsin verify PACKAGE', () => {
  test('says true with the key, and who stamped it with the certificates', async () => {
    const { exit, out } = await run('whole.zip', '--key', verifierKeyText, '--tsa', 'roots.pem')
    expect(exit).toBe(0)
    expect(out).toContain('true, signed by sample.example/log\n')
    expect(out).toMatch(
      /time stamp {2}2026-03-01T12:00:00.000Z by CN=Example Time Stamp Authority; its certificate leads to one that was given/,
    )
  })

  test('says consistent, signer unknown, without', async () => {
    const { exit, out } = await run('whole.zip')
    expect([exit, out.trimEnd().split('\n').at(-1)]).toEqual([0, 'consistent, signer unknown'])
    expect(out).toContain('its authority was not checked (--tsa)')
  })

  test('names what is not true, for people and for programs', async () => {
    const { exit, out } = await run('changed.zip', '--key', verifierKeyText)
    expect([exit, out.trimEnd().split('\n').at(-1)]).toEqual([1, 'NOT TRUE'])
    expect(out).toContain('! file-changed: data/findings/r-1.json does not have the hash')
    const told = JSON.parse((await run('changed.zip', 'whole.zip', '--json')).out)
    expect(told).toMatchObject({
      verdict: 'untrue',
      packages: [
        { verdict: 'untrue', about: { title: 'R-1' } },
        { verdict: 'consistent', items: 4, leftOut: 1 },
      ],
    })
    expect((await run('cut.zip')).out).toContain('zip-truncated')
  })

  test('refuses a question that is wrongly put with one line and exit code 2', async () => {
    for (const words of [
      ['none.zip'],
      ['whole.zip', '--checkpoint', 'x'],
      ['whole.zip', '--tsa', 'whole.zip'],
      ['whole.zip', '--key', 'x+12345678+x'],
    ]) {
      const { exit, out, error } = await run(...words)
      expect({ exit, out }, words.join(' ')).toEqual({ exit: 2, out: '' })
      expect(error).toMatch(/^tocsin verify: [^\n]+\n$/)
    }
  })

  test('never lets a name in a file steer the terminal', async () => {
    const { exit, out } = await run('evil.zip')
    expect(exit).toBe(1)
    expect(out).not.toContain('\u001b')
  })
})
