import type { Actor } from '../../../base/actor.ts'
import { readCursor, writeCursor } from '../../../base/cursor.ts'
import { Failure, present } from '../../../base/failure.ts'
import type { OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { perform } from '../../../platform/work.ts'
import * as contract from '../contract.ts'
import { mayKeepTechniques, maySeeTechniques } from '../network/technique.ts'
import { matchView, runLineView, runWholeView, techniqueLineView, techniqueWholeView } from '../network/technique-view.ts'
import { cancelRun, startRun } from '../operations/network/technique-runs.ts'
import {
  adoptTechnique,
  changeTechnique,
  checkText,
  countEntries,
  makeTechnique,
  removeTechnique,
  stateResult,
} from '../operations/network/techniques.ts'
import { findRun, listWeeks, pageMatches, pageRuns } from '../store/network/technique-runs.ts'
import { findTechnique, listResults, listVersions, pageTechniques } from '../store/network/techniques.ts'
import { namesAmong } from './reading.ts'

/** Detection techniques of the acting organisation, and how they do on its own reports. */
export function techniqueRoutes(http: Http): void {
  readingRoutes(http)
  writingRoutes(http)
  runRoutes(http)
}

function keeperFor(actor: Actor): OrganisationId {
  if (!maySeeTechniques(actor) || actor.organisation === null)
    throw new Failure('forbidden', 'platform.forbidden', `${actor.kind} may not see techniques`)
  return actor.organisation
}

function readingRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listTechniques, ({ actor, query }) =>
    ctx.read(actor, async (tx) => {
      const owner = keeperFor(actor)
      const rows = await pageTechniques(tx, owner, query.kind, readCursor(query.after), query.limit + 1)
      const items = rows.slice(0, query.limit)
      const last = rows.length > query.limit ? items.at(-1) : undefined
      const results = await listResults(
        tx,
        items.map(({ id }) => id),
      )
      const names = await namesAmong(
        tx,
        results.map(({ statedBy }) => statedBy),
      )
      return {
        items: items.map((row) => techniqueLineView(row, results, names)),
        next: last === undefined ? null : writeCursor(last.changedAt, last.id),
        may: { make: mayKeepTechniques(actor) },
      }
    }),
  )
  serve(http, contract.readTechnique, ({ actor, params, query }) => ctx.read(actor, (tx) => wholeOf(tx, actor, params.id, query.version)))
}

async function wholeOf(tx: Tx, actor: Actor, id: string, asked: number | null = null): Promise<contract.TechniqueWhole> {
  keeperFor(actor)
  const technique = present(await findTechnique(tx, id), 'cooperation.no-technique', `technique ${id}`)
  const [versions, results] = [await listVersions(tx, id, asked), await listResults(tx, [id])]
  const newest = present(versions[0], 'cooperation.no-technique', `a version of technique ${id}`)
  const names = await namesAmong(tx, [...results.map(({ statedBy }) => statedBy), ...versions.map(({ madeBy }) => madeBy)])
  const { number, tlp, permitted, entries } = newest
  return techniqueWholeView({ ...technique, number, tlp, permitted, entries }, versions, results, names, actor)
}

function writingRoutes(http: Http): void {
  const { ctx } = http
  const whole = (actor: Actor, id: string) => ctx.read(actor, (tx) => wholeOf(tx, actor, id))
  const mayKeep = (actor: Actor) => {
    if (!mayKeepTechniques(actor)) throw new Failure('forbidden', 'platform.forbidden', `${actor.kind} may not keep techniques`)
  }
  serve(http, contract.checkTechnique, async ({ actor, body }) => {
    mayKeep(actor)
    const checked = await checkText(ctx, actor, body.kind, body.text)
    return 'fault' in checked ? { entries: null, fault: checked.fault } : { entries: checked.entries, fault: null }
  })
  serve(http, contract.makeTechnique, async ({ actor, body }) => {
    mayKeep(actor)
    const { kind, ...said } = body
    const entries = await countEntries(ctx, actor, kind, said.text)
    return whole(actor, await perform(ctx, actor, (work) => makeTechnique(work, kind, { ...said, entries })))
  })
  serve(http, contract.changeTechnique, async ({ actor, params, body }) => {
    mayKeep(actor)
    const { kind } = await whole(actor, params.id)
    const entries = await countEntries(ctx, actor, kind, body.text)
    await perform(ctx, actor, (work) => changeTechnique(work, params.id, { ...body, entries }))
    return whole(actor, params.id)
  })
  serve(http, contract.stateResult, async ({ actor, params, body }) => {
    await perform(ctx, actor, (work) => stateResult(work, params.id, body))
    return whole(actor, params.id)
  })
  serve(http, contract.removeTechnique, async ({ actor, params, reply }) => {
    await perform(ctx, actor, (work) => removeTechnique(work, params.id))
    return reply.send()
  })
  serve(http, contract.adoptTechnique, async ({ actor, params }) => {
    const id = await perform(ctx, actor, (work) => adoptTechnique(work, params.id))
    return whole(actor, id)
  })
}

function runRoutes(http: Http): void {
  const { ctx } = http
  const whole = (actor: Actor, id: string) =>
    ctx.read(actor, async (tx) => {
      keeperFor(actor)
      const run = present(await findRun(tx, id), 'cooperation.no-run', `run ${id}`)
      return runWholeView(run, await listWeeks(tx, [id]), await namesAmong(tx, [run.askedBy]), actor)
    })
  serve(http, contract.listRuns, ({ actor, query }) =>
    ctx.read(actor, async (tx) => {
      const { after, limit, ...filter } = query
      const rows = await pageRuns(tx, keeperFor(actor), filter, readCursor(after), limit + 1)
      const items = rows.slice(0, limit)
      const last = rows.length > limit ? items.at(-1) : undefined
      const weeks = await listWeeks(
        tx,
        items.map(({ id }) => id),
      )
      const names = await namesAmong(
        tx,
        items.map(({ askedBy }) => askedBy),
      )
      return {
        items: items.map((run) =>
          runLineView(
            run,
            weeks.filter((one) => one.run === run.id),
            names,
          ),
        ),
        next: last === undefined ? null : writeCursor(last.askedAt, last.id),
      }
    }),
  )
  serve(http, contract.startRun, async ({ actor, body }) => {
    const { since, until, ...what } = body
    const id = await perform(ctx, actor, (work) => startRun(work, { ...what, since: new Date(since), until: new Date(until) }))
    return whole(actor, id)
  })
  serve(http, contract.readRun, ({ actor, params }) => whole(actor, params.id))
  serve(http, contract.listMatches, ({ actor, params, query }) =>
    ctx.read(actor, async (tx) => {
      keeperFor(actor)
      present(await findRun(tx, params.id), 'cooperation.no-run', `run ${params.id}`)
      const rows = await pageMatches(tx, params.id, query.held, readCursor(query.after), query.limit + 1)
      const items = rows.slice(0, query.limit)
      const last = rows.length > query.limit ? items.at(-1) : undefined
      return { items: items.map(matchView), next: last === undefined ? null : writeCursor(last.receivedAt, last.report) }
    }),
  )
  serve(http, contract.cancelRun, async ({ actor, params }) => {
    await perform(ctx, actor, (work) => cancelRun(work, params.id))
    return whole(actor, params.id)
  })
}
