import { Failure } from '../../../../base/failure.ts'
import { newId } from '../../../../base/id.ts'
import type { Work } from '../../../../platform/work.ts'
import { mayObject } from '../../network/joining.ts'
import type { Standing } from '../../network/standing.ts'
import { grant, listStandingGroups } from '../../store/network/groups.ts'
import { insertObjection, listObjecting, withdrawObjection } from '../../store/network/proposals.ts'
import { takeMember } from './members.ts'
import { taken, takeProposal } from './proposals.ts'

/**
 * Objects for a member; `receivedOn` is the day on which the secretariat got what it writes down, an ISO 8601 day. Refuses `cooperation.objection-day` of one before the notice or after today. Its row is granted to that member, and to the agencies where the terms say that they learn who.
 */
export async function object(
  work: Work,
  standing: Standing,
  id: string,
  memberId: string,
  reason: string | null,
  said?: string,
): Promise<void> {
  const member = await takeMember(work, memberId)
  work.require(member.state === 'member' && mayObject(standing, member))
  const proposal = await takeProposal(work, id)
  taken(proposal, { what: 'object', member: member.id, kind: member.kind, objecting: await listObjecting(work.tx, id) }, work.now)
  const today = work.now.toISOString().slice(0, 10)
  const receivedOn = standing.acting ? (said ?? today) : null
  if (receivedOn !== null && (receivedOn > today || receivedOn < (proposal.noticedAt ?? work.now).toISOString().slice(0, 10)))
    throw new Failure('invalid', 'cooperation.objection-day', `received on ${receivedOn}`)
  const objection = { id: newId(work.now.getTime()), proposal: id, member: member.id, reason, receivedOn }
  await insertObjection(work.tx, standing.network, objection, work.now, work.actor.id)
  const shown = (recipient: string) => grant(work.tx, standing.network, 'objection', objection.id, recipient, work.now)
  if (member.organisation !== null) await shown(member.organisation)
  const agencies = (await listStandingGroups(work.tx, standing.network)).find((one) => one.standing === 'agencies')
  if (proposal.terms?.agenciesLearn === 'names' && agencies !== undefined) await shown(agencies.id)
  work.record('cooperation.objected', id, { member: member.id })
  work.witness('cooperation.objected', objection.id, { proposal: id, member: member.id, reason, receivedOn }, true)
  work.announce('proposal', id)
}

/** Takes an objection back while the window is open. */
export async function takeBack(work: Work, standing: Standing, id: string, memberId: string): Promise<void> {
  const member = await takeMember(work, memberId)
  work.require(member.state === 'member' && mayObject(standing, member))
  taken(await takeProposal(work, id), { what: 'take-back', member: member.id, objecting: await listObjecting(work.tx, id) }, work.now)
  await withdrawObjection(work.tx, id, member.id, work.now)
  work.record('cooperation.objection-withdrawn', id, { member: member.id })
  work.witness('cooperation.objection-withdrawn', id, { member: member.id })
  work.announce('proposal', id)
}
