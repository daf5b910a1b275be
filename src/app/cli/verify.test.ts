import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serialiseBundle, serialiseConsistency } from '../../formats/tlog/bundle.ts'
import type { Entry } from '../../formats/tlog/entry.ts'
import { type SampleLog, sampleLog } from '../../formats/tlog/testing/sample-log.ts'
import { logKey, verifierKeyText } from '../../platform/log/key.ts'
import { verify } from './verify.ts'

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest())
const hex = (text: string) => createHash('sha256').update(text).digest('hex')
const origin = 'tocsin.example/log/1234abcd'
const signing = logKey(new Uint8Array(32).fill(1))
const other = logKey(new Uint8Array(32).fill(2))
const vkey = verifierKeyText(origin, signing.publicKey)

const first = 'Subject: one\r\n\r\nBuy.\r\n'
const second = 'Subject: two\r\n\r\nBuy more.\r\n'
const entries: Omit<Entry, 'previous'>[] = [
  ['item-1', first, 1],
  ['item-2', second, 1],
  ['item-1', first, 2],
  ['item-2', second, 2],
  ['item-1', first, 3],
  ['item-3', first, 1],
].map(([subject, bytes, line], at) => ({
  v: 1,
  id: `leaf-${at}`,
  kind: line === 1 ? 'evidence.received' : 'evidence.read',
  owner: 'organisation-1',
  subject: String(subject),
  line: Number(line),
  at: `2026-03-01T12:00:0${at}.000Z`,
  record: { sha256: hex(String(bytes)), actor: 'smtp' },
}))

let folder: string
let log: SampleLog
let bundle: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-verify-'))
  log = sampleLog(sha256, signing.signer(origin), entries)
  bundle = serialiseBundle(await log.bundle([0, 2, 4], 6, hex(first)))
  await file('one.json', bundle)
  await file('two.json', serialiseBundle(await log.bundle([1, 3], 6, hex(second))))
  await file('one.eml', first)
  await file('two.eml', second)
  await file('key', `# the log's key\n${vkey}\n`)
  for (const size of [2, 4, 6]) await file(`at-${size}`, log.checkpoint(size))
  await file('4-6', serialiseConsistency(await log.consistency(4, 6)))
  await file('2-6', serialiseConsistency(await log.consistency(2, 6)))
})

afterAll(() => rm(folder, { recursive: true }))

async function file(name: string, text: string | Uint8Array): Promise<string> {
  await writeFile(join(folder, name), text)
  return name
}

/** Runs the command; a word that names a file of the folder stands for it. */
async function run(...words: string[]): Promise<{ exit: number; out: string; error: string }> {
  const said = { out: '', error: '' }
  const io = {
    stdout: {
      write: (text: string) => {
        said.out += text
      },
    },
    stderr: {
      write: (text: string) => {
        said.error += text
      },
    },
  }
  const argv = words.map((word) => (/^[\w.-]+$/.test(word) && !word.startsWith('-') ? join(folder, word) : word))
  return { exit: await verify(argv, io), ...said }
}

async function json(...words: string[]) {
  const { exit, out } = await run(...words, '--json')
  const result = JSON.parse(out) as {
    verdict: string
    summary: string
    flaws: { code: string }[]
    items: { bundle: string | null; file: string | null; verdict: string }[]
  }
  return {
    exit,
    verdict: result.verdict,
    summary: result.summary,
    codes: [...new Set(result.flaws.map((flaw) => flaw.code))],
    items: result.items,
  }
}

describe('tocsin verify', () => {
  test('says true of evidence, bundle and key that belong together', async () => {
    const { exit, out } = await run('one.json', 'one.eml', '--key', vkey)
    expect(out).toContain('unchanged')
    expect(out).toContain(`true, signed by ${origin}`)
    expect(exit).toBe(0)
    expect(await json('one.eml', 'one.json', '--key', 'key')).toMatchObject({ exit: 0, verdict: 'true', codes: [] })
  })

  test('says consistent, signer unknown, without a key', async () => {
    const { exit, out } = await run('one.json', 'one.eml')
    expect(out).toMatch(/^consistent, signer unknown$/m)
    expect(exit).toBe(0)
    expect(await json('one.json')).toMatchObject({ verdict: 'consistent', summary: 'consistent, signer unknown' })
  })

  test('says that the bytes were not checked where no evidence is shown', async () => {
    expect((await run('one.json', '--key', vkey)).out).toContain('not shown, so not checked')
  })

  test('finds for each piece of evidence the bundle that is about it', async () => {
    const result = await json('two.eml', 'one.json', 'one.eml', 'two.json', '--key', vkey)
    expect(result).toMatchObject({ exit: 0, verdict: 'true' })
    expect(result.items.map((item) => [item.bundle?.slice(-8), item.file?.slice(-7)])).toEqual([
      ['one.json', 'one.eml'],
      ['two.json', 'two.eml'],
    ])
  })

  test('reads several keys, and passes over those of other logs', async () => {
    await file('keys', `${verifierKeyText('b.example/log', other.publicKey)}\r\n\r\n${vkey}\r\n`)
    expect(await json('one.json', '--key', 'keys')).toMatchObject({ exit: 0, verdict: 'true' })
    expect(await json('one.json', '--key', verifierKeyText('b.example/log', other.publicKey), '--key', vkey)).toMatchObject({ exit: 0 })
  })
})

