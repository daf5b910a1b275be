import { present } from '../../../../base/failure.ts'
import { newId } from '../../../../base/id.ts'
import { announceElsewhere, type Work } from '../../../../platform/work.ts'
import { type NewNotice, notifyElsewhere, takeNoticesBack } from '../../../directory/index.ts'
import { isForAll, type JointActKind } from '../../network/joint.ts'
import { addToGroup, endGrants, grant, removeFromGroup } from '../../store/network/groups.ts'
import {
  findJoint,
  insertJointAct,
  type JointRow,
  listOwnJointGroups,
  listParties,
  lockJoint,
  type PartyRow,
  setParty,
  setProposed,
} from '../../store/network/joint-cases.ts'
import { findBrief, grantEntry } from '../../store/network/joint-entries.ts'
import { setJointFile } from '../../store/network/joint-files.ts'
import { ownerOf } from '../note.ts'
import { inPlaceOf } from './in-place.ts'

// What acts on joint cases have in common: the case is taken under a lock, and what is the network's, or another party's, is written in its name.

export type Inside = {
  readonly joint: JointRow
  /** as far as the acting organisation sees them */
  readonly parties: readonly PartyRow[]
  readonly own: PartyRow
}

/** The case, for whoever was asked into it or is in it, locked; refuses `cooperation.no-joint`. */
export async function takeJoint(work: Work, id: string, states: readonly PartyRow['state'][] = ['in']): Promise<Inside> {
  await lockJoint(work.tx, id)
  const owner = ownerOf(work)
  const joint = present(await findJoint(work.tx, id), 'cooperation.no-joint', `joint case ${id}`)
  const parties = await listParties(work.tx, id)
  const own = parties.find(({ organisation, state }) => organisation === owner && states.includes(state))
  return { joint, parties, own: present(own, 'cooperation.no-joint', `a part in joint case ${id}`) }
}

export type Said = {
  readonly byName: string
  /** whom it was about */
  readonly name?: string
  readonly sha256?: string
}

/** A dated act: a row that the agencies, or all in the case, see, and a leaf of the log of whoever acts. It names organisations and no content. */
export async function noteAct(work: Work, joint: Pick<JointRow, 'id' | 'owner' | 'code'>, what: JointActKind, said: Said): Promise<void> {
  const { byName, name = null, sha256 = null } = said
  const record = { joint: joint.id, code: joint.code, ...(name === null ? {} : { name }), ...(sha256 === null ? {} : { sha256 }) }
  work.witness(`cooperation.joint-${what}`, joint.id, record, what === 'opened')
  work.record(`cooperation.joint-${what}`, joint.id, record)
  const id = newId(work.now.getTime())
  await inPlaceOf(work, joint.owner, async () => {
    await insertJointAct(work.tx, joint.owner, joint.id, { id, at: work.now, what, byName, name, sha256 })
    const reach = isForAll(what) ? 'all' : 'agencies'
    for (const group of await listOwnJointGroups(work.tx, joint.id))
      if (group.late && group.reach === reach) await grant(work.tx, joint.owner, 'joint-act', id, group.id, work.now)
  })
  work.announce('joint-case', joint.id)
}

/** The consoles of these parties look again; where there is a notice their people are told, by code and names alone. */
export async function tellParties(
  work: Work,
  joint: JointRow,
  parties: readonly PartyRow[],
  notice?: Omit<NewNotice, 'subject'>,
): Promise<void> {
  const changed = [{ kind: 'joint-case', id: joint.id }]
  for (const { organisation } of parties) {
    if (organisation === work.actor.organisation) continue
    if (notice === undefined) await announceElsewhere(work.tx, organisation, changed)
    else await notifyElsewhere(work, organisation, 'analyst', { ...notice, subject: joint.id }, changed)
  }
}

export const inside = (parties: readonly PartyRow[]) => parties.filter(({ state }) => state === 'in')

