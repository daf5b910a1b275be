import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { DB } from '../../../db/types.ts'
import { newId } from '../../base/id.ts'
import { serialiseBundle } from '../../formats/tlog/bundle.ts'
import { parseCheckpoint, type SignedCheckpoint } from '../../formats/tlog/checkpoint.ts'
import { webCrypto } from '../../formats/tlog/crypto.ts'
import { parseVerifierKey, type VerifierKey } from '../../formats/tlog/keys.ts'
import { checkSignature, compareCheckpoints, verifyBundle } from '../../formats/tlog/verify.ts'
import { openDatabase, openPool, type Tx } from '../db/pools.ts'
import { openLogger } from '../logger.ts'
import { type TestDatabase, testDatabase } from '../testing/database.ts'
import { appendLeaves, eraseRecords } from './append.ts'
import { rememberHead, settleLog } from './head.ts'
import { ensureLog, integratePending, openLog } from './integrate.ts'
import { type LogKey, logKey, verifierKeyText } from './key.ts'
import { countPending, proveBundle, proveConsistency, proveInclusion, readCheckpoint, summariseLogs } from './prove.ts'
import { startSequencer } from './sequencer.ts'

const crypto = webCrypto()
if (crypto === undefined) throw new Error('no Web Crypto')
const now = new Date('2026-03-01T12:00:00.000Z')

let database: TestDatabase
let pool: pg.Pool
let db: Kysely<DB>
let owner: pg.Pool
let key: LogKey

beforeAll(async () => {
  database = await testDatabase()
  pool = openPool(database.url, 'tocsin_app', 6)
  db = openDatabase(pool)
  owner = openPool(database.superuserUrl, null, 2)
})

beforeEach(async () => {
  key = logKey(randomBytes(32))
  await owner.query(
    'truncate platform.log, platform.log_leaf, platform.log_pending, platform.log_record, platform.log_subject, platform.log_node, platform.log_checkpoint, platform.access_grant restart identity',
  )
  await ensureLog(db, key, 'tocsin.example', now)
})

afterAll(async () => {
  await pool.end()
  await owner.end()
  await database.drop()
})

const alpha = newId()
const beta = newId()

function as<T>(organisation: string | null, run: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (tx) => {
    await sql`select set_config('tocsin.organisation', ${organisation ?? ''}, true)`.execute(tx)
    return run(tx)
  })
}

/** Adds lines on a subject for an organisation and answers their ids. */
async function witness(
  organisation: string | null,
  subject: string,
  count: number,
  record: object = { sha256: 'ab'.repeat(32) },
): Promise<string[]> {
  const leaves = Array.from({ length: count }, () => ({
    id: newId(),
    owner: organisation,
    kind: 'evidence.read',
    subject,
    record: { ...record },
    at: now,
  }))
  await as(organisation, (tx) => appendLeaves(tx, leaves))
  return leaves.map((leaf) => leaf.id)
}

const checkpoint = (): Promise<SignedCheckpoint> =>
  as(null, async (tx) => {
    const parsed = parseCheckpoint((await readCheckpoint(tx)).note)
    if ('malformed' in parsed) throw new Error(parsed.malformed)
    return parsed
  })

async function verifier(signing: LogKey, origin: string): Promise<VerifierKey> {
  const parsed = await parseVerifierKey(verifierKeyText(origin, signing.publicKey), crypto?.sha256 ?? (() => new Uint8Array()))
  if ('malformed' in parsed) throw new Error(parsed.malformed)
  return parsed
}

async function counts() {
  const { rows } = await owner.query<{ leaves: number; nodes: number; places: number; checkpoints: number }>(`
    select (select count(*) from platform.log_leaf) as leaves, (select count(*) from platform.log_node where level = 0) as nodes,
      (select count(distinct position) from platform.log_leaf) as places, (select count(*) from platform.log_checkpoint) as checkpoints`)
  return rows[0]
}