describe('tocsin verify names', () => {
  test('a changed byte', async () => {
    await file('changed.eml', first.replace('Buy', 'buy'))
    const { exit, out } = await run('one.json', 'changed.eml', '--key', vkey)
    expect(out).toContain('evidence-changed')
    expect(out).toContain('NOT TRUE')
    expect(exit).toBe(1)
  })

  test('a changed byte among several pieces of evidence', async () => {
    await file('changed.eml', first.replace('Buy', 'buy'))
    expect(await json('one.json', 'two.json', 'two.eml', 'changed.eml', '--key', vkey)).toMatchObject({
      exit: 1,
      codes: ['evidence-changed'],
    })
    const result = await json('one.json', 'one.eml', 'changed.eml', '--key', vkey)
    expect(result).toMatchObject({ exit: 1, codes: ['evidence-changed'] })
    expect(result.items.map((item) => item.verdict)).toEqual(['true', 'untrue'])
  })

  test('a dropped line', async () => {
    const { custody, ...rest } = JSON.parse(bundle) as { custody: unknown[] }
    await file('dropped.json', JSON.stringify({ ...rest, custody: [custody[0], custody[2]] }))
    expect(await json('dropped.json', 'one.eml', '--key', vkey)).toMatchObject({ exit: 1, codes: ['line-dropped'] })
    expect((await run('dropped.json')).out).toContain('custody line 2 of 3 was dropped')
  })

  test('reordered lines', async () => {
    const { custody, ...rest } = JSON.parse(bundle) as { custody: unknown[] }
    await file('reordered.json', JSON.stringify({ ...rest, custody: [custody[0], custody[2], custody[1]] }))
    expect(await json('reordered.json', 'one.eml', '--key', vkey)).toMatchObject({ exit: 1, codes: ['line-reordered'] })
  })

  test('a changed line', async () => {
    await file('line.json', bundle.replace('12:00:02', '12:00:03'))
    expect(await json('line.json', 'one.eml', '--key', vkey)).toMatchObject({ exit: 1, codes: ['line-changed'] })
  })

  test('a forged signature', async () => {
    const forged = { ...signing.signer(origin), sign: () => new Uint8Array(64) }
    const { checkpoints: _, ...rest } = JSON.parse(bundle) as { checkpoints: unknown }
    const { form, subject, evidence, lines, custody } = rest as Record<string, unknown>
    await file('forged.json', JSON.stringify({ form, subject, evidence, lines, checkpoints: [log.checkpoint(6, forged)], custody }))
    expect(await json('forged.json', 'one.eml', '--key', vkey)).toMatchObject({ exit: 1, codes: ['signature-forged'] })
  })

  test('a wrong key', async () => {
    expect(await json('one.json', 'one.eml', '--key', verifierKeyText(origin, other.publicKey))).toMatchObject({
      exit: 1,
      codes: ['wrong-key'],
    })
    expect(await json('one.json', '--key', verifierKeyText('b.example/log', signing.publicKey))).toMatchObject({
      exit: 1,
      codes: ['other-log'],
    })
  })

  test('a truncated bundle', async () => {
    for (const length of [0, 10, 100, bundle.length / 2, bundle.length - 2]) {
      await file('cut.json', bundle.slice(0, length))
      expect(await json('cut.json', 'one.eml', '--key', vkey), `at ${length}`).toMatchObject({ exit: 1, codes: ['bundle-truncated'] })
    }
  })

  test('a bundle damaged at its beginning, or of bytes that are no text', async () => {
    await file('damaged.json', bundle.replace('tocsin-proof', 'tocsin-prooF'))
    expect(await json('damaged.json', 'one.eml')).toMatchObject({ exit: 1, codes: ['bundle-malformed'] })
    await file('bytes.json', Buffer.from(bundle).fill(0xff, 300, 301))
    expect(await json('bytes.json', 'one.eml')).toMatchObject({ exit: 1, codes: ['bundle-malformed'] })
  })
})

