import { randomBytes } from 'node:crypto'
import { Failure, present } from '../../../../base/failure.ts'
import { newId } from '../../../../base/id.ts'
import type { Work } from '../../../../platform/work.ts'
import type { permittedUses } from '../../contract/network/names.ts'
import { type JointOutcome, jointCode, mayBind, mostParties } from '../../network/joint.ts'
import type { Tlp } from '../../network/tlp.ts'
import { grant } from '../../store/network/groups.ts'
import {
  insertJoint,
  insertJointGroup,
  insertParty,
  type JointRow,
  listJointGroups,
  listOwnJointGroups,
  type PartyRow,
  setClosed,
  setProposed,
} from '../../store/network/joint-cases.ts'
import { findBrief, grantEntry, insertEntry, setWordsOf } from '../../store/network/joint-entries.ts'
import { putJointFile, setJointFile } from '../../store/network/joint-files.ts'
import { holdMembersHere, type MemberHere } from '../../store/network/own-groups.ts'
import { ownerOf } from '../note.ts'
import { copyOf } from './copy.ts'
import { inPlaceOf } from './in-place.ts'
import { endPart, enterJoint, type Inside, inside, noteAct, showInvitation, takeJoint, tellParties } from './joint.ts'
import { wordsOf } from './joint-words.ts'
import { refuseSecret } from './secrets.ts'
import { readStanding } from './standing.ts'

/** What a joint case is about, as its lead says. */
export type Brief = {
  readonly title: string
  /** what for */
  readonly text: string
  /** in law */
  readonly ground: string
  readonly tlp: Tlp
  readonly permitted: (typeof permittedUses)[number]
}

/**
 * Opens a joint case that the acting agency leads, of one of its own cases or of none. Nothing of that case is shown: what is to be, is shared. Refuses
 * `cooperation.joint-agency`, `cooperation.secret` where a mark of secrecy stands on the case, `cooperation.nothing-to-share`, and what `wordsOf` does.
 */
export async function openJoint(work: Work, brief: Brief, own: string | null): Promise<string> {
  work.require(mayBind(work.actor))
  const owner = ownerOf(work)
  const { network, member } = await readStanding(work.tx, work.actor)
  const [here] = await inPlaceOf(work, network, () => holdMembersHere(work.tx, network, member === null ? [] : [member.id]))
  if (member?.kind !== 'agency' || here === undefined)
    throw new Failure('forbidden', 'cooperation.joint-agency', 'a joint case is opened and led by an agency')
  if (own !== null) await refuseSecretCase(work, own)
  const { words, byName } = await wordsOf(work, 'brief', brief)
  const id = newId(work.now.getTime())
  const code = jointCode(randomBytes(5))
  const joint: Pick<JointRow, 'id' | 'owner' | 'code' | 'lead'> = { id, owner: network, code, lead: owner }
  const lead = await inPlaceOf(work, network, async () => {
    await insertJoint(work.tx, { ...joint, leadMember: here.member }, work.now)
    for (const reach of ['agencies', 'all'] as const)
      for (const late of [true, false])
        await insertJointGroup(work.tx, network, { joint: id, reach, late, name: code }, work.now, work.actor.id)
    const party = await insertNewParty(work, joint, here, 'in')
    for (const group of await listOwnJointGroups(work.tx, id))
      if (group.reach === 'all' && group.late) await grant(work.tx, network, 'joint-case', id, group.id, work.now)
    return party
  })
  await putJointFile(work.tx, owner, {
    id: newId(work.now.getTime()),
    joint: id,
    code,
    state: 'in',
    at: work.now,
    endedAt: null,
    case: own,
  })
  await insertBrief(work, id, brief.tlp, words, byName)
  await enterJoint(work, { ...joint, ...opened(work, here) }, lead)
  await showBriefInside(work, id)
  await noteAct(work, joint, 'opened', { byName, sha256: words.sha256 })
  return id
}

const opened = (work: Work, { member }: MemberHere) => ({
  ...{ state: 'open' as const, leadMember: member, leadSince: work.now, proposed: null, proposedAt: null },
  ...{ openedAt: work.now, closedAt: null, outcome: null },
})

async function refuseSecretCase(work: Work, own: string): Promise<void> {
  const { objects, body } = await copyOf(work.tx, ownerOf(work), { kind: 'case', id: own })
  await refuseSecret(work.tx, { objects, body })
}

