import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../base/id.ts'
import { type TestDatabase, testDatabase } from '../testing/database.ts'

/** Tables that hold no organisation's data, each with its reason. Anything else in our schemas must have forced row-level security. */
const notAnOrganisations: Readonly<Record<string, string>> = {
  'platform.fact': 'what the node remembers of itself',
  'platform.job_worker': 'which process a worker of the queue belongs to; only the queue role reads it',
  'platform.log': 'the names of the logs of the node',
  'platform.log_pending': 'hashes that wait for their place in the log: public machinery',
  'platform.log_leaf': 'hashes and places in the log: public machinery; the records are in log_record, which is protected',
  'platform.log_node': 'hashes of the Merkle tree: public machinery',
  'platform.log_checkpoint': 'signed checkpoints: public machinery',
}

let database: TestDatabase
let owner: pg.Client
let app: pg.Client
beforeAll(async () => {
  database = await testDatabase()
  owner = new pg.Client({ connectionString: database.ownerUrl })
  app = new pg.Client({ connectionString: database.url, options: '-c role=tocsin_app' })
  await owner.connect()
  await app.connect()
})
afterAll(async () => {
  await owner.end()
  await app.end()
  await database.drop()
})

type Table = { name: string; secured: boolean; forced: boolean; policies: number; readable: boolean }

async function listTables(): Promise<Table[]> {
  const { rows } = await owner.query<Table>(`
    select format('%s.%s', n.nspname, c.relname) as name, c.relrowsecurity as secured, c.relforcerowsecurity as forced,
      (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies, has_table_privilege('tocsin_app', c.oid, 'select') as readable
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'graphile_worker', 'public', 'auth') and n.nspname not like 'pg_%' order by 1`)
  return rows
}

test('every table that holds an organisation’s data has forced row-level security with a policy, or stands on the short list with its reason', async () => {
  const tables = await listTables()
  expect(tables.length).toBeGreaterThan(15)
  const open = tables.filter((table) => !(table.secured && table.forced && table.policies > 0)).map((table) => table.name)
  expect(open.filter((name) => !(name in notAnOrganisations))).toEqual([])
  const stale = Object.keys(notAnOrganisations).filter((name) => !tables.some((table) => table.name === name))
  expect(stale).toEqual([])
})

test('the credentials are out of the application role’s reach', async () => {
  await expect(app.query('select * from auth.account')).rejects.toThrow(/permission denied/)
})

test('the queue’s tables are out of reach, and a job is stamped with the acting organisation, whatever its payload says', async () => {
  await expect(app.query('select * from graphile_worker._private_jobs')).rejects.toThrow(/permission denied/)
  await expect(app.query(`select graphile_worker.add_job('x')`)).rejects.toThrow(/permission denied|row-level security/)
  const acting = newId()
  const other = newId()
  await app.query('begin')
  await app.query(`select set_config('tocsin.organisation', $1, true)`, [acting])
  await app.query('select platform.enqueue($1::jsonb)', [
    JSON.stringify([{ task: 'x.y', body: { organisation: other }, organisation: other }]),
  ])
  await app.query('commit')
  const root = new pg.Client({ connectionString: database.superuserUrl })
  await root.connect()
  const { rows } = await root.query<{ organisation: string }>(
    `select payload ->> 'organisation' as organisation from graphile_worker._private_jobs`,
  )
  await root.end()
  expect(rows.map((row) => row.organisation)).toEqual([acting])
})

test('an append-only table can be neither changed nor emptied by the application', async () => {
  for (const table of ['platform.audit', 'evidence.custody', 'cooperation.release_event']) {
    await expect(app.query(`update ${table} set id = id`), table).rejects.toThrow(/permission denied/)
    await expect(app.query(`delete from ${table}`), table).rejects.toThrow(/permission denied/)
    await expect(app.query(`truncate ${table}`), table).rejects.toThrow(/permission denied/)
  }
})

test('nobody makes themselves a member of another’s group', async () => {
  const [group, of, intruder] = [newId(), newId(), newId()]
  await app.query('begin')
  await app.query(`select set_config('tocsin.organisation', $1, true)`, [of])
  await app.query('insert into platform.sharing_group (id, owner, since) values ($1, $2, now())', [group, of])
  await app.query(`select set_config('tocsin.organisation', $1, true)`, [intruder])
  await app.query('savepoint before')
  const enter = (as: string) =>
    app.query(`insert into platform.group_member (id, owner, "group", member, since, past) values ($1, $2, $3, $4, now(), true)`, [
      newId(),
      as,
      group,
      intruder,
    ])
  await expect(enter(of)).rejects.toThrow(/row-level security/)
  await app.query('rollback to before')
  await expect(enter(intruder)).rejects.toThrow(/foreign key/)
  await app.query('rollback')
})

