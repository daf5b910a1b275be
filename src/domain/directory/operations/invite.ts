import { randomBytes } from 'node:crypto'
import type { Actor, Role } from '../../../base/actor.ts'
import { Failure } from '../../../base/failure.ts'
import { newId, type OrganisationId, type PersonId } from '../../../base/id.ts'
import { addLogin, hashPassword, hashToken, requireStrong } from '../../../platform/auth/index.ts'
import type { Context } from '../../../platform/context.ts'
import { queueLetter } from '../../../platform/mail/outgoing.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { invitationLetter } from '../letters.ts'
import { mayManagePeople } from '../policy.ts'
import { findInvitation, findPerson, type InvitationRow, type PersonRow } from '../store/callers.ts'
import { insertInvitation, spendInvitation, withdrawInvitation } from '../store/invitations.ts'
import { findOrganisation } from '../store/organisations.ts'
import { findMemberByEmail, insertMembership, insertPerson } from '../store/people.ts'
import { notifyRole } from './notify.ts'

export type Invited = { readonly id: string; readonly link: string; readonly expiresAt: Date; readonly mailed: boolean }

const day = 86_400_000

/**
 * Invites an address into the acting organisation. The link is answered and not kept; where there is a relay it goes by mail as well.
 * Refuses `directory.already-member`. Whoever holds the link may use it, so it is for one address, once, and for some days.
 */
export async function inviteMember(work: Work, ctx: Context, asked: { email: string; role: Role; days: number }): Promise<Invited> {
  work.require(mayManagePeople(work.actor))
  return writeInvitation(work, ctx, asked)
}

/** The part that the operator shares when making an organisation; permission is asked by the caller. */
export async function writeInvitation(work: Work, ctx: Context, asked: { email: string; role: Role; days: number }): Promise<Invited> {
  const owner = actingIn(work.actor)
  if ((await findMemberByEmail(work.tx, owner, asked.email)) !== undefined)
    throw new Failure('conflict', 'directory.already-member', 'this person belongs to the organisation already')
  const token = randomBytes(32).toString('base64url')
  const id = newId(work.now.getTime())
  const expiresAt = new Date(work.now.getTime() + asked.days * day)
  await insertInvitation(work.tx, {
    id,
    owner,
    email: asked.email,
    role: asked.role,
    hash: hashToken(token),
    invitedBy: work.actor.id,
    since: work.now,
    expiresAt,
  })
  work.record('directory.person-invited', id, { role: asked.role })
  const link = `${ctx.config.TOCSIN_PUBLIC_URL}/invitation#${token}`
  const mailed = ctx.config.TOCSIN_RELAY !== null
  if (mailed) await mailInvitation(work, ctx, { id, email: asked.email, link, expiresAt })
  return { id, link, expiresAt, mailed }
}

async function mailInvitation(work: Work, ctx: Context, sent: { id: string; email: string; link: string; expiresAt: Date }): Promise<void> {
  const organisation = await findOrganisation(work.tx, actingIn(work.actor))
  const inviter = work.actor.kind === 'person' ? await findPerson(work.tx, work.actor.id as PersonId) : undefined
  const name = organisation?.name ?? ''
  const wording = invitationLetter(inviter?.locale ?? 'en', { organisation: name, link: sent.link, expiresAt: sent.expiresAt })
  const domain = ctx.config.TOCSIN_MAIL_DOMAIN
  const letter = {
    kind: 'invitation' as const,
    about: sent.id,
    from: { name, address: `noreply@${domain}` },
    to: sent.email,
    auto: true,
    ...wording,
  }
  await queueLetter(work, letter, domain)
}

export async function revokeInvitation(work: Work, id: string): Promise<void> {
  work.require(mayManagePeople(work.actor))
  if (!(await withdrawInvitation(work.tx, actingIn(work.actor), id, work.now)))
    throw new Failure('missing', 'directory.no-invitation', 'no such open invitation')
  work.record('directory.invitation-withdrawn', id)
}

/** What a link stands for; fails with `directory.invitation-over` when it is used, withdrawn, expired, or its organisation suspended. */
export async function readInvitation(ctx: Context, actor: Actor, token: string): Promise<InvitationRow> {
  const found = await ctx.read(actor, (tx) => findInvitation(tx, hashToken(token)))
  if (found === undefined || found.spent || found.suspended || found.expires_at <= ctx.now())
    throw new Failure('missing', 'directory.invitation-over', 'the invitation is not good any more')
  return found
}

export type NewcomerData = { readonly name: string; readonly password: string; readonly locale: string; readonly timeZone: string }

/** Makes the person that an invitation was for, with a login, and lets them join. Refuses `directory.known-person`, who must sign in instead. */
export async function acceptAsNewcomer(
  ctx: Context,
  visitor: Actor,
  token: string,
  data: NewcomerData,
): Promise<{ invitation: InvitationRow; person: PersonId }> {
  const invitation = await readInvitation(ctx, visitor, token)
  if (invitation.known) throw new Failure('conflict', 'directory.known-person', 'this address has an account: sign in, then join')
  requireStrong(data.password, [invitation.email, data.name])
  const passwordHash = await hashPassword(data.password)
  const person = newId<'person'>()
  await perform(ctx, joining(person, invitation), async (work) => {
    // the right to be here is the open invitation, used up in this same transaction
    const row = {
      id: person,
      email: invitation.email,
      name: data.name,
      locale: data.locale,
      timeZone: data.timeZone,
      operator: false,
      since: work.now,
    }
    if (!(await insertPerson(work.tx, row)))
      throw new Failure('conflict', 'directory.known-person', 'this address has an account: sign in, then join')
    await addLogin(work.tx, person, invitation.email, passwordHash)
    await join(work, invitation, person)
  })
  return { invitation, person }
}

/** Lets a signed-in person join by an invitation to their own address. Refuses `directory.other-person`. */
export async function joinAsKnown(ctx: Context, actor: Actor, person: PersonRow, token: string): Promise<OrganisationId> {
  const invitation = await readInvitation(ctx, actor, token)
  if (invitation.email !== person.email) throw new Failure('forbidden', 'directory.other-person', 'the invitation is for another address')
  await perform(ctx, joining(person.id, invitation), (work) => join(work, invitation, person.id))
  return invitation.owner
}

async function join(work: Work, invitation: InvitationRow, person: PersonId): Promise<void> {
  const open = await spendInvitation(work.tx, invitation.owner, invitation.id, person, work.now)
  if (!open) throw new Failure('missing', 'directory.invitation-over', 'the invitation was used or withdrawn meanwhile')
  work.require(open)
  if (!(await insertMembership(work.tx, invitation.owner, person, invitation.role, work.now)))
    throw new Failure('conflict', 'directory.already-member', 'this person belongs to the organisation already')
  work.record('directory.person-joined', person, { role: invitation.role })
  work.announce('person', person)
  await notifyRole(work, 'administrator', { kind: 'directory.person-joined', subject: person })
}

/** The person as a member to be: the transaction acts in the organisation that invited them. */
function joining(person: PersonId, invitation: InvitationRow): Actor {
  return { kind: 'person', id: person, organisation: invitation.owner, role: invitation.role, operator: false, scopes: null }
}

/** The acting organisation; fails with `directory.no-organisation` where there is none. */
export function actingIn(actor: Actor): OrganisationId {
  if (actor.organisation === null) throw new Failure('forbidden', 'directory.no-organisation', 'no organisation is acted for')
  return actor.organisation
}