/** Ends the pool's connection before or after its statement number `at`. Answers the first words of the statements, as they come. */
function killAt(victim: pg.Pool, { when, at }: { when: string; at: number }): string[] {
  const asked: string[] = []
  victim.on('connect', (client) => {
    const query: (...args: unknown[]) => Promise<unknown> = client.query.bind(client)
    const end = () => owner.query('select pg_terminate_backend($1)', [(client as unknown as { processID: number }).processID])
    Object.assign(client, {
      query: async (text: unknown, values: unknown) => {
        asked.push(/\w+/.exec(String(text))?.[0] ?? '')
        const now = asked.length - 1 === at
        if (now && when === 'before') await end()
        const answer = await query(text, values)
        if (now && when === 'after') await end()
        return answer
      },
    })
  })
  return asked
}

const must = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('missing')
  return value
}

describe('the log', () => {
  test('begins with a signed checkpoint over the leaf that says it was opened', async () => {
    const first = await checkpoint()
    expect(first.size).toBe(1)
    expect(first.origin).toMatch(/^tocsin\.example\/log\/[0-9a-f]{8}$/)
    expect(await checkSignature(first, [await verifier(key, first.origin)], crypto)).toBeNull()
    expect((await ensureLog(db, key, 'other.example', now)).origin).toBe(first.origin)
  })

  test('says pending until a leaf has its place, and proves it afterwards', async () => {
    const [id = ''] = await witness(alpha, 'item-1', 1)
    expect(await as(alpha, (tx) => proveInclusion(tx, id))).toEqual({ kind: 'pending' })
    expect(await as(alpha, (tx) => proveBundle(tx, id))).toEqual({ kind: 'pending' })
    expect(await as(null, countPending)).toBe(1)
    expect(await integratePending(db, key, now)).toMatchObject({ kind: 'grown', leaves: 1, more: false })
    expect(await as(alpha, (tx) => proveInclusion(tx, id))).toMatchObject({ kind: 'integrated', index: 1, size: 2 })
    expect(await integratePending(db, key, now)).toEqual({ kind: 'idle' })
  })

  test('gives bundles that verify, for every line, whatever the batches were', async () => {
    const subjects = ['item-1', 'item-2', 'item-3']
    const ids: string[] = []
    for (let round = 0; round < 12; round++) {
      ids.push(...(await witness(alpha, must(subjects[round % 3]), (round % 4) + 1)))
      if (round % 3 === 2) while ((await integratePending(db, key, now, 5)).kind === 'grown');
    }
    const known = await verifier(key, (await checkpoint()).origin)
    for (const id of ids) {
      const found = await as(alpha, (tx) => proveBundle(tx, id))
      if (found.kind !== 'bundle') throw new Error('pending')
      const verified = await verifyBundle(serialiseBundle(found.bundle), { sha256: 'ab'.repeat(32) }, [known])
      expect(verified.flaws).toEqual([])
      expect(verified.verdict).toBe('true')
      expect(verified.lines.map((line) => line.number)).toEqual(found.bundle.custody.map((_, at) => at + 1))
    }
  })

  test('numbers the lines of one subject without gaps while many write at once, and keeps their order', async () => {
    await Promise.all(Array.from({ length: 30 }, (_, at) => witness(at % 2 === 0 ? alpha : beta, 'shared', 3)))
    await integratePending(db, key, now)
    const { rows } = await owner.query<{ owner: string; line: number; position: number }>(
      `select r.owner, r.line, l.position from platform.log_record r join platform.log_leaf l on l.id = r.leaf where r.subject = 'shared' order by l.position`,
    )
    for (const one of [alpha, beta])
      expect(rows.filter((row) => row.owner === one).map((row) => row.line)).toEqual(Array.from({ length: 45 }, (_, at) => at + 1))
  })

  test('numbers lines that one unit of work adds to several subjects', async () => {
    const leaves = ['b', 'a', 'b', 'c', 'a', 'b'].map((subject) => ({ id: newId(), owner: alpha, kind: 'k', subject, record: {}, at: now }))
    await as(alpha, (tx) => appendLeaves(tx, leaves))
    const { rows } = await owner.query<{ subject: string; line: number }>(
      'select r.subject, r.line from platform.log_record r join platform.log_pending l on l.leaf = r.leaf where r.owner is not null order by l.sequence',
    )
    expect(rows.map((row) => `${row.subject}${row.line}`)).toEqual(['b1', 'a1', 'b2', 'c1', 'a2', 'b3'])
  })

  test('leaves nothing behind of a unit of work that failed, not even a number', async () => {
    await expect(
      as(alpha, async (tx) => {
        await appendLeaves(tx, [{ id: newId(), owner: alpha, kind: 'k', subject: 's', record: {}, at: now }])
        throw new Error('changed my mind')
      }),
    ).rejects.toThrow('changed my mind')
    const [id = ''] = await witness(alpha, 's', 1)
    await integratePending(db, key, now)
    const found = await as(alpha, (tx) => proveBundle(tx, id))
    expect(found).toMatchObject({ bundle: { lines: 1 } })
  })

  test('proves that any later checkpoint continues any earlier one', async () => {
    const seen = [await checkpoint()]
    for (const count of [1, 2, 5, 1, 8]) {
      await witness(alpha, 'item', count)
      await integratePending(db, key, now)
      seen.push(await checkpoint())
    }
    for (const [at, earlier] of seen.entries()) {
      for (const later of seen.slice(at)) {
        const proof = await as(null, (tx) => proveConsistency(tx, earlier.size, later.size))
        expect(await compareCheckpoints(earlier, later, [proof], crypto)).toBeNull()
      }
    }
    await expect(as(null, (tx) => proveConsistency(tx, 1, 1000))).rejects.toMatchObject({ code: 'log.sizes' })
    await expect(as(null, (tx) => proveConsistency(tx, 3, 2))).rejects.toMatchObject({ code: 'log.sizes' })
  })
})