/** A random world of organisations, reports, groups and grants, held against a model of a few lines. Times are seconds from now. */
const world = fc.record({
  organisations: fc.integer({ min: 2, max: 5 }),
  reports: fc.array(fc.nat(4), { minLength: 1, maxLength: 12 }),
  groups: fc.array(
    fc.record({
      owner: fc.nat(4),
      // before the grants below, after them, and not yet
      members: fc.array(fc.record({ to: fc.nat(4), since: fc.constantFrom(-7200, -1800, 3600), past: fc.boolean(), ended: fc.boolean() }), {
        maxLength: 6,
      }),
    }),
    { maxLength: 3 },
  ),
  grants: fc.array(
    fc.record({
      report: fc.nat(11),
      to: fc.nat(4),
      group: fc.option(fc.nat(2)),
      from: fc.constantFrom(-3600, 3600),
      until: fc.constantFrom(null, -60, 3600),
      ended: fc.boolean(),
    }),
    { maxLength: 15 },
  ),
})

test('no query shows a row that is neither owned nor granted, whoever acts', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (drawn) => {
      await owner.query('begin')
      try {
        await checkWorld(drawn)
      } finally {
        await owner.query('rollback')
      }
    }),
    { numRuns: 60 },
  )
})

async function act(organisation: string | null): Promise<void> {
  await owner.query(`select set_config('tocsin.organisation', $1, true)`, [organisation ?? ''])
}

type Drawn = typeof world extends fc.Arbitrary<infer T> ? T : never
type Group = { readonly id: string; readonly members: readonly { readonly who: string; readonly since: number; readonly past: boolean }[] }

/** A group with its members, one membership of each at most; the model knows those that have not ended. */
async function insertGroup(organisations: readonly string[], drawn: Drawn['groups'][number]): Promise<Group> {
  const id = newId()
  const of = organisations[drawn.owner % organisations.length] ?? ''
  await act(of)
  await owner.query('insert into platform.sharing_group (id, owner, since) values ($1, $2, now())', [id, of])
  const members = new Map<string, Group['members'][number]>()
  for (const { to, since, past, ended } of drawn.members) {
    const who = organisations[to % organisations.length] ?? ''
    if (!ended && members.has(who)) continue
    await owner.query(
      `insert into platform.group_member (id, owner, "group", member, since, past, ended_at)
        values ($1, $2, $3, $4, now() + $5::interval, $6, case when $7 then now() end)`,
      [newId(), of, id, who, `${since} seconds`, past, ended],
    )
    if (!ended) members.set(who, { who, since, past })
  }
  return { id, members: [...members.values()] }
}

