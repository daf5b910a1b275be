import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import { type ActionId, type CaseId, newId } from '../../../base/id.ts'
import type { Context, Job } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { perform, type Work } from '../../../platform/work.ts'
import type { ActionRow, ActionThing } from '../action.ts'
import { lookAtThings } from '../adapters/look.ts'
import type { CaseRow } from '../case.ts'
import { digestOf } from '../lookback/digest.ts'
import { isLookedBackAt, type Looked, standingOf } from '../lookback/look.ts'
import { goneOf, nextLook, silentOf, stateAfterLook, type ThingState } from '../lookback/milestones.ts'
import { mayWorkCases } from '../policy.ts'
import { findAction } from '../store/actions.ts'
import { findCase } from '../store/cases.ts'
import {
  endLookbacks,
  insertLookback,
  insertLooks,
  insertThings,
  type LookbackRow,
  type LookRow,
  listDueLookbacks,
  listThings,
  listToLookAt,
  lockLookback,
  outcomesOf,
  reportsOfCase,
  resumeLookbacks,
  type ThingRow,
  updateLookback,
  updateThing,
} from '../store/lookback.ts'
import { findSettings } from '../store/settings.ts'
import { ownerOf, tell, touch } from './acting.ts'
import { notifyCase } from './people.ts'
import { nowhere, type Place, placesOf } from './places.ts'

/** of a notice, so many things are looked at */
const thingsAtMost = 20

type Matter = { readonly action: ActionRow; readonly of: CaseRow; readonly known: readonly ThingRow[]; readonly begun: boolean }

async function readMatter(tx: Tx, id: ActionId): Promise<Matter | undefined> {
  const action = await findAction(tx, id)
  if (action === undefined || !isLookedBackAt(action.kind)) return undefined
  const of = await findCase(tx, action.case)
  const known = await listThings(tx, action.owner, [id])
  return of === undefined ? undefined : { action, of, known, begun: known.length > 0 }
}

/** What of it may be looked at: nothing of children's abuse is, whatever it was called when the notice went. */
function thingsOf({ action, of, known, begun }: Matter): readonly ActionThing[] {
  if (of.kind === 'child-material') return []
  const all = [...new Map(action.things.map((one) => [digestOf(one), one])).values()]
  return begun ? all.filter((one) => known.some(({ digest }) => digest === digestOf(one))) : all.slice(0, thingsAtMost)
}

/**
 * Looks back at one notice: do reports still come, do its things still answer, did anybody reply. The first look comes with the approval, before anything went, so that
 * what was gone already is nobody's merit. Asks outside, so never within a unit of work; each look is written down.
 */
export async function lookBack(ctx: Context, actor: Actor, id: ActionId): Promise<void> {
  const matter = await ctx.read(actor, (tx) => readMatter(tx, id))
  if (matter === undefined || matter.action.owner !== actor.organisation) return
  const things = thingsOf(matter)
  const places = matter.begun ? new Map<string, Place>() : await placesOf(ctx, actor, matter.action, things)
  const seen = await lookAtThings(ctx, things)
  await perform(ctx, actor, async (work) => {
    work.require(mayWorkCases(work.actor))
    await insertLookback(work.tx, ownerOf(work.actor), id, work.now)
    const row = present(await lockLookback(work.tx, id), 'cases.no-action', `action ${id}`)
    const found = new Map(things.map((one, at): [string, Looked] => [digestOf(one), seen[at] ?? { found: 'not-looked', status: null }]))
    await record(work, row, found, places)
  })
}

async function record(work: Work, row: LookbackRow, found: ReadonlyMap<string, Looked>, places: ReadonlyMap<string, Place>): Promise<void> {
  // the case may have been merged, and the notice taken back, while we looked
  const action = present(await findAction(work.tx, row.action), 'cases.no-action', `action ${row.action}`)
  const { things, looks, back } = await settleThings(work, row, found, places)
  const { sent, replied } = await outcomesOf(work.tx, row.owner, row.action)
  const reports = await reportsOfCase(work.tx, row.owner, action.case, sent)
  const { silenceDays } = await findSettings(work.tx, row.owner)
  const goneAt = goneOf(things, sent)
  const silentAt = silentOf(sent, reports.last, silenceDays, work.now)
  const nothingThere = goneAt !== null || things.every(({ seenAt }) => seenAt === null)
  const doubt = things.some((one) => one.seenAt !== null && one.goneAt !== null && !one.goneSure)
  const taken = action.state === 'withdrawn' || action.state === 'declined'
  const next = nextLook(sent, row.begun_at, work.now, doubt)
  const endedWhy =
    row.ended_why === 'no-abuse'
      ? row.ended_why
      : taken
        ? 'withdrawn'
        : silentAt !== null && nothingThere
          ? 'settled'
          : next === null
            ? 'over'
            : null
  await insertLooks(work.tx, row.owner, [...looks, ...aspects(work, row, sent === null ? null : reports.since, replied)])
  await updateLookback(work.tx, row.action, {
    sent_at: sent,
    replied_at: replied,
    first_report_at: reports.first,
    last_report_at: reports.last,
    reports_since: reports.since,
    gone_at: goneAt,
    silent_at: silentAt,
    looked_at: work.now,
    looks: row.looks + 1,
    next_at: endedWhy === null ? next : null,
    ended_why: endedWhy,
  })
  await tellOf(work, action, goneAt !== null && row.gone_at === null, back)
  work.announce('case', action.case)
}

