import { createHash } from 'node:crypto'
import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import { type CaseId, newId, type OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { Job } from '../../../platform/events.ts'
import type { Work } from '../../../platform/work.ts'
import { findMember } from '../../directory/index.ts'
import { isUndoable, refusalOf } from '../bulk.ts'
import type { CaseRow } from '../case.ts'
import { type BulkAct, bulkAtMost, type CaseFilter } from '../contract.ts'
import { mayWatch, mayWorkCases } from '../policy.ts'
import { queryFor } from '../query.ts'
import { type BulkRow, findBulk, insertBulk, lockBulk, setBulkState } from '../store/bulk.ts'
import { findCases } from '../store/cases.ts'
import { countCases, listCaseRows } from '../store/lists.ts'
import { ownerOf } from './acting.ts'

export type Target = { readonly ids?: readonly CaseId[] | undefined; readonly filter?: CaseFilter | undefined }

export type Preview = {
  readonly found: number
  readonly rows: readonly CaseRow[]
  readonly possible: readonly CaseRow[]
  readonly refused: ReadonlyMap<string, number>
  readonly previewed: string
}

/** What an act on many cases would do, as they are now. Refuses `cases.no-case` where an id is not ours, and `cases.no-person`. */
export async function previewBulk(tx: Tx, actor: Actor, target: Target, act: BulkAct, now: Date): Promise<Preview> {
  const owner = ownerOf(actor)
  if (!mayWorkCases(actor) || (act.kind === 'watch' && !mayWatch(actor)))
    throw new Failure('forbidden', 'platform.forbidden', 'may not act on many cases')
  await checkAct(tx, owner, act)
  const { found, rows } = await resolve(tx, owner, actor, target, now)
  const refused = new Map<string, number>()
  const possible = rows.filter((row) => {
    const code = refusalOf(act, row)
    if (code !== undefined) refused.set(code, (refused.get(code) ?? 0) + 1)
    return code === undefined
  })
  return { found, rows, possible, refused, previewed: digestOf(act, possible) }
}

async function checkAct(tx: Tx, owner: OrganisationId, act: BulkAct): Promise<void> {
  if (act.kind === 'assign' && act.assignee !== null)
    present(await findMember(tx, owner, act.assignee), 'cases.no-person', `person ${act.assignee}`)
  if (act.kind !== 'merge') return
  const [into] = (await findCases(tx, [act.into as CaseId])).filter((row) => row.owner === owner)
  const row = present(into, 'cases.no-case', `case ${act.into}`)
  if (row.closed_at !== null)
    throw new Failure('conflict', row.state === 'merged' ? 'cases.merged' : 'cases.closed', `case ${row.id} is ended`)
}

async function resolve(
  tx: Tx,
  owner: OrganisationId,
  actor: Actor,
  { ids, filter }: Target,
  now: Date,
): Promise<{ found: number; rows: readonly CaseRow[] }> {
  if (ids !== undefined) {
    const rows = (await findCases(tx, ids)).filter((row) => row.owner === owner)
    if (rows.length < new Set(ids).size) throw new Failure('missing', 'cases.no-case', 'one of the cases')
    return { found: rows.length, rows: rows.toSorted((a, b) => b.rank - a.rank || (a.id < b.id ? 1 : -1)) }
  }
  const query = queryFor(filter ?? {}, actor, now)
  if (query === undefined) return { found: 0, rows: [] }
  const rows = await listCaseRows(tx, owner, query, 'queue', undefined, bulkAtMost)
  return { found: rows.length < bulkAtMost ? rows.length : await countCases(tx, owner, query), rows }
}

/** The act and the very cases that it would be done on, whatever their order. */
function digestOf(act: BulkAct, rows: readonly CaseRow[]): string {
  const ids = rows.map(({ id }) => id).sort()
  return createHash('sha256')
    .update(JSON.stringify([act, ids]))
    .digest('hex')
}

type BulkJob = Job<{ bulkId: string }>

/** Begins an act on the cases that were previewed; a job goes on. Refuses `cases.preview-stale`, `cases.nothing-found`. */
export async function startBulk(work: Work, target: Target, act: BulkAct, previewed: string, job: BulkJob): Promise<string> {
  const owner = ownerOf(work.actor)
  work.require(mayWorkCases(work.actor))
  const preview = await previewBulk(work.tx, work.actor, target, act, work.now)
  if (preview.previewed !== previewed) throw new Failure('conflict', 'cases.preview-stale', 'other cases than were previewed')
  if (preview.possible.length === 0) throw new Failure('conflict', 'cases.nothing-found', 'no case to act on')
  const id = newId<'bulk'>(work.now.getTime())
  const { kind, id: by, role, scopes } = work.actor
  await insertBulk(
    work.tx,
    { id, owner, act, actor: { kind, id: by, role, scopes }, at: work.now },
    preview.possible.map((row) => row.id),
  )
  work.record('cases.bulk-started', id, { act: act.kind, cases: preview.possible.length })
  work.enqueue(job, { bulkId: id }, { key: id })
  work.announce('bulk', id)
  return id
}

/** Begins to put back what an act did. Refuses `cases.not-undoable`, `cases.bulk-busy`. */
export async function undoBulk(work: Work, id: string, job: BulkJob): Promise<void> {
  work.require(mayWorkCases(work.actor))
  const bulk = present(await lockBulk(work.tx, id), 'cases.no-bulk', `bulk ${id}`)
  if (!isUndoable(bulk.act)) throw new Failure('conflict', 'cases.not-undoable', `bulk ${id} cannot be undone`)
  if (bulk.state !== 'done') throw new Failure('conflict', 'cases.bulk-busy', `bulk ${id} is ${bulk.state}`)
  await setBulkState(work.tx, id, 'undoing', null)
  work.record('cases.bulk-undone', id, { act: bulk.act.kind })
  work.enqueue(job, { bulkId: id }, { key: `undo ${id}` })
  work.announce('bulk', id)
}

export async function readBulk(tx: Tx, owner: OrganisationId, id: string): Promise<BulkRow> {
  const bulk = await findBulk(tx, id)
  return present(bulk?.owner === owner ? bulk : undefined, 'cases.no-bulk', `bulk ${id}`)
}