describe('tocsin verify holds checkpoints together', () => {
  test('a later one with an earlier one, by the proof', async () => {
    const { exit, out } = await run('--checkpoint', 'at-6', '--against', 'at-4', '--proof', '4-6', '--key', vkey)
    expect(out).toContain(`${origin} at size 6 continues size 4`)
    expect(exit).toBe(0)
    expect(await json('--checkpoint', 'at-6', '--against', 'at-6')).toMatchObject({ exit: 0, verdict: 'consistent' })
  })

  test('the bundle with an earlier and with a later one', async () => {
    expect(await json('one.json', '--against', 'at-4', '--proof', '4-6', '--key', vkey)).toMatchObject({ exit: 0, verdict: 'true' })
    expect(await json('one.json', '--checkpoint', 'at-2', '--proof', '2-6', '--key', vkey)).toMatchObject({ exit: 0, verdict: 'true' })
    await file('early.json', serialiseBundle(await log.bundle([0], 2, hex(first))))
    expect(
      await json('early.json', '--checkpoint', 'at-6', '--against', 'at-4', '--proof', '2-6', '--proof', '4-6', '--key', vkey),
    ).toMatchObject({ exit: 0, verdict: 'true' })
  })

  test('and asks for the proof where one is needed', async () => {
    expect(await json('--checkpoint', 'at-6', '--against', 'at-4', '--key', vkey)).toMatchObject({
      exit: 2,
      verdict: 'unproven',
      codes: ['proof-missing'],
    })
    expect((await run('--checkpoint', 'at-6', '--against', 'at-4', '--proof', '2-6')).out).toContain('from 4 to 6 is needed')
  })

  test('and names a log that was rewritten, forked or shrunk, and one that is another', async () => {
    const rewritten = sampleLog(
      sha256,
      signing.signer(origin),
      entries.map((entry, at) => (at === 1 ? { ...entry, kind: 'made.up' } : entry)),
    )
    await file('rewritten', rewritten.checkpoint(6))
    await file('rewritten-4-6', serialiseConsistency(await rewritten.consistency(4, 6)))
    expect(await json('--checkpoint', 'rewritten', '--against', 'at-4', '--proof', 'rewritten-4-6', '--key', vkey)).toMatchObject({
      exit: 1,
      codes: ['log-rewritten'],
    })
    expect(await json('--checkpoint', 'rewritten', '--against', 'at-6', '--key', vkey)).toMatchObject({ exit: 1, codes: ['log-forked'] })
    expect(await json('one.json', '--checkpoint', 'rewritten', '--key', vkey)).toMatchObject({ exit: 1, codes: ['log-forked'] })
    expect(await json('--checkpoint', 'at-4', '--against', 'at-6', '--key', vkey)).toMatchObject({ exit: 1, codes: ['log-shrunk'] })
    await file('elsewhere', sampleLog(sha256, other.signer('b.example/log'), entries).checkpoint(6))
    expect(await json('one.json', '--against', 'elsewhere')).toMatchObject({ exit: 1, codes: ['other-log'] })
  })

  test('and checks who signed each', async () => {
    await file('unsigned', log.checkpoint(4, { ...signing.signer(origin), sign: () => new Uint8Array(64) }))
    expect(await json('--checkpoint', 'at-6', '--against', 'unsigned', '--proof', '4-6', '--key', vkey)).toMatchObject({
      exit: 1,
      codes: ['signature-forged'],
    })
    await file('foreign', log.checkpoint(4, other.signer(origin)))
    expect(await json('--checkpoint', 'at-6', '--against', 'foreign', '--proof', '4-6', '--key', vkey)).toMatchObject({
      exit: 1,
      codes: ['wrong-key'],
    })
  })
})

describe('tocsin verify refuses, with one line and exit code 2,', () => {
  test.each([
    ['nothing at all', []],
    ['evidence without a bundle', ['one.eml']],
    ['a file that is not there', ['nowhere.json']],
    ['a folder', ['.', 'one.json']],
    ['an unknown option', ['one.json', '--loudly']],
    ['an option without its value', ['one.json', '--key']],
    ['a key with a typing error', ['one.json', '--key', vkey.replace('1234abcd', '1234abce')]],
    ['a key file without a key', ['one.json', '--key', 'one.eml']],
    ['a checkpoint that is none', ['one.json', '--checkpoint', 'one.eml']],
    ['a proof that is none', ['one.json', '--proof', 'one.eml']],
    ['an earlier checkpoint alone', ['--against', 'at-4']],
  ])('%s', async (_, words) => {
    const { exit, out, error } = await run(...words)
    expect({ exit, out }).toEqual({ exit: 2, out: '' })
    expect(error).toMatch(/^tocsin verify: [^\n]+\n$/)
  })

  test('but gives help where it is asked for', async () => {
    const { exit, out } = await run('--help')
    expect(exit).toBe(0)
    expect(out).toContain('Usage: tocsin verify')
  })
})

test('what files hold never steers the terminal', async () => {
  const evil = sampleLog(sha256, signing.signer(origin), [
    { ...(entries[0] ?? ({} as Entry)), kind: 'evidence\u001b[2J\u202eread\ntrue, signed by nobody' },
  ])
  await file('evil.json', serialiseBundle(await evil.bundle([0], 1, hex(first))))
  const { out } = await run('evil.json')
  expect(out).not.toMatch(/[\u001b\u202e]/)
  expect(out).not.toMatch(/^true/m)
})