/** A party with its seat; the agencies in the case see it from now on. In the network's name. */
async function insertNewParty(
  work: Work,
  joint: Pick<JointRow, 'id' | 'owner' | 'code'>,
  { organisation, member, name, country, kind }: MemberHere,
  state: 'invited' | 'in',
): Promise<PartyRow> {
  const { owner, id, code } = joint
  const seat = await insertJointGroup(work.tx, owner, { joint: id, reach: 'seat', late: true, name: code }, work.now, work.actor.id)
  const times = { invitedAt: work.now, since: state === 'in' ? work.now : null, endedAt: null }
  const party: PartyRow = { id: newId(work.now.getTime()), joint: id, member, organisation, name, country, kind, state, seat, ...times }
  await insertParty(work.tx, owner, party)
  for (const group of await listOwnJointGroups(work.tx, id))
    if (group.reach === 'agencies' && group.late) await grant(work.tx, owner, 'joint-party', party.id, group.id, work.now)
  return party
}

/** The lead's own row. */
export async function insertBrief(
  work: Work,
  joint: string,
  tlp: Tlp,
  words: Awaited<ReturnType<typeof wordsOf>>['words'],
  byName: string,
): Promise<void> {
  const [id, owner] = [newId(work.now.getTime()), ownerOf(work)]
  const terms = { reach: 'all', late: true, tlp, secrecy: null } as const
  await insertEntry(work.tx, { id, owner, joint, kind: 'brief', ...terms, byName, by: work.actor.id, at: work.now, words })
}

/** All in the case see what it is about; who enters later too. */
export async function showBriefInside(work: Work, joint: string): Promise<void> {
  const owner = ownerOf(work)
  const brief = present(await findBrief(work.tx, joint, owner), 'cooperation.no-joint', `what joint case ${joint} is about`)
  const groups = (await listJointGroups(work.tx, joint)).filter(({ reach, late }) => reach === 'all' && late)
  await grantEntry(
    work.tx,
    owner,
    brief.id,
    groups.map(({ id }) => id),
    work.now,
  )
}

/** The case, for its lead, while it is open. Refuses `cooperation.joint-lead`, `cooperation.joint-closed`. */
export async function takeLead(work: Work, id: string): Promise<Inside> {
  work.require(mayBind(work.actor))
  await readStanding(work.tx, work.actor)
  const found = await takeJoint(work, id)
  if (found.joint.lead !== found.own.organisation)
    throw new Failure('forbidden', 'cooperation.joint-lead', `joint case ${id} is led by another`)
  refuseClosed(found.joint)
  return found
}

export function refuseClosed({ id, state }: Pick<JointRow, 'id' | 'state'>): void {
  if (state === 'closed') throw new Failure('conflict', 'cooperation.joint-closed', `joint case ${id} is closed`)
}

/** Says anew what the case is about. Its mark stays: what was given went by it. */
export async function changeBrief(work: Work, id: string, brief: Omit<Brief, 'tlp'>): Promise<void> {
  const { joint, parties } = await takeLead(work, id)
  const found = present(await findBrief(work.tx, id, joint.lead), 'cooperation.no-joint', `what joint case ${id} is about`)
  const { words } = await wordsOf(work, 'brief', { ...brief, tlp: found.tlp })
  await setWordsOf(work.tx, found.id, words, work.now)
  work.record('cooperation.joint-brief-changed', id, { sha256: words.sha256 })
  work.witness('cooperation.joint-brief-changed', id, { joint: id, sha256: words.sha256 })
  work.announce('joint-case', id)
  await tellParties(
    work,
    joint,
    parties.filter(({ endedAt }) => endedAt === null),
  )
}

/** Asks members of the network, by their cards. Who is in the case or was asked already is not asked again. Refuses `cooperation.no-recipient`, `cooperation.joint-full`. */
export async function inviteParties(work: Work, id: string, cards: readonly string[]): Promise<void> {
  work.require(mayBind(work.actor))
  const { network } = await readStanding(work.tx, work.actor)
  const wanted = [...new Set(cards)]
  // the cards before the case, as whoever leaves the network takes them
  const members = await inPlaceOf(work, network, () => holdMembersHere(work.tx, network, wanted))
  const { joint, parties, own } = await takeLead(work, id)
  if (members.length < wanted.length)
    throw new Failure('invalid', 'cooperation.no-recipient', 'one of these is no member that works on this node')
  const there = new Set(parties.filter(({ endedAt }) => endedAt === null).map(({ organisation }) => organisation))
  const asked = members.filter(({ organisation }) => !there.has(organisation))
  if (there.size + asked.length > mostParties)
    throw new Failure('conflict', 'cooperation.joint-full', `joint case ${id} would have more than ${mostParties} parties`)
  for (const member of asked) {
    const party = await inPlaceOf(work, joint.owner, () => insertNewParty(work, joint, member, 'invited'))
    await inPlaceOf(work, member.organisation, async () => {
      const file = { id: newId(work.now.getTime()), joint: id, code: joint.code, at: work.now, endedAt: null, case: null }
      await putJointFile(work.tx, member.organisation, { ...file, state: 'invited' })
    })
    await showInvitation(work, joint, party)
    await noteAct(work, joint, 'invited', { byName: own.name, name: member.name })
    await tellParties(work, joint, [party], { kind: 'cooperation.joint-invited', params: { from: own.name } })
  }
  await tellParties(
    work,
    joint,
    inside(parties).filter(({ kind }) => kind === 'agency'),
  )
}

