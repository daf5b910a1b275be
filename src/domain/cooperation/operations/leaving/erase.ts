import { z } from 'zod'
import type { Actor } from '../../../../base/actor.ts'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Context } from '../../../../platform/context.ts'
import { defineJob } from '../../../../platform/events.ts'
import { perform } from '../../../../platform/work.ts'
import { closeOrganisation, findOrganisation, notifyRole, recordElsewhere, reopenOrganisation } from '../../../directory/index.ts'
import { dropBlobs, packageFiles } from '../../../evidence/index.ts'
import { takeoutFiles } from '../../adapters/takeout-files.ts'
import { isDue, type Leaving } from '../../leaving/leaving.ts'
import { inErasingOrder } from '../../leaving/own-table.ts'
import { stays } from '../../leaving/stays.ts'
import {
  addCount,
  findLeaving,
  listAgainst,
  listFullCopies,
  listMadeFiles,
  listOwnBlobs,
  listSharedIds,
  setCoolingAgain,
  setErasing,
  setHindered,
  setLeft,
} from '../../store/leaving/leavings.ts'
import { countOwnRows, dropOwnJobs, emptyOwnRecords, eraseOwnRows, listOwnTables } from '../../store/leaving/own-tables.ts'
import { emptyCopies } from '../../store/network/shares.ts'
import { dropApplications } from '../network/ending.ts'
import { endMember } from '../network/members.ts'
import { recallShare } from '../network/recall.ts'
import { findStanding, performAtNetwork, performInNetwork } from '../network/standing.ts'
import { tellRecipientsJob } from '../network/tell-recipients.ts'
import { ownerOf } from '../note.ts'

const name = 'cooperation.erase-organisation'

/** Where an organisation that leaves goes from cooling off to its end. Whatever stops it, it begins anew and goes on with what is left. */
export const eraseOrganisationJob = defineJob({
  name,
  payload: z.object({}),
  queue: name,
  async run(ctx, actor) {
    if (actor.organisation === null) return
    await begin(ctx, actor)
    const leaving = await stillGoes(ctx, actor)
    if (leaving === undefined) return
    await withdraw(ctx, actor, actor.organisation)
    await recallAll(ctx, actor)
    await eraseAll(ctx, actor, leaving)
    // what was asked at the very moment at which the doors were shut
    await withdraw(ctx, actor, actor.organisation)
    await finish(ctx, actor, leaving)
  },
})

/** Shuts all doors, unless it is not due, or something stands against it: then its administrators are told what. */
async function begin(ctx: Context, actor: Actor): Promise<void> {
  await perform(ctx, actor, async (work) => {
    work.require(actor.kind === 'system')
    const leaving = await findLeaving(work.tx, true)
    if (leaving === undefined || !isDue(leaving, work.now)) return
    const against = (await listAgainst(work.tx)).map(({ what }) => what)
    if (against.length > 0) {
      if (against.join() === leaving.hindered.join()) return
      await setHindered(work.tx, leaving.id, against)
      work.announce('leaving', leaving.id)
      return notifyRole(work, 'administrator', { kind: 'cooperation.leaving-hindered', subject: leaving.id })
    }
    await setErasing(work.tx, leaving.id, work.now)
    await closeOrganisation(work, ownerOf(work))
    work.announce('leaving', leaving.id)
  })
}

/**
 * What came while the doors were being shut is seen once they are: until the first row is gone the organisation stays where something stands against it. Undefined
 * where nothing is to be deleted.
 */
async function stillGoes(ctx: Context, actor: Actor): Promise<Leaving | undefined> {
  return perform(ctx, actor, async (work) => {
    work.require(actor.kind === 'system')
    const leaving = await findLeaving(work.tx, true)
    if (leaving?.state !== 'erasing') return undefined
    const against = Object.keys(leaving.counts).length > 0 ? [] : (await listAgainst(work.tx)).map(({ what }) => what)
    if (against.length === 0) return leaving
    await setCoolingAgain(work.tx, leaving.id, against)
    await reopenOrganisation(work, ownerOf(work))
    work.announce('leaving', leaving.id)
    await notifyRole(work, 'administrator', { kind: 'cooperation.leaving-hindered', subject: leaving.id })
    return undefined
  })
}

/** Out of the network, whose secretariat is told: what it asked to be is not decided any more, and what it is ends. */
async function withdraw(ctx: Context, actor: Actor, organisation: OrganisationId): Promise<void> {
  if ((await ctx.read(actor, (tx) => findStanding(tx, actor))) === undefined) return
  await performAtNetwork(ctx, actor, (work, held) => dropApplications(work, held, organisation))
  const { standing, own } = await ctx.read(actor, async (tx) => ({
    standing: await findStanding(tx, actor),
    own: await findOrganisation(tx, organisation),
  }))
  const member = standing?.member?.id
  if (member === undefined) return
  await performInNetwork(ctx, actor, async (work, held) => {
    await endMember(work, held, member, null)
    await notifyRole(work, 'manager', { kind: 'cooperation.organisation-left', subject: member, params: { name: own?.name ?? '…' } })
  })
}

