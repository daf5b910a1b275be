import fc from 'fast-check'
import { sql } from 'kysely'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Actor, roles, systemActor } from '../../base/actor.ts'
import { newId, type OrganisationId, type PersonId } from '../../base/id.ts'
import { type Database, openDatabase, openPool, type Tx } from '../../platform/db/pools.ts'
import { readAs, setScope } from '../../platform/db/scope.ts'
import { type TestDatabase, testDatabase } from '../../platform/testing/database.ts'

let database: TestDatabase
let pool: pg.Pool
let db: Database
beforeAll(async () => {
  database = await testDatabase()
  pool = openPool(database.url, 'tocsin_app', 4)
  db = openDatabase(pool)
})
afterEach(async () => {
  const owner = openPool(database.superuserUrl, null, 1)
  await owner.query('truncate directory.organisation, directory.person cascade')
  await owner.end()
})
afterAll(async () => {
  await pool?.end()
  await database?.drop()
})

type World = { organisations: OrganisationId[]; people: PersonId[]; members: { owner: OrganisationId; person: PersonId }[] }

const writeAs = <T>(actor: Actor, run: (tx: Tx) => Promise<T>) =>
  db.transaction().execute(async (tx) => {
    await setScope(tx, actor)
    return run(tx)
  })

const person = (id: PersonId, organisation: OrganisationId | null, operator = false): Actor => ({
  kind: 'person',
  id,
  organisation,
  role: 'viewer',
  operator,
  scopes: null,
})

/** Two to four organisations and people who belong to some; each organisation has an invitation and an own system, each membership a key and a notice. */
async function build(belongs: readonly (readonly boolean[])[]): Promise<World> {
  const since = new Date()
  const organisations = (belongs[0] ?? []).map(() => newId<'organisation'>())
  const people = belongs.map(() => newId<'person'>())
  const node = systemActor('test', null)
  await writeAs(node, async (tx) => {
    await tx
      .insertInto('directory.organisation')
      .values(organisations.map((id) => ({ id, code: `o-${id.slice(-12)}`, name: id, kind: 'agency', country: 'FR', since })))
      .execute()
    await tx
      .insertInto('directory.person')
      .values(people.map((id) => ({ id, email: `${id}@x.example`, name: id, locale: 'en', time_zone: 'UTC', since })))
      .execute()
  })
  const members: World['members'] = []
  for (const [at, owner] of organisations.entries()) {
    await writeAs(systemActor('test', owner), async (tx) => {
      await tx
        .insertInto('directory.invitation')
        .values({
          id: newId(),
          owner,
          email: 'a@x.example',
          role: 'viewer',
          hash: Buffer.from(newId()),
          invited_by: 'x',
          since,
          expires_at: since,
        })
        .execute()
      await tx
        .insertInto('directory.system')
        .values({ id: newId(), owner, kind: 'host', value: 'mx.example', note: '', stated_by: 'x', since })
        .execute()
      for (const [who, id] of people.entries()) {
        if (belongs[who]?.[at] !== true) continue
        members.push({ owner, person: id })
        await tx
          .insertInto('directory.membership')
          .values({ owner, person: id, role: roles[who % 4] ?? 'viewer', since })
          .execute()
        await tx
          .insertInto('directory.api_key')
          .values({
            id: newId(),
            owner,
            person: id,
            name: 'k',
            start: 'tcs_',
            hash: Buffer.from(newId()),
            scopes: ['read'],
            since,
            expires_at: since,
          })
          .execute()
        await tx.insertInto('directory.notice').values({ id: newId(), owner, person: id, kind: 'k', subject: 's', at: since }).execute()
      }
    })
  }
  return { organisations, people, members }
}

async function seenBy(actor: Actor) {
  return readAs(db, actor, async (tx) => {
    const column = async (table: 'organisation' | 'person' | 'membership' | 'invitation' | 'api_key' | 'notice' | 'system', name: string) =>
      (
        await sql<{ v: string }>`select distinct ${sql.ref(name)}::text as v from ${sql.table(`directory.${table}`)} order by 1`.execute(tx)
      ).rows.map(({ v }) => v)
    return {
      organisations: await column('organisation', 'id'),
      people: await column('person', 'id'),
      owners: [
        ...new Set([
          ...(await column('membership', 'owner')),
          ...(await column('invitation', 'owner')),
          ...(await column('api_key', 'owner')),
          ...(await column('notice', 'owner')),
          ...(await column('system', 'owner')),
        ]),
      ],
    }
  })
}

