import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../base/actor.ts'
import { newId, type OrganisationId } from '../base/id.ts'
import { notify } from '../domain/directory/index.ts'
import { defaultDays, leastDays, retentionKinds } from '../domain/evidence/contract.ts'
import { perform } from '../platform/work.ts'
import { turnsOf } from './schedule.ts'
import { type Client, firstRun, type House, openHouse, sendBySmtp } from './testing/house.ts'

const day = 86_400_000
let house: House
let ann: Client
let root: pg.Client
beforeAll(async () => {
  house = await openHouse()
  ann = await firstRun(house)
  root = new pg.Client({ connectionString: house.superuserUrl })
  await root.connect()
})
afterAll(async () => {
  await root.end()
  await house.close()
})

type Preview = { kind: string; count: number; items: number; held: number; samples: string[] }
async function preview(): Promise<Record<string, Preview>> {
  const { body } = await ann.call('GET', '/api/retention/preview')
  return Object.fromEntries((body as { items: Preview[] }).items.map((one) => [one.kind, one]))
}
const run = async () => {
  expect((await ann.call('POST', '/api/retention/run')).status).toBe(202)
  await house.settle()
}
const count = async (table: string, where = 'true') =>
  (await root.query<{ n: number }>(`select count(*)::int as n from ${table} where ${where}`)).rows[0]?.n

/** Reports one message, and makes all that is known of it look so many days old. */
async function reportOf(days: number, word: string): Promise<string> {
  await sendBySmtp(house.smtpPort, {
    from: `${word}@citizen.example`,
    to: 'report@tocsin.example',
    bytes: Buffer.from(`From: ${word}@citizen.example\r\nTo: report@tocsin.example\r\nSubject: x\r\n\r\nhttps://bad.example/${word}\r\n`),
  })
  await house.settle()
  const { body } = await ann.call('GET', `/api/reports?search=${word}`)
  const id = (body as { items: { id: string }[] }).items[0]?.id ?? ''
  const age = `interval '${days} days'`
  await root.query(`update analysis.summary set received_at = now() - ${age} where report = $1`, [id])
  await root.query(`update platform.outgoing_mail set created_at = now() - ${age} where about = $1`, [id])
  return id
}

