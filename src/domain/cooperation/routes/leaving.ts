import type { Actor } from '../../../base/actor.ts'
import { readCursor, writeCursor } from '../../../base/cursor.ts'
import { Failure, present } from '../../../base/failure.ts'
import type { Auth } from '../../../platform/auth/index.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { confirmPassword, findNetwork } from '../../directory/index.ts'
import { takeoutFiles } from '../adapters/takeout-files.ts'
import * as contract from '../contract/leaving.ts'
import { type Leaving, mayUndo } from '../leaving/leaving.ts'
import { type Takeout, takeoutName } from '../leaving/takeout.ts'
import { announceLeaving, confirmLeaving, countAdministrators, mayLeaveNode, undoLeaving } from '../operations/leaving/announce.ts'
import { askTakeout, discardTakeout } from '../operations/leaving/take-out.ts'
import { findStanding } from '../operations/network/standing.ts'
import { countOwn, findLeaving, listAgainst } from '../store/leaving/leavings.ts'
import { findTakeout, pageTakeouts } from '../store/leaving/takeouts.ts'
import { whoView } from '../view.ts'
import { namesAmong } from './reading.ts'

/** An organisation takes out all that is its own, and leaves the node: for its administrators, with their password. */
export function leavingRoutes(http: Http, auth: Auth): void {
  takeoutRoutes(http, auth)
  const { ctx } = http
  const act = async (actor: Actor, run: (work: Work) => Promise<void>) => {
    await perform(ctx, actor, run)
    return stateOf(http, actor)
  }
  const days = ctx.config.TOCSIN_LEAVING_DAYS
  serve(http, contract.readLeaving, ({ actor }) => stateOf(http, actor))
  serve(http, contract.announceLeaving, async ({ actor, body, request }) => {
    refuseOthers(actor)
    await confirmPassword(http, auth, request, body.password)
    return act(actor, (work) => announceLeaving(work, body.reason, days))
  })
  serve(http, contract.confirmLeaving, async ({ actor, params, body, request }) => {
    refuseOthers(actor)
    const found = await ctx.read(actor, (tx) => findLeaving(tx))
    present(found?.id === params.id ? found : undefined, 'cooperation.no-leaving', `leaving ${params.id}`)
    await confirmPassword(http, auth, request, body.password)
    return act(actor, (work) => confirmLeaving(work, params.id, days))
  })
  serve(http, contract.undoLeaving, ({ actor, params }) => act(actor, (work) => undoLeaving(work, params.id)))
}

function refuseOthers(actor: Actor): void {
  if (!mayLeaveNode(actor)) throw new Failure('forbidden', 'platform.forbidden', 'for administrators of an organisation')
}

async function stateOf({ ctx }: Http, actor: Actor): Promise<contract.LeavingState> {
  refuseOthers(actor)
  return ctx.read(actor, async (tx) => {
    const found = await findLeaving(tx)
    const isNetwork = (await findNetwork(tx)) === actor.organisation
    return {
      leaving: found === undefined ? null : await leavingView(tx, found),
      own: await countOwn(tx),
      against: (await listAgainst(tx)).map(({ what, count, named }) => ({ what, count, named: [...named] })),
      days: ctx.config.TOCSIN_LEAVING_DAYS,
      administrators: await countAdministrators({ tx, actor }),
      member: (await findStanding(tx, actor))?.member != null,
      may: {
        announce: found === undefined && !isNetwork,
        confirm: found?.state === 'announced' && found.announcedBy !== actor.id,
        undo: found !== undefined && mayUndo(found),
      },
    }
  })
}

async function leavingView(tx: Tx, one: Leaving): Promise<NonNullable<contract.LeavingState['leaving']>> {
  const names = await namesAmong(tx, [one.announcedBy, ...(one.confirmedBy === null ? [] : [one.confirmedBy])])
  return {
    ...{ id: one.id, state: one.state, reason: one.reason, announcedAt: one.announcedAt.toISOString() },
    announcedBy: whoView(one.announcedBy, names),
    confirmedBy: one.confirmedBy === null ? null : whoView(one.confirmedBy, names),
    dueAt: one.dueAt?.toISOString() ?? null,
  }
}

function takeoutRoutes(http: Http, auth: Auth): void {
  const { ctx } = http
  serve(http, contract.askTakeout, async ({ actor, body, request }) => {
    refuseOthers(actor)
    await confirmPassword(http, auth, request, body.password)
    const id = await perform(ctx, actor, askTakeout)
    return ctx.read(actor, (tx) => takeoutOf(tx, id))
  })
  serve(http, contract.listTakeouts, async ({ actor, query }) => {
    refuseOthers(actor)
    return ctx.read(actor, async (tx) => {
      const rows = await pageTakeouts(tx, readCursor(query.after), query.limit + 1)
      const shown = rows.slice(0, query.limit)
      const last = rows.length > query.limit ? shown.at(-1) : undefined
      return { items: await takeoutViews(tx, shown), next: last === undefined ? null : writeCursor(last.createdAt, last.id) }
    })
  })
  serve(http, contract.fetchTakeout, async ({ actor, params, body, request, reply }) => {
    refuseOthers(actor)
    const one = present(await ctx.read(actor, (tx) => findTakeout(tx, params.id)), 'cooperation.no-takeout', `takeout ${params.id}`)
    if (one.state === 'gone') throw new Failure('missing', 'cooperation.takeout-gone', `takeout ${one.id}`)
    if (one.state !== 'ready') throw new Failure('conflict', 'cooperation.takeout-not-ready', `takeout ${one.id} is ${one.state}`)
    await confirmPassword(http, auth, request, body.password)
    // said before the bytes leave
    await perform(ctx, actor, async (work) => {
      work.require(mayLeaveNode(actor))
      work.record('cooperation.takeout-fetched', one.id)
      work.witness('cooperation.takeout-fetched', one.id, { takeout: one.id, sha256: one.sha256 })
    })
    const file = present(await takeoutFiles.read(ctx.config, one.id), 'cooperation.takeout-gone', `the file of takeout ${one.id}`)
    return reply
      .header('content-type', 'application/zip')
      .header('content-length', file.size)
      .header('content-disposition', `attachment; filename="${takeoutName(one)}.zip"`)
      .header('cache-control', 'private, no-store')
      .send(file.stream)
  })
  serve(http, contract.discardTakeout, async ({ actor, params }) => {
    refuseOthers(actor)
    await perform(ctx, actor, (work) => discardTakeout(work, params.id))
    return ctx.read(actor, (tx) => takeoutOf(tx, params.id))
  })
}

async function takeoutOf(tx: Tx, id: string): Promise<contract.TakeoutView> {
  const found = await findTakeout(tx, id)
  return present((await takeoutViews(tx, found === undefined ? [] : [found]))[0], 'cooperation.no-takeout', `takeout ${id}`)
}

async function takeoutViews(tx: Tx, all: readonly Takeout[]): Promise<contract.TakeoutView[]> {
  const names = await namesAmong(
    tx,
    all.map(({ by }) => by),
  )
  return all.map(({ by, createdAt, readyAt, expiresAt, ...rest }) => ({
    ...rest,
    by: whoView(by, names),
    createdAt: createdAt.toISOString(),
    readyAt: readyAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
  }))
}
