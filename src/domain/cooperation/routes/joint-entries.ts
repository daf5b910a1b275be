import type { Actor } from '../../../base/actor.ts'
import { readCursor, writeCursor } from '../../../base/cursor.ts'
import { present } from '../../../base/failure.ts'
import type { OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { perform, type Work } from '../../../platform/work.ts'
import * as contract from '../contract.ts'
import { jointEntryView } from '../network/joint-view.ts'
import { mayDraftShare, mayShare } from '../network/sharing.ts'
import { changeEntry, giveEntry, moveTask, takeEntryBack } from '../operations/network/joint-entries.ts'
import { findJoint, listParties } from '../store/network/joint-cases.ts'
import { type EntryRow, findEntry, listEntryReaders, pageEntries } from '../store/network/joint-entries.ts'
import { findJointFile } from '../store/network/joint-files.ts'
import { whoView } from '../view.ts'
import { namesAmong } from './reading.ts'
import { sharerFor } from './sharing.ts'

/** What parties give to a joint case. */
export function jointEntryRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listJointEntries, ({ actor, params, query }) => {
    const own = sharerFor(actor)
    const { after, limit, ...filter } = query
    return ctx.read(actor, async (tx) => {
      present(await findJointFile(tx, params.id), 'cooperation.no-joint', `a file of joint case ${params.id}`)
      const rows = await pageEntries(tx, params.id, filter, readCursor(after), limit + 1)
      const items = rows.slice(0, limit)
      const last = rows.length > limit ? items.at(-1) : undefined
      return { items: await viewsOf(tx, actor, own, params.id, items), next: last === undefined ? null : writeCursor(last.at, last.id) }
    })
  })
  serve(http, contract.giveToJointCase, ({ actor, params, body }) =>
    act(http, actor, (work) =>
      giveEntry(work, params.id, { ...body, ...momentsOf(body), taskState: body.kind === 'task' ? 'open' : null }),
    ),
  )
  const changed = (actor: Actor, id: string, run: (work: Work) => Promise<void>) =>
    act(http, actor, async (work) => {
      await run(work)
      return id
    })
  serve(http, contract.changeJointEntry, ({ actor, params: { id }, body }) =>
    changed(actor, id, (work) => changeEntry(work, id, { ...body, ...momentsOf(body) })),
  )
  serve(http, contract.takeJointEntryBack, ({ actor, params: { id } }) => changed(actor, id, (work) => takeEntryBack(work, id)))
  serve(http, contract.moveJointTask, ({ actor, params: { id }, body }) => changed(actor, id, (work) => moveTask(work, id, body.state)))
}

const momentsOf = ({ happenedAt }: { readonly happenedAt: string | null }) => ({
  happenedAt: happenedAt === null ? null : new Date(happenedAt),
})

async function act({ ctx }: Http, actor: Actor, run: (work: Work) => Promise<string>): Promise<contract.JointEntry> {
  const own = sharerFor(actor)
  const id = await perform(ctx, actor, run)
  return ctx.read(actor, async (tx) => {
    const row = present(await findEntry(tx, id), 'cooperation.no-joint-entry', `an entry ${id}`)
    const [view] = await viewsOf(tx, actor, own, row.joint, [row])
    return present(view, 'cooperation.no-joint-entry', `an entry ${id}`)
  })
}

async function viewsOf(
  tx: Tx,
  actor: Actor,
  own: OrganisationId,
  joint: string,
  rows: readonly EntryRow[],
): Promise<contract.JointEntry[]> {
  const parties = await listParties(tx, joint)
  const here = parties.find(({ organisation, state }) => organisation === own && state === 'in')
  const open = (await findJoint(tx, joint))?.state === 'open' && here !== undefined
  const ours = rows.filter(({ owner }) => owner === own)
  const names = await namesAmong(
    tx,
    ours.map(({ by }) => by),
  )
  // whoever is out of the case learns nothing of who is in it
  const readers =
    here === undefined
      ? new Map<string, readonly string[]>()
      : await listEntryReaders(
          tx,
          ours.map(({ id }) => id),
        )
  return rows.map((row) => {
    const mine = row.owner === own
    const stands = mine && row.takenBackAt === null && row.kind !== 'outcome'
    const see = new Set(readers.get(row.id) ?? [])
    return jointEntryView(row, {
      own,
      parties,
      person: mine ? whoView(row.by, names) : null,
      readers:
        mine && here !== undefined
          ? parties.filter(({ organisation, state }) => state === 'in' && see.has(organisation)).map(({ name, kind }) => ({ name, kind }))
          : null,
      may: {
        change: stands && open && mayShare(actor),
        take: stands && mayDraftShare(actor),
        move: row.kind === 'task' && open && row.takenBackAt === null && mayDraftShare(actor) && (mine || row.words?.assignee === here.id),
      },
    })
  })
}
