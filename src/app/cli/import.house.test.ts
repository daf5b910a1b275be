import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, firstRun, type House, openHouse } from '../testing/house.ts'
import { openJournal } from './import/journal.ts'
import { progressLine } from './import/progress.ts'
import { importReports } from './import.ts'

let house: House
let ann: Client
let folder: string
beforeAll(async () => {
  house = await openHouse()
  ann = await firstRun(house)
  folder = await mkdtemp(join(tmpdir(), 'tocsin-import-'))
})
afterAll(async () => {
  await house.close()
  await rm(folder, { recursive: true, force: true })
})

const message = (n: number) => `From: sender${n}@spam.example\nSubject: number ${n}\nMessage-ID: <${n}@spam.example>\n\nbuy ${n}\n`

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = ''
  let err = ''
  const code = await importReports(argv, {
    stdin: (async function* () {})(),
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    env: house.environment,
  })
  return { code, out, err }
}

async function total(): Promise<number> {
  const { body } = await ann.call('GET', '/api/reports?limit=200')
  return (body as { items: { times: number }[] }).items.reduce((sum, one) => sum + one.times, 0)
}

test('files, a Maildir and an mbox come in, each message once, and again makes nothing twice', async () => {
  await mkdir(join(folder, 'box', 'new'), { recursive: true })
  await mkdir(join(folder, 'box', 'cur'))
  await mkdir(join(folder, 'box', 'tmp'))
  await writeFile(join(folder, 'one.eml'), message(1))
  await writeFile(join(folder, 'box', 'new', '1.host'), message(2))
  await writeFile(join(folder, 'box', 'cur', '2.host:2,S'), message(3))
  await writeFile(join(folder, 'box', 'tmp', '3.host'), message(4))
  await writeFile(join(folder, 'many.mbox'), [5, 6, 7].map((n) => `From x@y Sat Nov 21 10:00:00 2026\n${message(n)}\n`).join(''))
  const first = await run(folder)
  expect(first).toMatchObject({ code: 0, out: '6 filed, 0 were there already, 0 done before, 0 could not be read\n' })
  const second = await run(folder)
  expect(second.out).toBe('0 filed, 6 were there already, 0 done before, 0 could not be read\n')
  expect(await total()).toBe(6)
  await house.drain()
  const { body } = await ann.call('GET', '/api/reports?search=number')
  expect((body as { items: unknown[] }).items).toHaveLength(6)
  // a Maildir's files have no extension that would tell
  const evidence = (await ann.call('GET', '/api/evidence?limit=200')).body as { items: { mediaType: string }[] }
  expect(evidence.items.map(({ mediaType }) => mediaType)).toEqual(Array.from({ length: 6 }, () => 'message/rfc822'))
})

test('an import that was interrupted goes on after what is done', async () => {
  const path = join(folder, 'long.mbox')
  await writeFile(path, [11, 12, 13].map((n) => `From x@y Sat Nov 21 10:00:00 2026\n${message(n)}\n`).join(''))
  const journal = await openJournal(house.ctx.config.TOCSIN_DATA, ann.organisation, [path])
  await journal.add({ path, index: 0 })
  await journal.close()
  const { out, err } = await run(path)
  expect(out).toBe('2 filed, 0 were there already, 1 done before, 0 could not be read\n')
  expect(err).toContain('going on: 1 were done before')
})

test('a path that is not there is said, and the rest comes in', async () => {
  await writeFile(join(folder, 'late.eml'), message(20))
  const { code, err, out } = await run(join(folder, 'nothing.eml'), join(folder, 'late.eml'))
  expect([code, out]).toEqual([1, '1 filed, 0 were there already, 0 done before, 1 could not be read\n'])
  expect(err).toContain('nothing.eml')
})

test('without a path it says how it is used', async () => {
  expect((await run()).code).toBe(2)
})

test('the bar tells share, rate and time left', () => {
  expect(progressLine({ count: 1500, bytes: 25, total: 100, seconds: 10 })).toBe(
    '[███████·····················]  25 %  1,500 messages  150/s  about 30 s left',
  )
  expect(progressLine({ count: 3, bytes: 25, total: 0, seconds: 1 })).toBe('3 messages  3.0/s')
})