/** Writes how each thing stands; answers also whether one is there again that was gone for sure. */
async function settleThings(
  work: Work,
  row: LookbackRow,
  found: ReadonlyMap<string, Looked>,
  places: ReadonlyMap<string, Place>,
): Promise<{ readonly things: readonly ThingState[]; readonly looks: readonly LookRow[]; readonly back: boolean }> {
  const known = await listThings(work.tx, row.owner, [row.action])
  const states: ThingState[] = []
  const looks: LookRow[] = []
  const added: ThingRow[] = []
  let back = false
  const digests = known.length > 0 ? known.map(({ digest }) => digest) : [...found.keys()]
  for (const digest of digests) {
    const before = known.find((one) => one.digest === digest)
    const looked = found.get(digest)
    const was = { seenAt: before?.seen_at ?? null, goneAt: before?.gone_at ?? null, goneSure: before?.gone_sure ?? false }
    const state = looked === undefined ? was : stateAfterLook(was, looked, work.now)
    states.push(state)
    if (looked === undefined) continue
    const id = before?.id ?? newId(work.now.getTime())
    const { seenAt: seen_at, goneAt: gone_at, goneSure: gone_sure } = state
    const change = { seen_at, gone_at, gone_sure, ...looked, looked_at: work.now }
    if (before === undefined) added.push({ id, action: row.action, digest, ...(places.get(digest) ?? nowhere), ...change })
    else await updateThing(work.tx, id, change)
    back ||= was.goneSure && was.seenAt !== null && standingOf(looked.found) === 'there'
    looks.push({ ...lookOf(work, row.action, 'thing', looked.found), thing: id, status: looked.status })
  }
  await insertThings(work.tx, row.owner, added)
  return { things: states, looks, back }
}

function lookOf(work: Work, action: ActionId, what: LookRow['what'], found: string): LookRow {
  const { kind: actor_kind, id: actor } = work.actor
  return { id: newId(work.now.getTime()), action, thing: null, at: work.now, actor_kind, actor, what, found, status: null, count: null }
}

/** Before it went there is nothing to tell of reports and answers. */
function aspects(work: Work, row: LookbackRow, since: number | null, replied: Date | null): readonly LookRow[] {
  if (since === null) return []
  return [
    { ...lookOf(work, row.action, 'reports', since > 0 ? 'some' : 'none'), count: since },
    lookOf(work, row.action, 'answer', replied === null ? 'none' : 'some'),
  ]
}

async function tellOf(work: Work, action: ActionRow, gone: boolean, back: boolean): Promise<void> {
  if (gone) await tell(work, action.case, 'gone', { action: action.id })
  if (!back) return
  await tell(work, action.case, 'there-again', { action: action.id })
  await touch(work, action.case)
  const of = await findCase(work.tx, action.case)
  if (of !== undefined) await notifyCase(work, of, 'cases.there-again')
}

const atOnce = 200

/** Asks for a look at all whose turn has come; those beyond so many come with the next hour. */
export async function askDueLooks(ctx: Context, actor: Actor, job: Job<{ actionId: string }>): Promise<void> {
  await perform(ctx, actor, async (work) => {
    work.require(actor.kind === 'system')
    for (const actionId of await listDueLookbacks(work.tx, work.now, atOnce)) work.enqueue(job, { actionId }, { key: actionId })
  })
}

const pause = 600_000

/** A person wants to know now. Refuses `cases.nothing-sent`, and `cases.looked-just-now` within ten minutes of the last look. Answers how many notices are looked at. */
export async function lookNow(work: Work, of: CaseRow, job: Job<{ actionId: string }>): Promise<number> {
  work.require(mayWorkCases(work.actor))
  const all = await listToLookAt(work.tx, of.owner, of.id)
  if (all.length === 0) throw new Failure('conflict', 'cases.nothing-sent', `case ${of.id} has no notice`)
  const free = all.filter(({ looked_at: last }) => last === null || work.now.getTime() - last.getTime() >= pause)
  if (free.length === 0) throw new Failure('limited', 'cases.looked-just-now', `case ${of.id} was looked at just now`)
  for (const { action } of free) work.enqueue(job, { actionId: action }, { key: action })
  work.record('cases.looked-back', of.id, { notices: free.length })
  return free.length
}

/** What was no abuse is not looked back at; everything else is, whether the case is closed or not. */
export async function settleClosed(work: Work, id: CaseId): Promise<void> {
  work.require(mayWorkCases(work.actor))
  const of = await findCase(work.tx, id)
  if (of?.state === 'closed' && of.closed_why === 'no-abuse') await endLookbacks(work.tx, of.owner, id, 'no-abuse')
}

export async function settleReopened(work: Work, id: CaseId): Promise<void> {
  work.require(mayWorkCases(work.actor))
  await resumeLookbacks(work.tx, ownerOf(work.actor), id, work.now)
}
