import type { Actor } from '../../../base/actor.ts'
import { readCursor, writeCursor } from '../../../base/cursor.ts'
import { present } from '../../../base/failure.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import * as contract from '../contract.ts'
import { farthestStage, mayChangeEntry, mayEnter, type RegisterEntry } from '../network/register.ts'
import { type MembersById, registerCsv, registerView } from '../network/register-view.ts'
import { maySeeNetwork, type Standing } from '../network/standing.ts'
import { addRegisterEntry, changeRegisterEntry, matchSupport, ownMember, withdrawRegisterEntry } from '../operations/network/register.ts'
import { performInNetwork, readStanding } from '../operations/network/standing.ts'
import { recordSeen } from '../operations/network/telling.ts'
import { listMembersById } from '../store/network/members.ts'
import { findRegisterEntry, listCallsOfItems, listLawStages, listSupportMatches, pageRegister } from '../store/network/register.ts'
import { whoView } from '../view.ts'
import { noteItems } from './call-reading.ts'
import { allow } from './network.ts'
import { namesAmong } from './reading.ts'

const csvLines = 10_000

/** What the network keeps of progress: laws and how they are enforced, obstacles, support, what was told to others. */
export function registerRoutes(http: Http): void {
  readingRoutes(http)
  writingRoutes(http)
}

function readingRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listRegister, async ({ actor, query }) => {
    const { after, limit, ...filter } = query
    const rows = await ctx.read(actor, async (tx) =>
      pageRegister(tx, (await seen(tx, actor)).network, filter, readCursor(after), limit + 1),
    )
    const items = rows.slice(0, limit)
    await noteItems(http, actor, items)
    return ctx.read(actor, async (tx) => {
      const standing = await seen(tx, actor)
      const last = rows.length > limit ? items.at(-1) : undefined
      const own = await ownMember(tx, standing)
      const country = own?.country ?? null
      return {
        items: await registerViews(tx, items),
        next: last === undefined ? null : writeCursor(last.changedAt, last.id),
        may: { enter: contract.registerKinds.filter((kind) => mayEnter(standing, own, kind, country)), country },
      }
    })
  })
  serve(http, contract.exportRegister, async ({ actor, query, reply }) => {
    const rows = await ctx.read(actor, async (tx) => pageRegister(tx, (await seen(tx, actor)).network, query, undefined, csvLines))
    await noteItems(http, actor, rows)
    const text = await ctx.read(actor, async (tx) => registerCsv(await registerViews(tx, rows)))
    return reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="registers.csv"')
      .header('cache-control', 'private, no-store')
      .send(text)
  })
  serve(http, contract.readLawMap, ({ actor }) =>
    ctx.read(actor, async (tx) => {
      const { network } = await seen(tx, actor)
      const rows = await listLawStages(tx, network)
      return {
        items: rows.flatMap(({ country, stages }) => {
          const stage = farthestStage(stages)
          return stage === undefined ? [] : [{ country, stage, laws: stages.length }]
        }),
      }
    }),
  )
  serve(http, contract.readRegisterEntry, async ({ actor, params }) => {
    const entry = await wholeOf(http, actor, params.id)
    const { member } = await ctx.read(actor, (tx) => readStanding(tx, actor))
    // that a report to other bodies arrived is proven by its first reading
    if (entry.kind === 'report' && member !== null) await performInNetwork(ctx, actor, (work) => recordSeen(work, params.id, member.id))
    return entry
  })
}

function writingRoutes(http: Http): void {
  const { ctx } = http
  // what one may not see is as if it were not there
  const mustSee = (actor: Actor, id: string) => ctx.read(actor, (tx) => take(tx, id))
  serve(http, contract.addRegisterEntry, async ({ actor, body }) => {
    const { kind, ...said } = body
    const id = await performInNetwork(ctx, actor, (work, standing) => addRegisterEntry(work, standing, kind, said))
    return wholeOf(http, actor, id)
  })
  serve(http, contract.changeRegisterEntry, async ({ actor, params, body }) => {
    await mustSee(actor, params.id)
    const { seen: at, ...said } = body
    await performInNetwork(ctx, actor, (work, standing) => changeRegisterEntry(work, standing, params.id, said, new Date(at)))
    return wholeOf(http, actor, params.id)
  })
  serve(http, contract.withdrawRegisterEntry, async ({ actor, params }) => {
    await mustSee(actor, params.id)
    await performInNetwork(ctx, actor, (work, standing) => withdrawRegisterEntry(work, standing, params.id))
    return undefined
  })
  serve(http, contract.matchSupport, async ({ actor, params, body }) => {
    await mustSee(actor, params.id)
    await mustSee(actor, body.ask)
    await performInNetwork(ctx, actor, (work, standing) => matchSupport(work, standing, params.id, body.ask, body.note))
    return wholeOf(http, actor, params.id)
  })
}

async function seen(tx: Tx, actor: Actor): Promise<Standing> {
  const standing = await readStanding(tx, actor)
  allow(maySeeNetwork(standing))
  return standing
}

async function take(tx: Tx, id: string): Promise<RegisterEntry> {
  return present(await findRegisterEntry(tx, id), 'cooperation.no-entry', `entry ${id}`)
}

async function membersOf(tx: Tx, rows: readonly RegisterEntry[]): Promise<MembersById> {
  return listMembersById(
    tx,
    rows.flatMap(({ member, responsible }) => [member ?? [], responsible ?? []].flat()),
  )
}

/** Entries as the reader may see them, with the calls in which obstacles were reported. */
export async function registerViews(tx: Tx, rows: readonly RegisterEntry[]): Promise<contract.RegisterView[]> {
  const members = await membersOf(tx, rows)
  const calls = await listCallsOfItems(
    tx,
    rows.flatMap(({ item }) => item ?? []),
  )
  return rows.map((row) => registerView(row, members, calls))
}

async function wholeOf(http: Http, actor: Actor, id: string): Promise<contract.RegisterWhole> {
  const row = await http.ctx.read(actor, (tx) => take(tx, id))
  await noteItems(http, actor, [row])
  return http.ctx.read(actor, async (tx) => {
    const standing = await seen(tx, actor)
    const [view] = await registerViews(tx, [row])
    const own = await ownMember(tx, standing)
    const support = row.kind === 'offer' || row.kind === 'ask'
    const matches = support ? await listSupportMatches(tx, id) : []
    const change = mayChangeEntry(standing, own, row)
    const helps = row.kind === 'offer' && row.state !== 'ended' && row.withdrawnAt === null
    return {
      ...present(view, 'cooperation.no-entry', `entry ${id}`),
      changedBy: whoView(row.changedBy, await namesAmong(tx, [row.changedBy])),
      withdrawn: row.withdrawnAt !== null,
      matches: matches.map(({ note, at, ...entry }) => ({ entry, note, at: at.toISOString() })),
      may: { change, match: helps && (change || mayEnter(standing, own, 'ask', own?.country ?? null)) },
    }
  })
}
