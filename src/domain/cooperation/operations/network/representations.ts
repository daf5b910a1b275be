import { Failure, present } from '../../../../base/failure.ts'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import type { Work } from '../../../../platform/work.ts'
import { notifyElsewhere } from '../../../directory/index.ts'
import type { Member } from '../../network/member.ts'
import { isBackwards, type Span } from '../../network/representation.ts'
import { mayChangeCard, type Standing } from '../../network/standing.ts'
import { findMember, lockMember } from '../../store/network/members.ts'
import {
  deleteRepresentation,
  insertRepresentation,
  lockRepresentation,
  updateRepresentation,
} from '../../store/network/representations.ts'

export type Said = Span & { readonly member: string | null; readonly name: string }

/**
 * A member says for whom it speaks: another member, which is told, or somebody by name. Refuses `cooperation.represents-itself`,
 * `cooperation.represented-already`, `cooperation.representation-days`, `cooperation.no-such-member`.
 */
export async function addRepresentation(
  work: Work,
  standing: Standing,
  association: string,
  { member, name, ...span }: Said,
): Promise<void> {
  const speaker = await takeSpeaker(work, standing, association)
  if (member === association) throw new Failure('invalid', 'cooperation.represents-itself', 'nobody speaks for itself')
  refuseBackwards(span)
  const other = member === null ? undefined : present(await findMember(work.tx, member), 'cooperation.no-such-member', `member ${member}`)
  if (other !== undefined && other.state !== 'member')
    throw new Failure('missing', 'cooperation.no-such-member', `member ${member} is ${other.state}`)
  const id = newId(work.now.getTime())
  const row = { id, association, other: member, name: other?.name ?? name, ...span }
  if (!(await insertRepresentation(work.tx, standing.network, row, work.now, work.actor.id))) throw already(association)
  note(work, 'added', id, association, member)
  if (other?.organisation == null) return
  const notice = { kind: 'cooperation.represented', subject: association, params: { name: speaker.name } }
  await notifyElsewhere(work, other.organisation, 'manager', notice, [{ kind: 'member', id: other.id }])
}

/** Refuses `cooperation.no-representation`, `cooperation.representation-days`, `cooperation.represented-already`. Answers whose it is. */
export async function changeRepresentation(work: Work, standing: Standing, id: string, span: Span): Promise<string> {
  const { association, other } = await take(work, standing, id)
  refuseBackwards(span)
  if (!(await updateRepresentation(work.tx, id, span, work.now, work.actor.id))) throw already(association)
  note(work, 'changed', id, association, other)
  return association
}

/** Of what was said in error. Refuses `cooperation.no-representation`. */
export async function removeRepresentation(work: Work, standing: Standing, id: string): Promise<void> {
  const { association, other } = await take(work, standing, id)
  await deleteRepresentation(work.tx, id)
  note(work, 'removed', id, association, other)
}

/** What is said in words as a member is entered: somebody who is named. The caller has asked for leave. */
export async function representInWords(work: Work, network: OrganisationId, association: string, words: string): Promise<void> {
  if (words.trim() === '') return
  const row = { id: newId(work.now.getTime()), association, other: null, name: words.trim(), since: null, until: null, basis: '' }
  await insertRepresentation(work.tx, network, row, work.now, work.actor.id)
}

async function take(work: Work, standing: Standing, id: string) {
  const row = present(await lockRepresentation(work.tx, id), 'cooperation.no-representation', `representation ${id}`)
  await takeSpeaker(work, standing, row.association)
  return row
}

async function takeSpeaker(work: Work, standing: Standing, id: string): Promise<Member> {
  const member = present(await lockMember(work.tx, id), 'cooperation.no-such-member', `member ${id}`)
  work.require(mayChangeCard(standing, member))
  if (member.state !== 'member') throw new Failure('conflict', 'cooperation.no-longer-member', `member ${id} is ${member.state}`)
  return member
}

function refuseBackwards(span: Span): void {
  if (isBackwards(span)) throw new Failure('invalid', 'cooperation.representation-days', 'it ends before it begins')
}

const already = (id: string) => new Failure('conflict', 'cooperation.represented-already', `member ${id} says so already`)

/** Both cards show it. Who is named alone is not in the log: it may be a person, and the log can not be changed. */
function note(work: Work, what: 'added' | 'changed' | 'removed', id: string, association: string, other: string | null): void {
  work.record(`cooperation.representation-${what}`, id, { association, other })
  work.witness(`cooperation.representation-${what}`, id, { association, other })
  for (const one of [association, ...(other === null ? [] : [other])]) {
    work.announce('member', one)
    work.tell('member', one)
  }
}
