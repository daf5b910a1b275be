import { Failure, present } from '../../../../base/failure.ts'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import type { Work } from '../../../../platform/work.ts'
import { maySpeakForAgency, mayTakeBackFor } from '../../network/call-standing.ts'
import type { Standing } from '../../network/standing.ts'
import {
  countObjections,
  endInvitation,
  endObjection,
  findInvitation,
  findObjection,
  insertCallObjection,
  insertInvitation,
  lockAudiences,
} from '../../store/network/call-audience.ts'
import { findItem } from '../../store/network/call-items.ts'
import { findSeries, listCallsOf } from '../../store/network/calls.ts'
import { findInForce } from '../../store/network/editions.ts'
import { grant, listStandingGroups } from '../../store/network/groups.ts'
import { listMembersNamed } from '../../store/network/members.ts'
import { settleAudience } from './call-audience.ts'
import { sayInside, takeCall } from './calls.ts'
import { takeMember } from './members.ts'

/** Invites members of industry to a call, or to items of it (`items` empty: to the whole). Refuses `cooperation.call-over`, `cooperation.not-industry`. */
export async function inviteIndustry(
  work: Work,
  standing: Standing,
  callId: string,
  agencyId: string,
  members: readonly string[],
  items: readonly string[],
): Promise<void> {
  await lockAudiences(work.tx, standing.network)
  const agency = await takeMember(work, agencyId)
  work.require(maySpeakForAgency(standing, agency))
  const call = await takeCall(work, callId)
  if (call.state === 'cancelled' || call.state === 'reported')
    throw new Failure('conflict', 'cooperation.call-over', `call ${callId} is ${call.state}`)
  await industryAmong(work, standing.network, members)
  for (const item of items)
    if ((await findItem(work.tx, item))?.call !== callId)
      throw new Failure('invalid', 'cooperation.no-call-item', `item ${item} of call ${callId}`)
  for (const member of new Set(members))
    for (const item of items.length === 0 ? [null] : new Set(items)) {
      const one = { id: newId(work.now.getTime()), call: callId, item, member, agency: agency.id }
      await insertInvitation(work.tx, standing.network, one, work.now, work.actor.id)
    }
  await settleAudience(work, standing.network, callId)
  work.record('cooperation.industry-invited', callId, { agency: agency.id, members, items })
  sayInside(work, callId)
}

export async function endAnInvitation(work: Work, standing: Standing, id: string): Promise<string> {
  await lockAudiences(work.tx, standing.network)
  const invitation = present(await findInvitation(work.tx, id), 'cooperation.no-invitation', `invitation ${id}`)
  work.require(mayTakeBackFor(standing, await takeMember(work, invitation.agency)))
  await endInvitation(work.tx, id, work.now)
  await settleAudience(work, standing.network, invitation.call)
  work.record('cooperation.invitation-ended', invitation.call, { agency: invitation.agency, member: invitation.member })
  sayInside(work, invitation.call)
  return invitation.call
}

export type OutOf = { readonly series: string } | { readonly call: string } | { readonly item: string }

/**
 * Takes industry, all or named members of it, out of a series, a call or an item (London Action Plan, part B.3). From the commit on they see nothing of
 * it, whatever is added later, whoever joins later. The leaf of the log says how many objections stand, and of whom it says nothing.
 */
export async function objectToIndustry(
  work: Work,
  standing: Standing,
  out: OutOf,
  agencyId: string,
  members: readonly string[] | null,
  reason: string | null,
): Promise<void> {
  await lockAudiences(work.tx, standing.network)
  const agency = await takeMember(work, agencyId)
  work.require(maySpeakForAgency(standing, agency))
  const calls = await callsOf(work, out)
  const named = members === null ? [] : await industryAmong(work, standing.network, members)
  const id = newId(work.now.getTime())
  const where = { series: null, call: null, item: null, ...out }
  const organisations = named.map(({ id: member, organisation }) => ({ member, organisation }))
  const row = { ...where, id, everyone: members === null, agency: agency.id, reason, at: work.now, members: organisations }
  await insertCallObjection(work.tx, standing.network, row, work.actor.id)
  if (agency.organisation !== null) await grant(work.tx, standing.network, 'call-objection', id, agency.organisation, work.now)
  if ((await findInForce(work.tx, standing.network, 'procedures'))?.rules?.agenciesLearn === 'names') {
    const group = (await listStandingGroups(work.tx, standing.network)).find((one) => one.standing === 'agencies')
    if (group !== undefined) await grant(work.tx, standing.network, 'call-objection', id, group.id, work.now)
  }
  for (const call of calls) await settleAudience(work, standing.network, call)
  work.record('cooperation.industry-taken-out', id, { agency: agency.id })
  await sayCount(work, standing.network, id, calls)
}

/** Takes an objection back: invitations that stand hold again. */
export async function endAnObjection(work: Work, standing: Standing, id: string): Promise<void> {
  await lockAudiences(work.tx, standing.network)
  const objection = present(await findObjection(work.tx, id), 'cooperation.no-call-objection', `objection ${id}`)
  work.require(mayTakeBackFor(standing, await takeMember(work, objection.agency)))
  await endObjection(work.tx, id, work.now)
  const { series, call, item } = objection
  const calls = await callsOf(work, series !== null ? { series } : call !== null ? { call } : { item: item ?? '' })
  for (const one of calls) await settleAudience(work, standing.network, one)
  work.record('cooperation.industry-let-in', id, { agency: objection.agency })
  await sayCount(work, standing.network, id, calls)
}

async function sayCount(work: Work, network: OrganisationId, id: string, calls: readonly string[]): Promise<void> {
  work.witness('cooperation.objections', network, { standing: await countObjections(work.tx, network) })
  work.tell('call-objection', id)
  for (const call of calls) sayInside(work, call)
}

/** The calls that it bears on. */
async function callsOf(work: Work, out: OutOf): Promise<readonly string[]> {
  if ('call' in out) return [(await takeCall(work, out.call)).id]
  if ('item' in out) return [present(await findItem(work.tx, out.item), 'cooperation.no-call-item', `item ${out.item}`).call]
  present(await findSeries(work.tx, out.series), 'cooperation.no-call-series', `series ${out.series}`)
  return listCallsOf(work.tx, out.series)
}

async function industryAmong(
  work: Work,
  network: OrganisationId,
  members: readonly string[],
): Promise<Awaited<ReturnType<typeof listMembersNamed>>> {
  const found = await listMembersNamed(work.tx, network, members)
  if (found.length < new Set(members).size || found.some(({ kind }) => kind !== 'industry'))
    throw new Failure('invalid', 'cooperation.not-industry', 'these are members of industry')
  return found
}
