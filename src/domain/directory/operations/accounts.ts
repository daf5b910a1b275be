import { randomBytes } from 'node:crypto'
import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import type { OrganisationId, PersonId } from '../../../base/id.ts'
import { hashToken } from '../../../platform/auth/index.ts'
import type { Context } from '../../../platform/context.ts'
import { queueLetter } from '../../../platform/mail/outgoing.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { addressChangedLetter, addressLetter, type Wording } from '../letters.ts'
import { mayManagePeople } from '../policy.ts'
import { deleteOwnAccount, findAddressChange, hasOtherOperator, putAddressChange, takeAddress } from '../store/accounts.ts'
import { findPerson, membershipsOf, type PersonRow } from '../store/callers.ts'
import { findOrganisation, recordElsewhere } from '../store/organisations.ts'
import { findMember } from '../store/people.ts'
import { actingIn } from './invite.ts'

export type Offered = { readonly link: string; readonly expiresAt: Date; readonly mailed: boolean }

const linkFor = 2 * 86_400_000

/**
 * A person who gave their password asks for another address: its link is mailed there. Refuses `directory.no-relay`: without mail nobody but an
 * administrator can hand a link over.
 */
export async function askAddressChange(ctx: Context, actor: Actor, person: PersonRow, email: string): Promise<Date> {
  if (ctx.config.TOCSIN_RELAY === null)
    throw new Failure('conflict', 'directory.no-relay', 'this node sends no mail: an administrator makes the link')
  const { expiresAt } = await perform(ctx, actor, (work) => {
    work.require(actor.kind === 'person' && actor.id === person.id)
    return writeChange(work, ctx, person, email)
  })
  return expiresAt
}

/** An administrator makes the link for a person of the organisation. It is answered and not kept. Refuses `directory.no-person`. */
export async function offerAddressChange(work: Work, ctx: Context, person: PersonId, email: string): Promise<Offered> {
  work.require(mayManagePeople(work.actor))
  present(await findMember(work.tx, actingIn(work.actor), person), 'directory.no-person', 'the person')
  return writeChange(work, ctx, present(await findPerson(work.tx, person), 'directory.no-person', 'the person'), email)
}

async function writeChange(work: Work, ctx: Context, person: PersonRow, email: string): Promise<Offered> {
  const owner = actingIn(work.actor)
  const token = randomBytes(32).toString('base64url')
  const expiresAt = new Date(work.now.getTime() + linkFor)
  const row = {
    hash: hashToken(token),
    owner,
    person: person.id,
    email,
    instead_of: person.email,
    asked_by: work.actor.id,
    expires_at: expiresAt,
  }
  await putAddressChange(work.tx, row, work.now)
  work.record('directory.address-offered', person.id)
  const link = `${ctx.config.TOCSIN_PUBLIC_URL}/address#${token}`
  const mailed = ctx.config.TOCSIN_RELAY !== null
  if (mailed) await write(work, ctx, person.id, email, addressLetter(person.locale, { link, expiresAt }))
  return { link, expiresAt, mailed }
}

/**
 * Takes the address that a link is for, by the person themselves, signed in; the old address is told where the node sends mail. Sessions and keys stay.
 * Refuses `directory.address-link-over`, `directory.known-person`.
 */
export async function confirmAddressChange(ctx: Context, actor: Actor, person: PersonRow, token: string): Promise<PersonRow> {
  const { change, memberships } = await ctx.read(actor, async (tx) => ({
    change: await findAddressChange(tx, hashToken(token)),
    memberships: await membershipsOf(tx, person.id),
  }))
  const by = memberships.find(({ owner, suspended }) => owner === change?.owner && !suspended)
  const good = change?.person === person.id && change.instead_of === person.email && change.expires_at > ctx.now()
  if (change === undefined || !good || by === undefined) throw over()
  await perform(ctx, { ...actor, organisation: by.owner, role: by.role }, async (work) => {
    work.require(work.actor.kind === 'person' && work.actor.id === person.id)
    const taken = await takeAddress(work.tx, hashToken(token), work.now)
    if (taken === 'void') throw over()
    if (taken === 'taken') throw new Failure('conflict', 'directory.known-person', 'this address has an account')
    if (ctx.config.TOCSIN_RELAY !== null) await write(work, ctx, person.id, person.email, addressChangedLetter(person.locale))
    work.record('directory.address-changed', person.id)
    work.announce('person', person.id)
    for (const { owner } of memberships.filter((one) => one.owner !== by.owner))
      await recordElsewhere(work.tx, work.actor, owner, work.now, 'directory.address-changed', person.id, {})
  })
  return { ...person, email: change.email }
}

/**
 * Deletes the account of a person who belongs to no organisation: login, sessions, name and address. What they did stays under their id. Refuses
 * `directory.still-member` and `directory.last-operator`.
 */
export async function deleteAccount(ctx: Context, actor: Actor, person: PersonRow): Promise<void> {
  await perform(ctx, { ...actor, organisation: null, role: null }, async (work) => {
    work.require(work.actor.kind === 'person' && work.actor.id === person.id)
    if ((await membershipsOf(work.tx, person.id)).length > 0)
      throw new Failure('conflict', 'directory.still-member', 'the person belongs to an organisation: they leave it first')
    if (person.operator && !(await hasOtherOperator(work.tx, person.id)))
      throw new Failure('conflict', 'directory.last-operator', 'nobody would run this node')
    work.record('directory.account-deleted', person.id)
    if (!(await deleteOwnAccount(work.tx)))
      throw new Failure('conflict', 'directory.still-member', 'the person joined an organisation meanwhile')
  })
}

function over(): Failure {
  return new Failure('missing', 'directory.address-link-over', 'the link is not good any more, or another person’s')
}

async function write(work: Work, ctx: Context, about: PersonId, to: string, wording: Wording): Promise<void> {
  const organisation = await findOrganisation(work.tx, work.actor.organisation as OrganisationId)
  const domain = ctx.config.TOCSIN_MAIL_DOMAIN
  const from = { name: organisation?.name ?? '', address: `noreply@${domain}` }
  await queueLetter(work, { kind: 'address', about, from, to, auto: true, ...wording }, domain)
}
