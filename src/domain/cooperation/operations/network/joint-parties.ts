import { Failure, present } from '../../../../base/failure.ts'
import type { CaseId, OrganisationId } from '../../../../base/id.ts'
import type { Work } from '../../../../platform/work.ts'
import { findCase } from '../../../cases/index.ts'
import { mayBind, nextLead } from '../../network/joint.ts'
import { mayDraftShare } from '../../network/sharing.ts'
import { endGrants } from '../../store/network/groups.ts'
import {
  findJoint,
  type JointRow,
  listOpenParties,
  listParties,
  lockJoint,
  type PartyRow,
  setLead,
  setProposed,
} from '../../store/network/joint-cases.ts'
import { findBrief } from '../../store/network/joint-entries.ts'
import { findJointFile, setOwnCase } from '../../store/network/joint-files.ts'
import { ownerOf } from '../note.ts'
import { inPlaceOf } from './in-place.ts'
import { endPart, enterJoint, inside, noteAct, showBrief, takeJoint, tellParties } from './joint.ts'
import { closeForAll, insertBrief, leads, others, refuseClosed, showBriefInside } from './joint-cases.ts'
import { wordsOf } from './joint-words.ts'
import { readStanding } from './standing.ts'

/** Comes into the case: from now on it sees what its groups are shown, and of what was given before what its owners let. Refuses `cooperation.no-joint`. */
export async function acceptInvitation(work: Work, id: string): Promise<void> {
  work.require(mayBind(work.actor))
  await readStanding(work.tx, work.actor)
  const { joint, own } = await takeJoint(work, id, ['invited'])
  refuseClosed(joint)
  await enterJoint(work, joint, own)
  await noteAct(work, joint, 'joined', { byName: own.name })
  await tellOthers(work, joint, { kind: 'cooperation.joint-joined', params: { code: joint.code, from: own.name } })
}

/** Nobody has to say why. */
export async function declineInvitation(work: Work, id: string): Promise<void> {
  work.require(mayBind(work.actor))
  const { joint, own } = await takeJoint(work, id, ['invited'])
  await endPart(work, joint, own, 'declined')
  await noteAct(work, joint, 'declined', { byName: own.name })
  await tellLead(work, joint, { kind: 'cooperation.joint-declined', params: { code: joint.code, from: own.name } })
}

/** Goes out of the case at once, also of one that is closed. What it gave stays its own, to be taken back. Refuses `cooperation.joint-leads`. */
export async function leaveJoint(work: Work, id: string): Promise<void> {
  work.require(mayBind(work.actor))
  const { joint, parties, own } = await takeJoint(work, id)
  if (joint.state === 'open' && joint.lead === own.organisation) throw leads(id)
  await endPart(work, joint, own, 'left')
  await noteAct(work, joint, 'left', { byName: own.name })
  const rest = others(parties, own, 'in')
  await tellParties(work, joint, rest)
  await tellLead(work, joint, { kind: 'cooperation.joint-left', params: { code: joint.code, from: own.name } })
}

/** Takes the lead over, or leaves it where it is. What the case is about becomes the new lead's own row, of the same words. Refuses `cooperation.joint-not-asked`. */
export async function answerLead(work: Work, id: string, accept: boolean): Promise<void> {
  work.require(mayBind(work.actor))
  await readStanding(work.tx, work.actor)
  const { joint, parties, own } = await takeJoint(work, id)
  refuseClosed(joint)
  if (joint.proposed !== own.id) throw new Failure('conflict', 'cooperation.joint-not-asked', `nobody asked to take joint case ${id} over`)
  if (accept) await moveLead(work, joint, parties, own)
  else await inPlaceOf(work, joint.owner, () => setProposed(work.tx, id, null, work.now))
  await noteAct(work, joint, accept ? 'lead-moved' : 'lead-kept', { byName: own.name })
  if (!accept) return tellParties(work, joint, inside(parties))
  await tellParties(work, joint, inside(parties), { kind: 'cooperation.joint-lead-moved', params: { code: joint.code, from: own.name } })
}

async function moveLead(work: Work, joint: JointRow, parties: readonly PartyRow[], next: PartyRow): Promise<void> {
  const before = present(await findBrief(work.tx, joint.id, joint.lead), 'cooperation.no-joint', `what joint case ${joint.id} is about`)
  const { title = '…', text = '', ground = '', permitted = null } = before.words ?? {}
  const { words, byName } = await wordsOf(work, 'brief', { title, text, ground: ground ?? '', permitted, tlp: before.tlp })
  await endBrief(work, joint)
  await inPlaceOf(work, joint.owner, () => setLead(work.tx, joint.id, next, work.now))
  await insertBrief(work, joint.id, before.tlp, words, byName)
  await showBriefInside(work, joint.id)
  const asked = parties.filter(({ state }) => state === 'invited').map(({ organisation }) => organisation)
  if (asked.length > 0) await showBrief(work, { ...joint, lead: next.organisation }, asked)
}

