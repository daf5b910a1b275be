import { Failure, present } from '../../../../base/failure.ts'
import { newId } from '../../../../base/id.ts'
import type { Work } from '../../../../platform/work.ts'
import type { CallReportDetails } from '../../contract/network/call-items.ts'
import type { Call, CallReportKind, DecisionKind, PaperKind, StandingItem } from '../../network/call.ts'
import { detailsFit } from '../../network/call-report-details.ts'
import { mayContribute, mayKeepCall } from '../../network/call-standing.ts'
import type { Standing } from '../../network/standing.ts'
import { findCallAction, insertCallAction, setActionDone } from '../../store/network/call-actions.ts'
import { lockAudiences } from '../../store/network/call-audience.ts'
import {
  approveMinute,
  type CallItem,
  countGiven,
  findItem,
  findPaper,
  insertDecision,
  insertMinute,
  insertPaper,
  listGuests,
  orderItems,
  setAttendance,
  updateItem,
  withdrawPaper,
} from '../../store/network/call-items.ts'
import { insertReport } from '../../store/network/call-reports.ts'
import { listMembersNamed } from '../../store/network/members.ts'
import { lockRegisterEntry } from '../../store/network/register.ts'
import { settleAudience } from './call-audience.ts'
import { dropFilesOf } from './call-files.ts'
import { placeItem, sayInside, takeCall } from './calls.ts'
import { enterObstacle, settleObstacle } from './register.ts'

export type NewItem = {
  readonly standing: StandingItem | null
  readonly title: string
  readonly note: string
  readonly duration: number | null
}

/** Puts an item on the agenda. Refuses `cooperation.agenda-adopted`, `cooperation.call-over`, `cooperation.item-there`. */
export async function addItem(work: Work, standing: Standing, callId: string, item: NewItem): Promise<string> {
  await lockAudiences(work.tx, standing.network)
  const call = await takeCall(work, callId)
  work.require(mayKeepCall(standing, call))
  refuseOver(call)
  if (call.adoptedAt !== null) throw new Failure('conflict', 'cooperation.agenda-adopted', `the agenda of call ${callId} was adopted`)
  const id = await placeItem(work, standing.network, callId, item)
  await settleAudience(work, standing.network, callId)
  work.record('cooperation.call-item-added', callId, { item: id })
  return id
}

export async function changeItem(work: Work, standing: Standing, id: string, item: Omit<NewItem, 'standing'>): Promise<void> {
  const { found, call } = await takeItem(work, id)
  work.require(mayKeepCall(standing, call))
  refuseOver(call)
  if (found.standing === null && item.title === '') throw new Failure('invalid', 'cooperation.item-title', 'an item of its own has a title')
  await updateItem(work.tx, id, item)
  say(work, found, 'call-item-changed')
}

/** Puts the agenda into this order. Industry reads it when it looks again: that something moved could be an item that it does not see. */
export async function orderAgenda(work: Work, standing: Standing, callId: string, order: readonly string[]): Promise<void> {
  const call = await takeCall(work, callId)
  work.require(mayKeepCall(standing, call))
  refuseOver(call)
  await orderItems(work.tx, callId, order)
  work.record('cooperation.agenda-ordered', callId)
  sayInside(work, callId)
}

export type NewPaper = { readonly kind: PaperKind; readonly title: string; readonly text: string }

/** Gives a paper or a contribution to an item, for the acting member or the secretariat. Refuses `cooperation.call-given` where a member gave so many. */
export async function addPaper(work: Work, standing: Standing, item: string, paper: NewPaper): Promise<string> {
  const { found, call } = await takeItem(work, item)
  work.require(mayContribute(standing))
  if (call.state === 'cancelled' || call.state === 'reported')
    throw new Failure('conflict', 'cooperation.call-over', `call ${call.id} is ${call.state}`)
  const id = newId(work.now.getTime())
  const from = await namedAs(work, standing)
  await refuseMany(work, 'paper', item, from.member)
  await insertPaper(work.tx, standing.network, { ...paper, ...from, id, item, at: work.now, withdrawnAt: null }, work.actor.id)
  say(work, found, 'paper-added')
  return id
}

/** Takes a paper back: its words are gone for everybody. By whoever gave it, or the office. */
export async function takePaperBack(work: Work, standing: Standing, id: string): Promise<string> {
  const paper = present(await findPaper(work.tx, id), 'cooperation.no-paper', `paper ${id}`)
  const { found, call } = await takeItem(work, paper.item)
  const own = standing.member !== null && standing.member.id === paper.member && mayContribute(standing)
  work.require(own || mayKeepCall(standing, call))
  if (paper.withdrawnAt !== null) throw new Failure('conflict', 'cooperation.paper-withdrawn', `paper ${id} was withdrawn`)
  await withdrawPaper(work.tx, id, work.now)
  await dropFilesOf(work, id)
  say(work, found, 'paper-withdrawn')
  return found.call
}

