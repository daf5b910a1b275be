import { createHash } from 'node:crypto'
import { Failure, present } from '../../../../base/failure.ts'
import { newId } from '../../../../base/id.ts'
import type { Work } from '../../../../platform/work.ts'
import type { DisclosureLine } from '../../contract/network/disclosures.ts'
import { type HowToAsk, linesFault } from '../../network/disclosure.ts'
import { mayChangeCard, mayLeave, type Standing } from '../../network/standing.ts'
import {
  deleteDisclosure,
  insertDisclosure,
  listLines,
  listVersions,
  lockCurrent,
  replaceLines,
  setPublished,
  setSuperseded,
  updateDisclosure,
} from '../../store/network/disclosures.ts'
import { grant, listStandingGroups } from '../../store/network/groups.ts'
import { takeMember } from './members.ts'

/**
 * Makes a member's draft, or changes it; what is in force stays. The member alone sees it, and the secretariat. Refuses `cooperation.not-industry`,
 * `cooperation.disclosure-lines`.
 */
export async function draftDisclosure(
  work: Work,
  standing: Standing,
  memberId: string,
  how: HowToAsk,
  lines: readonly DisclosureLine[],
): Promise<string> {
  const member = await takeMember(work, memberId)
  work.require(mayChangeCard(standing, member))
  if (member.kind !== 'industry') throw new Failure('conflict', 'cooperation.not-industry', `member ${memberId} is an agency`)
  const fault = linesFault(lines)
  if (fault !== undefined)
    throw new Failure('invalid', 'cooperation.disclosure-lines', `the line ${fault}`, { detail: { field: 'lines', fault } })
  const open = (await lockCurrent(work.tx, memberId)).find(({ state }) => state === 'draft')
  const id = open?.id ?? newId(work.now.getTime())
  if (open === undefined) {
    const version = ((await listVersions(work.tx, memberId))[0]?.version ?? 0) + 1
    await insertDisclosure(work.tx, { ...how, id, owner: standing.network, member: memberId, version, at: work.now, by: work.actor.id })
    if (member.organisation !== null) await grant(work.tx, standing.network, 'disclosure', id, member.organisation, work.now)
  } else await updateDisclosure(work.tx, id, how, work.now, work.actor.id)
  await replaceLines(work.tx, standing.network, id, lines)
  work.record('cooperation.disclosure-drafted', memberId)
  announceDisclosure(work, id)
  return id
}

/**
 * Puts the draft in force: all agencies see it from then on, and it can be proven later what was said when. Refuses `cooperation.no-draft-answers`,
 * `cooperation.disclosure-changed` where it is another than the one of `changedAt`.
 */
export async function publishDisclosure(work: Work, standing: Standing, memberId: string, changedAt: Date): Promise<string> {
  const member = await takeMember(work, memberId)
  work.require(mayLeave(standing, member))
  const current = await lockCurrent(work.tx, memberId)
  const draft = present(
    current.find(({ state }) => state === 'draft'),
    'cooperation.no-draft-answers',
    `a draft of member ${memberId}`,
  )
  if (draft.changedAt.getTime() !== changedAt.getTime())
    throw new Failure('conflict', 'cooperation.disclosure-changed', `draft ${draft.id} changed meanwhile`)
  for (const { id } of current.filter(({ state }) => state === 'in-force')) await setSuperseded(work.tx, id, work.now)
  await setPublished(work.tx, draft.id, work.now, work.actor.id)
  const agencies = (await listStandingGroups(work.tx, standing.network)).find((group) => group.standing === 'agencies')
  if (agencies !== undefined) await grant(work.tx, standing.network, 'disclosure', draft.id, agencies.id, work.now)
  work.record('cooperation.disclosure-published', memberId, { version: draft.version })
  work.witness('cooperation.disclosure-published', draft.id, {
    member: memberId,
    version: draft.version,
    sha256: await hashOf(work, draft),
  })
  announceDisclosure(work, draft.id)
  return draft.id
}

/** Of what agencies are shown: how it is asked and all lines, as JSON in the order of the store. */
async function hashOf(work: Work, { id, channel, address, languages, needs, emergency, emergencyHours, note }: HowToAsk & { id: string }) {
  const said = { channel, address, languages, needs, emergency, emergencyHours, note, lines: await listLines(work.tx, id) }
  return createHash('sha256').update(JSON.stringify(said)).digest('hex')
}

/** Refuses `cooperation.no-draft-answers`. */
export async function dropDisclosure(work: Work, standing: Standing, memberId: string): Promise<void> {
  const member = await takeMember(work, memberId)
  work.require(mayChangeCard(standing, member))
  const draft = (await lockCurrent(work.tx, memberId)).find(({ state }) => state === 'draft')
  const { id } = present(draft, 'cooperation.no-draft-answers', `a draft of member ${memberId}`)
  await deleteDisclosure(work.tx, id)
  work.record('cooperation.disclosure-dropped', memberId)
  announceDisclosure(work, id)
}

/** To the network's consoles, and to those of all who see these answers: of a draft, its member alone. */
function announceDisclosure(work: Work, id: string): void {
  work.announce('disclosure', id)
  work.tell('disclosure', id)
}
