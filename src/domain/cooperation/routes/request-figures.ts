import type { Actor } from '../../../base/actor.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import * as contract from '../contract.ts'
import type { Side } from '../network/request-course.ts'
import { pairsCsv, pairView } from '../network/request-view.ts'
import { countPairs } from '../store/network/request-files.ts'
import { sharerFor } from './sharing.ts'

const noResults = { outcomes: 0, ledOn: 0, noUse: 0, costs: [] }
const nothing = { requests: 0, open: 0, answered: 0, refused: 0, ended: 0, acknowledgeHours: null, answerHours: null, ...noResults }

/** Volume, time and result of the organisation's own requests. */
export function requestFigureRoutes(http: Http): void {
  const { ctx } = http
  const figures = async (actor: Actor, { side, since }: { side?: Side | undefined; since?: string | undefined }) => {
    const owner = sharerFor(actor)
    const rows = await ctx.read(actor, (tx) => countPairs(tx, owner, side, since === undefined ? undefined : new Date(since), ctx.now()))
    const pairs = rows.flatMap(({ from, to, ...row }) => (from === null || to === null ? [] : [{ from, to, ...pairView(row) }]))
    const total = rows.find(({ from }) => from === null)
    return { total: total === undefined ? nothing : pairView(total), pairs }
  }
  serve(http, contract.requestFigures, ({ actor, query }) => figures(actor, query))
  serve(http, contract.exportRequestFigures, async ({ actor, query, reply }) =>
    reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="request-figures.csv"')
      .header('cache-control', 'private, no-store')
      .send(pairsCsv((await figures(actor, query)).pairs)),
  )
}
