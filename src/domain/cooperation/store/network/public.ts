import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { PublicDirectory } from '../../contract/network/public.ts'
import { hidden, type Publicity } from '../../network/publicity.ts'

export async function findPublicity(tx: Tx, network: OrganisationId): Promise<Publicity> {
  const row = await tx
    .selectFrom('cooperation.publicity')
    .select(['directory', 'asking', 'introduction'])
    .where('owner', '=', network)
    .executeTakeFirst()
  return row ?? hidden
}

export async function putPublicity(tx: Tx, network: OrganisationId, said: Publicity, at: Date, by: string): Promise<void> {
  const set = { ...said, changed_at: at, changed_by: by }
  await tx
    .insertInto('cooperation.publicity')
    .values({ owner: network, ...set })
    .onConflict((conflict) => conflict.column('owner').doUpdateSet(set))
    .execute()
}

type NamedMember = PublicDirectory['members'][number]
/** more than any network has; an answer has an end */
const most = 5000

/**
 * Members that let themselves be named with the contacts that are for the public, by country and name; read in the network's name. Columns are named one by one: what
 * is not named here is not published; of members that it speaks for, those that let themselves be named.
 */
export async function listNamed(tx: Tx, network: OrganisationId, today: string): Promise<readonly NamedMember[]> {
  const { rows } = await sql<NamedMember>`select m.kind, m.name, m.country, m.category, m.category_other as "categoryOther", m.website,
      coalesce((select string_agg(coalesce(o.name, r.name), '; ' order by lower(coalesce(o.name, r.name))) from cooperation.representation r
          left join cooperation.member o on o.id = r.other and o.state = 'member' and o.public
        where r.association = m.id and (r.other is null or o.id is not null) and (r.until is null or r.until >= ${today}::date)
          and (r.since is null or r.since <= ${today}::date)), '') as represents,
      coalesce((select json_agg(json_build_object('unit', c.unit, 'person', c.person, 'title', c.title, 'mail', c.mail, 'phone', c.phone, 'hours', c.hours,
          'timeZone', c.time_zone, 'languages', c.languages) order by c.role = 'staff', c.since, c.id)
        from cooperation.contact c where c.owner = m.owner and c.member = m.id and c.audience = 'public' and c.ended_at is null
          and (c.consent_until is null or c.consent_until >= ${today}::date)), '[]') as contacts
    from cooperation.member m where m.owner = ${network} and m.state = 'member' and m.public
    order by m.country, lower(m.name), m.id limit ${most}`.execute(tx)
  return rows
}