const atOnce = 2_000

/** Whoever sees or read something is asked to delete it, while there is somebody who asks. */
async function recallAll(ctx: Context, actor: Actor): Promise<void> {
  for (;;) {
    const [one] = await ctx.read(actor, (tx) => listSharedIds(tx, 1))
    if (one === undefined) break
    await perform(ctx, actor, (work) => recallShare(work, one.id))
    // at once, since what waits in the queue is dropped
    await tellRecipientsJob.run(ctx, actor, { share: one.id, what: 'recalled' })
  }
  for (;;) {
    const left = await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system')
      const copies = await listFullCopies(work.tx, atOnce)
      await emptyCopies(work.tx, copies, work.now)
      return copies.length
    })
    if (left === 0) break
  }
}

/** All rows, table after table, then files and blobs: once more as long as something came meanwhile. */
async function eraseAll(ctx: Context, actor: Actor, leaving: Leaving): Promise<void> {
  const files = await ctx.read(actor, listMadeFiles)
  for (const id of files.takeouts) await takeoutFiles.remove(ctx.config, id)
  for (const id of files.packages) await packageFiles.remove(ctx.config, id)
  const tables = inErasingOrder(await ctx.read(actor, listOwnTables))
  for (;;) {
    await perform(ctx, actor, (work) => {
      work.require(actor.kind === 'system')
      return dropOwnJobs(work.tx, name)
    })
    let gone = 0
    while (await emptyRecords(ctx, actor)) gone += 1
    for (const table of tables) {
      const blobs = table.name === 'evidence.item' ? await blobsOf(ctx, actor) : []
      gone += await eraseTable(ctx, actor, leaving, table.name)
      // what another organisation holds too, or refers to since, stays; what was just put goes with the daily sweep
      for (let at = 0; at < blobs.length; at += 500) await dropBlobs(ctx, blobs.slice(at, at + 500))
    }
    if (gone === 0) return
  }
}

async function emptyRecords(ctx: Context, actor: Actor): Promise<boolean> {
  return perform(ctx, actor, async (work) => {
    work.require(actor.kind === 'system')
    return (await emptyOwnRecords(work.tx, atOnce, work.now)) > 0
  })
}

async function blobsOf(ctx: Context, actor: Actor): Promise<readonly string[]> {
  const all: string[] = []
  for (let after = ''; ; ) {
    const some = await ctx.read(actor, (tx) => listOwnBlobs(tx, after, atOnce))
    all.push(...some)
    const last = some.at(-1)
    if (last === undefined) return all
    after = last
  }
}

async function eraseTable(ctx: Context, actor: Actor, leaving: Leaving, table: string): Promise<number> {
  let total = 0
  for (let after: string | null = null; ; ) {
    const from: string | null = after
    const { gone, place } = await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system')
      const some = await eraseOwnRows(work.tx, table, from, atOnce)
      if (some.gone > 0) await addCount(work.tx, leaving.id, table, some.gone)
      return some
    })
    total += gone
    if (place === null) return total
    after = place
  }
}

/** Rows that stayed though nothing says that they do: others' rows refer to them. */
async function countKept(ctx: Context, actor: Actor): Promise<Readonly<Record<string, number>>> {
  return ctx.read(actor, async (tx) => {
    const kept: Record<string, number> = {}
    for (const { name: table } of await listOwnTables(tx)) {
      const count = table in stays ? 0 : await countOwnRows(tx, table)
      if (count > 0) kept[table] = count
    }
    return kept
  })
}

/** The proof: how much went and what did not, by table, as a leaf of the log. It stands in the node's own book too. */
async function finish(ctx: Context, actor: Actor, { id }: Leaving): Promise<void> {
  const kept = await countKept(ctx, actor)
  if (Object.keys(kept).length > 0) ctx.log.warn({ kept }, 'cooperation.leaving-kept')
  await perform(ctx, actor, async (work) => {
    work.require(actor.kind === 'system')
    const leaving = await findLeaving(work.tx, true)
    if (leaving?.state !== 'erasing') return
    const { counts } = leaving
    const leaf = work.witness('cooperation.organisation-left', id, { counts, kept })
    await setLeft(work.tx, id, work.now, leaf)
    const rows = Object.values(counts).reduce((sum, count) => sum + count, 0)
    await recordElsewhere(work.tx, work.actor, null, work.now, 'cooperation.organisation-left', ownerOf(work), { leaving: id, rows })
  })
}