/** Takes a party out, or an invitation back: from this moment on it sees nothing more. What it gave stays its own. */
export async function removeParty(work: Work, id: string, party: string): Promise<void> {
  const { joint, parties, own } = await takeLead(work, id)
  const found = parties.find((one) => one.id === party && one.endedAt === null)
  const gone = present(found, 'cooperation.no-party', `a party ${party} of joint case ${id}`)
  if (gone.id === own.id) throw leads(id)
  const was = gone.state
  await endPart(work, joint, gone, was === 'invited' ? 'withdrawn' : 'out')
  await noteAct(work, joint, was === 'invited' ? 'invitation-withdrawn' : 'taken-out', { byName: own.name, name: gone.name })
  if (was === 'in') await tellParties(work, joint, [gone], { kind: 'cooperation.joint-taken-out', params: { code: joint.code } })
  await tellParties(work, joint, others(parties, gone, was))
}

export const leads = (id: string) =>
  new Failure('conflict', 'cooperation.joint-leads', `whoever leads joint case ${id} hands it over first, or closes it`)

/** Whose consoles look again when a party goes: of an invitation only the agencies know. */
export function others(parties: readonly PartyRow[], gone: PartyRow, was: PartyRow['state']): readonly PartyRow[] {
  return inside(parties).filter((one) => one.id !== gone.id && (was !== 'invited' || one.kind === 'agency'))
}

/** Asks another agency in the case to lead it; `null` takes that back. */
export async function proposeLead(work: Work, id: string, party: string | null): Promise<void> {
  const { joint, parties, own } = await takeLead(work, id)
  const next =
    party === null
      ? null
      : present(
          inside(parties).find((one) => one.id === party),
          'cooperation.no-party',
          `a party ${party}`,
        )
  if (next !== null && (next.kind !== 'agency' || next.id === own.id))
    throw new Failure('invalid', 'cooperation.joint-agency', 'a joint case is led by an agency')
  if (joint.proposed === party) return
  await inPlaceOf(work, joint.owner, () => setProposed(work.tx, id, party, work.now))
  const before = inside(parties).find((one) => one.id === joint.proposed)
  if (next !== null) await noteAct(work, joint, 'lead-proposed', { byName: own.name, name: next.name })
  else await noteAct(work, joint, 'lead-kept', { byName: own.name, ...(before === undefined ? {} : { name: before.name }) })
  await tellParties(work, joint, inside(parties))
  if (next !== null)
    await tellParties(work, joint, [next], { kind: 'cooperation.joint-lead-proposed', params: { code: joint.code, from: own.name } })
}

/** Ends it, with what came of it. Nothing more is given; what was given stays until its owner takes it back. */
export async function closeJoint(
  work: Work,
  id: string,
  { outcome, text }: { readonly outcome: JointOutcome; readonly text: string },
): Promise<void> {
  const { joint, parties, own } = await takeLead(work, id)
  for (const party of parties.filter(({ state }) => state === 'invited')) await endPart(work, joint, party, 'withdrawn')
  const { tlp } = present(await findBrief(work.tx, id, joint.lead), 'cooperation.no-joint', `what joint case ${id} is about`)
  const { words, byName } = await wordsOf(work, 'outcome', { title: outcome, text, tlp })
  const entry = newId(work.now.getTime())
  const terms = { kind: 'outcome', reach: 'all', late: true, tlp, secrecy: null } as const
  await insertEntry(work.tx, { id: entry, owner: joint.lead, joint: id, ...terms, byName, by: work.actor.id, at: work.now, words })
  const groups = (await listJointGroups(work.tx, id)).filter(({ reach, late }) => reach === 'all' && late)
  await grantEntry(
    work.tx,
    joint.lead,
    entry,
    groups.map((one) => one.id),
    work.now,
  )
  await noteAct(work, joint, 'closed', { byName: own.name, sha256: words.sha256 })
  await closeForAll(work, joint, inside(parties), outcome)
  await tellParties(work, joint, inside(parties), { kind: 'cooperation.joint-closed', params: { code: joint.code } })
}

/** The case and each party's file of it. */
export async function closeForAll(work: Work, joint: JointRow, parties: readonly PartyRow[], outcome: JointOutcome): Promise<void> {
  await inPlaceOf(work, joint.owner, () => setClosed(work.tx, joint.id, outcome, work.now))
  for (const { organisation } of parties) await inPlaceOf(work, organisation, () => setJointFile(work.tx, joint.id, 'closed', work.now))
}
