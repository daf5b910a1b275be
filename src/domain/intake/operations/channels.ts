import { randomBytes } from 'node:crypto'
import { systemActor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import { type ChannelId, newId, type OrganisationId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { findFirstOrganisation, findOrganisation } from '../../directory/index.ts'
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

/** Where an address or page leads. `suspended`: to an organisation that takes nothing at the moment; `none`: nowhere, or to a closed channel. */
export type Door = { readonly kind: 'open'; readonly target: Target } | { readonly kind: 'suspended' } | { readonly kind: 'none' }

/** Where `report@` leads: the desk of the node's first organisation. */
export function findDesk(ctx: Context): Promise<Door> {
  return findOfFirst(ctx, 'mail')
}

/** Where the public page leads. */
export function findPublicChannel(ctx: Context): Promise<Door> {
  return findOfFirst(ctx, 'public')
}

/** Whether the public page's organisation is suspended, asked without making it a channel. */
export async function isPublicSuspended(ctx: Context): Promise<boolean> {
  const first = await ctx.read(systemActor('intake', null), findFirstOrganisation)
  return (first?.suspended_at ?? null) !== null
}

/** Refuses with `intake.suspended` what is handed in for a suspended organisation. */
export function refuseSuspended(organisation: { readonly suspended_at: Date | null }): void {
  if (organisation.suspended_at !== null)
    throw new Failure('forbidden', 'intake.suspended', 'the organisation is suspended: it takes no reports')
}

function findOfFirst(ctx: Context, kind: OwnKind): Promise<Door> {
  return remembered(ctx, kind, async () => {
    const first = await ctx.read(systemActor('intake', null), findFirstOrganisation)
    if (first === undefined) return { kind: 'none' }
    if (first.suspended_at !== null) return { kind: 'suspended' }
    const owner = first.id
    const actor = channelActor(kind, owner)
    const before = await ctx.read(actor, (tx) => findOwnChannel(tx, owner, kind))
    const channel = before ?? (await perform(ctx, actor, (work) => ensureChannel(work, kind)))
    return channel.open ? { kind: 'open', target: { owner, channel: channel.id } } : { kind: 'none' }
  })
}

/** Where `report+TOKEN@` leads; `none` for an unknown token and a closed channel alike. */
export function findMailChannel(ctx: Context, token: string): Promise<Door> {
  return remembered(ctx, token, async () => {
    const found = await ctx.db.transaction().execute((tx) => findChannelByToken(tx, token))
    if (found?.open !== true) return { kind: 'none' }
    const owner = await ctx.read(channelActor('mail', found.owner), (tx) => findOrganisation(tx, found.owner))
    if (owner === undefined || owner.suspended_at !== null) return { kind: 'suspended' }
    return { kind: 'open', target: { owner: found.owner, channel: found.id } }
  })
}

/** milliseconds for which it may not be known yet that an organisation was suspended, or in another process that a channel was closed */
const rememberFor = 2_000
const doors = new WeakMap<Context, Map<string, { readonly door: Door; readonly until: number }>>()

// every recipient of every message asks; four questions to the database each were most of what taking a message cost
async function remembered(ctx: Context, key: string, find: () => Promise<Door>): Promise<Door> {
  const known = doors.get(ctx)?.get(key)
  if (known !== undefined && known.until > Date.now()) return known.door
  const door = await find()
  // only what is open: whatever is not may be opened at any moment, and is asked for seldom
  if (door.kind !== 'open') doors.get(ctx)?.delete(key)
  else doors.set(ctx, (doors.get(ctx) ?? new Map()).set(key, { door, until: Date.now() + rememberFor }))
  return door
}

/** After a channel was changed: this process asks again at once. */
export function forgetTargets(ctx: Context): void {
  doors.delete(ctx)
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
