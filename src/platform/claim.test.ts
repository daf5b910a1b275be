import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import {
  claimWithin,
  identityText,
  liveClaims,
  ownIdentity,
  type ProcessIdentity,
  readIdentity,
  runs,
  shareClaim,
  startOf,
  tryClaim,
} from './claim.ts'
import { cleanUp, scratchFolder } from './testing/scratch.ts'

afterEach(cleanUp)

async function leave(folder: string, identity: ProcessIdentity, age = 0): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const ending of ['claim', 'held']) {
    const file = join(folder, `${identityText(identity)}-0.${ending}`)
    await writeFile(file, '')
    await utimes(file, Date.now() / 1000 - age, Date.now() / 1000 - age)
  }
}

test('the identity of a process survives being written down', () => {
  const identities = fc.record({
    boot: fc.stringMatching(/^[0-9a-f]{12}$/),
    space: fc.nat().map(String),
    pid: fc.nat(),
    started: fc.bigInt({ min: 0n, max: 2n ** 63n }).map(String),
  })
  fc.assert(
    fc.property(identities, (identity) => {
      expect(readIdentity(`${identityText(identity)}-ab12`)).toEqual(identity)
    }),
  )
  expect(readIdentity('something else')).toBeUndefined()
})

test('this process runs, and one with its number but another start does not', async () => {
  const own = await ownIdentity()
  expect(own.pid).toBe(process.pid)
  expect(await runs(own.pid, own.started)).toBe(true)
  expect(await runs(own.pid, `${own.started}1`)).toBe(false)
  expect(await startOf(2 ** 22 + 1)).toBeUndefined()
})

test('of many that claim at once exactly one holds, and after its release another may', async () => {
  const folder = join(await scratchFolder(), 'lock')
  for (let round = 0; round < 20; round++) {
    const tries = await Promise.all(Array.from({ length: 12 }, () => tryClaim(folder)))
    const held = tries.filter((one) => 'release' in one)
    expect(held.length).toBe(1)
    for (const one of held) if ('release' in one) await one.release()
  }
  expect(await readdir(folder)).toEqual([])
})

test('those that wait get it one after the other, never two at once', async () => {
  const folder = join(await scratchFolder(), 'lock')
  let inside = 0
  let done = 0
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      const claim = await claimWithin(folder, 15_000)
      if ('holder' in claim) return
      expect(++inside).toBe(1)
      await new Promise((resolve) => setTimeout(resolve, 2))
      inside--
      done++
      await claim.release()
    }),
  )
  expect(done).toBe(8)
})

test('a claim tells who holds it', async () => {
  const folder = join(await scratchFolder(), 'lock')
  const first = await tryClaim(folder)
  expect('release' in first).toBe(true)
  expect(await tryClaim(folder)).toMatchObject({ holder: { pid: process.pid } })
})

test.each([
  ['whose number is free', { pid: 2 ** 22 + 1 }],
  ['whose number went to another process', { started: '1' }],
  ['of an earlier boot', { boot: 'abcdefabcdef' }],
])('a claim of a dead process %s is swept', async (_, change) => {
  const folder = join(await scratchFolder(), 'lock')
  await leave(folder, { ...(await ownIdentity()), ...change })
  expect('release' in (await tryClaim(folder))).toBe(true)
})

test('a claim from another PID namespace counts while it beats, and is swept when it is silent', async () => {
  const folder = join(await scratchFolder(), 'lock')
  const foreign = { ...(await ownIdentity()), space: '1', pid: 1, started: '1' }
  await leave(folder, foreign)
  expect(await tryClaim(folder)).toEqual({ holder: foreign })
  await leave(folder, foreign, 60)
  expect('release' in (await tryClaim(folder))).toBe(true)
})

test('many share, and each is counted until it lets go', async () => {
  const folder = join(await scratchFolder(), 'users')
  const one = await shareClaim(folder)
  const two = await shareClaim(folder)
  expect((await liveClaims(folder)).size).toBe(2)
  await one.release()
  expect((await liveClaims(folder)).size).toBe(1)
  await two.release()
  expect((await liveClaims(folder)).size).toBe(0)
})
