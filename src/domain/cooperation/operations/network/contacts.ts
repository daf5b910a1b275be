import { Failure, present } from '../../../../base/failure.ts'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import type { Work } from '../../../../platform/work.ts'
import {
  type Contact,
  type ContactEnd,
  contactFault,
  type Designation,
  groupsFor,
  keysOf,
  type Periods,
  type Reach,
} from '../../network/contact.ts'
import type { Member } from '../../network/member.ts'
import { mayKeepContacts, mayKeepNetwork, type Standing } from '../../network/standing.ts'
import { putPeriods, stopTests } from '../../store/network/contact-tests.ts'
import {
  insertContact,
  listContactIdsOf,
  listOpenContactsOf,
  lockContact,
  setConfirmed,
  setEnded,
  updateReach,
} from '../../store/network/contacts.ts'
import { endGrants, grant, listStandingGroups } from '../../store/network/groups.ts'
import { lockMember } from '../../store/network/members.ts'

type Said = Reach & Pick<Contact, 'sector' | 'consent'>
export type NewContact = Said & Pick<Contact, 'member' | 'role' | 'designated'>

/**
 * Adds a contact. One whom its own member enters is right from then on; what the secretariat enters is unconfirmed until somebody says so. Refuses
 * `cooperation.no-longer-member`, `cooperation.contact-role`, `cooperation.contact-acts`, `cooperation.contact-empty`, `cooperation.contact-key`,
 * `cooperation.contact-designated`.
 */
export async function addContact(work: Work, standing: Standing, asked: NewContact): Promise<string> {
  const member = await takeKeptMember(work, standing, asked.member)
  const id = await begin(work, standing, member, asked, null)
  if (asked.designated !== null) witnessDesignation(work, 'cooperation.contact-designated', id, member, asked.role, asked.designated)
  work.record('cooperation.contact-added', id, { role: asked.role, audience: asked.audience })
  return id
}

async function begin(
  work: Work,
  standing: Standing,
  member: Member,
  asked: NewContact,
  follows: string | null,
  before: HeldKey = noKey,
): Promise<string> {
  refuseFault(work, member, asked)
  const id = newId(work.now.getTime())
  const own = standing.member?.id === member.id
  const row: Contact = {
    ...asked,
    ...readKeys(asked),
    ...enterKey(work, asked.pgp, before),
    id,
    owner: standing.network,
    follows,
    since: work.now,
    sinceBy: work.actor.id,
    confirmedAt: own ? work.now : null,
    confirmedBy: own ? work.actor.id : null,
    doubtedAt: null,
    changedAt: work.now,
    changedBy: work.actor.id,
    endedAt: null,
    endedWhy: null,
  }
  if (!(await insertContact(work.tx, row)))
    throw new Failure('conflict', 'cooperation.contact-designated', `member ${member.id} has designated one`)
  await show(work, standing.network, row, member.organisation)
  announceContact(work, id)
  return id
}

/**
 * Changes how a contact is reached and who sees it. Its own people say with it that it is right; a key that others entered waits to be confirmed. Refuses
 * `cooperation.contact-over`, `cooperation.contact-hand-over` and what adding refuses.
 */
export async function changeContact(work: Work, standing: Standing, id: string, said: Said): Promise<void> {
  const { contact, member } = await takeContact(work, standing, id)
  if (contact.role !== 'staff' && (said.unit !== contact.unit || said.person !== contact.person))
    throw new Failure('conflict', 'cooperation.contact-hand-over', 'who is designated changes by a hand-over')
  refuseFault(work, member, { ...contact, ...said })
  const own = standing.member?.id === member.id && work.actor.kind === 'person'
  const key = enterKey(work, said.pgp, contact)
  const kept = said.pgp === contact.pgp
  const confirmed = own
    ? { confirmedAt: work.now, confirmedBy: work.actor.id }
    : { confirmedAt: kept ? contact.confirmedAt : null, confirmedBy: kept ? contact.confirmedBy : null }
  await updateReach(work.tx, id, { ...said, ...readKeys(said), ...key, ...confirmed }, work.now, work.actor.id)
  if (said.audience !== contact.audience) {
    await endGrants(work.tx, standing.network, 'contact', id)
    await show(work, standing.network, { id, audience: said.audience }, member.organisation)
  }
  work.record('cooperation.contact-changed', id, { audience: said.audience, ...(kept ? {} : { pgp: readKeys(said).pgpFingerprint }) })
  announceContact(work, id)
}

/** Ends a designation and begins the next, in one act. Refuses `cooperation.contact-over`, `cooperation.contact-role` and what adding refuses. */
export async function handOverContact(work: Work, standing: Standing, id: string, reach: Reach, designated: Designation): Promise<string> {
  const { contact, member } = await takeContact(work, standing, id)
  if (contact.role === 'staff') throw new Failure('conflict', 'cooperation.contact-role', 'a person on a list is not handed over')
  await end(work, contact, member.organisation, 'handed-over')
  const { role } = contact
  const next = await begin(
    work,
    standing,
    member,
    { ...reach, member: member.id, role, sector: null, consent: null, designated },
    id,
    contact,
  )
  witnessDesignation(work, 'cooperation.contact-handed-over', next, member, role, designated, id)
  work.record('cooperation.contact-handed-over', id, { to: next })
  return next
}

/** Refuses `cooperation.contact-over`. */
export async function endContact(work: Work, standing: Standing, id: string): Promise<void> {
  const { contact, member } = await takeContact(work, standing, id)
  await end(work, contact, member.organisation, 'ended')
}