/** Runs as the application role inside the owner's transaction, so that the world is thrown away afterwards. */
async function checkWorld(drawn: Drawn): Promise<void> {
  const organisations = Array.from({ length: drawn.organisations }, () => newId())
  await owner.query('set local role tocsin_app')
  const rows: { id: string; owner: string; item: string }[] = []
  for (const at of drawn.reports) {
    const owner_ = organisations[at % organisations.length] ?? ''
    await act(owner_)
    rows.push({ ...(await insertReport(owner_)), owner: owner_ })
  }
  const groups: Group[] = []
  for (const one of drawn.groups) groups.push(await insertGroup(organisations, one))
  const visible = new Map<string, Set<string>>(
    organisations.map((one) => [one, new Set(rows.filter((row) => row.owner === one).map((row) => row.id))]),
  )
  const shared = new Map<string, Set<string>>(organisations.map((one) => [one, new Set()]))
  for (const grant of drawn.grants) {
    const row = rows[grant.report % rows.length]
    const group = grant.group === null ? undefined : groups[grant.group]
    const to = organisations[grant.to % organisations.length] ?? newId()
    if (row === undefined || (group === undefined && to === row.owner)) continue
    await act(row.owner)
    const until = grant.until === null ? null : `${grant.until} seconds`
    await owner.query(
      `insert into platform.access_grant (id, owner, recipient, kind, object, since, until, ended_at)
       values ($1, $2, $3, 'report', $4, now() + $5::interval, now() + $6::interval, case when $7 then now() end)`,
      [newId(), row.owner, group?.id ?? to, row.id, `${grant.from} seconds`, until, grant.ended],
    )
    if (grant.from > 0 || (grant.until !== null && grant.until < 0) || grant.ended) continue
    const inGroup = group?.members.filter(({ since, past }) => since < 0 && (past || since <= grant.from)).map(({ who }) => who)
    for (const who of inGroup ?? [to]) {
      visible.get(who)?.add(row.id)
      if (who !== row.owner) shared.get(who)?.add(row.id)
    }
  }
  for (const one of [...organisations, null, newId()]) {
    await act(one)
    const expected = [...(one === null ? [] : (visible.get(one as never) ?? []))].sort()
    for (const [table, column] of [
      ['intake.report', 'id'],
      ['intake.sighting', 'report'],
      ['analysis.finding', 'report'],
      ['analysis.summary', 'report'],
      ['analysis.search_text', 'report'],
    ] as const) {
      const { rows: seen } = await owner.query<{ id: string }>(`select distinct ${column} as id from ${table}`)
      expect(seen.map((row) => row.id).sort(), `${table} as ${one}`).toEqual(expected)
    }
    // 'shared with us' is what others granted, and nothing else
    const { rows: given } = await owner.query<{ object: string }>(`select object from platform.shared_with_us('report', null, null, 100)`)
    expect(given.map((row) => row.object).sort(), `shared with ${one}`).toEqual([...(shared.get(one ?? '') ?? [])].sort())
    // asked once for all of a kind, or of each object: the same
    const { rows: differing } = await owner.query<{ id: string }>(
      `select r.id from unnest($1::uuid[]) r (id)
       where platform.granted('report', r.id) <> (r.id in (select g.object from platform.granted_objects('report') g (object)))`,
      [rows.map(({ id }) => id)],
    )
    expect(differing, `granted to ${one}`).toEqual([])
    // who is in a group is known to its owner and its members alone, and to whoever is to come that it is
    const { rows: known } = await owner.query<{ id: string }>(
      'select distinct "group" as id from platform.group_member where ended_at is null',
    )
    const expectedGroups = groups.filter(
      ({ members }, at) =>
        members.length > 0 &&
        (organisations[(drawn.groups[at]?.owner ?? 0) % organisations.length] === one || members.some(({ who }) => who === one)),
    )
    expect(known.map((row) => row.id).sort(), `groups of ${one}`).toEqual(expectedGroups.map(({ id }) => id).sort())
    // an owner alone changes, removes and adds
    const own = rows.filter((row) => row.owner === one).length
    expect((await owner.query(`update intake.report set times = times + 1`)).rowCount).toBe(own)
    // the finder answers for the acting organisation, not for the definer
    const { rows: found } = await owner.query<{ report: string }>(
      `select report from analysis.find_reports('''secret'''::tsquery, null, null, 100)`,
    )
    expect(found.map((row) => row.report).sort()).toEqual(
      rows
        .filter((row) => row.owner === one)
        .map((row) => row.id)
        .sort(),
    )
  }
}

async function insertReport(owner_: string): Promise<{ id: string; item: string }> {
  const [id, item, channel] = [newId(), newId(), newId()]
  await owner.query(
    `insert into intake.channel (id, owner, kind, name, token, created_at) values ($1, $2, 'mail', $1::uuid::text, $1::uuid::text, now())`,
    [channel, owner_],
  )
  await owner.query(
    `insert into intake.report (id, owner, reference, channel, sha256, size, sameness, tracking_hash, received_at) values ($1::uuid, $2, $1::uuid::text, $3, 'x', 1, $1::uuid::text, $1::uuid::text, now())`,
    [id, owner_, channel],
  )
  await owner.query(`insert into intake.sighting (id, owner, report, position, kind, value) values ($1, $2, $3, 0, 'url', 'x')`, [
    newId(),
    owner_,
    id,
  ])
  await owner.query(`insert into analysis.finding (id, owner, report, code, severity) values ($1, $2, $3, 'x', 'info')`, [
    newId(),
    owner_,
    id,
  ])
  await owner.query(
    `insert into analysis.summary (report, owner, received_at, severity, findings, links, attachments, spf, dkim, dmarc, arc, analyser, analysed_at)
     values ($1, $2, now(), 'info', 1, 0, 0, 'none', 'none', 'none', 'none', 'x', now())`,
    [id, owner_],
  )
  await owner.query(
    `insert into analysis.search_text (report, owner, received_at, tokens) values ($1, $2, now(), array_to_tsvector(array['secret']))`,
    [id, owner_],
  )
  return { id, item }
}
