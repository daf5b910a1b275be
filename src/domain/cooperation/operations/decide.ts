import { Failure, present } from '../../../base/failure.ts'
import { type ActionId, type ItemId, isId, type ReleaseId, type ReplyId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import type { Work } from '../../../platform/work.ts'
import { approveAction, type CaseRow, declineAction, findAction, findCase, withdrawAction } from '../../cases/index.ts'
import { listItems } from '../../evidence/index.ts'
import { markReplies, namesWithheld } from '../../intake/index.ts'
import { placesInTerms, termsOf } from '../letter-terms.ts'
import { mayDecide, mayKeepBack } from '../policy.ts'
import { nextAllowed, type ReleaseRow } from '../release.ts'
import { findOutline } from '../store/drafts.ts'
import { dropMail } from '../store/mail.ts'
import { lastTo, listActions, lockRelease, updateRelease } from '../store/releases.ts'
import { callBackLetter } from './call-back.ts'
import { deliverRelease } from './deliver.ts'
import { refuseChanged } from './draft.ts'
import { refuseTerms } from './letter-terms.ts'
import { noteEvent, ownerOf, takeRelease } from './note.ts'
import { replyingOf } from './replying.ts'

export type Decision = {
  /** lower-case hex, of the bytes that were previewed */
  readonly sha256: string
  /** how long it holds: what has not gone by then does not go. Thirty days unless said. */
  readonly until?: Date | undefined
  /** for each action the manager's rule that approves it, where no person does */
  readonly rules?: ReadonlyMap<ActionId, string>
}

const holdsFor = 30 * 86_400_000

/**
 * Lets exactly these bytes go, and approves the actions that they carry out, in one unit of work. Refuses `cooperation.draft-changed` with what changed,
 * `cooperation.draft-stale` where what it rests on was taken back or destroyed since, what `refuseTerms` does, and whatever the cases refuse.
 */
export async function decideRelease(work: Work, id: ReleaseId, { sha256, until, rules }: Decision): Promise<void> {
  work.require(mayDecide(work.actor))
  const found = await takeRelease(work, id, 'decided')
  if (found.state !== 'draft') throw new Failure('conflict', 'cooperation.release-state', `release ${id} is ${found.state}`)
  await refuseChanged(work, found, sha256)
  await refuseStale(work, found, sha256)
  for (const { action } of await listActions(work.tx, id)) await approveAction(work, action, sha256, rules?.get(action))
  const notBefore = found.notBefore ?? nextAllowed(await lastTo(work.tx, ownerOf(work), found.recipient.value), found.atMostEvery, work.now)
  const rule = rules === undefined ? null : ([...rules.values()][0] ?? null)
  await updateRelease(work.tx, id, {
    state: 'decided',
    decided_at: work.now,
    decided_by: work.actor.id,
    decided_rule: rule,
    not_before: notBefore,
    until: until ?? found.until ?? new Date((notBefore ?? work.now).getTime() + holdsFor),
  })
  await noteEvent(work, found, 'decided', { version: found.version, rule, ...termsTold(found) })
  if (found.kind === 'reply') await markAnswered(work, found)
  work.enqueue(deliverRelease, { releaseId: id }, { key: id, ...(notBefore === null ? {} : { runAt: notBefore }) })
}

/** In the log: under which terms it goes, without their words. */
function termsTold(found: ReleaseRow): Readonly<Record<string, unknown>> {
  const terms = termsOf(found)
  if (terms === null) return {}
  const { tlp, permitted, onward, until } = terms
  return { terms: { tlp, permitted, onward, until: until?.toISOString() ?? null } }
}

/** Whoever answers has read what they answer. */
async function markAnswered(work: Work, found: ReleaseRow): Promise<void> {
  for (const { action } of await listActions(work.tx, found.id)) {
    const reply = (await findAction(work.tx, action))?.options['reply']
    if (typeof reply === 'string' && isId(reply)) await markReplies(work, [reply as ReplyId], 'read')
  }
}

/** That an answer still goes to somebody of its case, and touches nothing that was withheld since. */
async function refuseStranger(work: Work, found: ReleaseRow): Promise<string | undefined> {
  const of = found.case === null ? undefined : await findCase(work.tx, found.case)
  if (of === undefined) return 'not-a-correspondent'
  const actions = []
  for (const { action } of await listActions(work.tx, found.id)) actions.push(await findAction(work.tx, action))
  const replying = await replyingOf(
    work.tx,
    found,
    of,
    actions.filter((one) => one !== undefined),
  )
  return 'fault' in replying ? replying.fault : undefined
}

async function refuseStale(work: Work, found: ReleaseRow, sha256: string): Promise<void> {
  const stale = (why: string) => new Failure('conflict', 'cooperation.draft-stale', `release ${found.id}: ${why}`, { detail: { why } })
  if (found.fault !== null) throw stale(found.fault)
  for (const { action } of await listActions(work.tx, found.id)) {
    const state = (await findAction(work.tx, action))?.state
    if (state !== 'proposed' && state !== 'failed') throw stale('action-taken-back')
  }
  const outline = await findOutline(work.tx, found.id, sha256)
  if (found.kind !== 'hotline') {
    if (await hasChildMaterial(work, found)) throw stale('hotline-only')
    if (await namesWithheld(work.tx, [...(outline?.things ?? []), ...placesInTerms(found)])) throw stale('hotline-only')
  }
  const stranger = found.kind === 'reply' ? await refuseStranger(work, found) : undefined
  if (stranger !== undefined) throw stale(stranger)
  const items = (outline?.items ?? []) as readonly ItemId[]
  const kept = await listItems(work.tx, items)
  if (items.some((item) => kept.find((one) => one.id === item)?.state !== 'kept')) throw stale('evidence-gone')
  await refuseTerms(work, found, outline, await casesUnder(work, found))
}

/** The case that it was asked for in, and those of its actions. */
async function casesUnder(work: Work, found: ReleaseRow): Promise<readonly CaseRow[]> {
  const ids = [found.case, ...(await listActions(work.tx, found.id)).map((one) => one.case)].filter((one) => one !== null)
  const cases = []
  for (const id of new Set(ids)) cases.push(await findCase(work.tx, id))
  return cases.filter((one) => one !== undefined)
}

async function hasChildMaterial(work: Work, found: ReleaseRow): Promise<boolean> {
  return (await casesUnder(work, found)).some(({ kind }) => kind === 'child-material')
}

/** Decides that it shall not go. Its actions are declined with it. */
export async function refuseRelease(work: Work, id: ReleaseId, reason: string): Promise<void> {
  work.require(mayKeepBack(work.actor))
  const found = await takeRelease(work, id, 'refused')
  for (const { action } of await listActions(work.tx, id)) {
    if ((await findAction(work.tx, action))?.state === 'proposed') await declineAction(work, action, reason)
  }
  await updateRelease(work.tx, id, { state: 'refused', settled_at: work.now, receipt: { ...found.receipt, reason } })
  await noteEvent(work, found, 'refused')
}

/** Takes back what was approved and has not gone, or asks for the deletion of a letter that has (`callBackLetter`). Refuses `cooperation.gone` where neither can be. */
export async function takeBack(work: Work, ctx: Pick<Context, 'config' | 'mac'>, id: ReleaseId, reason: string): Promise<void> {
  const found = present(await lockRelease(work.tx, id), 'cooperation.no-release', `release ${id}`)
  await (found.state === 'delivered' ? callBackLetter(work, ctx, found, reason) : recallRelease(work, id, reason))
}

/** Takes back what was approved and has not gone. Refuses `cooperation.gone` where it has. */
export async function recallRelease(work: Work, id: ReleaseId, reason: string): Promise<void> {
  work.require(mayKeepBack(work.actor))
  const found = await takeRelease(work, id, 'recalled')
  if (found.state === 'delivered') throw new Failure('conflict', 'cooperation.gone', `release ${id} was delivered`)
  if (found.mail !== null && !(await dropMail(work.tx, found.mail)))
    throw new Failure('conflict', 'cooperation.gone', `the mail of release ${id} has gone`)
  for (const { action } of await listActions(work.tx, id)) {
    const state = (await findAction(work.tx, action))?.state
    if (state === 'approved' || state === 'failed') await withdrawAction(work, action, reason)
  }
  await updateRelease(work.tx, id, { state: 'recalled', settled_at: work.now, receipt: { ...found.receipt, reason } })
  await noteEvent(work, found, 'recalled')
}

/** Sends the same approved bytes once more after they were refused. */
export async function retryRelease(work: Work, id: ReleaseId, sha256: string): Promise<void> {
  work.require(mayDecide(work.actor))
  const found = await takeRelease(work, id, 'decided')
  if (found.state !== 'failed') throw new Failure('conflict', 'cooperation.release-state', `release ${id} is ${found.state}`)
  await refuseChanged(work, found, sha256)
  for (const { action } of await listActions(work.tx, id)) {
    if ((await findAction(work.tx, action))?.state === 'failed') await approveAction(work, action, sha256)
  }
  await updateRelease(work.tx, id, {
    state: 'decided',
    fault: null,
    decided_at: work.now,
    decided_by: work.actor.id,
    decided_rule: null,
    mail: null,
    settled_at: null,
    until: new Date(work.now.getTime() + holdsFor),
  })
  await noteEvent(work, found, 'retried')
  await noteEvent(work, found, 'decided', { version: found.version, rule: null })
  work.enqueue(deliverRelease, { releaseId: id }, { key: id })
}