describe('several sequencers at once', () => {
  test('integrate each leaf once and never fork, while others write', async () => {
    let writing = true
    const writers = Promise.all(
      Array.from({ length: 4 }, async (_, at) => {
        for (let round = 0; round < 15; round++) await witness(at % 2 === 0 ? alpha : beta, `item-${at}`, 4)
      }),
    ).then(() => {
      writing = false
    })
    const sequencers = Array.from({ length: 3 }, async () => {
      while (writing || (await as(null, countPending)) > 0) await integratePending(db, key, now, 7)
    })
    await Promise.all([writers, ...sequencers])
    expect(await counts()).toMatchObject({ leaves: 241, nodes: 241, places: 241 })
    const { rows } = await owner.query<{ note: string }>('select note from platform.log_checkpoint order by size')
    const signed = rows.map(({ note }) => must([parseCheckpoint(note)].find((one): one is SignedCheckpoint => !('malformed' in one))))
    for (const [at, later] of signed.entries()) {
      const earlier = signed[at - 1]
      if (earlier === undefined) continue
      const proof = await as(null, (tx) => proveConsistency(tx, earlier.size, later.size))
      expect(await compareCheckpoints(earlier, later, [proof], crypto)).toBeNull()
    }
    expect(signed.length).toBeGreaterThan(30)
  })

  test('leave the log whole when their connection is killed before or after any of their statements', async () => {
    const outcomes: string[] = []
    let added = 1
    for (const [round, moment] of Array.from({ length: 13 }, (_, at) => ['before', 'after'].map((when) => ({ when, at })))
      .flat()
      .entries()) {
      await witness(alpha, `item-${round}`, 5)
      added += 5
      const victim = openPool(database.url, 'tocsin_app', 1)
      const asked = killAt(victim, moment)
      outcomes.push(
        await integratePending(openDatabase(victim), key, now).then(
          ({ kind }) => kind,
          () => `killed ${moment.when} ${asked[moment.at]}`,
        ),
      )
      await victim.end()
      const found = await counts()
      expect(found?.leaves).toBe(found?.nodes)
      expect(found?.leaves).toBe(found?.places)
      expect((await checkpoint()).size).toBe(found?.leaves)
    }
    await integratePending(db, key, now)
    expect((await checkpoint()).size).toBe(added)
    expect(await counts()).toMatchObject({ leaves: added, nodes: added, places: added })
    // the moments that matter were among them, and the last ones came when all was done
    for (const word of ['delete', 'insert', 'commit'])
      expect(outcomes.filter((one) => one.startsWith(`killed before ${word}`))).not.toEqual([])
    expect(outcomes.at(-1)).toBe('grown')
  })

  test('run as loops that can be closed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-log-'))
    const options = { folder, log: openLogger('silent'), now: () => now }
    const loops = [startSequencer(db, key, options), startSequencer(db, key, options)]
    const [id = ''] = await witness(alpha, 'item', 1)
    while ((await as(alpha, (tx) => proveInclusion(tx, id))).kind === 'pending') await new Promise((resolve) => setTimeout(resolve, 20))
    await Promise.all(loops.map((loop) => loop.close()))
    expect((await checkpoint()).size).toBe(2)
    expect((await stat(join(folder, 'log-head'))).mode & 0o777).toBe(0o600)
    await rm(folder, { recursive: true })
  })
})

