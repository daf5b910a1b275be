import { Failure, present } from '../../../../base/failure.ts'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import type { Work } from '../../../../platform/work.ts'
import { digestOf, type Edition, type EditionKind } from '../../network/edition.ts'
import { maySign } from '../../network/joining.ts'
import { firstRules, type Rules } from '../../network/proposal.ts'
import { mayKeepNetwork, type Standing } from '../../network/standing.ts'
import { findEdition, insertEdition, insertSignature, putInForce } from '../../store/network/editions.ts'
import { showToMembers, takeMember } from './members.ts'
import { tellLater } from './telling.ts'

export type Wording = { readonly title: string; readonly text: string; readonly rules: Rules | null }

/** Writes a version down; it is not in force yet. */
export async function draftEdition(
  work: Work,
  owner: OrganisationId,
  kind: EditionKind,
  wording: Wording,
  proposal: string | null,
): Promise<Edition> {
  const id = newId(work.now.getTime())
  const made = { ...wording, id, owner, kind, sha256: digestOf(wording), proposal, madeAt: work.now, madeBy: work.actor.id }
  await insertEdition(work.tx, made)
  return { ...made, number: null, since: null, until: null }
}

/** From now on this version is the one in force, and all members see it. Its hash is a leaf of the log. */
export async function enforceEdition(work: Work, edition: Edition): Promise<number> {
  const { id, owner, kind, title, sha256 } = edition
  const number = await putInForce(work.tx, edition, work.now)
  await showToMembers(work, owner, 'edition', id)
  work.record('cooperation.edition-in-force', id, { kind, number })
  work.witness('cooperation.edition', id, { kind, number, title, sha256 }, true)
  work.announce('edition', id)
  return number
}

/** What a network begins with, so that there is a rule in force from its first moment. */
export async function layDownProcedures(work: Work, network: OrganisationId): Promise<void> {
  await enforceEdition(work, await draftEdition(work, network, 'procedures', { title: 'Procedures', text: '', rules: firstRules }, null))
}

/** A new text of the instrument binds nobody and voids nothing: who signed an earlier one has signed that one. */
export async function publishInstrument(work: Work, standing: Standing, wording: Omit<Wording, 'rules'>): Promise<string> {
  work.require(mayKeepNetwork(standing))
  const edition = await draftEdition(work, standing.network, 'instrument', { ...wording, rules: null }, null)
  const number = await enforceEdition(work, edition)
  tellLater(work, 'members', { kind: 'cooperation.instrument', subject: edition.id, params: { number } })
  return edition.id
}

export type Signing = { readonly member: string; readonly signer: string; readonly capacity: string; readonly signedOn: string }

/** Puts a member's name to a version of the instrument. Refuses `cooperation.no-edition`, `cooperation.no-instrument`, `cooperation.signed-already`, `cooperation.signed-ahead`. */
export async function signInstrument(work: Work, standing: Standing, id: string, signing: Signing): Promise<void> {
  const member = await takeMember(work, signing.member)
  work.require(member.state === 'member' && maySign(standing, member))
  const edition = present(await findEdition(work.tx, id), 'cooperation.no-edition', `edition ${id}`)
  if (edition.kind !== 'instrument') throw new Failure('conflict', 'cooperation.no-instrument', `edition ${id} is of ${edition.kind}`)
  // a day begins first at UTC+14
  if (Date.parse(signing.signedOn) > work.now.getTime() + 14 * 3_600_000)
    throw new Failure('invalid', 'cooperation.signed-ahead', `signed on ${signing.signedOn}`)
  const recorded = { id: newId(work.now.getTime()), edition: id, name: member.name, recordedAt: work.now, recordedBy: work.actor.id }
  if (!(await insertSignature(work.tx, standing.network, { ...signing, ...recorded })))
    throw new Failure('conflict', 'cooperation.signed-already', `member ${member.id} signed this version`)
  work.record('cooperation.instrument-signed', id, { member: member.id })
  const { signer, capacity, signedOn } = signing
  work.witness('cooperation.instrument-signed', id, {
    member: member.id,
    name: member.name,
    signer,
    capacity,
    signedOn,
    sha256: edition.sha256,
  })
  work.announce('edition', id)
}
