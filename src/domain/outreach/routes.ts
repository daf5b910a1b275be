import { Failure, present } from '../../base/failure.ts'
import type { OrganisationId } from '../../base/id.ts'
import { serve } from '../../platform/http/serve.ts'
import type { Http } from '../../platform/http/server.ts'
import { neighbourhood } from '../../platform/net/addresses.ts'
import { perform } from '../../platform/work.ts'
import { languageOf, sendPage } from '../intake/index.ts'
import * as contract from './contract.ts'
import { readPublished, setParticipation } from './operations/barometer.ts'
import { barometerPage, noBarometerPage } from './pages/barometer.ts'
import { findParticipation } from './store/barometer.ts'

/** weeks on the page */
const shown = 26

/** The public barometer, as a page and for programs, and who is counted in it. */
export function outreachRoutes(http: Http): void {
  const { app, ctx } = http
  serve(http, contract.readBarometer, async ({ query }) =>
    present(await readPublished(ctx, query.weeks), 'outreach.no-barometer', 'a published barometer'),
  )
  app.get<{ Querystring: { week?: string } }>(
    '/barometer',
    {
      schema: { hide: true },
      config: { rateLimit: { max: 120, timeWindow: 60_000, keyGenerator: (request) => neighbourhood(request.ip) } },
    },
    async (request, reply) => {
      const language = languageOf(request)
      const barometer = await readPublished(ctx, shown)
      if (barometer === undefined) return sendPage(reply, 404, noBarometerPage(language))
      return sendPage(reply, 200, barometerPage(language, barometer, request.query.week), { found: true })
    },
  )
  serveParticipation(http)
}

function serveParticipation(http: Http): void {
  const { ctx } = http
  const ownerOf = (organisation: OrganisationId | null) => {
    if (organisation === null) throw new Failure('forbidden', 'directory.not-a-member', 'an acting organisation is needed')
    return organisation
  }
  const read = async (actor: Parameters<typeof ctx.read>[0]): Promise<contract.Participation> => {
    const row = await ctx.read(actor, (tx) => findParticipation(tx, ownerOf(actor.organisation)))
    return { published: ctx.config.TOCSIN_BAROMETER === 'on', counted: row?.counted ?? false, since: row?.counted ? row.since : null }
  }
  serve(http, contract.readParticipation, ({ actor }) => read(actor))
  serve(http, contract.changeParticipation, async ({ actor, body }) => {
    ownerOf(actor.organisation)
    await perform(ctx, actor, (work) => setParticipation(work, body.counted))
    return read(actor)
  })
}
