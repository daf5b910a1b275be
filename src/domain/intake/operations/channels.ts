import { randomBytes } from 'node:crypto'
import { systemActor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import { type ChannelId, newId, type OrganisationId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { findFirstOrganisation } from '../../directory/index.ts'
import { channelActor, mayReport, mayRunChannels } from '../policy.ts'
import { type ChannelRow, changeChannelRow, findChannelByName, findChannelByToken, insertChannel } from '../store.ts'

export type Target = { readonly owner: OrganisationId; readonly channel: ChannelId }

/** Where `report@` leads: the desk of the node's first organisation; undefined until there is one, or while its channel is closed. */
export function findDesk(ctx: Context): Promise<Target | undefined> {
  return findOfFirst(ctx, 'mail', 'report@')
}

/** Where the public page leads; undefined as for `findDesk`. */
export function findPublicChannel(ctx: Context): Promise<Target | undefined> {
  return findOfFirst(ctx, 'public', 'public page')
}

function findOfFirst(ctx: Context, kind: ChannelRow['kind'], name: string): Promise<Target | undefined> {
  return remembered(ctx, `${kind} ${name}`, async () => {
    const first = await ctx.read(systemActor('intake', null), findFirstOrganisation)
    if (first === undefined) return undefined
    const owner = first.id
    const actor = channelActor(kind, owner)
    const before = await ctx.read(actor, (tx) => findChannelByName(tx, owner, kind, name))
    const channel = before ?? (await perform(ctx, actor, (work) => ensureChannel(work, kind, name)))
    return channel.open ? { owner, channel: channel.id } : undefined
  })
}

/** Where `report+TOKEN@` leads; undefined for an unknown token and a closed channel alike. */
export function findMailChannel(ctx: Context, token: string): Promise<Target | undefined> {
  return remembered(ctx, token, async () => {
    const found = await ctx.db.transaction().execute((tx) => findChannelByToken(tx, token))
    return found?.open === true ? { owner: found.owner, channel: found.id } : undefined
  })
}

/** milliseconds for which another process may not yet know that a channel was closed */
const rememberFor = 2_000
const targets = new WeakMap<Context, Map<string, { readonly target: Target; readonly until: number }>>()

// every recipient of every message asks; four questions to the database each were most of what taking a message cost
async function remembered(ctx: Context, key: string, find: () => Promise<Target | undefined>): Promise<Target | undefined> {
  const known = targets.get(ctx)?.get(key)
  if (known !== undefined && known.until > Date.now()) return known.target
  const target = await find()
  if (target === undefined) targets.get(ctx)?.delete(key)
  else targets.set(ctx, (targets.get(ctx) ?? new Map()).set(key, { target, until: Date.now() + rememberFor }))
  return target
}

/** After a channel was changed: this process asks again at once. */
export function forgetTargets(ctx: Context): void {
  targets.delete(ctx)
}

/** The acting organisation's channel of this kind and name, made when it is first needed. */
export async function ensureChannel(work: Work, kind: ChannelRow['kind'], name: string): Promise<ChannelRow> {
  work.require(mayReport(work.actor) || mayRunChannels(work.actor))
  const owner = work.actor.organisation as OrganisationId
  const before = await findChannelByName(work.tx, owner, kind, name)
  if (before !== undefined) return before
  await insertChannel(work.tx, { id: newId<'channel'>(), owner, kind, name, token: null, created_at: work.now })
  return present(await findChannelByName(work.tx, owner, kind, name), 'intake.channel', 'a channel')
}

/** A new mail address for reports. Its token is unguessable: whoever knows the address may report to it. */
export async function addMailChannel(work: Work, name: string): Promise<ChannelRow> {
  work.require(mayRunChannels(work.actor))
  const owner = work.actor.organisation as OrganisationId
  if ((await findChannelByName(work.tx, owner, 'mail', name)) !== undefined)
    throw new Failure('conflict', 'intake.channel-name', 'a channel of this name is there')
  const token = randomBytes(8).toString('hex')
  await insertChannel(work.tx, { id: newId<'channel'>(), owner, kind: 'mail', name, token, created_at: work.now })
  work.record('intake.channel-added', name)
  work.announce('channel', '')
  return present(await findChannelByName(work.tx, owner, 'mail', name), 'intake.channel', 'a channel')
}

export async function changeChannel(work: Work, id: ChannelId, change: { name?: string; open?: boolean }): Promise<ChannelRow> {
  work.require(mayRunChannels(work.actor))
  const changed = present(await changeChannelRow(work.tx, id, change), 'intake.no-channel', `channel ${id}`)
  work.record('intake.channel-changed', id, change)
  work.announce('channel', id)
  return changed
}
