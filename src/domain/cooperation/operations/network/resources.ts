import { type Actor, inScope } from '../../../../base/actor.ts'
import { Failure, present } from '../../../../base/failure.ts'
import { newId } from '../../../../base/id.ts'
import type { Context } from '../../../../platform/context.ts'
import { perform, type Work } from '../../../../platform/work.ts'
import { findNetwork } from '../../../directory/index.ts'
import { type Resource, type SaidResource, stateAfter } from '../../network/resource.ts'
import { mayKeepNetwork } from '../../network/standing.ts'
import { insertResource, lockResource, updateResource } from '../../store/network/resources.ts'
import { findStanding } from './standing.ts'

type Performing = Pick<Context, 'db' | 'now' | 'subscribers' | 'read'>

/** As whom the actor keeps the catalogue: for the network, by its office; where there is no network, for the node, as its operator. Undefined: not at all. */
export async function keeperOf(ctx: Pick<Context, 'read'>, actor: Actor): Promise<Actor | undefined> {
  return ctx.read(actor, async (tx) => {
    const network = await findNetwork(tx)
    if (network === undefined)
      return actor.operator && inScope(actor, 'administer') ? { ...actor, organisation: null, role: null } : undefined
    const standing = await findStanding(tx, actor)
    return standing !== undefined && mayKeepNetwork(standing) ? actor : undefined
  })
}

async function keep<T>(ctx: Performing, actor: Actor, run: (work: Work) => Promise<T>): Promise<T> {
  const keeper = await keeperOf(ctx, actor)
  if (keeper === undefined) throw new Failure('forbidden', 'platform.forbidden', 'may not keep the catalogue')
  return perform(ctx, keeper, (work) => {
    work.require(true)
    return run(work)
  })
}

export function addResource(ctx: Performing, actor: Actor, kind: Resource['kind'], said: SaidResource): Promise<string> {
  return keep(ctx, actor, async (work) => {
    const id = newId(work.now.getTime())
    await insertResource(work.tx, id, kind, said, work.now, work.actor.id)
    work.record('cooperation.resource-added', id, { kind })
    work.announce('resource', id)
    return id
  })
}

export function changeResource(ctx: Performing, actor: Actor, id: string, said: SaidResource): Promise<void> {
  return keep(ctx, actor, async (work) => {
    const before = await take(work, id)
    const state = stateAfter(before, said)
    await update(work, before, said, state, state === 'confirmed' ? confirmedOf(before) : null)
    work.record('cooperation.resource-changed', id)
  })
}

/** Somebody looked, and it is right as it stands today. */
export function confirmResource(ctx: Performing, actor: Actor, id: string): Promise<void> {
  return keep(ctx, actor, async (work) => {
    const before = await take(work, id)
    await update(work, before, before, 'confirmed', { at: work.now, by: work.actor.id })
    work.record('cooperation.resource-confirmed', id)
  })
}

export function withdrawResource(ctx: Performing, actor: Actor, id: string): Promise<void> {
  return keep(ctx, actor, async (work) => {
    const before = await take(work, id)
    await update(work, before, before, 'withdrawn', null)
    work.record('cooperation.resource-withdrawn', id)
  })
}

async function take({ tx }: Work, id: string): Promise<Resource> {
  return present(await lockResource(tx, id), 'cooperation.no-resource', `resource ${id}`)
}

function confirmedOf({ confirmedAt, confirmedBy }: Resource) {
  return confirmedAt === null || confirmedBy === null ? null : { at: confirmedAt, by: confirmedBy }
}

async function update(
  work: Work,
  { id }: Resource,
  said: SaidResource,
  state: Resource['state'],
  confirmed: { readonly at: Date; readonly by: string } | null,
): Promise<void> {
  await updateResource(work.tx, id, said, state, confirmed, { at: work.now, by: work.actor.id })
  work.announce('resource', id)
}
