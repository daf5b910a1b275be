import type { Actor } from '../../../base/actor.ts'
import { present } from '../../../base/failure.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import * as contract from '../contract.ts'
import { tellingView } from '../network/joining-view.ts'
import { participationCsv, participationOf } from '../network/participation.ts'
import { mayKeepNetwork, maySeeNetwork, type Standing } from '../network/standing.ts'
import { announce } from '../operations/network/announcing.ts'
import { readDuties, setDutyPeriods } from '../operations/network/duties.ts'
import { readObligations } from '../operations/network/obligations.ts'
import { performInNetwork, readStanding } from '../operations/network/standing.ts'
import { recordSeen, recordTold } from '../operations/network/telling.ts'
import { type Announcement, findAnnouncement, listAnnouncements } from '../store/network/announcements.ts'
import { listDisseminations, listParticipation } from '../store/network/duties.ts'
import { listTellings } from '../store/network/tellings.ts'
import { whoView } from '../view.ts'
import { allow } from './network.ts'
import { namesAmong } from './reading.ts'

/** What the secretariat owes and says, and what a member owes the network. */
export function secretariatRoutes(http: Http): void {
  dutyRoutes(http)
  announcementRoutes(http)
}

async function seen(tx: Tx, actor: Actor): Promise<Standing> {
  const standing = await readStanding(tx, actor)
  allow(maySeeNetwork(standing))
  return standing
}

async function office(tx: Tx, actor: Actor): Promise<Standing> {
  const standing = await seen(tx, actor)
  allow(standing.acting)
  return standing
}

function dutyRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.readSecretariat, ({ actor }) =>
    ctx.read(actor, async (tx) => {
      const standing = await office(tx, actor)
      const { network } = standing
      const { duties, periods } = await readDuties(tx, network, ctx.now())
      const moment = (at: Date | null) => at?.toISOString() ?? null
      return {
        duties: duties.map((one) => ({ ...one, last: moment(one.last), due: moment(one.due) })),
        periods: { ...periods },
        participation: participationOf(await listParticipation(tx, network)),
        may: { keep: mayKeepNetwork(standing) },
      }
    }),
  )
  serve(http, contract.listDisseminations, ({ actor, query: { after, limit } }) =>
    ctx.read(actor, async (tx) => {
      const { network } = await office(tx, actor)
      const rows = await listDisseminations(tx, network, after, limit + 1)
      const items = rows.slice(0, limit)
      return { items: items.map(({ place: _, ...one }) => one), next: rows.length > limit ? (items.at(-1)?.place ?? null) : null }
    }),
  )
  serve(http, contract.exportParticipation, async ({ actor, reply }) => {
    const rows = await ctx.read(actor, async (tx) => listParticipation(tx, (await office(tx, actor)).network))
    return reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="participation.csv"')
      .header('cache-control', 'private, no-store')
      .send(participationCsv(participationOf(rows)))
  })
  serve(http, contract.setDutyPeriods, async ({ actor, body }) => {
    await performInNetwork(ctx, actor, (work, standing) => setDutyPeriods(work, standing, body))
    return body
  })
  const told = (actor: Actor, id: string, kind: string) =>
    ctx.read(actor, async (tx) => {
      await office(tx, actor)
      return { items: (await listTellings(tx, kind, id)).map(tellingView) }
    })
  serve(http, contract.readTold, ({ actor, params, query }) => told(actor, params.id, query.kind))
  serve(http, contract.recordToldOf, async ({ actor, params, query, body }) => {
    await performInNetwork(ctx, actor, (work, standing) => recordTold(work, standing, query.kind, params.id, body.member, body.how))
    return told(actor, params.id, query.kind)
  })
  serve(http, contract.readObligations, async ({ actor }) => {
    const standing = await ctx.read(actor, (tx) => seen(tx, actor))
    const items = await readObligations(ctx, standing)
    return { items: items.map((one) => ({ ...one, since: one.since?.toISOString() ?? null, until: one.until?.toISOString() ?? null })) }
  })
}

function announcementRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listAnnouncements, ({ actor }) =>
    ctx.read(actor, async (tx) => {
      const standing = await seen(tx, actor)
      const rows = await listAnnouncements(tx, standing.network)
      return { items: await viewsOf(tx, rows), may: { announce: mayKeepNetwork(standing) } }
    }),
  )
  const whole = (actor: Actor, id: string) =>
    ctx.read(actor, async (tx) => {
      const { member } = await seen(tx, actor)
      const row = present(await findAnnouncement(tx, id), 'cooperation.no-announcement', `announcement ${id}`)
      const [view] = await viewsOf(tx, [row])
      return { view: present(view, 'cooperation.no-announcement', `announcement ${id}`), member }
    })
  serve(http, contract.readAnnouncement, async ({ actor, params }) => {
    const { view, member } = await whole(actor, params.id)
    // once for each member: its first reading is the proof that it arrived
    if (member !== null) await performInNetwork(ctx, actor, (work) => recordSeen(work, params.id, member.id))
    return view
  })
  serve(http, contract.announce, async ({ actor, body }) => {
    const id = await performInNetwork(ctx, actor, (work, standing) => announce(work, standing, body))
    return (await whole(actor, id)).view
  })
}

async function viewsOf(tx: Tx, rows: readonly Announcement[]): Promise<contract.AnnouncementView[]> {
  const names = await namesAmong(
    tx,
    rows.map(({ by }) => by),
  )
  return rows.map(({ owner: _, at, by, ...row }) => ({ ...row, at: at.toISOString(), by: whoView(by, names) }))
}
