import type { Actor } from '../../../base/actor.ts'
import { Failure } from '../../../base/failure.ts'
import type { CaseId, PersonId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { findMember, notify } from '../../directory/index.ts'
import { type Before, beforeOf, isAsLeft, refusalOf } from '../bulk.ts'
import type { CaseKind, CaseRow, ClosedWhy, LiveState } from '../case.ts'
import type { BulkAct } from '../contract.ts'
import { mayWorkCases } from '../policy.ts'
import { type BulkRow, findBulk, listResultsIn, lockBulk, type ResultRow, setBulkState, settleResult } from '../store/bulk.ts'
import { lockCases } from '../store/cases.ts'
import { listWatchers } from '../store/timeline.ts'
import { assignCase, changeCase, moveCase, watchCase } from './change.ts'
import { closeCase, reopenCase, restoreCase } from './close.ts'
import { mergeCase, unmergeCase } from './merge.ts'
import { addNote } from './notes.ts'

/**
 * Carries an act on many cases out, or back, one case a unit of work, so that one that cannot does not keep the others. It may run twice: what has its result
 * is passed over. It acts as whoever asked, with the rights that they have by now.
 */
export async function runBulk(ctx: Context, system: Actor, id: string): Promise<void> {
  const bulk = await ctx.read(system, (tx) => findBulk(tx, id))
  if (bulk === undefined || bulk.state === 'done' || bulk.state === 'undone') return
  const actor = await actorOf(ctx, system, bulk)
  const undoing = bulk.state === 'undoing'
  for (;;) {
    const rows = await ctx.read(system, (tx) => listResultsIn(tx, id, undoing ? 'done' : 'waiting', undoing, 100))
    if (rows.length === 0) break
    for (const row of rows) await one(ctx, system, actor, bulk, row, undoing)
  }
  await finish(ctx, system, bulk, undoing ? 'undone' : 'done')
}

/** Whoever asked, with the role that they hold now: whoever left has none, and nothing more is done in their name. */
async function actorOf(ctx: Context, system: Actor, { owner, actor }: BulkRow): Promise<Actor> {
  const { kind, id, role, scopes } = actor
  const now = kind === 'person' ? ((await ctx.read(system, (tx) => findMember(tx, owner, id)))?.role ?? null) : role
  return { kind, id, organisation: owner, role: now, operator: false, scopes }
}

async function one(ctx: Context, system: Actor, actor: Actor, bulk: BulkRow, row: ResultRow, undoing: boolean): Promise<void> {
  try {
    await perform(ctx, actor, async (work) => {
      work.require(mayWorkCases(actor))
      await lockBulk(work.tx, bulk.id)
      const [found] = await lockCases(work.tx, [row.case])
      if (found === undefined) throw new Failure('missing', 'cases.no-case', `case ${row.case}`)
      await (undoing ? undo(work, bulk, row, found) : act(work, bulk, row, found))
      if (row.position % 10 === 0) work.announce('bulk', bulk.id)
    })
  } catch (error) {
    if (!(error instanceof Failure) || error.kind === 'unavailable') throw error
    const { code } = error
    await perform(ctx, system, async (work) => {
      work.require(system.kind === 'system')
      await settleResult(work.tx, bulk.id, row.position, undoing ? 'done' : 'waiting', undoing ? 'kept' : 'refused', { code })
    })
  }
}

async function act(work: Work, bulk: BulkRow, row: ResultRow, found: CaseRow): Promise<void> {
  const refusal = refusalOf(bulk.act, found)
  if (refusal !== undefined) {
    await settleResult(work.tx, bulk.id, row.position, 'waiting', 'refused', { code: refusal })
    return
  }
  const watching =
    bulk.act.kind === 'watch' && (await listWatchers(work.tx, found.owner, found.id)).some((person) => person === work.actor.id)
  const before = beforeOf(bulk.act, found, watching)
  if (await settleResult(work.tx, bulk.id, row.position, 'waiting', 'done', { before })) await carryOut(work, bulk.act, found.id)
}

async function carryOut(work: Work, wish: BulkAct, id: CaseId): Promise<void> {
  if (wish.kind === 'assign') await assignCase(work, id, wish.assignee, '', true)
  else if (wish.kind === 'move') await moveCase(work, id, wish.state)
  else if (wish.kind === 'close') await closeCase(work, id, wish.why, '', true)
  else if (wish.kind === 'reopen') await reopenCase(work, id, wish.reason, true)
  else if (wish.kind === 'due') await changeCase(work, id, { dueAt: wish.dueAt === null ? null : new Date(wish.dueAt) })
  else if (wish.kind === 'sort') await changeCase(work, id, { kind: wish.caseKind })
  else if (wish.kind === 'watch') await watchCase(work, id, wish.watching)
  else if (wish.kind === 'merge') await mergeCase(work, wish.into as CaseId, id)
  else await addNote(work, id, wish.audience, wish.text)
}

async function undo(work: Work, bulk: BulkRow, row: ResultRow, found: CaseRow): Promise<void> {
  if (!isAsLeft(bulk.act, found)) {
    await settleResult(work.tx, bulk.id, row.position, 'done', 'kept', { code: 'cases.changed-since' })
    return
  }
  if (await settleResult(work.tx, bulk.id, row.position, 'done', 'undone')) await putBack(work, bulk.act, found.id, row.before ?? {})
}

async function putBack(work: Work, wish: BulkAct, id: CaseId, before: Before): Promise<void> {
  if (wish.kind === 'assign') await assignCase(work, id, before.assignee ?? null, '', true)
  else if (wish.kind === 'move') await moveCase(work, id, before.state as LiveState)
  else if (wish.kind === 'close') await restoreCase(work, id, before.state as LiveState)
  else if (wish.kind === 'reopen') await closeCase(work, id, (before.closedWhy ?? 'done') as Exclude<ClosedWhy, 'merged'>, '', true)
  else if (wish.kind === 'due') await changeCase(work, id, { dueAt: before.dueAt == null ? null : new Date(before.dueAt) })
  else if (wish.kind === 'sort') await changeCase(work, id, { kind: before.kind as CaseKind })
  else if (wish.kind === 'watch') await watchCase(work, id, before.watching === true)
  else if (wish.kind === 'merge') await unmergeCase(work, id)
}

/** Whoever asked is told that it is done; whoever was given many cases is told once, not for each. */
async function finish(ctx: Context, system: Actor, bulk: BulkRow, state: 'done' | 'undone'): Promise<void> {
  await perform(ctx, system, async (work) => {
    work.require(system.kind === 'system')
    const now = await lockBulk(work.tx, bulk.id)
    if (now === undefined || now.state === state) return
    await setBulkState(work.tx, bulk.id, state, work.now)
    work.record('cases.bulk-ended', bulk.id, { act: bulk.act.kind, state })
    work.announce('bulk', bulk.id)
    if (bulk.actor.kind === 'person') await notify(work, [bulk.actor.id as PersonId], { kind: 'cases.bulk-done', subject: bulk.id })
    if (state === 'done' && bulk.act.kind === 'assign' && bulk.act.assignee !== null && bulk.act.assignee !== bulk.actor.id)
      await notify(work, [bulk.act.assignee as PersonId], { kind: 'cases.assigned-many', subject: bulk.id, params: { cases: now.done } })
  })
}