describe('who sees what', () => {
  test('records are seen by their owner alone, hashes by all', async () => {
    const [id = ''] = await witness(alpha, 'item', 1, { who: 'someone' })
    await integratePending(db, key, now)
    await expect(as(beta, (tx) => proveBundle(tx, id))).rejects.toMatchObject({ code: 'log.missing' })
    await expect(as(null, (tx) => proveBundle(tx, id))).rejects.toMatchObject({ code: 'log.missing' })
    expect(await as(beta, (tx) => proveInclusion(tx, id))).toMatchObject({ kind: 'integrated' })
  })

  test('lines on an object that was granted are seen by the recipient until the grant ends', async () => {
    const item = newId()
    const [id = ''] = await witness(alpha, item, 2)
    await integratePending(db, key, now)
    const grant = newId()
    await as(alpha, (tx) =>
      sql`insert into platform.access_grant (id, owner, recipient, kind, object) values (${grant}, ${alpha}, ${beta}, 'item', ${item})`.execute(
        tx,
      ),
    )
    expect(await as(beta, (tx) => proveBundle(tx, id))).toMatchObject({ bundle: { lines: 2 } })
    await as(alpha, (tx) => sql`update platform.access_grant set ended_at = now() where id = ${grant}`.execute(tx))
    await expect(as(beta, (tx) => proveBundle(tx, id))).rejects.toMatchObject({ code: 'log.missing' })
  })

  test('nobody adds lines in the name of another', async () => {
    const leaf = { id: newId(), owner: beta, kind: 'k', subject: 's', record: {}, at: now }
    await expect(as(alpha, (tx) => appendLeaves(tx, [leaf]))).rejects.toThrow('row-level security')
  })

  test('the application can neither move a leaf, nor change a record, a node or a checkpoint', async () => {
    await witness(alpha, 's', 1)
    await integratePending(db, key, now)
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
    for (const attempt of attempts) await expect(as(alpha, (tx) => attempt.execute(tx))).rejects.toThrow()
  })

  test('an erased record is gone, salt and all, and the bundle still verifies', async () => {
    const [first = '', second = ''] = await witness(alpha, 'item', 3)
    await integratePending(db, key, now)
    expect(await as(beta, (tx) => eraseRecords(tx, [second], now))).toBe(0)
    expect(await as(alpha, (tx) => eraseRecords(tx, [second], now))).toBe(1)
    expect(await as(alpha, (tx) => eraseRecords(tx, [second], now))).toBe(0)
    const { rows } = await owner.query('select entry, salt from platform.log_record where leaf = $1', [second])
    expect(rows).toEqual([{ entry: null, salt: null }])
    const found = await as(alpha, (tx) => proveBundle(tx, first))
    if (found.kind !== 'bundle') throw new Error('pending')
    const verified = await verifyBundle(serialiseBundle(found.bundle), null, [await verifier(key, (await checkpoint()).origin)])
    expect(verified).toMatchObject({ verdict: 'true', flaws: [] })
    expect(verified.lines.map((line) => line.erased)).toEqual([false, true, false])
  })
})