/** Says that it is right as it stands today. Refuses `cooperation.contact-over`. */
export async function confirmContact(work: Work, standing: Standing, id: string): Promise<void> {
  await takeContact(work, standing, id)
  await setConfirmed(work.tx, id, work.now, work.actor.id)
  work.record('cooperation.contact-confirmed', id)
  announceContact(work, id)
}

export async function changePeriods(work: Work, standing: Standing, periods: Periods): Promise<void> {
  work.require(mayKeepNetwork(standing))
  await putPeriods(work.tx, standing.network, periods, work.now, work.actor.id)
  work.record('cooperation.contact-periods-set', standing.network, { ...periods })
  work.announce('contact', '')
}

/** Of a member that leaves: they end with it, and nobody but the secretariat sees them any more. The caller has asked for leave. */
export async function endContactsOf(work: Work, network: OrganisationId, member: string): Promise<void> {
  for (const contact of await listOpenContactsOf(work.tx, member)) await end(work, contact, null, 'left')
  for (const id of await listContactIdsOf(work.tx, member)) await endGrants(work.tx, network, 'contact', id)
}

/** By the clock: a person's consent has run out. */
export async function endByConsent(work: Work, contact: Contact): Promise<void> {
  work.require(work.actor.kind === 'system')
  const member = await lockMember(work.tx, contact.member)
  await end(work, contact, member?.organisation ?? null, 'consent-over')
}

/** Of a person who is to be erased: it leads to nobody, and is seen by the network alone. */
export function endErased(work: Work, contact: Contact): Promise<void> {
  return end(work, contact, null, 'ended')
}

/** The contacts of a member that begins to work on this node are shown to its organisation. */
export async function showContactsTo(work: Work, network: OrganisationId, member: string, organisation: OrganisationId): Promise<void> {
  for (const { id } of await listOpenContactsOf(work.tx, member)) await grant(work.tx, network, 'contact', id, organisation, work.now)
}

async function end(work: Work, { id, owner, role }: Contact, organisation: OrganisationId | null, why: ContactEnd): Promise<void> {
  await setEnded(work.tx, id, why, work.now, work.actor.id)
  await stopTests(work.tx, id, work.now)
  await endGrants(work.tx, owner, 'contact', id)
  // its own member goes on seeing who it was
  if (organisation !== null) await grant(work.tx, owner, 'contact', id, organisation, work.now)
  work.record('cooperation.contact-ended', id, { role, why })
  if (role !== 'staff') work.witness('cooperation.contact-ended', id, { role, why })
  announceContact(work, id)
}

/** To the network's consoles, and to those of all who see the contact, or did until now. */
export function announceContact(work: Work, id: string): void {
  work.announce('contact', id)
  work.tell('contact', id)
}

/** To the groups of its audience, and to its own member's organisation. */
async function show(
  work: Work,
  network: OrganisationId,
  { id, audience }: Pick<Contact, 'id' | 'audience'>,
  organisation: OrganisationId | null,
): Promise<void> {
  const wanted = groupsFor(audience)
  for (const group of await listStandingGroups(work.tx, network))
    if (wanted.includes(group.standing)) await grant(work.tx, network, 'contact', id, group.id, work.now)
  if (organisation !== null) await grant(work.tx, network, 'contact', id, organisation, work.now)
}

/** What is said in the log is the act and its day, and no name of a person: those can be erased, the log can not be changed. */
function witnessDesignation(
  work: Work,
  kind: string,
  id: string,
  member: Member,
  role: Contact['role'],
  { on }: Designation,
  follows: string | null = null,
): void {
  work.witness(kind, id, { member: member.id, name: member.name, country: member.country, role, signedOn: on, follows }, true)
}

async function takeKeptMember(work: Work, standing: Standing, id: string): Promise<Member> {
  const member = present(await lockMember(work.tx, id), 'cooperation.no-such-member', `member ${id}`)
  work.require(mayKeepContacts(standing, member))
  if (member.state !== 'member') throw new Failure('conflict', 'cooperation.no-longer-member', `member ${id} is ${member.state}`)
  return member
}

/** A contact that is about to change, locked, by whoever may. One that the actor may not keep is refused as the member's would be. */
export async function takeContact(work: Work, standing: Standing, id: string): Promise<{ contact: Contact; member: Member }> {
  const contact = present(await lockContact(work.tx, id), 'cooperation.no-contact', `contact ${id}`)
  const member = await takeKeptMember(work, standing, contact.member)
  if (contact.endedAt !== null) throw new Failure('conflict', 'cooperation.contact-over', `contact ${id} has ended`)
  return { contact, member }
}

function refuseFault(work: Work, member: Member, asked: Parameters<typeof contactFault>[1]): void {
  const code = contactFault(member.kind, asked, work.now.toISOString().slice(0, 10))
  if (code !== undefined) throw new Failure('invalid', code, `a contact of ${member.kind} ${member.id}`)
}

type HeldKey = Pick<Contact, 'pgp' | 'pgpSince' | 'pgpBy'>
const noKey: HeldKey = { pgp: null, pgpSince: null, pgpBy: null }

/** Since when it has its OpenPGP key. Another key is a person's act: a program's credential must not be enough to sign as a unit. */
function enterKey(work: Work, pgp: string | null, before: HeldKey): Pick<Contact, 'pgpSince' | 'pgpBy'> {
  if (pgp === before.pgp) return { pgpSince: before.pgpSince, pgpBy: before.pgpBy }
  work.require(work.actor.kind === 'person')
  return pgp === null ? { pgpSince: null, pgpBy: null } : { pgpSince: work.now, pgpBy: work.actor.id }
}

function readKeys(reach: Pick<Reach, 'pgp' | 'smime'>) {
  const keys = keysOf(reach)
  if ('fault' in keys) throw new Failure('invalid', keys.fault, 'a key that is none')
  return keys
}
