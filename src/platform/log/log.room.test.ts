import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../base/id.ts'
import { serialiseBundle } from '../../formats/tlog/bundle.ts'
import { checkSignature, compareCheckpoints, verifyBundle } from '../../formats/tlog/verify.ts'
import { appendLeaves, eraseRecords } from './append.ts'
import { ensureLog, integratePending } from './integrate.ts'
import { countPending, proveBundle, proveConsistency, proveInclusion } from './prove.ts'
import { must, now, type ScratchLog, scratchLog } from './testing/scratch-log.ts'

let log: ScratchLog

beforeAll(async () => {
  log = await scratchLog()
})
beforeEach(() => log.begin())
afterAll(() => log.close())

const alpha = newId()
const beta = newId()

describe('the log', () => {
  test('begins with a signed checkpoint over the leaf that says it was opened', async () => {
    const first = await log.checkpoint()
    expect(first.size).toBe(1)
    expect(first.origin).toMatch(/^tocsin\.example\/log\/[0-9a-f]{8}$/)
    expect(await checkSignature(first, [await log.verifier(log.key(), first.origin)], log.crypto)).toBeNull()
    expect((await ensureLog(log.db, log.key(), 'other.example', now)).origin).toBe(first.origin)
  })

  test('says pending until a leaf has its place, and proves it afterwards', async () => {
    const [id = ''] = await log.witness(alpha, 'item-1', 1)
    expect(await log.as(alpha, (tx) => proveInclusion(tx, id))).toEqual({ kind: 'pending' })
    expect(await log.as(alpha, (tx) => proveBundle(tx, id))).toEqual({ kind: 'pending' })
    expect(await log.as(null, countPending)).toBe(1)
    expect(await integratePending(log.db, log.key(), now)).toMatchObject({ kind: 'grown', leaves: 1, more: false })
    expect(await log.as(alpha, (tx) => proveInclusion(tx, id))).toMatchObject({ kind: 'integrated', index: 1, size: 2 })
    expect(await integratePending(log.db, log.key(), now)).toEqual({ kind: 'idle' })
  })

  test('gives bundles that verify, for every line, whatever the batches were', async () => {
    const subjects = ['item-1', 'item-2', 'item-3']
    const ids: string[] = []
    for (let round = 0; round < 12; round++) {
      ids.push(...(await log.witness(alpha, must(subjects[round % 3]), (round % 4) + 1)))
      if (round % 3 === 2) while ((await integratePending(log.db, log.key(), now, 5)).kind === 'grown');
    }
    const known = await log.verifier(log.key(), (await log.checkpoint()).origin)
    for (const id of ids) {
      const found = await log.as(alpha, (tx) => proveBundle(tx, id))
      if (found.kind !== 'bundle') throw new Error('pending')
      const verified = await verifyBundle(serialiseBundle(found.bundle), { sha256: 'ab'.repeat(32) }, [known])
      expect(verified.flaws).toEqual([])
      expect(verified.verdict).toBe('true')
      expect(verified.lines.map((line) => line.number)).toEqual(found.bundle.custody.map((_, at) => at + 1))
    }
  })

  test('numbers the lines of one subject without gaps while many write at once, and keeps their order', async () => {
    await Promise.all(Array.from({ length: 30 }, (_, at) => log.witness(at % 2 === 0 ? alpha : beta, 'shared', 3)))
    await integratePending(log.db, log.key(), now)
    const { rows } = await log.owner.query<{ owner: string; line: number; position: number }>(
      `select r.owner, r.line, l.position from platform.log_record r join platform.log_leaf l on l.id = r.leaf where r.subject = 'shared' order by l.position`,
    )
    for (const one of [alpha, beta])
      expect(rows.filter((row) => row.owner === one).map((row) => row.line)).toEqual(Array.from({ length: 45 }, (_, at) => at + 1))
  })

  test('numbers lines that one unit of work adds to several subjects', async () => {
    const leaves = ['b', 'a', 'b', 'c', 'a', 'b'].map((subject) => ({ id: newId(), owner: alpha, kind: 'k', subject, record: {}, at: now }))
    await log.as(alpha, (tx) => appendLeaves(tx, leaves))
    const { rows } = await log.owner.query<{ subject: string; line: number }>(
      'select r.subject, r.line from platform.log_record r join platform.log_pending l on l.leaf = r.leaf where r.owner is not null order by l.sequence',
    )
    expect(rows.map((row) => `${row.subject}${row.line}`)).toEqual(['b1', 'a1', 'b2', 'c1', 'a2', 'b3'])
  })

  test('leaves nothing behind of a unit of work that failed, not even a number', async () => {
    await expect(
      log.as(alpha, async (tx) => {
        await appendLeaves(tx, [{ id: newId(), owner: alpha, kind: 'k', subject: 's', record: {}, at: now }])
        throw new Error('changed my mind')
      }),
    ).rejects.toThrow('changed my mind')
    const [id = ''] = await log.witness(alpha, 's', 1)
    await integratePending(log.db, log.key(), now)
    const found = await log.as(alpha, (tx) => proveBundle(tx, id))
    expect(found).toMatchObject({ bundle: { lines: 1 } })
  })

  test('proves that any later checkpoint continues any earlier one', async () => {
    const seen = [await log.checkpoint()]
    for (const count of [1, 2, 5, 1, 8]) {
      await log.witness(alpha, 'item', count)
      await integratePending(log.db, log.key(), now)
      seen.push(await log.checkpoint())
    }
    for (const [at, earlier] of seen.entries()) {
      for (const later of seen.slice(at)) {
        const proof = await log.as(null, (tx) => proveConsistency(tx, earlier.size, later.size))
        expect(await compareCheckpoints(earlier, later, [proof], log.crypto)).toBeNull()
      }
    }
    await expect(log.as(null, (tx) => proveConsistency(tx, 1, 1000))).rejects.toMatchObject({ code: 'log.sizes' })
    await expect(log.as(null, (tx) => proveConsistency(tx, 3, 2))).rejects.toMatchObject({ code: 'log.sizes' })
  })
})