test('whatever belongs to whom, an actor sees the acting organisation with its people, their own organisations, themselves, and nothing else', async () => {
  const matrix = fc
    .integer({ min: 2, max: 4 })
    .chain((width) => fc.array(fc.array(fc.boolean(), { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }))
  await fc.assert(
    fc.asyncProperty(
      matrix,
      fc.nat(),
      fc.nat(),
      fc.constantFrom('person', 'key', 'nobody', 'operator'),
      async (belongs, who, where, kind) => {
        const world = await build(belongs)
        const me = world.people[who % world.people.length] ?? newId<'person'>()
        const acting = world.organisations[where % world.organisations.length] ?? newId<'organisation'>()
        const actors: Record<typeof kind, Actor> = {
          person: person(me, acting),
          key: { ...person(me, acting), kind: 'key' },
          nobody: { ...person(me, null), kind: 'public', id: 'public' },
          operator: person(me, null, true),
        }
        const seen = await seenBy(actors[kind])
        const own = world.members.filter((one) => one.person === me).map(({ owner }) => owner)
        const fellows = world.members.filter(({ owner }) => owner === acting).map((one) => one.person)
        const sorted = (ids: readonly string[]) => [...new Set(ids)].sort()
        if (kind === 'person')
          expect(seen).toEqual({ organisations: sorted([acting, ...own]), people: sorted([me, ...fellows]), owners: [acting] })
        if (kind === 'key') expect(seen).toEqual({ organisations: [acting], people: sorted(fellows), owners: [acting] })
        if (kind === 'nobody') expect(seen).toEqual({ organisations: [], people: [], owners: [] })
        // the operator runs the node: organisations and who signs in, and no row that is an organisation's
        if (kind === 'operator') expect(seen.owners).toEqual([])
        const owner = openPool(database.superuserUrl, null, 1)
        await owner.query('truncate directory.organisation, directory.person cascade')
        await owner.end()
      },
    ),
    { numRuns: 25 },
  )
})

test('nobody writes a row of another organisation, another person, or makes themselves operator', async () => {
  const { organisations, people } = await build([
    [true, false],
    [false, true],
  ])
  const [mine, theirs] = organisations as [OrganisationId, OrganisationId]
  const [me, other] = people as [PersonId, PersonId]
  const actor = person(me, mine)
  const since = new Date()
  const refused = [
    (tx: Tx) => tx.insertInto('directory.membership').values({ owner: theirs, person: me, role: 'administrator', since }).execute(),
    (tx: Tx) =>
      tx
        .insertInto('directory.organisation')
        .values({ id: newId(), code: 'x1', name: 'x', kind: 'agency', country: 'FR', since })
        .execute(),
    (tx: Tx) =>
      tx
        .insertInto('directory.person')
        .values({ id: newId(), email: 'op@x.example', name: 'x', locale: 'en', time_zone: 'UTC', operator: true, since })
        .execute(),
    (tx: Tx) => tx.updateTable('directory.person').set({ operator: true }).where('id', '=', me).execute(),
    (tx: Tx) => sql`update directory.person set email = 'taken@x.example' where id = ${me}`.execute(tx),
    (tx: Tx) => sql`update directory.api_key set hash = '\\x00', owner = ${theirs}`.execute(tx),
    (tx: Tx) => sql`delete from directory.person`.execute(tx),
    (tx: Tx) => sql`update directory.system set value = 'other.example'`.execute(tx),
    (tx: Tx) =>
      tx
        .insertInto('directory.system')
        .values({ id: newId(), owner: theirs, kind: 'host', value: 'x.example', note: '', stated_by: 'x', since })
        .execute(),
    (tx: Tx) => sql`select id from auth.login`.execute(tx),
    (tx: Tx) => sql`select password from auth.credential`.execute(tx),
    (tx: Tx) =>
      sql`select platform.add_login(${me}::uuid, 'a@x.example', 'x'), platform.add_login(${me}::uuid, 'b@x.example', 'y')`.execute(tx),
  ]
  for (const [at, run] of refused.entries()) {
    const outcome = await writeAs<unknown>(actor, run).then(
      () => 'done',
      () => 'refused',
    )
    expect([at, outcome]).toEqual([at, 'refused'])
  }

  const untouched = [
    (tx: Tx) => tx.updateTable('directory.person').set({ name: 'changed' }).where('id', '=', other).executeTakeFirst(),
    (tx: Tx) => tx.updateTable('directory.organisation').set({ name: 'changed' }).where('id', '=', theirs).executeTakeFirst(),
    (tx: Tx) => tx.updateTable('directory.membership').set({ role: 'administrator' }).where('owner', '=', theirs).executeTakeFirst(),
    (tx: Tx) => tx.updateTable('directory.api_key').set({ revoked_at: since }).where('owner', '=', theirs).executeTakeFirst(),
    (tx: Tx) => tx.updateTable('directory.system').set({ note: 'changed' }).where('owner', '=', theirs).executeTakeFirst(),
  ]
  for (const run of untouched) expect((await writeAs(actor, run)).numUpdatedRows).toBe(0n)
})
