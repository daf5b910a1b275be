import { createHash } from 'node:crypto'
import { TextReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fileLimits, identify } from '../../forensics/file/index.ts'
import { analyseMessage } from '../../forensics/message/index.ts'
import { checkTechniqueTask, runTechniqueTask } from '../../forensics/tasks.ts'
import type { TechniqueKind } from '../../forensics/technique/index.ts'
import { openWorkers, type Workers } from './sandbox.ts'
import { timedBudget } from './timed-budget.ts'

let workers: Workers
beforeAll(async () => {
  workers = await openWorkers(null, { size: 1, external: 256 })
})
afterAll(() => workers.sandbox.close())

const check = (kind: TechniqueKind, text: string, time = 3_000) => workers.sandbox.run(checkTechniqueTask, { kind, text }, { time })
const run = (text: string, bytes: Uint8Array, time = 3_000) =>
  workers.sandbox.run(
    runTechniqueTask,
    { kind: 'yara', text, sha256: createHash('sha256').update(text).digest('hex'), reading: null, bytes },
    { time },
  )
const bytesOf = (text: string) => new TextEncoder().encode(text)
const times = (text: string, count: number) => text.repeat(count)
const simple = 'rule lure { strings: $a = "verify your account" nocase ascii wide condition: $a }'

describe('a technique in YARA', () => {
  test('is held against the message, its parts as they are decoded, and files in archives', async () => {
    expect(await check('yara', `${simple}\nprivate rule b { condition: true }`)).toEqual({ ok: { entries: 2 } })
    const encoded = Buffer.from('Please VERIFY your account today').toString('base64')
    const part = bytesOf(`Subject: x\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n${encoded}\r\n`)
    expect(await run(simple, part)).toMatchObject({ ok: { names: ['lure'] } })
    expect(await run(simple, bytesOf('Subject: x\r\n\r\nnothing of it'))).toMatchObject({ ok: { names: [] } })
    const writer = new ZipWriter(new Uint8ArrayWriter())
    await writer.add('inside.txt', new TextReader(`verify your account ${times('x', 2_000_000)}`))
    const zip = Buffer.from(await writer.close()).toString('base64')
    const attached = bytesOf(`Content-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n${zip}\r\n`)
    expect(await run(simple, attached)).toMatchObject({ ok: { names: ['lure'] } })
  })

  test('leaves packed what there is no time to unpack', async () => {
    const writer = new ZipWriter(new Uint8ArrayWriter())
    for (const name of ['one.txt', 'two.txt']) await writer.add(name, new TextReader('inside'))
    const zip = await writer.close()
    const unpackedBy = async (end: number) =>
      (await identify(zip, 'a.zip', fileLimits, { extract: true, budget: timedBudget(fileLimits, end) })).members.map(
        ({ bytes }) => bytes?.length,
      )
    expect(await unpackedBy(performance.now() + 60_000)).toEqual([6, 6])
    expect(await unpackedBy(performance.now() - 1)).toEqual([undefined, undefined])
  })

  test.each([
    ['rule a {\n strings: $a = "x"\n condition: $b }', { code: 'yara', line: 3, column: 13, found: 'unknown pattern `$b`' }],
    ['include "/etc/passwd"\nrule a { condition: true }', { code: 'yara', line: 1, column: 1, found: 'error including file' }],
    ['  ', { code: 'empty', line: 1, column: 1 }],
    [`rule a { condition: true } // ${times('x', 600_000)}`, { code: 'too-large', line: 1, column: 1 }],
  ])('is refused with the place of what is wrong', async (text, fault) => {
    expect(await check('yara', text)).toMatchObject({ ok: { fault } })
  })

  test.each([
    ['a pattern that backtracks', 'rule a { strings: $a = /(a+)+(a+)+(a+)+(a+)+b/ condition: $a }'],
    ['repetitions in repetitions', 'rule a { strings: $a = /(a{1,1000}){1,1000}/ condition: $a }'],
    [
      'a loop without an end',
      'rule a { condition: for any i in (0..1000000000000) : ( for any j in (0..100000000) : ( i * j == 3 and i == -1 ) ) }',
    ],
  ])('is stopped by the clock: %s', async (_, text) => {
    expect(await run(text, bytesOf(`Subject: x\r\n\r\n${times('a', 300_000)}`), 1_000)).toMatchObject({ died: 'time' })
    expect(await run(simple, bytesOf('verify your account'))).toMatchObject({ ok: { names: ['lure'] } })
  })

  test.each([
    ['brackets in brackets', `rule a { condition: ${times('(', 30_000)}true${times(')', 30_000)} }`],
    ['a chain of operators', `rule a { condition: ${times('not ', 20_000)}true }`],
  ])('that breaks its own memory takes its thread with it, and no other: %s', async (_, text) => {
    expect(await check('yara', text)).toMatchObject({ died: 'crash' })
    expect(await check('yara', simple)).toEqual({ ok: { entries: 1 } })
  })
})

test('rules and tables of any size the limits let in are held against a long message in time', async () => {
  const long = `Subject: x\r\n\r\n${times('lorem ipsum ', 20_000)}`
  const reading = await analyseMessage(bytesOf(long), {})
  const many = Array.from({ length: 450 }, (_, at) => `rule "${at}" { text contains ("q${at}", "w${at}", "e${at}") }`).join('\n')
  const words = Array.from(
    { length: 30_000 },
    (_, at) => `w${at.toString(36).replace(/\d/g, 'z')}x${String.fromCharCode(97 + (at % 26))} 1`,
  ).join('\n')
  for (const [kind, text] of [
    ['rules', many],
    ['tokens', [...new Set(words.split('\n'))].join('\n')],
    ['indicators', times('domain a.example\n', 30_000)],
  ] as const)
    expect(await workers.sandbox.run(runTechniqueTask, { kind, text, sha256: kind, reading, bytes: null }, { time: 10_000 })).toMatchObject(
      {
        ok: { names: [] },
      },
    )
})
