import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../base/id.ts'
import { serialiseBundle } from '../../formats/tlog/bundle.ts'
import { parseCheckpoint } from '../../formats/tlog/checkpoint.ts'
import { compareCheckpoints, verifyBundle } from '../../formats/tlog/verify.ts'
import { openDatabase, openPool } from '../db/pools.ts'
import { openLogger } from '../logger.ts'
import { rememberHead, settleLog } from './head.ts'
import { ensureLog, integratePending, openLog } from './integrate.ts'
import { logKey, verifierKeyText } from './key.ts'
import { countPending, proveBundle, proveConsistency, proveInclusion, readCheckpoint, summariseLogs } from './prove.ts'
import { startSequencer } from './sequencer.ts'
import { must, now, type ScratchLog, scratchLog, wellFormed } from './testing/scratch-log.ts'

let log: ScratchLog

beforeAll(async () => {
  log = await scratchLog()
})
beforeEach(() => log.begin())
afterAll(() => log.close())

const alpha = newId()
const beta = newId()

async function counts() {
  const { rows } = await log.owner.query<{ leaves: number; nodes: number; places: number; checkpoints: number }>(`
    select (select count(*) from platform.log_leaf) as leaves, (select count(*) from platform.log_node where level = 0) as nodes,
      (select count(distinct position) from platform.log_leaf) as places, (select count(*) from platform.log_checkpoint) as checkpoints`)
  return rows[0]
}

/**
 * Ends the pool's connection before or after its statement number `at`, and waits until its backend is gone: until then it may hold the
 * sequencers' lock. Statements stay in their order. Answers the first words of them, as they come.
 */
function killAt(victim: pg.Pool, { when, at }: { when: string; at: number }): string[] {
  const asked: string[] = []
  victim.on('connect', (client) => {
    const query: (...args: unknown[]) => Promise<unknown> = client.query.bind(client)
    const end = () => log.owner.query('select pg_terminate_backend($1, 10000)', [(client as unknown as { processID: number }).processID])
    let sent: Promise<unknown> = Promise.resolve()
    Object.assign(client, {
      query: (given: string | { text: string }, values: unknown) => {
        const now = asked.push(/\w+/.exec(typeof given === 'string' ? given : given.text)?.[0] ?? '') - 1 === at
        sent = sent.then(() => (now && when === 'before' ? end() : undefined))
        const answer = sent.then(() => query(given, values))
        return now && when === 'after' ? answer.then(async (result) => [await end(), result][1]) : answer
      },
    })
  })
  return asked
}

describe('several sequencers at once', () => {
  test('integrate each leaf once and never fork, while others write', async () => {
    let writing = true
    const writers = Promise.all(
      Array.from({ length: 4 }, async (_, at) => {
        for (let round = 0; round < 15; round++) await log.witness(at % 2 === 0 ? alpha : beta, `item-${at}`, 4)
      }),
    ).then(() => {
      writing = false
    })
    const sequencers = Array.from({ length: 3 }, async () => {
      while (writing || (await log.as(null, countPending)) > 0) await integratePending(log.db, log.key(), now, 7)
    })
    await Promise.all([writers, ...sequencers])
    expect(await counts()).toMatchObject({ leaves: 241, nodes: 241, places: 241 })
    const { rows } = await log.owner.query<{ note: string }>('select note from platform.log_checkpoint order by size')
    const signed = rows.map(({ note }) => wellFormed(parseCheckpoint(note)))
    for (const [at, later] of signed.entries()) {
      const earlier = signed[at - 1]
      if (earlier === undefined) continue
      const proof = await log.as(null, (tx) => proveConsistency(tx, earlier.size, later.size))
      expect(await compareCheckpoints(earlier, later, [proof], log.crypto)).toBeNull()
    }
    expect(signed.length).toBeGreaterThan(30)
  })

  test('leave the log whole when their connection is killed before or after any of their statements', async () => {
    const outcomes: string[] = []
    let added = 1
    for (const [round, moment] of Array.from({ length: 13 }, (_, at) => ['before', 'after'].map((when) => ({ when, at })))
      .flat()
      .entries()) {
      await log.witness(alpha, `item-${round}`, 5)
      added += 5
      const victim = openPool(log.database.url, 'tocsin_app', 1)
      const asked = killAt(victim, moment)
      outcomes.push(
        await integratePending(openDatabase(victim), log.key(), now).then(
          ({ kind }) => kind,
          () => `killed ${moment.when} ${asked[moment.at]}`,
        ),
      )
      await victim.end()
      const found = await counts()
      expect(found?.leaves).toBe(found?.nodes)
      expect(found?.leaves).toBe(found?.places)
      expect((await log.checkpoint()).size).toBe(found?.leaves)
    }
    await integratePending(log.db, log.key(), now)
    expect((await log.checkpoint()).size).toBe(added)
    expect(await counts()).toMatchObject({ leaves: added, nodes: added, places: added })
    // the moments that matter were among them, and the last ones came when all was done
    for (const word of ['delete', 'insert', 'commit'])
      expect(outcomes.filter((one) => one.startsWith(`killed before ${word}`))).not.toEqual([])
    expect(outcomes.at(-1)).toBe('grown')
  })

  test('run as loops that can be closed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-log-'))
    const options = { folder, log: openLogger('silent'), now: () => now }
    const loops = [startSequencer(log.db, log.key(), options), startSequencer(log.db, log.key(), options)]
    const [id = ''] = await log.witness(alpha, 'item', 1)
    while ((await log.as(alpha, (tx) => proveInclusion(tx, id))).kind === 'pending') await new Promise((resolve) => setTimeout(resolve, 20))
    await Promise.all(loops.map((loop) => loop.close()))
    expect((await log.checkpoint()).size).toBe(2)
    expect((await stat(join(folder, 'log-head'))).mode & 0o777).toBe(0o600)
    await rm(folder, { recursive: true })
  })
})