describe('what must never fork', () => {
  test('another key is refused', async () => {
    await witness(alpha, 's', 1)
    const other = logKey(randomBytes(32))
    await expect(integratePending(db, other, now)).rejects.toMatchObject({ code: 'log.key-changed' })
    await expect(ensureLog(db, other, 'tocsin.example', now)).rejects.toMatchObject({ code: 'log.key-changed' })
    expect((await checkpoint()).size).toBe(1)
  })

  test('nothing is signed on a stored tree that does not have the published root', async () => {
    await witness(alpha, 's', 6)
    await integratePending(db, key, now)
    await owner.query(`update platform.log_node set hash = decode(repeat('11', 32), 'hex') where level = 2`)
    await witness(alpha, 's', 1)
    await expect(integratePending(db, key, now)).rejects.toThrow('does not have the root')
    await owner.query('delete from platform.log_node where level = 2')
    await expect(integratePending(db, key, now)).rejects.toThrow('damaged')
    expect((await checkpoint()).size).toBe(7)
  })

  test('a new log cites the checkpoint of the one before, bears another name, and takes what waited; old proofs stay good', async () => {
    const item = newId()
    await witness(alpha, item, 2)
    await integratePending(db, key, now)
    const before = await checkpoint()
    const [waiting = ''] = await witness(alpha, item, 1)
    const opened = await openLog(db, key, { authority: 'tocsin.example', now })
    expect(opened.origin).toMatch(new RegExp(`^${before.origin}/restored-20260301-[0-9a-f]{8}$`))
    const first = await owner.query<{ entry: string }>(
      'select entry from platform.log_record r join platform.log_leaf l on l.id = r.leaf where log = 2 and position = 0',
    )
    expect(JSON.parse(must(first.rows[0]).entry)).toMatchObject({
      kind: 'log.opened',
      owner: null,
      record: { origin: opened.origin, cites: opened.cites },
    })
    expect(parseCheckpoint(opened.cites ?? '')).toMatchObject({ origin: before.origin, size: 3 })
    await integratePending(db, key, now)
    const found = await as(alpha, (tx) => proveBundle(tx, waiting))
    if (found.kind !== 'bundle') throw new Error('pending')
    const keys = [await verifier(key, before.origin), await verifier(key, opened.origin)]
    const verified = await verifyBundle(serialiseBundle(found.bundle), { sha256: 'ab'.repeat(32) }, keys)
    expect(verified).toMatchObject({ verdict: 'true', flaws: [] })
    expect(verified.checkpoints.map((one) => one.origin)).toEqual([before.origin, opened.origin])
    const onlyOld = await verifyBundle(serialiseBundle(found.bundle), null, keys.slice(0, 1))
    expect(onlyOld.flaws.map((flaw) => flaw.code)).toEqual(['other-log'])
    expect((await as(null, summariseLogs)).map((one) => one.key)).toEqual(keys.map((one) => verifierKeyText(one.name, one.publicKey)))
  })

  test('a database that is behind what was published goes on in a new log by itself', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-log-'))
    const options = { folder, authority: 'tocsin.example', now }
    await witness(alpha, 's', 3)
    await integratePending(db, key, now)
    const published = (await as(null, (tx) => readCheckpoint(tx))).note
    await rememberHead(folder, published)
    expect(await settleLog(db, key, options)).toMatchObject({ opened: null })
    // as an older backup would have it
    await owner.query('delete from platform.log_checkpoint where size > 1')
    const settled = await settleLog(db, key, options)
    expect(settled).toMatchObject({ opened: 'restored', log: { cites: published } })
    expect(settled.log.origin).toContain('/restored-')
    await rememberHead(folder, (await as(null, (tx) => readCheckpoint(tx))).note)
    expect(await settleLog(db, key, options)).toMatchObject({ opened: null, log: { origin: settled.log.origin } })
    await rm(folder, { recursive: true })
  })

  test('an empty database beside a log that was published begins a new one too', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-log-'))
    const published = (await as(null, (tx) => readCheckpoint(tx))).note
    await rememberHead(folder, published)
    await owner.query(
      'truncate platform.log, platform.log_leaf, platform.log_pending, platform.log_record, platform.log_subject, platform.log_node, platform.log_checkpoint',
    )
    expect(await settleLog(db, key, { folder, authority: 'tocsin.example', now })).toMatchObject({
      opened: 'restored',
      log: { cites: published },
    })
    await rm(folder, { recursive: true })
  })
})