/** Writes a revision of an item's minutes. Earlier ones stay; one that was approved stays approved. */
export async function writeMinutes(work: Work, standing: Standing, item: string, text: string): Promise<void> {
  const { found, call } = await takeItem(work, item)
  work.require(mayKeepCall(standing, call))
  refuseUnheld(call)
  await insertMinute(work.tx, standing.network, newId(work.now.getTime()), item, text, work.now, work.actor.id)
  say(work, found, 'minutes-written')
}

/** Approves the latest revision. Refuses `cooperation.minutes-changed` where another is the latest, or it is approved. */
export async function approveMinutes(work: Work, standing: Standing, item: string, revision: number): Promise<void> {
  const { found, call } = await takeItem(work, item)
  work.require(mayKeepCall(standing, call) && standing.actor.kind === 'person')
  if (!(await approveMinute(work.tx, item, revision, work.now)))
    throw new Failure('conflict', 'cooperation.minutes-changed', `revision ${revision} is not the latest that waits`)
  work.witness('cooperation.minutes-approved', item, { revision })
  say(work, found, 'minutes-approved')
}

/** Who was present at an item: members by their cards, and guests of the call. Refuses `cooperation.no-such-member`, `cooperation.no-guest`. */
export async function keepAttendance(
  work: Work,
  standing: Standing,
  item: string,
  members: readonly string[],
  guests: readonly string[],
): Promise<void> {
  const { found, call } = await takeItem(work, item)
  work.require(mayKeepCall(standing, call))
  refuseUnheld(call)
  const names = await listMembersNamed(work.tx, standing.network, members)
  if (names.length < new Set(members).size) throw new Failure('invalid', 'cooperation.no-such-member', 'one of these is no member')
  const known = (await listGuests(work.tx, call.id)).filter(({ id }) => guests.includes(id))
  if (known.length < new Set(guests).size) throw new Failure('invalid', 'cooperation.no-guest', 'one of these is no guest of the call')
  const of = (name: string) => ({ id: newId(work.now.getTime()), name })
  const present = [
    ...names.map(({ id, name }) => ({ ...of(name), member: id, guest: null })),
    ...known.map(({ id, name, body }) => ({ ...of(body === '' ? name : `${name}, ${body}`), member: null, guest: id })),
  ]
  await setAttendance(work.tx, standing.network, item, present, work.now)
  say(work, found, 'attendance-kept')
}

export async function addDecision(work: Work, standing: Standing, item: string, kind: DecisionKind, text: string): Promise<void> {
  const { found, call } = await takeItem(work, item)
  work.require(mayKeepCall(standing, call))
  refuseUnheld(call)
  await insertDecision(work.tx, standing.network, { id: newId(work.now.getTime()), item, kind, text, at: work.now }, work.actor.id)
  say(work, found, `${kind}-made`)
}

export type NewAction = { readonly member: string; readonly text: string; readonly due: string | null }

/** Gives somebody something to do. Refuses `cooperation.not-in-audience` where they would not see the item that it belongs to. */
export async function addAction(work: Work, standing: Standing, item: string, { member, text, due }: NewAction): Promise<void> {
  await lockAudiences(work.tx, standing.network)
  const { found, call } = await takeItem(work, item)
  work.require(mayKeepCall(standing, call))
  const [named] = await listMembersNamed(work.tx, standing.network, [member])
  const { name, kind } = present(named, 'cooperation.no-such-member', `member ${member}`)
  if (kind === 'industry' && (await settleAudience(work, standing.network, call.id)).items.get(item)?.has(member) !== true)
    throw new Failure('conflict', 'cooperation.not-in-audience', `member ${member} does not see item ${item}`)
  const made = { id: newId(work.now.getTime()), item, member, name, text, due, at: work.now, doneAt: null, outcome: '' }
  await insertCallAction(work.tx, standing.network, made, work.actor.id)
  say(work, found, 'call-action-given')
}

/** Says that an action is done, or is not after all; by whose it is, or whoever keeps the call. */
export async function settleAction(work: Work, standing: Standing, id: string, done: boolean, outcome: string): Promise<void> {
  const action = present(await findCallAction(work.tx, id), 'cooperation.no-call-action', `action ${id}`)
  const { found, call } = await takeItem(work, action.item)
  const own = standing.member !== null && standing.member.id === action.member && mayContribute(standing)
  work.require(own || mayKeepCall(standing, call))
  await setActionDone(work.tx, id, done ? work.now : null, outcome)
  say(work, found, done ? 'call-action-done' : 'call-action-opened')
}