/** What a lead had said of the case is seen by itself alone from then on. */
async function endBrief(work: Work, joint: JointRow): Promise<void> {
  await inPlaceOf(work, joint.lead, async () => {
    const brief = await findBrief(work.tx, joint.id, joint.lead)
    if (brief === undefined) return
    for (const kind of ['joint-entry', 'joint-text']) await endGrants(work.tx, joint.lead, kind, brief.id)
  })
}

/** Who is in the case now, as the acting organisation sees it. */
async function tellOthers(work: Work, joint: JointRow, notice: Parameters<typeof tellParties>[3]): Promise<void> {
  const now = inside(await listParties(work.tx, joint.id))
  await tellParties(work, joint, now)
  await tellLead(work, joint, notice)
}

async function tellLead(work: Work, joint: JointRow, notice: Parameters<typeof tellParties>[3]): Promise<void> {
  await tellParties(work, joint, [{ organisation: joint.lead } as PartyRow], notice)
}

/**
 * A member that leaves the network is out of all joint cases in that transaction: the network's act. What it led is led on by the agency that is longest in the case, in
 * the words that stood; where there is none, it is closed.
 */
export async function leaveJointCases(work: Work, organisation: OrganisationId): Promise<void> {
  for (const { id, joint: of } of await listOpenParties(work.tx, organisation)) {
    await lockJoint(work.tx, of)
    const joint = present(await findJoint(work.tx, of), 'cooperation.no-joint', `joint case ${of}`)
    const parties = await listParties(work.tx, of)
    const party = parties.find((one) => one.id === id && one.endedAt === null)
    // it was taken out, or declined, meanwhile
    if (party === undefined) continue
    if (joint.lead === organisation && joint.state === 'open') await leadOn(work, joint, parties, party)
    await endPart(work, joint, party, party.state === 'invited' ? 'withdrawn' : 'left')
    await noteAct(work, joint, party.state === 'invited' ? 'invitation-withdrawn' : 'left', { byName: party.name })
    await tellParties(work, joint, others(parties, party, party.state))
  }
}

async function leadOn(work: Work, joint: JointRow, parties: readonly PartyRow[], gone: PartyRow): Promise<void> {
  const next = nextLead(parties.filter(({ id }) => id !== gone.id))
  if (next === undefined) {
    for (const asked of parties.filter(({ state }) => state === 'invited')) await endPart(work, joint, asked, 'withdrawn')
    await noteAct(work, joint, 'closed', { byName: gone.name })
    return closeForAll(work, joint, inside(parties), 'other')
  }
  const before = await inPlaceOf(work, joint.lead, () => findBrief(work.tx, joint.id, joint.lead))
  await endBrief(work, joint)
  await setLead(work.tx, joint.id, next, work.now)
  const asked = parties.filter(({ state }) => state === 'invited').map((one) => one.organisation)
  await inPlaceOf(work, next.organisation, async () => {
    const led = { ...work, actor: { ...work.actor, organisation: next.organisation } }
    if (before?.words == null) return
    await insertBrief(led, joint.id, before.tlp, before.words, next.name)
    await showBriefInside(led, joint.id)
  })
  if (asked.length > 0) await showBrief(work, { ...joint, lead: next.organisation }, asked)
  await noteAct(work, joint, 'lead-fell', { byName: next.name })
  await tellParties(work, joint, [next], { kind: 'cooperation.joint-lead-moved', params: { code: joint.code, from: next.name } })
}

/** With which of its own cases it goes, for the acting organisation alone. Refuses `cooperation.no-joint`, `cooperation.nothing-to-share` for what is no case of its own. */
export async function linkOwnCase(work: Work, id: string, own: string | null): Promise<void> {
  work.require(mayDraftShare(work.actor))
  present(await findJointFile(work.tx, id), 'cooperation.no-joint', `a file of joint case ${id}`)
  if (own !== null && (await findCase(work.tx, own as CaseId))?.owner !== ownerOf(work))
    throw new Failure('missing', 'cooperation.nothing-to-share', `case ${own}`)
  await setOwnCase(work.tx, id, own)
  work.record('cooperation.joint-linked', id, { case: own })
  work.announce('joint-case', id)
}
