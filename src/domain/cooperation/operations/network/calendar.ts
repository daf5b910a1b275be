import { randomBytes } from 'node:crypto'
import { type Actor, systemActor } from '../../../../base/actor.ts'
import { newId, type OrganisationId, type PersonId } from '../../../../base/id.ts'
import { hashToken } from '../../../../platform/auth/index.ts'
import type { Context } from '../../../../platform/context.ts'
import type { Work } from '../../../../platform/work.ts'
import { findNetwork, findOrganisation, membershipsOf } from '../../../directory/index.ts'
import type { Call } from '../../network/call.ts'
import { maySeeCalls } from '../../network/call-standing.ts'
import type { Standing } from '../../network/standing.ts'
import { type CalendarFeed, endFeed, findFeedByHash, findFeedOf, insertFeed, listCallsFrom } from '../../store/network/calendar-feeds.ts'
import { listEnrolledFrom } from '../../store/network/enrolments.ts'
import { findStanding } from './standing.ts'

/** How long what is over stays in the calendar. Days. */
const keepDays = 180
const dayLong = 86_400_000

/** Makes the person's address for the organisation that they act for; the one before leads nowhere from then on. Answers the secret, this once. */
export async function makeFeed(work: Work, standing: Standing): Promise<{ readonly token: string; readonly feed: CalendarFeed }> {
  const { organisation, person } = holderOf(work, standing)
  await endFeed(work.tx, organisation, person, work.now)
  const token = randomBytes(32).toString('base64url')
  const feed = { id: newId(work.now.getTime()), owner: standing.network, organisation, person, madeAt: work.now }
  await insertFeed(work.tx, feed, hashToken(token))
  work.record('cooperation.calendar-made', feed.id, { organisation })
  return { token, feed }
}

export async function revokeFeed(work: Work, standing: Standing): Promise<void> {
  const { organisation, person } = holderOf(work, standing)
  if (await endFeed(work.tx, organisation, person, work.now)) work.record('cooperation.calendar-revoked', person, { organisation })
}

function holderOf(work: Work, standing: Standing) {
  const { actor } = standing
  work.require(actor.kind === 'person' && maySeeCalls(standing))
  return { organisation: actor.organisation as OrganisationId, person: actor.id as PersonId }
}

/** The feed that a person has for the organisation that they act for. The caller has asked for leave. */
export function readFeed(ctx: Pick<Context, 'read'>, { network, actor }: Standing): Promise<CalendarFeed | undefined> {
  return ctx.read(door(network), (tx) => findFeedOf(tx, actor.organisation ?? '', actor.id))
}

export type Fed = {
  readonly name: string
  readonly calls: readonly Call[]
  /** that the person signed up for */
  readonly trainings: Awaited<ReturnType<typeof listEnrolledFrom>>
  readonly actor: Actor
}

/**
 * What the holder of a secret may see at this moment: asked as the person for the organisation that they made it for, with the role that they have there now. Undefined where the
 * secret is none, was revoked, or the person works there no more, the organisation is suspended or no member.
 */
export async function followFeed(ctx: Pick<Context, 'read' | 'now'>, token: string): Promise<Fed | undefined> {
  if (!/^[\w-]{43}$/.test(token)) return undefined
  const network = await ctx.read(systemActor('cooperation.calendar', null), findNetwork)
  if (network === undefined) return undefined
  const found = await ctx.read(door(network), async (tx) => {
    const feed = await findFeedByHash(tx, hashToken(token))
    if (feed === undefined) return undefined
    const held = (await membershipsOf(tx, feed.person)).find(({ owner }) => owner === feed.organisation)
    return held === undefined || held.suspended
      ? undefined
      : { feed, role: held.role, name: (await findOrganisation(tx, network))?.name ?? '' }
  })
  if (found === undefined) return undefined
  const { feed, role, name } = found
  const actor: Actor = { kind: 'person', id: feed.person, organisation: feed.organisation, role, operator: false, scopes: ['read'] }
  return ctx.read(actor, async (tx) => {
    const standing = await findStanding(tx, actor)
    if (standing === undefined || !maySeeCalls(standing)) return undefined
    const from = new Date(ctx.now().getTime() - keepDays * dayLong)
    const trainings = await listEnrolledFrom(tx, feed.organisation, feed.person, from)
    return { name, calls: await listCallsFrom(tx, network, from), trainings, actor }
  })
}

const door = (network: OrganisationId) => systemActor('cooperation.calendar', network)