describe('retention', () => {
  test('is enforced for every kind on the page', async () => {
    const { body } = await ann.call('GET', '/api/retention')
    expect((body as { items: { kind: string; enforced: boolean }[] }).items.map(({ kind, enforced }) => [kind, enforced])).toEqual(
      retentionKinds.map((kind) => [kind, true]),
    )
  })

  test('lets readings go, and keeps those of an original under hold; the report stays, and is found by its words no more', async () => {
    const [old, held, young] = [
      await reportOf(defaultDays.analysis + 1, 'oldword'),
      await reportOf(defaultDays.analysis + 1, 'heldword'),
      await reportOf(defaultDays.analysis - 1, 'youngword'),
    ]
    const { item } = (await ann.call('GET', `/api/reports/${held}`)).body as { item: string }
    await ann.call('POST', `/api/evidence/${item}/holds`, { reason: 'court order' })
    expect((await preview())['analysis']).toMatchObject({ count: 1, held: 1, samples: [old] })
    await run()
    expect((await preview())['analysis']).toMatchObject({ count: 0, held: 1 })
    const read = async (id: string) => (await ann.call('GET', `/api/reports/${id}`)).body
    expect(await read(old)).toMatchObject({ summary: null, observations: [], findingList: [], item: expect.any(String) })
    expect(await read(held)).toMatchObject({ observations: [{}] })
    expect(await read(young)).toMatchObject({ observations: [{}] })
    expect((await ann.call('GET', '/api/reports?search=oldword')).body).toMatchObject({ items: [] })
  })

  test('lets old letters go, sent or not', async () => {
    const before = await count('platform.outgoing_mail')
    await reportOf(defaultDays.correspondence + 1, 'letterword')
    const due = (await preview())['correspondence']?.count ?? 0
    expect(due).toBeGreaterThan(0)
    await run()
    expect(await count('platform.outgoing_mail')).toBe((before ?? 0) + 1 - due)
    expect((await preview())['correspondence']?.count).toBe(0)
  })

  test('lets old notices go, read or not', async () => {
    const owner = ann.organisation as OrganisationId
    const people = (await root.query<{ person: string }>('select person from directory.membership')).rows.map(({ person }) => person)
    await perform(house.ctx, systemActor('test', owner), async (work) => {
      work.require(true)
      for (const subject of ['old', 'oldread', 'young']) await notify(work, people as never[], { kind: 'test.told', subject })
    })
    await root.query(`update directory.notice set at = now() - interval '91 days' where subject like 'old%'`)
    await root.query(`update directory.notice set read_at = now() where subject = 'oldread'`)
    expect((await preview())['notice']).toMatchObject({ count: 2 })
    await run()
    expect(await count('directory.notice', `kind = 'test.told'`)).toBe(1)
  })

  test('lets audit lines go that are older than the rule, in the organisation alone, and says how many', async () => {
    const owner = ann.organisation
    const other = newId()
    const line = (of: string | null, days: number) =>
      root.query(
        `insert into platform.audit (id, owner, at, actor_kind, actor, action, subject) values ($1, $2, now() - make_interval(days => $3), 'system', 'x', 'test.old', 'x')`,
        [newId(), of, days],
      )
    for (const of of [owner, other, null]) for (const days of [defaultDays.audit + 1, defaultDays.audit - 1]) await line(of, days)
    expect((await preview())['audit']).toMatchObject({ count: 1 })
    await run()
    expect(await count('platform.audit', `action = 'test.old' and owner = '${owner}'`)).toBe(1)
    expect(await count('platform.audit', `action = 'test.old' and owner is distinct from '${owner}'`)).toBe(4)
    const { rows } = await root.query(`select detail from platform.audit where action = 'evidence.retention-ran' order by id desc limit 1`)
    expect(rows[0]).toEqual({ detail: { audit: 1 } })
  })

  test('previews exactly what then goes, of all kinds at once', async () => {
    for (const [at, word] of ['one', 'two', 'three'].entries()) await reportOf(defaultDays.analysis + at, `${word}exact`)
    await root.query(`update evidence.item set received_at = now() - interval '${defaultDays.original + 1} days'
      where id in (select item from intake.report r join analysis.search_text s on s.report = r.id where s.tokens @@ 'twoexact')`)
    const promised = Object.fromEntries(Object.entries(await preview()).flatMap(([kind, { count: n }]) => (n > 0 ? [[kind, n]] : [])))
    expect(promised).toMatchObject({ analysis: 3, original: 1 })
    await run()
    const { rows } = await root.query<{ detail: Record<string, number> }>(
      `select detail from platform.audit where action = 'evidence.retention-ran' order by id desc limit 1`,
    )
    // the readings of the original that went are gone with it, or went before it
    const { original, analysis, ...rest } = rows[0]?.detail ?? {}
    expect(original).toBe(promised['original'])
    expect([promised['analysis'], Number(promised['analysis']) - 1]).toContain(analysis)
    expect(rest).toEqual(Object.fromEntries(Object.entries(promised).filter(([kind]) => kind !== 'original' && kind !== 'analysis')))
    for (const { count: n } of Object.values(await preview())) expect(n).toBe(0)
  })
})

