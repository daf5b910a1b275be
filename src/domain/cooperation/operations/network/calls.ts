import { Failure, present } from '../../../../base/failure.ts'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import type { Work } from '../../../../platform/work.ts'
import { standingItems } from '../../contract/network/call-names.ts'
import {
  type Call,
  type CallState,
  type Envelope,
  isAhead,
  isMoved,
  isRescheduled,
  mayMove,
  type RhythmMonths,
} from '../../network/call.ts'
import { mayKeepCall, mayKeepCalls } from '../../network/call-standing.ts'
import type { Standing } from '../../network/standing.ts'
import { askAgain } from '../../store/network/call-attendees.ts'
import { lockAudiences } from '../../store/network/call-audience.ts'
import { endGuest, type Guest, insertGuest, insertItem } from '../../store/network/call-items.ts'
import {
  findSeries,
  insertCall,
  insertSeries,
  lockCall,
  setAdopted,
  setCallState,
  updateCall,
  updateSeries,
} from '../../store/network/calls.ts'
import { findMember } from '../../store/network/members.ts'
import { settleAudience, showToAgencies } from './call-audience.ts'
import { mailCallLater } from './call-mail.ts'
import { tellCallLater } from './call-telling.ts'

/** Plans a call with the standing items on its agenda. The agencies see it from now on; industry sees what it is invited to. */
export async function planCall(work: Work, standing: Standing, asked: Envelope, series: string | null): Promise<string> {
  work.require(mayKeepCalls(standing))
  await lockAudiences(work.tx, standing.network)
  const id = newId(work.now.getTime())
  if (series !== null) present(await findSeries(work.tx, series), 'cooperation.no-call-series', `series ${series}`)
  const envelope = await checked(work, asked)
  const linkAt = envelope.link === null ? null : work.now
  const made = { ...envelope, id, owner: standing.network, series, state: 'planned' as const, linkAt, adoptedAt: null }
  await insertCall(work.tx, { ...made, madeAt: work.now, changedAt: work.now }, work.actor.id)
  await showToAgencies(work, standing.network, 'call', id)
  for (const item of standingItems) await placeItem(work, standing.network, id, { standing: item, title: '', note: '', duration: null })
  await settleAudience(work, standing.network, id)
  work.record('cooperation.call-planned', id)
  sayCall(work, id)
  return id
}

/** Puts an item at the end of an agenda; the agencies see it. Refuses `cooperation.item-there` where the standing item is on it. */
export async function placeItem(
  work: Work,
  network: OrganisationId,
  call: string,
  item: Omit<Parameters<typeof insertItem>[2], 'id' | 'call'>,
): Promise<string> {
  const id = newId(work.now.getTime())
  if (!(await insertItem(work.tx, network, { ...item, id, call }, work.now)))
    throw new Failure('conflict', 'cooperation.item-there', 'the standing item is on the agenda already')
  await showToAgencies(work, network, 'call-item', id)
  work.tell('call-item', id)
  return id
}

async function checked(work: Work, envelope: Envelope): Promise<Envelope> {
  if (envelope.chair === null) return envelope
  const chair = await findMember(work.tx, envelope.chair)
  if (chair?.kind !== 'agency' || chair.state !== 'member')
    throw new Failure('invalid', 'cooperation.call-chair', 'a call is chaired by an agency of the network')
  return envelope
}

/** Changes what everybody who comes knows. Once it was convened, they are told where moment or link differ. Refuses `cooperation.call-over`. */
export async function changeCall(work: Work, standing: Standing, id: string, asked: Envelope): Promise<void> {
  const call = await takeCall(work, id)
  work.require(mayKeepCalls(standing))
  if (!isAhead(call.state) && call.state !== 'under-way')
    throw new Failure('conflict', 'cooperation.call-over', `call ${id} is ${call.state}`)
  const envelope = await checked(work, asked)
  const linkAt = envelope.link === null ? null : envelope.link === call.link ? call.linkAt : work.now
  await updateCall(work.tx, id, envelope, linkAt, work.now)
  if (isRescheduled(call, envelope)) await askAgain(work.tx, id)
  if (call.state !== 'planned') {
    if (isMoved(call, envelope)) tellCallLater(work, call, 'changed')
    mailCallLater(work, id)
  }
  work.record('cooperation.call-changed', id)
  sayCall(work, id)
}

