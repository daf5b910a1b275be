import type { Actor } from '../../../../base/actor.ts'
import { Failure, present } from '../../../../base/failure.ts'
import type { Context } from '../../../../platform/context.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import { perform, type Work } from '../../../../platform/work.ts'
import { findNetwork } from '../../../directory/index.ts'
import type { Standing } from '../../network/standing.ts'
import { findOwnMember } from '../../store/network/members.ts'

/** Where the acting organisation stands; undefined where this node keeps no network or nobody is acted for. */
export async function findStanding(tx: Tx, actor: Actor): Promise<Standing | undefined> {
  const network = await findNetwork(tx)
  if (network === undefined || actor.organisation === null) return undefined
  const acting = actor.organisation === network
  const own = acting ? undefined : await findOwnMember(tx, network, actor.organisation)
  const member = own?.state === 'member' ? { id: own.id, kind: own.kind } : null
  return { network, acting, member, actor }
}

/** The same; refuses `cooperation.no-network`, and `platform.forbidden` to whoever is neither a member nor the network itself. */
export async function readStanding(tx: Tx, actor: Actor): Promise<Standing> {
  const standing = await findStanding(tx, actor)
  if (standing === undefined) throw new Failure('missing', 'cooperation.no-network', 'this node keeps no network')
  if (!standing.acting && standing.member === null)
    throw new Failure('forbidden', 'cooperation.no-member', 'the organisation is no member of the network')
  return standing
}

/**
 * An act on what is the network's own, by a member or by whoever holds the office: one unit of work in the network's name and book, with the person who
 * acts. `run` asks the policies of `network/standing.ts` of the standing, which was read under the actor's own rights; a role at home is none in the network.
 */
export async function performInNetwork<T>(
  ctx: Pick<Context, 'db' | 'now' | 'subscribers' | 'read'>,
  actor: Actor,
  run: (work: Work, standing: Standing) => Promise<T>,
): Promise<T> {
  const standing = await ctx.read(actor, (tx) => readStanding(tx, actor))
  return perform(ctx, within(actor, standing), (work) => run(work, standing))
}

/** The same for whoever need not be a member: an applicant. What they may do is for `run` to ask. */
export async function performAtNetwork<T>(
  ctx: Pick<Context, 'db' | 'now' | 'subscribers' | 'read'>,
  actor: Actor,
  run: (work: Work, standing: Standing) => Promise<T>,
): Promise<T> {
  const standing = present(await ctx.read(actor, (tx) => findStanding(tx, actor)), 'cooperation.no-network', 'a network of this node')
  return perform(ctx, within(actor, standing), (work) => run(work, standing))
}

function within(actor: Actor, { network, acting }: Standing): Actor {
  return { ...actor, organisation: network, role: acting ? actor.role : null, operator: false }
}