export type NewReport = {
  readonly kind: CallReportKind
  readonly title: string
  readonly text: string
  readonly unit: string | null
  readonly threshold: number | null
  readonly figures: readonly { readonly period: string; readonly value: number }[]
  readonly details: CallReportDetails
}

/**
 * What a member of industry reports to an item that it sees. Refuses `cooperation.report-figures` and `cooperation.report-details` where they do not go with
 * the kind, `cooperation.call-given` where it reported so much to it.
 */
export async function addReport(work: Work, standing: Standing, item: string, report: NewReport): Promise<string> {
  const { found, call } = await takeItem(work, item)
  const { member } = standing
  work.require(member !== null && member.kind === 'industry' && mayContribute(standing))
  if (call.state === 'cancelled' || call.state === 'reported')
    throw new Failure('conflict', 'cooperation.call-over', `call ${call.id} is ${call.state}`)
  const counted = report.kind === 'figures'
  const periods = report.figures.map(({ period }) => period)
  if (
    counted !== (report.unit !== null) ||
    counted !== periods.length > 0 ||
    new Set(periods).size < periods.length ||
    (!counted && report.threshold !== null)
  )
    throw new Failure(
      'invalid',
      'cooperation.report-figures',
      'figures have a unit and one number for each period; other reports have none',
    )
  if (!detailsFit(report.kind, report.details))
    throw new Failure('invalid', 'cooperation.report-details', `these are not the details of ${report.kind}`)
  const from = await namedAs(work, standing)
  if (from.member === null) throw new Failure('invalid', 'cooperation.no-such-member', 'a report is of a member')
  await refuseMany(work, 'report', item, from.member)
  if (report.kind === 'obstacles') {
    const entry = await enterObstacle(work, standing, { ...report, item, member: from.member, name: from.name })
    say(work, found, 'call-report-given')
    return entry
  }
  const id = newId(work.now.getTime())
  const { details, ...said } = report
  const made = { ...said, ...details, id, item, member: from.member, name: from.name, at: work.now }
  await insertReport(work.tx, standing.network, made, work.actor.id)
  say(work, found, 'call-report-given')
  return id
}

/** The way round an obstacle that was found; `solved` takes it off the list of open ones. */
export async function solveObstacle(work: Work, standing: Standing, id: string, solution: string, solved: boolean): Promise<void> {
  const entry = present(await lockRegisterEntry(work.tx, id), 'cooperation.no-call-report', `obstacle ${id}`)
  const { found, call } = await takeItem(work, present(entry.item ?? undefined, 'cooperation.no-call-report', `an item of obstacle ${id}`))
  const own = standing.member !== null && standing.member.id === entry.member && mayContribute(standing)
  work.require(own || mayKeepCall(standing, call))
  await settleObstacle(work, entry, solution, solved)
  say(work, found, 'obstacle-changed')
}

/** papers, and reports, that a member gives to one item */
const mostGiven = 30

async function refuseMany(work: Work, what: 'paper' | 'report', item: string, member: string | null): Promise<void> {
  if (member === null || (await countGiven(work.tx, what, item, member)) < mostGiven) return
  throw new Failure('limited', 'cooperation.call-given', `${mostGiven} of a ${what} to item ${item}`, { detail: { most: mostGiven } })
}

async function takeItem(work: Work, id: string): Promise<{ readonly found: CallItem; readonly call: Call }> {
  const found = present(await findItem(work.tx, id), 'cooperation.no-call-item', `item ${id}`)
  return { found, call: await takeCall(work, found.call) }
}

/** Under whose name something is given: the acting member's, or the secretariat's, which has none. */
async function namedAs(work: Work, { member, network }: Standing): Promise<{ readonly member: string | null; readonly name: string }> {
  if (member === null) return { member: null, name: '' }
  const [named] = await listMembersNamed(work.tx, network, [member.id])
  return { member: member.id, name: named?.name ?? '' }
}

function refuseOver({ id, state }: Call): void {
  if (state !== 'planned' && state !== 'convened' && state !== 'under-way')
    throw new Failure('conflict', 'cooperation.call-over', `call ${id} is ${state}`)
}

function refuseUnheld({ id, state }: Call): void {
  if (state !== 'under-way' && state !== 'held' && state !== 'reported')
    throw new Failure('conflict', 'cooperation.call-not-begun', `call ${id} is ${state}`)
}

/** To the book, and to whoever sees the item: nobody else hears that anything happened. */
function say(work: Work, { id, call }: CallItem, what: string): void {
  work.record(`cooperation.${what}`, call, { item: id })
  work.announce('call', call)
  work.tell('call-item', id)
}
