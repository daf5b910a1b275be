import { systemActor } from '../../../../base/actor.ts'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Context } from '../../../../platform/context.ts'
import type { Work } from '../../../../platform/work.ts'
import { findNetwork, findOrganisation } from '../../../directory/index.ts'
import type { PublicDirectory } from '../../contract/network/public.ts'
import type { Publicity } from '../../network/publicity.ts'
import { mayKeepNetwork, type Standing } from '../../network/standing.ts'
import { findPublicity, listNamed, putPublicity } from '../../store/network/public.ts'

type Reading = Pick<Context, 'read' | 'now'>

/** Who looks in the network's name for whoever is no member. */
const door = (network: OrganisationId) => systemActor('cooperation.public', network)

export async function changePublicity(work: Work, standing: Standing, said: Publicity): Promise<void> {
  work.require(mayKeepNetwork(standing))
  await putPublicity(work.tx, standing.network, said, work.now, work.actor.id)
  work.record('cooperation.publicity-set', standing.network, { directory: said.directory, asking: said.asking })
  work.announce('publicity', standing.network)
}

/** What is let be known, and how much the directory would name. The caller has asked for leave. */
export async function readPublicity(ctx: Reading, network: OrganisationId) {
  return ctx.read(door(network), async (tx) => {
    const named = await listNamed(tx, network, dayOf(ctx))
    const contacts = named.reduce((sum, one) => sum + one.contacts.length, 0)
    return { ...(await findPublicity(tx, network)), named: { members: named.length, contacts } }
  })
}

/** What anybody may read; undefined where there is no network, or it publishes nothing. */
export async function readPublicDirectory(ctx: Reading): Promise<PublicDirectory | undefined> {
  const network = await ctx.read(systemActor('cooperation.public', null), findNetwork)
  if (network === undefined) return undefined
  return ctx.read(door(network), async (tx) => {
    const { directory, introduction } = await findPublicity(tx, network)
    if (!directory) return undefined
    const name = (await findOrganisation(tx, network))?.name ?? ''
    return { network: name, introduction, members: [...(await listNamed(tx, network, dayOf(ctx)))] }
  })
}

/** Whether the network lets itself be asked; and what it is called, if so. */
export async function readAsking(ctx: Reading, network: OrganisationId): Promise<{ readonly asking: boolean; readonly name: string }> {
  return ctx.read(door(network), async (tx) => ({
    asking: (await findPublicity(tx, network)).asking,
    name: (await findOrganisation(tx, network))?.name ?? '',
  }))
}

const dayOf = ({ now }: Pick<Context, 'now'>) => now().toISOString().slice(0, 10)
