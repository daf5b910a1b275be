import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import { newId, type OrganisationId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import { sendWaiting } from '../../../platform/mail/outgoing.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { codeOf, freeCode } from '../organisation.ts'
import { mayOperate } from '../policy.ts'
import type { OrganisationKind } from '../store/callers.ts'
import {
  codesLike,
  findOrganisation,
  insertOrganisation,
  listStaffed,
  recordElsewhere,
  type StaffedRow,
  setLeft,
  setStaying,
  setSuspended,
} from '../store/organisations.ts'
import { type Invited, writeInvitation } from './invite.ts'

// What the node's operator does. They act for no organisation here, but for the moment of inviting somebody into one.

export type NewOrganisation = {
  readonly name: string
  readonly kind: OrganisationKind
  readonly country: string
  readonly code?: string | undefined
}
export type Staffed = { readonly organisation: StaffedRow; readonly invited: Invited }

const invitationDays = 14

/** Adds an organisation under its own code or one made from its name. The unit of work must act for the new id, as operator. Refuses `directory.code-taken`. */
export async function addOrganisation(work: Work, id: OrganisationId, asked: NewOrganisation): Promise<void> {
  const code = asked.code ?? (await freeCodeFor(work, asked.name))
  const row = { id, code, name: asked.name, kind: asked.kind, country: asked.country, since: work.now }
  if (!(await insertOrganisation(work.tx, row))) throw new Failure('conflict', 'directory.code-taken', 'another organisation has this code')
  work.record('directory.organisation-made', id, { kind: asked.kind, country: asked.country })
}

async function freeCodeFor(work: Work, name: string): Promise<string> {
  const code = codeOf(name)
  return freeCode(code, await codesLike(work.tx, code))
}

export async function makeOrganisation(ctx: Context, operator: Actor, asked: NewOrganisation, administrator: string): Promise<Staffed> {
  const { id, invited } = await openOrganisation(ctx, operator, asked, administrator)
  return { organisation: await readStaffed(ctx, operator, id), invited }
}

/**
 * Makes an organisation and invites its first administrator. The node's own work: the caller has asked whether `by` may, who need be no operator (the
 * network's secretariat lets its members work here); the node's book says who did it. `furnish` adds to the same unit of work.
 */
export async function openOrganisation(
  ctx: Context,
  by: Actor,
  asked: NewOrganisation,
  administrator: string,
  furnish: (work: Work, id: OrganisationId) => Promise<void> = async () => {},
): Promise<{ readonly id: OrganisationId; readonly invited: Invited }> {
  const id = newId<'organisation'>(ctx.now().getTime())
  const invited = await perform(ctx, within({ ...by, operator: true }, id), async (work) => {
    work.require(true)
    await addOrganisation(work, id, asked)
    await recordElsewhere(work.tx, work.actor, null, work.now, 'directory.organisation-made', id, {
      kind: asked.kind,
      country: asked.country,
    })
    await furnish(work, id)
    return writeInvitation(work, ctx, { email: administrator, role: 'administrator', days: invitationDays })
  })
  return { id, invited }
}

/** While an organisation has no administrator, its first one can be invited again. Refuses `directory.has-administrator`, `directory.organisation-left`. */
export async function inviteAdministrator(ctx: Context, operator: Actor, id: OrganisationId, email: string): Promise<Staffed> {
  const { administrators, left_at } = await readStaffed(ctx, operator, id)
  refuseLeft(left_at)
  if (administrators > 0)
    throw new Failure('conflict', 'directory.has-administrator', 'the organisation has an administrator, who invites its people')
  const invited = await perform(ctx, within(operator, id), (work) => {
    work.require(mayOperate(work.actor))
    return writeInvitation(work, ctx, { email, role: 'administrator', days: invitationDays })
  })
  return { organisation: await readStaffed(ctx, operator, id), invited }
}

/**
 * Shuts the organisation's people and keys out from their next request on; its channels take nothing more, and its mail waits. What came in before is
 * analysed, nothing is deleted. Refuses `directory.organisation-left`.
 */
export async function suspendOrganisation(ctx: Context, operator: Actor, id: OrganisationId, reason: string): Promise<StaffedRow> {
  if (operator.organisation === id) throw new Failure('conflict', 'directory.own-organisation', 'the operator acts for this organisation')
  await turn(ctx, operator, id, 'directory.organisation-suspended', { reason }, async (work) => {
    refuseLeft((await findOrganisation(work.tx, id))?.left_at)
    await setSuspended(work.tx, id, work.now, reason)
  })
  return readStaffed(ctx, operator, id)
}

/** Opens all its doors again, and lets the mail go that waited. Refuses `directory.organisation-left`. */
export async function resumeOrganisation(ctx: Context, operator: Actor, id: OrganisationId): Promise<StaffedRow> {
  await turn(ctx, operator, id, 'directory.organisation-resumed', {}, async (work) => {
    refuseLeft((await findOrganisation(work.tx, id))?.left_at)
    await setSuspended(work.tx, id, null, null)
    work.enqueue(sendWaiting, {}, { key: 'resumed' })
  })
  return readStaffed(ctx, operator, id)
}

function refuseLeft(leftAt: Date | null | undefined): void {
  if (leftAt != null) throw new Failure('conflict', 'directory.organisation-left', 'the organisation left this node')
}

/** The acting organisation leaves the node: all its doors are shut for good. Its row stays under its name, since others' records speak of it. */
export async function closeOrganisation(work: Work, id: OrganisationId): Promise<void> {
  work.require(work.actor.kind === 'system' && work.actor.organisation === id)
  await setLeft(work.tx, id, work.now)
  work.announce('access', id)
  await recordElsewhere(work.tx, work.actor, null, work.now, 'directory.organisation-left', id, {})
}

/** It does not leave yet, since something stands against it: its doors are as they were. */
export async function reopenOrganisation(work: Work, id: OrganisationId): Promise<void> {
  work.require(work.actor.kind === 'system' && work.actor.organisation === id)
  await setStaying(work.tx, id)
  work.enqueue(sendWaiting, {}, { key: 'resumed' })
  work.announce('access', id)
  await recordElsewhere(work.tx, work.actor, null, work.now, 'directory.organisation-resumed', id, {})
}

async function turn(
  ctx: Context,
  operator: Actor,
  id: OrganisationId,
  action: string,
  detail: object,
  set: (work: Work) => Promise<void>,
): Promise<void> {
  // within the organisation, so that what is enqueued with the change is its own
  await perform(ctx, within(operator, id), async (work) => {
    work.require(mayOperate(work.actor))
    present(await findOrganisation(work.tx, id), 'directory.no-organisation', 'the organisation')
    await set(work)
    work.record(action, id, { ...detail })
    work.announce('access', id)
    work.announce('organisation', id)
    await recordElsewhere(work.tx, work.actor, null, work.now, action, id, detail)
  })
}

async function readStaffed(ctx: Context, operator: Actor, id: OrganisationId): Promise<StaffedRow> {
  const rows = await ctx.read(asNode(operator), (tx) => listStaffed(tx, ctx.now(), id, undefined, 1))
  return present(rows[0], 'directory.no-organisation', 'the organisation')
}

/** The operator as the node's, seeing no organisation's rows. */
export function asNode(operator: Actor): Actor {
  return { ...operator, organisation: null, role: null }
}

function within(operator: Actor, organisation: OrganisationId): Actor {
  return { ...operator, organisation, role: null }
}
