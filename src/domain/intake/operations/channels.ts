import { randomBytes } from 'node:crypto'
import { systemActor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import { type ChannelId, newId, type OrganisationId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { findFirstOrganisation } from '../../directory/index.ts'
import { channelActor, mayReport, mayRunChannels } from '../policy.ts'
import {
  type ChannelRow,
  changeChannelRow,
  findChannel,
  findChannelByToken,
  findOwnChannel,
  hasChannelNamed,
  insertChannel,
} from '../store/channels.ts'

export type Target = { readonly owner: OrganisationId; readonly channel: ChannelId }

/** Where `report@` leads: the desk of the node's first organisation; undefined until there is one, or while its channel is closed. */
export function findDesk(ctx: Context): Promise<Target | undefined> {
  return findOfFirst(ctx, 'mail')
}

/** Where the public page leads; undefined as for `findDesk`. */
export function findPublicChannel(ctx: Context): Promise<Target | undefined> {
  return findOfFirst(ctx, 'public')
}

function findOfFirst(ctx: Context, kind: OwnKind): Promise<Target | undefined> {
  return remembered(ctx, kind, async () => {
    const first = await ctx.read(systemActor('intake', null), findFirstOrganisation)
    if (first === undefined) return undefined
    const owner = first.id
    const actor = channelActor(kind, owner)
    const before = await ctx.read(actor, (tx) => findOwnChannel(tx, owner, kind))
    const channel = before ?? (await perform(ctx, actor, (work) => ensureChannel(work, kind)))
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

/** What those channels are called at first that an organisation has one of; it may call them otherwise. */
const ownNames = { mail: 'report@', public: 'public page', console: 'console', http: 'API', import: 'import' } as const
type OwnKind = keyof typeof ownNames

/** The acting organisation's one channel of this kind, made when it is first needed. */
export async function ensureChannel(work: Work, kind: OwnKind): Promise<ChannelRow> {
  work.require(mayReport(work.actor) || mayRunChannels(work.actor))
  const owner = work.actor.organisation as OrganisationId
  const before = await findOwnChannel(work.tx, owner, kind)
  if (before !== undefined) return before
  const name = ownNames[kind]
  const taken = await hasChannelNamed(work.tx, owner, kind, name)
  const id = newId<'channel'>()
  await insertChannel(work.tx, { id, owner, kind, name: taken ? `${name} (${id.slice(-4)})` : name, token: null, created_at: work.now })
  return present(await findOwnChannel(work.tx, owner, kind), 'intake.channel', 'a channel')
}

/** A new mail address for reports. Its token is unguessable: whoever knows the address may report to it. Fails with `intake.channel-name`. */
export async function addMailChannel(work: Work, name: string): Promise<ChannelRow> {
  work.require(mayRunChannels(work.actor))
  const owner = work.actor.organisation as OrganisationId
  await refuseTaken(work, 'mail', name)
  const id = newId<'channel'>(work.now.getTime())
  await insertChannel(work.tx, { id, owner, kind: 'mail', name, token: randomBytes(8).toString('hex'), created_at: work.now })
  work.record('intake.channel-added', id)
  work.announce('channel', id)
  const made = await findChannel(work.tx, id)
  if (made === undefined) throw new Failure('conflict', 'intake.channel-name', 'a channel of this name was made at this moment')
  return made
}

/** Renames, closes or reopens. Fails with `intake.no-channel`, `intake.channel-name`. */
export async function changeChannel(work: Work, id: ChannelId, change: { name?: string; open?: boolean }): Promise<void> {
  work.require(mayRunChannels(work.actor))
  const before = present(await findChannel(work.tx, id), 'intake.no-channel', `channel ${id}`)
  if (change.name !== undefined && change.name !== before.name) await refuseTaken(work, before.kind, change.name)
  await changeChannelRow(work.tx, id, { name: change.name ?? before.name, open: change.open ?? before.open })
  work.record('intake.channel-changed', id, change)
  work.announce('channel', id)
}

async function refuseTaken(work: Work, kind: ChannelRow['kind'], name: string): Promise<void> {
  if (await hasChannelNamed(work.tx, work.actor.organisation as OrganisationId, kind, name))
    throw new Failure('conflict', 'intake.channel-name', 'a channel of this name is there')
}
