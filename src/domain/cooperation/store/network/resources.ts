import { sql } from 'kysely'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { Resource, SaidResource } from '../../network/resource.ts'

const columns = sql`r.id, r.kind, r.name, json_build_object('en', r.about_en, 'zh-CN', r.about_zh, 'ar', r.about_ar) as about, r.addresses, r.source,
  r.source_on::text as "sourceOn", r.state, r.confirmed_at as "confirmedAt", r.confirmed_by as "confirmedBy", r.changed_at as "changedAt"`

export type ResourceFilter = { readonly kind?: readonly string[] | undefined; readonly state: readonly string[] }

/** By kind, then name; no catalogue is longer than this. */
const most = 2000

export async function listResources(tx: Tx, { kind, state }: ResourceFilter): Promise<readonly Resource[]> {
  const { rows } = await sql<Resource>`select ${columns} from cooperation.resource r
    where r.state = any (${[...state]}::text[]) and (${kind === undefined} or r.kind = any (${[...(kind ?? [])]}::text[]))
    order by r.kind, lower(r.name), r.id limit ${most}`.execute(tx)
  return rows
}

export async function findResource(tx: Tx, id: string): Promise<Resource | undefined> {
  const { rows } = await sql<Resource>`select ${columns} from cooperation.resource r where r.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

/** The same, locked until the end of the transaction. */
export async function lockResource(tx: Tx, id: string): Promise<Resource | undefined> {
  const { rows } = await sql<Resource>`select ${columns} from cooperation.resource r where r.id = ${id}::uuid for update`.execute(tx)
  return rows[0]
}

function said({ name, about, addresses, source, sourceOn }: SaidResource) {
  return {
    ...{ name, addresses: [...addresses], source, source_on: sourceOn },
    ...{ about_en: about.en, about_zh: about['zh-CN'], about_ar: about.ar },
  }
}

export async function insertResource(tx: Tx, id: string, kind: Resource['kind'], asked: SaidResource, at: Date, by: string): Promise<void> {
  await tx
    .insertInto('cooperation.resource')
    .values({ id, kind, ...said(asked), state: 'unconfirmed', changed_at: at, changed_by: by })
    .execute()
}

/** `confirmed`: by whom and when, where it is. */
export async function updateResource(
  tx: Tx,
  id: string,
  asked: SaidResource,
  state: Resource['state'],
  confirmed: { readonly at: Date; readonly by: string } | null,
  changed: { readonly at: Date; readonly by: string },
): Promise<void> {
  await tx
    .updateTable('cooperation.resource')
    .set({
      ...said(asked),
      state,
      confirmed_at: confirmed?.at ?? null,
      confirmed_by: confirmed?.by ?? null,
      changed_at: changed.at,
      changed_by: changed.by,
    })
    .where('id', '=', id)
    .execute()
}
