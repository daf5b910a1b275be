import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../base/id.ts'
import { listSteps, migrate } from '../../platform/db/migrate.ts'
import { testCluster } from '../../platform/testing/cluster.ts'

// What a network has when its node is brought to this version: the agencies of a country become a group, and for whom an association speaks a row.

const [network, works, carded, association] = [newId(), newId(), newId(), newId()]
const organisation = newId()
let root: pg.Client
let name: string
let drop: () => Promise<void>

beforeAll(async () => {
  const cluster = await testCluster()
  name = `upgrade_${newId().replaceAll('-', '')}`
  const top = new pg.Client({ connectionString: cluster.superuserUrl })
  await top.connect()
  await top.query(`create database ${name} owner tocsin_owner`)
  const until = (await listSteps()).findLast((step) => step < '0084')
  if (until === undefined) throw new Error('no earlier step')
  await migrate(cluster.ownerUrl(name), 'tocsin', { until })
  root = new pg.Client({ connectionString: cluster.superuserUrl.replace('/postgres?', `/${name}?`) })
  await root.connect()
  for (const [id, kind, country, represents, here] of [
    [works, 'agency', 'NZ', '', organisation],
    [carded, 'agency', 'NZ', 'Banks', null],
    [association, 'industry', 'FR', '  Small providers; Printers ', null],
  ] as const)
    await root.query(
      `insert into cooperation.member (id, owner, organisation, kind, category, name, country, represents, time_zone, state, joined_at, changed_at, changed_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, 'UTC', 'member', now(), now(), 'somebody')`,
      [id, network, here, kind, kind === 'industry' ? 'industry-association' : null, id, country, represents],
    )
  await migrate(cluster.ownerUrl(name), 'tocsin')
  drop = async () => {
    await top.query(`drop database ${name} with (force)`)
    await top.end()
  }
})
afterAll(async () => {
  await root?.end()
  await drop?.()
})

test('the agencies of each country are a group, and those that work on the node are in it', async () => {
  const { rows } = await root.query(
    `select g.country, g.standing, m.member, m.past from cooperation.sharing_group g join platform.group_member m on m."group" = g.id and m.owner = g.owner
      where g.owner = $1 and g.country is not null`,
    [network],
  )
  expect(rows).toEqual([{ country: 'NZ', standing: 'country', member: organisation, past: true }])
})

test('for whom somebody spoke in words is somebody who is named', async () => {
  const { rows } = await root.query(
    'select association, other, name, since, until from cooperation.representation where owner = $1 order by name',
    [network],
  )
  expect(rows).toEqual([
    { association: carded, other: null, name: 'Banks', since: null, until: null },
    { association, other: null, name: 'Small providers; Printers', since: null, until: null },
  ])
  expect((await root.query(`select from cooperation.member where represents <> ''`)).rowCount).toBe(0)
})