describe('who sees what', () => {
  test('records are seen by their owner alone, hashes by all', async () => {
    const [id = ''] = await log.witness(alpha, 'item', 1, { who: 'someone' })
    await integratePending(log.db, log.key(), now)
    await expect(log.as(beta, (tx) => proveBundle(tx, id))).rejects.toMatchObject({ code: 'log.missing' })
    await expect(log.as(null, (tx) => proveBundle(tx, id))).rejects.toMatchObject({ code: 'log.missing' })
    expect(await log.as(beta, (tx) => proveInclusion(tx, id))).toMatchObject({ kind: 'integrated' })
  })

  test('lines on an object that was granted are seen by the recipient until the grant ends', async () => {
    const item = newId()
    const [id = ''] = await log.witness(alpha, item, 2)
    await integratePending(log.db, log.key(), now)
    const grant = newId()
    await log.as(alpha, (tx) =>
      sql`insert into platform.access_grant (id, owner, recipient, kind, object) values (${grant}, ${alpha}, ${beta}, 'item', ${item})`.execute(
        tx,
      ),
    )
    expect(await log.as(beta, (tx) => proveBundle(tx, id))).toMatchObject({ bundle: { lines: 2 } })
    await log.as(alpha, (tx) => sql`update platform.access_grant set ended_at = now() where id = ${grant}`.execute(tx))
    await expect(log.as(beta, (tx) => proveBundle(tx, id))).rejects.toMatchObject({ code: 'log.missing' })
  })

  test('nobody adds lines in the name of another', async () => {
    const leaf = { id: newId(), owner: beta, kind: 'k', subject: 's', record: {}, at: now }
    await expect(log.as(alpha, (tx) => appendLeaves(tx, [leaf]))).rejects.toThrow('row-level security')
  })

  test('the application can neither move a leaf, nor change a record, a node or a checkpoint', async () => {
    await log.witness(alpha, 's', 1)
    await integratePending(log.db, log.key(), now)
    const attempts = [
      sql`update platform.log_leaf set position = 99 where position = 1`,
      sql`update platform.log_pending set data = decode(repeat('00', 32), 'hex')`,
      sql`update platform.log_leaf set data = decode(repeat('00', 32), 'hex')`,
      sql`delete from platform.log_leaf`,
      sql`update platform.log_record set entry = '{}' where entry is not null`,
      sql`update platform.log_record set kind = 'other'`,
      sql`delete from platform.log_record`,
      sql`update platform.log_node set hash = decode(repeat('00', 32), 'hex')`,
      sql`delete from platform.log_checkpoint`,
      sql`insert into platform.log_checkpoint select log, size, decode(repeat('00', 32), 'hex'), note, at from platform.log_checkpoint`,
    ]
    for (const attempt of attempts) await expect(log.as(alpha, (tx) => attempt.execute(tx))).rejects.toThrow()
  })

  test('an erased record is gone, salt and all, and the bundle still verifies', async () => {
    const [first = '', second = ''] = await log.witness(alpha, 'item', 3)
    await integratePending(log.db, log.key(), now)
    expect(await log.as(beta, (tx) => eraseRecords(tx, [second], now))).toBe(0)
    expect(await log.as(alpha, (tx) => eraseRecords(tx, [second], now))).toBe(1)
    expect(await log.as(alpha, (tx) => eraseRecords(tx, [second], now))).toBe(0)
    const { rows } = await log.owner.query('select entry, salt from platform.log_record where leaf = $1', [second])
    expect(rows).toEqual([{ entry: null, salt: null }])
    const found = await log.as(alpha, (tx) => proveBundle(tx, first))
    if (found.kind !== 'bundle') throw new Error('pending')
    const verified = await verifyBundle(serialiseBundle(found.bundle), null, [
      await log.verifier(log.key(), (await log.checkpoint()).origin),
    ])
    expect(verified).toMatchObject({ verdict: 'true', flaws: [] })
    expect(verified.lines.map((line) => line.erased)).toEqual([false, true, false])
  })
})