describe('what must never fork', () => {
  test('another key is refused', async () => {
    await log.witness(alpha, 's', 1)
    const other = logKey(randomBytes(32))
    await expect(integratePending(log.db, other, now)).rejects.toMatchObject({ code: 'log.key-changed' })
    await expect(ensureLog(log.db, other, 'tocsin.example', now)).rejects.toMatchObject({ code: 'log.key-changed' })
    expect((await log.checkpoint()).size).toBe(1)
  })

  test('nothing is signed on a stored tree that does not have the published root', async () => {
    await log.witness(alpha, 's', 6)
    await integratePending(log.db, log.key(), now)
    await log.owner.query(`update platform.log_node set hash = decode(repeat('11', 32), 'hex') where level = 2`)
    await log.witness(alpha, 's', 1)
    await expect(integratePending(log.db, log.key(), now)).rejects.toThrow('does not have the root')
    await log.owner.query('delete from platform.log_node where level = 2')
    await expect(integratePending(log.db, log.key(), now)).rejects.toThrow('damaged')
    expect((await log.checkpoint()).size).toBe(7)
  })

  test('a new log cites the checkpoint of the one before, bears another name, and takes what waited; old proofs stay good', async () => {
    const item = newId()
    await log.witness(alpha, item, 2)
    await integratePending(log.db, log.key(), now)
    const before = await log.checkpoint()
    const [waiting = ''] = await log.witness(alpha, item, 1)
    const opened = await openLog(log.db, log.key(), { authority: 'tocsin.example', now })
    expect(opened.origin).toMatch(new RegExp(`^${before.origin}/restored-20260301-[0-9a-f]{8}$`))
    const first = await log.owner.query<{ entry: string }>(
      'select entry from platform.log_record r join platform.log_leaf l on l.id = r.leaf where log = 2 and position = 0',
    )
    expect(JSON.parse(must(first.rows[0]).entry)).toMatchObject({
      kind: 'log.opened',
      owner: null,
      record: { origin: opened.origin, cites: opened.cites },
    })
    expect(parseCheckpoint(opened.cites ?? '')).toMatchObject({ origin: before.origin, size: 3 })
    await integratePending(log.db, log.key(), now)
    const found = await log.as(alpha, (tx) => proveBundle(tx, waiting))
    if (found.kind !== 'bundle') throw new Error('pending')
    const keys = [await log.verifier(log.key(), before.origin), await log.verifier(log.key(), opened.origin)]
    const verified = await verifyBundle(serialiseBundle(found.bundle), { sha256: 'ab'.repeat(32) }, keys)
    expect(verified).toMatchObject({ verdict: 'true', flaws: [] })
    expect(verified.checkpoints.map((one) => one.origin)).toEqual([before.origin, opened.origin])
    const onlyOld = await verifyBundle(serialiseBundle(found.bundle), null, keys.slice(0, 1))
    expect(onlyOld.flaws.map((flaw) => flaw.code)).toEqual(['other-log'])
    expect((await log.as(null, summariseLogs)).map((one) => one.key)).toEqual(keys.map((one) => verifierKeyText(one.name, one.publicKey)))
  })

  test('a database that is behind what was published goes on in a new log by itself', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-log-'))
    const options = { folder, authority: 'tocsin.example', now }
    await log.witness(alpha, 's', 3)
    await integratePending(log.db, log.key(), now)
    const published = (await log.as(null, (tx) => readCheckpoint(tx))).note
    await rememberHead(folder, published)
    expect(await settleLog(log.db, log.key(), options)).toMatchObject({ opened: null })
    // as an older backup would have it
    await log.owner.query('delete from platform.log_checkpoint where size > 1')
    const settled = await settleLog(log.db, log.key(), options)
    expect(settled).toMatchObject({ opened: 'restored', log: { cites: published } })
    expect(settled.log.origin).toContain('/restored-')
    await rememberHead(folder, (await log.as(null, (tx) => readCheckpoint(tx))).note)
    expect(await settleLog(log.db, log.key(), options)).toMatchObject({ opened: null, log: { origin: settled.log.origin } })
    await rm(folder, { recursive: true })
  })

  test('an empty database beside a log that was published begins a new one too', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-log-'))
    const published = (await log.as(null, (tx) => readCheckpoint(tx))).note
    await rememberHead(folder, published)
    await log.owner.query(
      'truncate platform.log, platform.log_leaf, platform.log_pending, platform.log_record, platform.log_subject, platform.log_node, platform.log_checkpoint',
    )
    expect(await settleLog(log.db, log.key(), { folder, authority: 'tocsin.example', now })).toMatchObject({
      opened: 'restored',
      log: { cites: published },
    })
    await rm(folder, { recursive: true })
  })
})
