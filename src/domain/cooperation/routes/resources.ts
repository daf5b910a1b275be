import { type Actor, atLeast, inScope } from '../../../base/actor.ts'
import { present } from '../../../base/failure.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import * as contract from '../contract.ts'
import { type Resource, resourcesCsv, resourceView } from '../network/resource.ts'
import { addResource, changeResource, confirmResource, keeperOf, withdrawResource } from '../operations/network/resources.ts'
import { findResource, listResources } from '../store/network/resources.ts'
import { allow } from './network.ts'
import { namesAmong } from './reading.ts'

/** The catalogue of readings and report contacts: read by everybody who works here, kept by the network's office or the node's operator. */
export function resourceRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listResources, async ({ actor, query }) => {
    const keeper = await keeperOf(ctx, actor)
    allow(maySee(actor))
    return ctx.read(actor, async (tx) => {
      const rows = await listResources(tx, query)
      const names = await namesAmong(
        tx,
        rows.flatMap(({ confirmedBy }) => confirmedBy ?? []),
      )
      return { items: rows.map((row) => resourceView(row, names)), may: { keep: keeper !== undefined } }
    })
  })
  serve(http, contract.exportResources, async ({ actor, query, reply }) => {
    allow(maySee(actor))
    const rows = await ctx.read(actor, (tx) => listResources(tx, query))
    return reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="resources.csv"')
      .header('cache-control', 'private, no-store')
      .send(resourcesCsv(rows))
  })
  serve(http, contract.addResource, async ({ actor, body }) => {
    const { kind, ...said } = body
    return viewOf(http, actor, await addResource(ctx, actor, kind, said))
  })
  serve(http, contract.changeResource, async ({ actor, params, body }) => {
    await changeResource(ctx, actor, params.id, body)
    return viewOf(http, actor, params.id)
  })
  serve(http, contract.confirmResource, async ({ actor, params }) => {
    await confirmResource(ctx, actor, params.id)
    return viewOf(http, actor, params.id)
  })
  serve(http, contract.withdrawResource, async ({ actor, params }) => {
    await withdrawResource(ctx, actor, params.id)
    return viewOf(http, actor, params.id)
  })
}

function maySee(actor: Actor): boolean {
  return (atLeast(actor, 'viewer') || actor.operator) && inScope(actor, 'read')
}

async function viewOf({ ctx }: Http, actor: Actor, id: string): Promise<contract.ResourceView> {
  return ctx.read(actor, async (tx) => {
    const row: Resource = present(await findResource(tx, id), 'cooperation.no-resource', `resource ${id}`)
    return resourceView(row, await namesAmong(tx, row.confirmedBy === null ? [] : [row.confirmedBy]))
  })
}
