import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../../base/actor.ts'
import { newId, type OrganisationId } from '../../base/id.ts'
import { type Platform, startPlatform } from '../../platform/testing/platform.ts'
import { queryOf } from '../analysis/index.ts'
import { pageShared, type SharedCursor, type SharedFilter } from './store/network/shared.ts'

let platform: Platform
let root: pg.Client
const reader = newId<'organisation'>()
const [often, seldom] = [newId<'organisation'>(), newId<'organisation'>()]
const actor: Actor = { kind: 'person', id: newId(), organisation: reader, role: 'viewer', operator: false, scopes: null }

// more than is looked through from the newest on, so that what is rare is found in the other way too
const copies = 2_600

beforeAll(async () => {
  platform = await startPlatform()
  root = new pg.Client({ connectionString: platform.database.superuserUrl })
  await root.connect()
  const group = newId()
  await root.query('insert into platform.sharing_group (id, owner, since) values ($1, $2, now())', [group, often])
  await root.query(
    `insert into platform.group_member (id, owner, "group", member, since, past) values (gen_random_uuid(), $1, $2, $3, now() - interval '366 days', false)`,
    [often, group, reader],
  )
  // each 3rd to the group, some of it before the reader came; each 7th has ended; owner, kind, mark and words are rare among the oldest alone
  await root.query(
    `create temporary table made as select n, gen_random_uuid() as copy, case when n > 2500 and n % 2 = 0 then $1::uuid else $2::uuid end as owner,
      now() - n * interval '5 hours' as at, case when n > 2450 and n % 3 = 0 then 'case' else 'document' end as kind,
      case when n > 2400 and n % 5 = 0 then 'red' else 'amber' end as tlp,
      'wave' || case when n % 11 = 0 then ' dialler' else '' end || case when n in (5, 2300, 2590) then ' needle' else '' end as title
    from generate_series(1, $3::int) n`,
    [seldom, often, copies],
  )
  await root.query(`insert into cooperation.shared_copy (id, owner, kind, title, by_name, tlp, permitted, onward, form, content, sha256, tokens, made_at, shared_at)
    select copy, owner, kind, title, 'Agency', tlp, 'none', 'none', 1, '{}', encode(sha256(copy::text::bytea), 'hex'), to_tsvector('simple', title), at, at from made`)
  await root.query(
    `insert into platform.access_grant (id, owner, recipient, kind, object, since, ended_at)
    select gen_random_uuid(), owner, case when n % 3 = 0 and owner = $3 then $2::uuid else $1::uuid end, 'shared-copy', copy, at,
      case when n % 7 = 0 then now() end from made`,
    [reader, group, often],
  )
}, 120_000)
afterAll(async () => {
  await root.end()
  await platform.close()
})

/** All pages of it, by so many. */
async function pages(filter: SharedFilter, size: number): Promise<readonly string[]> {
  const found: string[] = []
  for (let before: SharedCursor | undefined; ; ) {
    const page = await platform.ctx.read(actor, (tx) => pageShared(tx, filter, before, size))
    found.push(...page.map(({ id }) => id))
    if (page.length < size) return found
    before = page.at(-1)
  }
}

/** What the same would be by the policy alone: every copy that the reader may see, in order. */
async function plain(condition: string): Promise<readonly string[]> {
  const { rows } = await root.query<{ copy: string }>(
    `select copy from made where n % 7 > 0 and (n % 3 > 0 or owner <> $1 or at >= now() - interval '366 days') and ${condition} order by at desc, copy desc`,
    [often],
  )
  return rows.map(({ copy }) => copy)
}

// 366 days are no multiple of five hours, so no copy stands at the edge
const cases: readonly (readonly [string, SharedFilter, string])[] = [
  ['nothing', {}, 'true'],
  ['a frequent word', { words: queryOf('dialler') ?? '' }, `title like '%dialler%'`],
  ['a rare word', { words: queryOf('needle') ?? '' }, `title like '%needle%'`],
  ['a kind that is old alone', { kind: ['case'] }, `kind = 'case'`],
  ['a mark and a kind', { kind: ['case'], tlp: ['red'] }, `kind = 'case' and tlp = 'red'`],
  ['an owner', { from: seldom }, `owner = '${seldom}'`],
  ['a word of an owner', { from: seldom, words: queryOf('dialler') ?? '' }, `owner = '${seldom}' and title like '%dialler%'`],
  ['what nothing has', { tlp: ['clear'] }, 'false'],
]

test.each(cases)('asking for %s finds page by page what the reader may see of it, and nothing else', async (_, filter, condition) => {
  const wanted = await plain(condition)
  for (const size of [40, 500]) expect(await pages(filter, size)).toEqual(wanted)
})

test('an organisation that nothing was shown to finds nothing by any filter', async () => {
  const stranger: Actor = { ...actor, organisation: newId<'organisation'>() as OrganisationId }
  for (const [, filter] of cases) expect(await platform.ctx.read(stranger, (tx) => pageShared(tx, filter, undefined, 50))).toEqual([])
})
