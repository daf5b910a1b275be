import type { Actor } from '../../../base/actor.ts'
import { readCursor, writeCursor } from '../../../base/cursor.ts'
import { Failure, present } from '../../../base/failure.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import * as contract from '../contract.ts'
import type { Envelope } from '../network/call.ts'
import { mayKeepCalls, maySeeCalls } from '../network/call-standing.ts'
import { callLineView } from '../network/call-view.ts'
import { recordCallTold } from '../operations/network/call-telling.ts'
import { addGuest, adoptAgenda, changeCall, moveCall, planCall, removeGuest } from '../operations/network/calls.ts'
import { performInNetwork, readStanding } from '../operations/network/standing.ts'
import { listAttendees } from '../store/network/call-attendees.ts'
import { countItems, listItems } from '../store/network/call-items.ts'
import { listCallTellings, listReceipts } from '../store/network/call-tellings.ts'
import { findCall, listSeries, pageCalls } from '../store/network/calls.ts'
import { namesOfMembers } from '../store/network/members.ts'
import { callAnswerRoutes } from './call-answers.ts'
import { callFileRoutes } from './call-files.ts'
import { callItemRoutes } from './call-items.ts'
import { callObjectionRoutes } from './call-objections.ts'
import { mustSeeCall, noteRead, wholeCall } from './call-reading.ts'
import { callReportRoutes } from './call-report.ts'
import { callSeriesRoutes } from './call-series.ts'
import { callTimeRoutes } from './call-times.ts'

/** Calls and meetings of the network. */
export function callRoutes(http: Http): void {
  listingRoutes(http)
  keepingRoutes(http)
  callItemRoutes(http)
  callFileRoutes(http)
  callAnswerRoutes(http)
  callObjectionRoutes(http)
  callSeriesRoutes(http)
  callReportRoutes(http)
  callTimeRoutes(http)
}

function listingRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listCalls, ({ actor, query }) =>
    ctx.read(actor, async (tx) => {
      const standing = await readStanding(tx, actor)
      allow(maySeeCalls(standing))
      const { after, limit, when } = query
      const rows = await pageCalls(tx, standing.network, when, readCursor(after), limit + 1)
      const items = rows.slice(0, limit)
      const last = rows.length > limit ? items.at(-1) : undefined
      const counts = await countItems(
        tx,
        items.map(({ id }) => id),
      )
      const series = new Map((await listSeries(tx, standing.network)).map(({ id, name }) => [id, { id, name }]))
      return {
        items: items.map((row) => callLineView(row, series.get(row.series ?? ''), counts.get(row.id) ?? 0)),
        next: last === undefined ? null : writeCursor(last.startsAt, last.id),
        may: { keep: mayKeepCalls(standing) },
      }
    }),
  )
  serve(http, contract.readCall, async ({ actor, params }) => {
    const whole = await wholeCall(http, actor, params.id)
    await noteRead(http, actor, whole)
    return whole
  })
  serve(http, contract.readCallSent, ({ actor, params }) =>
    ctx.read(actor, async (tx) => {
      const standing = await readStanding(tx, actor)
      allow(mayKeepCalls(standing))
      const call = present(await findCall(tx, params.id), 'cooperation.no-call', `call ${params.id}`)
      const { id } = call
      const items = new Map((await listItems(tx, id)).map((item) => [item.id, { id: item.id, standing: item.standing, title: item.title }]))
      const told = await listCallTellings(tx, id)
      const mailed = (await listAttendees(tx, id)).filter(({ toldAt }) => toldAt !== null)
      const names = await namesOfMembers(tx, [...new Set(mailed.flatMap(({ member }) => member ?? []))])
      const read = await listReceipts(tx, id)
      return {
        told: told.map(({ member, name, at, ...one }) => ({ ...one, member: { id: member, name }, at: at.toISOString() })),
        mailed: mailed.map(({ member, name, toldAt, reachedAt, cancelledAt }) => ({
          member: member === null ? null : { id: member, name: names.get(member) ?? '' },
          person: name,
          at: (toldAt ?? call.madeAt).toISOString(),
          taken: reachedAt !== null,
          endedAt: cancelledAt?.toISOString() ?? null,
        })),
        read: read.map(({ member, name, item, at }) => ({
          member: { id: member, name },
          item: (item === null ? undefined : items.get(item)) ?? null,
          at: at.toISOString(),
        })),
      }
    }),
  )
}

type Asked = Omit<Envelope, 'startsAt'> & { readonly startsAt: string }
const envelopeOf = (asked: Asked): Envelope => ({ ...asked, startsAt: new Date(asked.startsAt) })

function keepingRoutes(http: Http): void {
  const { ctx } = http
  const done = async (actor: Actor, id: string, run: Parameters<typeof performInNetwork>[2]) => {
    await mustSeeCall(http, actor, id)
    await performInNetwork(ctx, actor, run)
    return wholeCall(http, actor, id)
  }
  serve(http, contract.planCall, async ({ actor, body }) => {
    const { series, ...asked } = body
    const id = await performInNetwork(ctx, actor, (work, standing) => planCall(work, standing, envelopeOf(asked), series))
    return wholeCall(http, actor, id)
  })
  serve(http, contract.changeCall, ({ actor, params, body }) =>
    done(actor, params.id, (work, standing) => changeCall(work, standing, params.id, envelopeOf(body))),
  )
  serve(http, contract.moveCall, ({ actor, params, body }) =>
    done(actor, params.id, (work, standing) => moveCall(work, standing, params.id, body.to)),
  )
  serve(http, contract.recordCallTold, async ({ actor, params, body, reply }) => {
    await mustSeeCall(http, actor, params.id)
    await performInNetwork(ctx, actor, (work, standing) => recordCallTold(work, standing, params.id, body.member, body.how))
    return reply.send()
  })
  serve(http, contract.adoptAgenda, ({ actor, params }) =>
    done(actor, params.id, (work, standing) => adoptAgenda(work, standing, params.id)),
  )
  serve(http, contract.addCallGuest, ({ actor, params, body }) =>
    done(actor, params.id, (work, standing) => addGuest(work, standing, params.id, body)),
  )
  serve(http, contract.removeCallGuest, async ({ actor, params, reply }) => {
    await performInNetwork(ctx, actor, (work, standing) => removeGuest(work, standing, params.id))
    return reply.send()
  })
}

function allow(allowed: boolean): void {
  if (!allowed) throw new Failure('forbidden', 'platform.forbidden', 'may not see this of calls')
}
