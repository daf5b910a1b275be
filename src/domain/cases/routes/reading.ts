import type { Actor } from '../../../base/actor.ts'
import { writeCursor } from '../../../base/cursor.ts'
import { Failure, present } from '../../../base/failure.ts'
import { type CaseId, isId, type OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { findOrganisation, namesOf } from '../../directory/index.ts'
import { type CaseRow, silentAt } from '../case.ts'
import type { CaseLine, CaseView } from '../contract.ts'
import { maySeeCases } from '../policy.ts'
import { findCase } from '../store/cases.ts'
import { findSettings } from '../store/settings.ts'
import { listWatchers } from '../store/timeline.ts'
import { lineOf, type Names, rightsOn, whoOf } from '../view.ts'

// What reading routes share.

/** The organisation whose cases the actor may see. Refuses `cases.no-organisation`, `platform.forbidden`. */
export function readerOf(actor: Actor): OrganisationId {
  const owner = present(actor.organisation, 'cases.no-organisation', 'the acting organisation')
  if (!maySeeCases(actor)) throw new Failure('forbidden', 'platform.forbidden', 'may not see cases')
  return owner
}

/** A case of the reader's organisation. Refuses `cases.no-case`. */
export async function caseFor(tx: Tx, actor: Actor, id: string): Promise<CaseRow> {
  const owner = readerOf(actor)
  const row = await findCase(tx, id as CaseId)
  return present(row?.owner === owner ? row : undefined, 'cases.no-case', `case ${id}`)
}

export function namesFor(tx: Tx, ids: readonly (string | null)[]): Promise<Names> {
  return namesOf(tx, [...new Set(ids.filter((id) => id !== null && isId(id)))] as string[])
}

export async function codeOfOrganisation(tx: Tx, owner: OrganisationId): Promise<string> {
  return (await findOrganisation(tx, owner))?.code ?? ''
}

export async function linesOf(tx: Tx, owner: OrganisationId, rows: readonly CaseRow[]): Promise<CaseLine[]> {
  const [code, names] = [
    await codeOfOrganisation(tx, owner),
    await namesFor(
      tx,
      rows.map(({ assignee }) => assignee),
    ),
  ]
  return rows.map((row) => lineOf(row, code, names))
}

export async function viewOf(tx: Tx, actor: Actor, row: CaseRow, now: Date): Promise<CaseView> {
  const watchers = await listWatchers(tx, row.owner, row.id)
  const names = await namesFor(tx, [row.assignee, row.opened_by, ...watchers])
  const { silenceDays } = await findSettings(tx, row.owner)
  return {
    ...lineOf(row, await codeOfOrganisation(tx, row.owner), names),
    openedBy: whoOf(row.opened_by, names),
    items: row.items,
    parties: row.parties,
    notes: row.notes,
    watching: watchers.some((one) => one === actor.id),
    watchers: watchers.map((one) => ({ id: one, name: names.get(one) ?? '' })),
    silentAt: silentAt(row, silenceDays, now)?.toISOString() ?? null,
    emptied: row.emptied_at !== null,
    may: rightsOn(row, actor),
  }
}

/** One more row than a page holds was asked for: whether there is a next page is known, not guessed. */
export function paged<Row, View>(rows: readonly Row[], limit: number, key: (row: Row) => string, view: (row: Row) => View) {
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items: items.map(view), next: last === undefined ? null : key(last) }
}

export const byTime =
  <Row>(at: (row: Row) => Date, id: (row: Row) => string) =>
  (row: Row) =>
    writeCursor(at(row), id(row))