/** Convenes, begins, ends or cancels a call, or says that its report is out. Refuses `cooperation.call-course`. */
export async function moveCall(work: Work, standing: Standing, id: string, to: CallState): Promise<void> {
  const call = await takeCall(work, id)
  work.require(to === 'convened' || to === 'cancelled' ? mayKeepCalls(standing) : mayKeepCall(standing, call))
  if (!mayMove(call.state, to)) throw new Failure('conflict', 'cooperation.call-course', `a call that is ${call.state} cannot be ${to}`)
  await setCallState(work.tx, id, to, work.now)
  if (to === 'convened') tellCallLater(work, call, 'convened')
  if (to === 'cancelled' && call.state === 'convened') tellCallLater(work, call, 'cancelled')
  if (to === 'convened' || to === 'cancelled') mailCallLater(work, id)
  work.record(`cooperation.call-${to}`, id)
  if (to === 'convened' || to === 'held' || to === 'cancelled')
    work.witness(`cooperation.call-${to}`, id, { startsAt: call.startsAt.toISOString() }, to === 'convened')
  sayCall(work, id)
}

/** The agenda is adopted: nothing is added to it from now on. Refuses `cooperation.agenda-adopted`. */
export async function adoptAgenda(work: Work, standing: Standing, id: string): Promise<void> {
  const call = await takeCall(work, id)
  work.require(mayKeepCall(standing, call))
  if (call.state === 'cancelled' || call.state === 'reported')
    throw new Failure('conflict', 'cooperation.call-over', `call ${id} is ${call.state}`)
  if (call.adoptedAt !== null) throw new Failure('conflict', 'cooperation.agenda-adopted', `the agenda of call ${id} was adopted`)
  await setAdopted(work.tx, id, work.now)
  work.record('cooperation.agenda-adopted', id)
  sayCall(work, id)
}

export async function addGuest(work: Work, standing: Standing, call: string, guest: Omit<Guest, 'id' | 'call'>): Promise<void> {
  work.require(mayKeepCalls(standing))
  await takeCall(work, call)
  await insertGuest(work.tx, standing.network, { ...guest, id: newId(work.now.getTime()), call }, work.now, work.actor.id)
  mailCallLater(work, call)
  work.record('cooperation.guest-added', call)
  sayInside(work, call)
}

export async function removeGuest(work: Work, standing: Standing, id: string): Promise<void> {
  work.require(mayKeepCalls(standing))
  const { call } = present(await endGuest(work.tx, id, work.now), 'cooperation.no-guest', `guest ${id}`)
  mailCallLater(work, call)
  work.record('cooperation.guest-removed', call)
  sayInside(work, call)
}

export async function makeSeries(work: Work, standing: Standing, name: string, months: RhythmMonths): Promise<string> {
  work.require(mayKeepCalls(standing))
  const id = newId(work.now.getTime())
  await insertSeries(work.tx, standing.network, { id, name, months, since: work.now, closedAt: null })
  await showToAgencies(work, standing.network, 'call-series', id)
  work.record('cooperation.call-series-made', id)
  work.announce('call-series', id)
  work.tell('call-series', id)
  return id
}

export async function changeSeries(
  work: Work,
  standing: Standing,
  id: string,
  { name, months, open }: { readonly name: string; readonly months: RhythmMonths; readonly open: boolean },
): Promise<void> {
  work.require(mayKeepCalls(standing))
  const series = present(await findSeries(work.tx, id), 'cooperation.no-call-series', `series ${id}`)
  await updateSeries(work.tx, id, name, months, open ? null : (series.closedAt ?? work.now))
  work.record('cooperation.call-series-changed', id)
  work.announce('call-series', id)
  work.tell('call-series', id)
}

/** A call that is about to change, locked. */
export async function takeCall({ tx }: Work, id: string): Promise<Call> {
  return present(await lockCall(tx, id), 'cooperation.no-call', `call ${id}`)
}

/** To whoever sees the call: that what all of them see has changed. */
function sayCall(work: Work, id: string): void {
  work.announce('call', id)
  work.tell('call', id)
}

/** To the agencies alone: that something changed which industry does not see. */
export function sayInside(work: Work, call: string): void {
  work.announce('call', call)
  work.tell('call-inside', call)
}