describe('the function that audit lines go by', () => {
  const expire = async (organisation: string | null, before: string) => {
    const app = new pg.Client({ connectionString: house.environment['DATABASE_URL'], options: '-c role=tocsin_app' })
    await app.connect()
    try {
      await app.query('begin')
      await app.query(`select set_config('tocsin.organisation', $1, true)`, [organisation ?? ''])
      const { rows } = await app.query<{ gone: number }>(`select evidence.expire_audit(now() + $1::interval, 1000) as gone`, [before])
      await app.query('commit')
      return rows[0]?.gone
    } finally {
      await app.end()
    }
  }
  const lineAt = async (owner: string, days: number) => {
    const id = newId()
    await root.query(
      `insert into platform.audit (id, owner, at, actor_kind, actor, action, subject) values ($1, $2, now() - make_interval(days => $3), 'system', 'x', 'test.aged', 'x')`,
      [id, owner, days],
    )
    return id
  }
  const left = async (owner: string) => count('platform.audit', `owner = '${owner}'`)
  const rule = (owner: string, days: number | null) =>
    root.query(`insert into evidence.retention_rule (owner, kind, days, set_at, set_by) values ($1, 'audit', $2, now(), 'x')`, [
      owner,
      days,
    ])

  test('keeps to the organisation’s own rule and never goes below a year, whatever it is asked', async () => {
    const own = newId()
    await rule(own, 400)
    await lineAt(own, 401)
    await lineAt(own, 399)
    expect(await expire(own, '1 year')).toBe(1)
    const greedy = newId()
    await rule(greedy, 1)
    await lineAt(greedy, leastDays.audit + 1)
    await lineAt(greedy, leastDays.audit - 1)
    expect(await expire(greedy, '1 year')).toBe(1)
    expect([await left(own), await left(greedy)]).toEqual([1, 1])
  })

  test('lets nothing go where the rule is to keep, nor without an acting organisation, nor earlier than asked', async () => {
    const keeping = newId()
    await rule(keeping, null)
    await lineAt(keeping, 30_000)
    expect(await expire(keeping, '0')).toBe(0)
    expect(await expire(null, '0')).toBe(0)
    const plain = newId()
    await lineAt(plain, defaultDays.audit + 1)
    await lineAt(plain, defaultDays.audit - 1)
    expect(await expire(plain, `-${defaultDays.audit + 2} days`)).toBe(0)
    expect(await expire(plain, '0')).toBe(1)
  })
})

describe('what goes by the clock', () => {
  const turn = async (name: string) => {
    const { Kysely, PostgresDialect } = await import('kysely')
    const auth = new pg.Pool({ connectionString: house.environment['DATABASE_URL'], options: '-c role=tocsin_auth', max: 1 })
    const db = new Kysely<never>({ dialect: new PostgresDialect({ pool: auth }) })
    await turnsOf(house.ctx, db as never)
      .find((one) => one.name === name)
      ?.run()
    await db.destroy()
    await house.settle()
  }

  test('answers to repeated requests are kept for a day', async () => {
    const key = { 'idempotency-key': 'k1' }
    const first = await ann.call('POST', '/api/channels', { name: 'Kept' }, key)
    await ann.call('POST', '/api/channels', { name: 'Kept later' }, { 'idempotency-key': 'k2' })
    await root.query(`update platform.idempotent_answer set at = at - interval '25 hours' where key = 'k1'`)
    expect((await ann.call('POST', '/api/channels', { name: 'Kept' }, key)).body).toEqual(first.body)
    await turn('forget-answers')
    expect((await root.query('select key from platform.idempotent_answer order by key')).rows).toEqual([{ key: 'k2' }])
  })

  test('sessions that ended are removed though nobody signs in', async () => {
    const login = (await root.query<{ id: string }>('select id from auth.login')).rows[0]?.id
    const session = (ends: string) =>
      root.query(`insert into auth.session (id, login, token, expires_at) values ($1::uuid, $2, $1::uuid::text, now() + $3::interval)`, [
        newId(),
        login,
        ends,
      ])
    const before = await count('auth.session')
    await session('-1 hour')
    await session('1 hour')
    await turn('sweep-auth')
    expect(await count('auth.session')).toBe((before ?? 0) + 1)
  })

  test('every organisation is asked for retention', async () => {
    await root.query(`update platform.audit set at = now() - interval '${defaultDays.audit + 1} days' where action = 'directory.key-made'`)
    await lineOfAge()
    await turn('retention')
    expect(await count('platform.audit', `action = 'test.swept'`)).toBe(0)
  })

  async function lineOfAge(): Promise<void> {
    await root.query(
      `insert into platform.audit (id, owner, at, actor_kind, actor, action, subject) values ($1, $2, $3, 'system', 'x', 'test.swept', 'x')`,
      [newId(), ann.organisation, new Date(Date.now() - (defaultDays.audit + 1) * day)],
    )
  }
})
