import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import { newId, type OrganisationId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { mayOperate } from '../policy.ts'
import { closeOffice, insertOffice, lockOpenOffices, type OfficeRow, setOfficeEnd } from '../store/offices.ts'
import { findNetwork, findOrganisation, recordElsewhere } from '../store/organisations.ts'
import { addOrganisation, asNode } from './node.ts'

/**
 * Makes the organisation 'the network' of this node and gives its office to `holder`; `furnish` adds what belongs to it in the same unit of work. Refuses
 * `directory.network-made`, `directory.no-organisation`.
 */
export async function makeNetwork(
  ctx: Context,
  operator: Actor,
  asked: { readonly name: string; readonly country: string; readonly holder: OrganisationId; readonly endsAt: Date },
  furnish: (work: Work, network: OrganisationId, office: string) => Promise<void>,
): Promise<OrganisationId> {
  const holder = present(
    await ctx.read(asNode(operator), (tx) => findOrganisation(tx, asked.holder)),
    'directory.no-organisation',
    'the holder of the office',
  )
  if ((await ctx.read(asNode(operator), findNetwork)) !== undefined)
    throw new Failure('conflict', 'directory.network-made', 'this node has a network already')
  const id = newId<'organisation'>(ctx.now().getTime())
  const { name, country } = asked
  await perform(ctx, { ...operator, organisation: id, role: null }, async (work) => {
    work.require(mayOperate(work.actor))
    await addOrganisation(work, id, { name, kind: 'network', country })
    const office = await beginOffice(work, { id: holder.id, name: holder.name }, asked.endsAt)
    await recordElsewhere(work.tx, work.actor, null, work.now, 'directory.organisation-made', id, { kind: 'network', country })
    await furnish(work, id, office.id)
  })
  return id
}

type Holder = { readonly id: OrganisationId; readonly name: string }

/** Begins a term of the acting organisation's office; permission is asked by the caller. Refuses `directory.holds-office`, `directory.office-end`. */
export async function beginOffice(work: Work, holder: Holder, endsAt: Date): Promise<OfficeRow> {
  requireAhead(work, endsAt)
  const office = { id: newId(work.now.getTime()), holder: holder.id, name: holder.name, since: work.now, endsAt, until: null }
  if (!(await insertOffice(work.tx, networkOf(work), office, work.actor.id)))
    throw new Failure('conflict', 'directory.holds-office', 'this organisation holds the office already')
  work.record('directory.office-begun', holder.id)
  work.witness('directory.office-begun', office.id, { holder: holder.id, name: holder.name, endsAt: endsAt.toISOString() }, true)
  return office
}

/** Sets when a running term is to end; it runs on until it is ended. Permission is asked by the caller. Refuses `directory.office-end`. */
export async function setTerm(work: Work, id: string, endsAt: Date): Promise<OfficeRow> {
  requireAhead(work, endsAt)
  const office = await takeOpen(work, id)
  await setOfficeEnd(work.tx, id, endsAt)
  work.record('directory.office-term-set', office.holder)
  work.witness('directory.office-term-set', id, { holder: office.holder, name: office.name, endsAt: endsAt.toISOString() })
  return { ...office, endsAt }
}

function requireAhead(work: Work, endsAt: Date): void {
  if (endsAt <= work.now) throw new Failure('invalid', 'directory.office-end', 'a term ends after it began')
}

async function takeOpen(work: Work, id: string): Promise<OfficeRow> {
  const open = await lockOpenOffices(work.tx, networkOf(work))
  return present(
    open.find((one) => one.id === id),
    'directory.no-office',
    `a running term ${id}`,
  )
}

/** Ends one. Refuses `directory.last-office`: somebody must act for the network. */
export async function endOffice(work: Work, id: string): Promise<OfficeRow> {
  const open = await lockOpenOffices(work.tx, networkOf(work))
  const office = present(
    open.find((one) => one.id === id),
    'directory.no-office',
    `a running term ${id}`,
  )
  if (open.length === 1) throw new Failure('conflict', 'directory.last-office', 'nobody would act for the network')
  await closeOffice(work.tx, id)
  work.record('directory.office-ended', office.holder)
  work.witness('directory.office-ended', id, { holder: office.holder, name: office.name })
  return { ...office, until: work.now }
}

function networkOf({ actor }: Work): OrganisationId {
  return present(actor.organisation, 'directory.no-organisation', 'the acting organisation')
}
