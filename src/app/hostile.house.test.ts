import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { zip } from '../../fixtures/generate/archive.ts'
import { type Mutation, mutationKinds, mutations } from '../../fixtures/generate/mutations.ts'
import { randomBy } from '../../fixtures/generate/random.ts'
import { systemActor } from '../base/actor.ts'
import type { OrganisationId } from '../base/id.ts'
import { type Arrival, channelActor, ensureChannel } from '../domain/intake/index.ts'
import { perform } from '../platform/work.ts'
import { type Kept, mustSay, readKept, watchMemory } from './testing/hostile.ts'
import { firstRun, type House, openHouse, sendBySmtp } from './testing/house.ts'

/** Fewer while one looks for something else; never under the number of kinds, since each comes once first. */
const many = Math.max(mutationKinds.length, Number(process.env['TOCSIN_HOSTILE'] ?? 10_000))
const seed = process.env['TOCSIN_HOSTILE_SEED'] ?? 'hostile intake'
/** handed in side by side; the door gathers them into groups */
const atOnce = 48
/** one in so many comes by SMTP, the others by the door behind HTTP, console and command line */
const bySmtp = 8
/** MB that the process may hold, its two readers and the test itself with it */
const memory = 1_200

const folder = new URL('../../fixtures/samples/', import.meta.url)
const samples = readdirSync(folder)
  .filter((name) => name.endsWith('.eml'))
  .map((name) => Buffer.from(readFileSync(new URL(name, folder), 'latin1').replaceAll(/\r?\n/g, '\r\n'), 'latin1'))

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

let house: House
let desk: Pick<Arrival, 'owner' | 'channel'>
beforeAll(async () => {
  house = await openHouse({ TOCSIN_WORKERS: '2', TOCSIN_JOBS: '8' })
  const owner = (await firstRun(house)).organisation as OrganisationId
  const channel = await perform(house.ctx, channelActor('import', owner), (work) => ensureChannel(work, 'import'))
  desk = { owner, channel: channel.id }
})
afterAll(() => house.close())

const plain = {
  mediaType: 'message/rfc822',
  name: null,
  reporter: null,
  note: null,
  language: null,
  envelope: null,
  said: 'unwanted',
} as const

/** Hands one in, as its number decides. Answers the bytes that must be kept. */
async function handIn({ bytes }: Mutation, number: number): Promise<Uint8Array> {
  if (number % bySmtp === 0) {
    const answer = await sendBySmtp(house.smtpPort, { from: 'trap@traps.example', to: 'report@tocsin.example', bytes, exact: true })
    if (!answer.startsWith('250')) throw new Error(`message ${number} was not taken: ${answer}`)
    return Buffer.concat([bytes, Buffer.from('\r\n')])
  }
  await house.receive(channelActor('import', desk.owner), { ...desk, ...plain, bytes })
  return bytes
}

/** what the first test handed in */
const large = new Set<string>()