/** Lets whoever was asked see that there is the case, that it was asked, and what it is about; nothing else. */
export async function showInvitation(work: Work, joint: JointRow, party: Pick<PartyRow, 'id' | 'organisation'>): Promise<void> {
  await inPlaceOf(work, joint.owner, async () => {
    await grant(work.tx, joint.owner, 'joint-case', joint.id, party.organisation, work.now)
    await grant(work.tx, joint.owner, 'joint-party', party.id, party.organisation, work.now)
  })
  await showBrief(work, joint, [party.organisation])
}

/** What the case is about is the lead's own row. */
export async function showBrief(work: Work, joint: JointRow, organisations: readonly string[]): Promise<void> {
  await inPlaceOf(work, joint.lead, async () => {
    const brief = present(await findBrief(work.tx, joint.id, joint.lead), 'cooperation.no-joint', `what joint case ${joint.id} is about`)
    await grantEntry(work.tx, joint.lead, brief.id, organisations, work.now)
  })
}

/** Takes back what an invitation showed: whoever enters sees it by its groups from then on. */
async function endInvitation(work: Work, joint: JointRow, party: PartyRow): Promise<void> {
  await inPlaceOf(work, joint.owner, async () => {
    await endGrants(work.tx, joint.owner, 'joint-case', joint.id, party.organisation)
    await endGrants(work.tx, joint.owner, 'joint-party', party.id, party.organisation)
  })
  await inPlaceOf(work, joint.lead, async () => {
    const brief = await findBrief(work.tx, joint.id, joint.lead)
    if (brief === undefined) return
    for (const kind of ['joint-entry', 'joint-text']) await endGrants(work.tx, joint.lead, kind, brief.id, party.organisation)
  })
}

/** Puts a party into the groups of the case: what it sees from then on, membership says at each reading. */
export async function enterJoint(work: Work, joint: JointRow, party: PartyRow): Promise<void> {
  if (party.state === 'invited') await endInvitation(work, joint, party)
  await inPlaceOf(work, joint.owner, async () => {
    await setParty(work.tx, { id: party.id, state: 'in', since: work.now, endedAt: null })
    for (const { id, reach, late } of await listOwnJointGroups(work.tx, joint.id)) {
      if (reach === 'agencies' && party.kind !== 'agency') continue
      await addToGroup(work.tx, joint.owner, id, party.organisation, late, work.now)
      if (reach === 'all' && late) await grant(work.tx, joint.owner, 'joint-party', party.id, id, work.now)
    }
    await addToGroup(work.tx, joint.owner, party.seat, party.organisation, true, work.now)
  })
  await inPlaceOf(work, party.organisation, () => setJointFile(work.tx, joint.id, 'in', work.now))
}

/** Ends a part, or an invitation, at once. What was told of it at consoles goes too. The agencies in the case go on seeing that there was one. */
export async function endPart(
  work: Work,
  joint: JointRow,
  party: PartyRow,
  state: 'declined' | 'withdrawn' | 'left' | 'out',
): Promise<void> {
  if (party.state === 'invited') await endInvitation(work, joint, party)
  await inPlaceOf(work, joint.owner, async () => {
    await setParty(work.tx, { id: party.id, state, since: party.since, endedAt: work.now })
    for (const { id, reach, late } of await listOwnJointGroups(work.tx, joint.id)) {
      await removeFromGroup(work.tx, joint.owner, id, party.organisation)
      if (reach === 'all' && late) await endGrants(work.tx, joint.owner, 'joint-party', party.id, id)
    }
    await removeFromGroup(work.tx, joint.owner, party.seat, party.organisation)
    if (joint.proposed === party.id) await setProposed(work.tx, joint.id, null, work.now)
  })
  await inPlaceOf(work, party.organisation, () => setJointFile(work.tx, joint.id, state, work.now))
  await takeNoticesBack(work, party.organisation, joint.id)
  if (party.organisation !== work.actor.organisation)
    await announceElsewhere(work.tx, party.organisation, [
      { kind: 'joint-case', id: joint.id },
      { kind: 'shared-copy', id: '' },
    ])
}
