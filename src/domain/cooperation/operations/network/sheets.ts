import { createHash } from 'node:crypto'
import { Failure, present } from '../../../../base/failure.ts'
import { newId } from '../../../../base/id.ts'
import type { Work } from '../../../../platform/work.ts'
import type { Member } from '../../network/member.ts'
import { type Answer, answersFault, isBlank, isOpenRound, type Round, type Sheet } from '../../network/questionnaire.ts'
import { mayChangeCard, mayKeepNetwork, mayLeave, type Standing } from '../../network/standing.ts'
import { listAgenciesOf, listNamings } from '../../store/network/country-contacts.ts'
import { endGrants, grant, listStandingGroups } from '../../store/network/groups.ts'
import { findRound, listQuestions } from '../../store/network/questionnaires.ts'
import {
  deleteSheet,
  insertSheet,
  listAnswers,
  listSheetVersions,
  lockSheets,
  replaceAnswers,
  setSubmitted,
  supersedeSheet,
  updateSheet,
} from '../../store/network/sheets.ts'
import { takeMember } from './members.ts'

export type Answering = Pick<Sheet, 'joint' | 'audience'> & { readonly answers: readonly Answer[] }

/** Its own agency writes and submits; the secretariat does for one that does not work on this node. */
export function mayAnswer(standing: Standing, member: Pick<Member, 'id' | 'kind' | 'state' | 'organisation'>): boolean {
  if (member.kind !== 'agency' || member.state !== 'member') return false
  return standing.acting ? member.organisation === null && mayKeepNetwork(standing) : mayChangeCard(standing, member)
}

/** Whether an agency may answer for all of its country: the one that they named together, or the only one. */
export async function maySpeakForCountry({ tx }: Pick<Work, 'tx'>, { network }: Standing, { id, country }: Member): Promise<boolean> {
  const standing = (await listNamings(tx, network, country)).find(({ state }) => state === 'standing')
  if (standing !== undefined) return standing.agency === id
  const agencies = await listAgenciesOf(tx, network, country)
  return agencies.length === 1 && agencies[0]?.id === id
}

/** Makes an agency's draft in a round, or changes it. Refuses as the contract says. */
export async function draftSheet(work: Work, standing: Standing, roundId: string, memberId: string, said: Answering): Promise<string> {
  const { member, round } = await take(work, standing, roundId, memberId)
  const answers = said.answers.filter((one) => !isBlank(one))
  const fault = answersFault(await listQuestions(work.tx, round.questionnaire), answers)
  if (fault !== undefined)
    throw new Failure('invalid', 'cooperation.answer-unfit', `the answer ${fault}`, { detail: { field: 'answers', fault } })
  if (said.joint && !(await maySpeakForCountry(work, standing, member)))
    throw new Failure('conflict', 'cooperation.not-primary', `member ${memberId} does not speak for ${member.country}`)
  const open = (await lockSheets(work.tx, roundId, memberId)).find(({ state }) => state === 'draft')
  const id = open?.id ?? newId(work.now.getTime())
  const { joint, audience } = said
  const row = { id, round: roundId, member: memberId, joint, audience, changedAt: work.now, changedBy: work.actor.id }
  if (open === undefined) {
    const version = ((await listSheetVersions(work.tx, roundId, memberId))[0]?.version ?? 0) + 1
    await insertSheet(work.tx, standing.network, { ...row, version })
    if (member.organisation !== null) await grant(work.tx, standing.network, 'answer-sheet', id, member.organisation, work.now)
  } else await updateSheet(work.tx, id, row)
  await replaceAnswers(work.tx, standing.network, id, answers)
  work.record('cooperation.answers-drafted', memberId, { round: roundId })
  work.tell('answer-sheet', id)
  work.announce('round', roundId)
  return id
}

/** Shows the draft to whom it says; the version before stays, shown to no more than the new one. Refuses as the contract says. */
export async function submitSheet(work: Work, standing: Standing, roundId: string, memberId: string, changedAt: Date): Promise<string> {
  const { member } = await take(work, standing, roundId, memberId)
  work.require(standing.acting || mayLeave(standing, member))
  const sheets = await lockSheets(work.tx, roundId, memberId)
  const draft = present(
    sheets.find(({ state }) => state === 'draft'),
    'cooperation.no-draft-answers',
    `a draft of member ${memberId}`,
  )
  if (draft.changedAt.getTime() !== changedAt.getTime())
    throw new Failure('conflict', 'cooperation.disclosure-changed', `draft ${draft.id} changed meanwhile`)
  const answers = (await listAnswers(work.tx, [draft.id])).get(draft.id) ?? []
  if (answers.length === 0) throw new Failure('conflict', 'cooperation.nothing-answered', `draft ${draft.id} answers nothing`)
  if (draft.joint && !(await maySpeakForCountry(work, standing, member)))
    throw new Failure('conflict', 'cooperation.not-primary', `member ${memberId} does not speak for ${member.country}`)
  const groups = await listStandingGroups(work.tx, standing.network)
  const groupOf = (name: string) => groups.find((group) => group.standing === name)?.id
  for (const { id } of sheets.filter(({ state }) => state === 'submitted')) await supersedeSheet(work.tx, id, work.now)
  if (draft.audience === 'agencies')
    for (const { id } of await listSheetVersions(work.tx, roundId, memberId))
      await endGrants(work.tx, standing.network, 'answer-sheet', id, groupOf('members') ?? id)
  await setSubmitted(work.tx, draft.id, work.now, work.actor.id)
  // agencies by their own group, so that they keep what industry is shown no more
  for (const name of draft.audience === 'members' ? ['agencies', 'members'] : ['agencies']) {
    const group = groupOf(name)
    if (group !== undefined) await grant(work.tx, standing.network, 'answer-sheet', draft.id, group, work.now)
  }
  const { version, joint, audience } = draft
  work.record('cooperation.answers-submitted', memberId, { round: roundId, version })
  const sha256 = createHash('sha256').update(JSON.stringify(answers)).digest('hex')
  work.witness('cooperation.answers-submitted', draft.id, { member: memberId, round: roundId, version, joint, audience, sha256 })
  work.tell('answer-sheet', draft.id)
  work.announce('round', roundId)
  return draft.id
}

/** Refuses `cooperation.no-draft-answers`. What one has written can be thrown away when the round is over too. */
export async function dropSheet(work: Work, standing: Standing, roundId: string, memberId: string): Promise<void> {
  const member = await takeMember(work, memberId)
  work.require(mayAnswer(standing, member))
  const draft = (await lockSheets(work.tx, roundId, memberId)).find(({ state }) => state === 'draft')
  await deleteSheet(work.tx, present(draft, 'cooperation.no-draft-answers', `a draft of member ${memberId}`).id)
  work.record('cooperation.answers-dropped', memberId, { round: roundId })
  work.announce('round', roundId)
}

/** Refuses `cooperation.not-agency`, `cooperation.no-round`, `cooperation.round-closed`. */
async function take(work: Work, standing: Standing, roundId: string, memberId: string): Promise<{ member: Member; round: Round }> {
  const member = await takeMember(work, memberId)
  if (member.kind !== 'agency' || member.state !== 'member')
    throw new Failure('conflict', 'cooperation.not-agency', `member ${memberId} is no agency of the network`)
  work.require(mayAnswer(standing, member))
  const round = present(await findRound(work.tx, roundId), 'cooperation.no-round', `round ${roundId}`)
  if (!isOpenRound(round, work.now)) throw new Failure('conflict', 'cooperation.round-closed', `round ${roundId} is over`)
  return { member, round }
}
