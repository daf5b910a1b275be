import { sql } from 'kysely'
import type { OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'

export type AuditFilter = {
  readonly action?: string | undefined
  readonly actor?: string | undefined
  readonly subject?: string | undefined
  readonly from?: Date | undefined
  readonly until?: Date | undefined
}

export type AuditRow = {
  readonly id: string
  readonly at: Date
  readonly actor_kind: string
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly detail: Readonly<Record<string, unknown>>
}

/** One book, newest first: an organisation's, or (null) the node's. `after` is the last line of the page before. */
export async function listAuditLines(
  tx: Tx,
  owner: OrganisationId | null,
  filter: AuditFilter,
  after: { at: Date; id: string } | undefined,
  limit: number,
): Promise<AuditRow[]> {
  let query = tx.selectFrom('platform.audit').select(['id', 'at', 'actor_kind', 'actor', 'action', 'subject', 'detail'])
  query = owner === null ? query.where('owner', 'is', null) : query.where('owner', '=', owner)
  const { action, actor, subject, from, until } = filter
  if (action !== undefined)
    query = query.where((eb) => eb.or([eb('action', '=', action), sql<boolean>`starts_with(action, ${`${action}.`})`]))
  if (actor !== undefined) query = query.where('actor', '=', actor)
  if (subject !== undefined) query = query.where('subject', '=', subject)
  if (from !== undefined) query = query.where('at', '>=', from)
  if (until !== undefined) query = query.where('at', '<', until)
  if (after !== undefined) query = query.where(sql<boolean>`(at, id) < (${after.at}, ${after.id}::uuid)`)
  return query.orderBy('at', 'desc').orderBy('id', 'desc').limit(limit).$castTo<AuditRow>().execute()
}
