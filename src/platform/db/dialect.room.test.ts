import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../base/id.ts'
import { type TestDatabase, testDatabase } from '../testing/database.ts'
import { someone } from '../testing/platform.ts'
import { insertion } from './insert.ts'
import { plannedOnce } from './planned.ts'
import { type Database, openDatabase, openPool, type Tx } from './pools.ts'
import { readAs, sendLast, sendTogether, writeAs } from './scope.ts'

let database: TestDatabase
let pool: pg.Pool
let db: Database
let root: pg.Client
beforeAll(async () => {
  database = await testDatabase()
  // one connection: what one transaction leaves behind would meet the next
  pool = openPool(database.url, 'tocsin_app', 1)
  db = openDatabase(pool)
  root = new pg.Client({ connectionString: database.superuserUrl })
  await root.connect()
})
afterAll(async () => {
  await pool.end()
  await root.end()
  await database.drop()
})

const acting = async (tx: Tx) => (await sql<{ who: string | null }>`select platform.acting() as who`.execute(tx)).rows[0]?.who
const fault = (tx: Tx) => sql`select 1 / 0`.compile(tx)

function line(owner: string | null, action: string) {
  return { id: newId(), owner, at: new Date(), actor_kind: 'system', actor: 'test', action, subject: 'x', detail: { said: 'a\u0000b' } }
}

async function lines(owner: string, action: string): Promise<number> {
  const { rows } = await root.query<{ n: number }>('select count(*)::int as n from platform.audit where owner = $1 and action = $2', [
    owner,
    action,
  ])
  return rows[0]?.n ?? -1
}

describe('a transaction', () => {
  test('acts for whom it was begun from its first statement on, and for nobody once it has ended', async () => {
    const [one, other] = [someone(), someone()]
    expect(await readAs(db, one, acting)).toBe(one.organisation)
    expect(await writeAs(db, other, acting)).toBe(other.organisation)
    expect(await db.transaction().execute(acting)).toBeNull()
  })

  test('begun while another is open takes nothing of its scope', async () => {
    const two = openDatabase(openPool(database.url, 'tocsin_app', 2))
    const one = someone()
    expect(await writeAs(two, one, async (tx) => [await acting(tx), await two.transaction().execute(acting)])).toEqual([
      one.organisation,
      null,
    ])
    await two.destroy()
  })

  test('that only reads refuses to write, and says so', async () => {
    const one = someone()
    const write = (tx: Tx) => sendTogether(tx, [insertion(tx, 'platform.audit', [line(one.organisation, 'test.read-only')])])
    await expect(readAs(db, one, write)).rejects.toThrow('read-only transaction')
    expect(await readAs(db, one, acting)).toBe(one.organisation)
  })

  test('of which a statement fails is undone as a whole, wherever it fails, and the connection serves the next', async () => {
    const one = someone()
    const action = 'test.undone'
    const good = (tx: Tx) => insertion(tx, 'platform.audit', [line(one.organisation, action)])
    const ways: ((tx: Tx) => Promise<unknown>)[] = [
      (tx) => sendTogether(tx, [good(tx), fault(tx), good(tx)]),
      (tx) => sendLast(tx, [good(tx), fault(tx), good(tx)]),
      async (tx) => {
        await sendTogether(tx, [good(tx)])
        await sendLast(tx, [fault(tx)])
      },
      async (tx) => {
        await sendTogether(tx, [good(tx)])
        throw new Error('division by zero')
      },
    ]
    for (const way of ways) {
      await expect(writeAs(db, one, way)).rejects.toThrow('division by zero')
      expect(await readAs(db, one, acting)).toBe(one.organisation)
    }
    expect(await lines(one.organisation, action)).toBe(0)
  })

  test('that went on after a statement of its own failed is not taken for committed', async () => {
    const one = someone()
    const swallowed = writeAs(db, one, async (tx) => {
      await sendTogether(tx, [insertion(tx, 'platform.audit', [line(one.organisation, 'test.swallowed')])])
      await sendTogether(tx, [fault(tx)]).catch(() => {})
    })
    await expect(swallowed).rejects.toThrow()
    expect(await lines(one.organisation, 'test.swallowed')).toBe(0)
  })

  test('whose connection is cut fails, and the next one gets another', async () => {
    const one = someone()
    const cut = writeAs(db, one, async (tx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
      await root.query('select pg_terminate_backend($1)', [rows[0]?.pid])
      await sendLast(tx, [insertion(tx, 'platform.audit', [line(one.organisation, 'test.cut')])])
    })
    await expect(cut).rejects.toThrow()
    expect(await readAs(db, one, acting)).toBe(one.organisation)
    expect(await lines(one.organisation, 'test.cut')).toBe(0)
  })
})

describe('a statement that was seen before', () => {
  test('is prepared once, and does as before for any number of rows', async () => {
    const one = someone()
    const owner = one.organisation
    for (const many of [1, 3, 1, 40, 2]) {
      await writeAs(db, one, (tx) =>
        sendTogether(tx, [
          insertion(
            tx,
            'platform.audit',
            Array.from({ length: many }, () => line(owner, 'test.many')),
          ),
        ]),
      )
    }
    expect(await lines(owner, 'test.many')).toBe(47)
    const { rows } = await pool.query("select count(*)::int as n from pg_prepared_statements where statement like 'insert into%audit%'")
    expect(rows[0]?.n).toBe(1)
  })

  test('is prepared only where it writes: what reads is planned for its values', async () => {
    const one = someone()
    for (let i = 0; i < 6; i++) await readAs(db, one, (tx) => tx.selectFrom('platform.audit').select('id').limit(1).execute())
    const { rows } = await pool.query("select statement from pg_prepared_statements where statement like 'select%audit%'")
    expect(rows).toEqual([])
  })

  test('is prepared as well where it says that one plan fits all, and answers each by its own values', async () => {
    const [one, other] = [someone(), someone()]
    const ids = await Promise.all(
      [one, other].map(async (who) => {
        const all = [line(who.organisation, 'test.planned'), line(who.organisation, 'test.planned')]
        await writeAs(db, who, (tx) => sendTogether(tx, [insertion(tx, 'platform.audit', all)]))
        return all.map(({ id }) => id)
      }),
    )
    const found = (who: typeof one, asked: readonly string[]) =>
      readAs(db, who, async (tx) => {
        const { rows } = await sql<{
          id: string
        }>`select ${plannedOnce} id from platform.audit where id = any (${[...asked]}::uuid[])`.execute(tx)
        return rows.map(({ id }) => id).sort()
      })
    for (let turn = 0; turn < 8; turn++) {
      expect(await found(one, ids.flat())).toEqual([...(ids[0] ?? [])].sort())
      expect(await found(other, (ids[1] ?? []).slice(0, 1))).toEqual((ids[1] ?? []).slice(0, 1))
      expect(await found(other, ids[0] ?? [])).toEqual([])
    }
    const { rows } = await pool.query(
      "select count(*)::int as n from pg_prepared_statements where statement like 'select /* planned once%'",
    )
    expect(rows[0]?.n).toBe(1)
  })
})