test('messages that each hold a hundred megabytes, all at once, stay within the bound of the others', { timeout: 600_000 }, async () => {
  const random = randomBy('large archives')
  // packed by less than what is taken for a bomb
  const members = Array.from({ length: 20 }, (_, i) => ({
    name: `${i}.bin`,
    bytes: Buffer.concat([random.bytes(30_000), Buffer.alloc(4_870_000)]),
    deflate: true,
  }))
  const attached = zip(members).toString('base64').replaceAll(/.{76}/g, '$&\r\n')
  const type = 'Content-Type: application/zip; name=large.zip\r\nContent-Transfer-Encoding: base64'
  const watch = watchMemory()
  const receipts = await Promise.all(
    Array.from({ length: 16 }, (_, i) => {
      const bytes = Buffer.from(`From: a@b.example\r\nSubject: large ${i}\r\n${type}\r\n\r\n${attached}\r\n`)
      large.add(hashOf(bytes))
      return house.receive(channelActor('import', desk.owner), { ...desk, ...plain, bytes })
    }),
  )
  await house.drain(500_000)
  watch.stop()
  const ids = receipts.map(({ id }) => id)
  const derived = await house.ctx.read(systemActor('test', desk.owner), async (tx) => {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from evidence.item i join intake.report r on r.item = i.root
      where i.origin = 'derived' and r.id = any (${ids}::uuid[])`.execute(tx)
    return rows[0]?.n
  })
  console.log(`large archives: at most ${Math.round(watch.most())} MB resident`)
  expect(derived).toBe(16 * 21)
  expect(house.ctx.sandbox.stats().died).toEqual({ time: 0, memory: 0, crash: 0, failed: 0 })
  expect(watch.most()).toBeLessThan(memory)
})

describe(`${many} hostile messages`, () => {
  /** hash of what was handed in → the kinds it is of: different kinds may come to the same few bytes */
  const handed = new Map<string, Set<string>>()
  let reports: readonly Kept[] = []
  let kept: ReadonlyMap<string, Kept>
  let most = 0

  test('are all taken and read, and no reader dies of one', { timeout: 1_800_000 }, async () => {
    const watch = watchMemory()
    const stream = mutations(seed, samples)
    let number = 0
    const hand = async () => {
      while (number < many) {
        const mine = number++
        const mutation = stream.next().value
        const hash = hashOf(await handIn(mutation, mine))
        handed.set(hash, (handed.get(hash) ?? new Set()).add(mutation.kind))
      }
    }
    await Promise.all(Array.from({ length: atOnce }, hand))
    await house.drain(1_500_000)
    watch.stop()
    most = watch.most()
    reports = (await readKept(house, desk.owner)).filter(({ sha256 }) => !large.has(sha256))
    kept = new Map(reports.map((one) => [one.sha256, one]))
    expect(house.ctx.sandbox.stats()).toMatchObject({ busy: 0, waiting: 0, died: { time: 0, memory: 0, crash: 0, failed: 0 } })
    const { rows } = await sql<{ parked: number }>`select coalesce(sum(parked), 0)::int as parked from platform.count_jobs()`.execute(
      house.ctx.db,
    )
    expect(rows[0]?.parked).toBe(0)
  })

  test('come to one report for each message, analysed', () => {
    expect([...kept.keys()].sort()).toEqual([...handed.keys()].sort())
    expect(reports.filter((one) => one.state !== 'analysed' || !one.summarised)).toEqual([])
    // the same few bytes by two doors are two reports
    expect(reports.reduce((sum, one) => sum + one.times, 0)).toBe(many)
  })

  test('are kept byte for byte', { timeout: 300_000 }, async () => {
    const waiting = [...handed.keys()]
    const altered: string[] = []
    const read = async () => {
      for (let hash = waiting.pop(); hash !== undefined; hash = waiting.pop()) {
        const bytes = await house.ctx.blobs.read(hash)
        if (bytes === undefined || hashOf(bytes) !== hash) altered.push(hash)
      }
    }
    await Promise.all(Array.from({ length: 16 }, read))
    expect(altered).toEqual([])
  })

  test('are each said to be what is wrong with them', () => {
    const silent = [...handed].flatMap(([hash, kinds]) =>
      [...kinds].flatMap((kind) => {
        const wanted = mustSay[kind]
        const codes = kept.get(hash)?.codes ?? []
        return wanted === undefined || codes.some((code) => wanted.test(code)) ? [] : [`${kind} ${hash}: ${codes.join(' ')}`]
      }),
    )
    expect(silent).toEqual([])
    expect(new Set([...handed.values()].flatMap((kinds) => [...kinds])).size).toBe(mutationKinds.length)
  })

  test(`never made the process hold more than ${memory} MB`, () => {
    console.log(`hostile intake: ${many} messages, at most ${Math.round(most)} MB resident`)
    expect(most).toBeLessThan(memory)
  })
})
