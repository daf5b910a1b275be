import type { Actor } from '../../../../base/actor.ts'
import { present } from '../../../../base/failure.ts'
import type { Context } from '../../../../platform/context.ts'
import { findNetwork } from '../../../directory/index.ts'
import type { ContactFileOutcome } from '../../contract/network/contact-exchange.ts'
import type { FileOutcome } from '../../contract/network/exchange.ts'
import type { SupposedContact } from '../../network/contact-file.ts'
import type { Supposed } from '../../network/raw-member.ts'
import { membersCsv } from '../../network/view.ts'
import { pageMembers } from '../../store/network/members.ts'
import { previewFile, readFile, runFile } from './import.ts'
import { previewContacts, readContacts, runContacts } from './import-contacts.ts'
import { performInNetwork, readStanding } from './standing.ts'

type Acting = Pick<Context, 'db' | 'now' | 'subscribers' | 'read' | 'sandbox'>

/** Whoever may run commands on the machine acts for the network. Refuses `cooperation.no-network`. */
async function forNetwork(ctx: Acting, command: Actor): Promise<Actor> {
  const network = present(await ctx.read(command, findNetwork), 'cooperation.no-network', 'this node keeps no network: there')
  return { ...command, organisation: network, role: 'administrator', operator: false }
}

/** Looks at a file of members and takes it in, unless it has errors or is only looked at. Refuses `directory.import-unreadable`. */
export async function importNetwork(
  ctx: Acting,
  command: Actor,
  bytes: Uint8Array,
  supposed: Supposed,
  dry: boolean,
): Promise<FileOutcome> {
  const actor = await forNetwork(ctx, command)
  const read = await readFile(ctx, bytes, supposed)
  const seen = await ctx.read(actor, async (tx) => previewFile(tx, await readStanding(tx, actor), read))
  if (dry || seen.errorCount > 0) return seen
  return performInNetwork(ctx, actor, (work, standing) => runFile(work, standing, read, seen.sha256))
}

/** The same of a file of contacts. A command is no person, so keys for OpenPGP are refused. */
export async function importNetworkContacts(
  ctx: Acting,
  command: Actor,
  bytes: Uint8Array,
  supposed: SupposedContact,
  dry: boolean,
): Promise<ContactFileOutcome> {
  const actor = await forNetwork(ctx, command)
  const read = await readContacts(ctx, bytes, supposed)
  const seen = await ctx.read(actor, async (tx) => previewContacts(tx, await readStanding(tx, actor), read))
  if (dry || seen.errorCount > 0) return seen
  return performInNetwork(ctx, actor, (work, standing) => runContacts(work, standing, read, seen.sha256))
}

const most = 10_000

/** All members as the table that can be taken in. */
export async function exportNetwork(ctx: Acting, command: Actor): Promise<string> {
  const actor = await forNetwork(ctx, command)
  return ctx.read(actor, async (tx) => {
    const { network } = await readStanding(tx, actor)
    return membersCsv(await pageMembers(tx, network, { state: ['member'] }, undefined, most))
  })
}
