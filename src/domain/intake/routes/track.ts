import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Failure, present } from '../../../base/failure.ts'
import type { ReportId } from '../../../base/id.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { describeError } from '../../../platform/logger.ts'
import { neighbourhood } from '../../../platform/net/addresses.ts'
import { perform } from '../../../platform/work.ts'
import { lengths, tidy } from '../arrival.ts'
import * as contract from '../contract.ts'
import { changeShowing } from '../operations/courses.ts'
import {
  addByTracking,
  findByTracking,
  followingOf,
  followingView,
  type Tracked,
  wishByTracking,
  withdrawByTracking,
} from '../operations/track.ts'
import { busyPage, noReportPage, type TrackNotice, trackPage } from '../pages/track.ts'
import { readForm } from '../routes.ts'
import { findShowing } from '../store/courses.ts'
import { findReport, isOpen } from '../store/reports.ts'
import { languageOf, later, send, statusOf } from './page.ts'

/** bytes of a file that is added by the link */
export const addedAtMost = 10 * 1_048_576
/** pages of one network in a minute, and what is sent by the link from one network in an hour */
const pagesAMinute = 120
const sentAnHour = 60

type Asked = FastifyRequest<{ Params: { token: string }; Querystring: { withdraw?: string; said?: string } }>
const limited = (max: number, timeWindow: number) => ({
  config: { rateLimit: { max, timeWindow, keyGenerator: ({ ip }: FastifyRequest) => neighbourhood(ip) } },
})

/** The page of the tracking link: how it goes, add, be told of the end, take back. No script, no cookie, no account. */
export async function trackRoutes(http: Http): Promise<void> {
  const { ctx } = http
  serveDesk(http)
  await http.app.register(async (app) => {
    app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 1024 }, (_request, body, done) =>
      done(null, body),
    )
    app.setErrorHandler((error, request, reply) => {
      const status = statusOf(error)
      if (status === 503) ctx.log.error({ error: describeError(error) }, 'intake.track')
      return send(status === 503 ? later(reply) : reply, status, busyPage(languageOf(request), status))
    })
    servePages(app)
  })

  function servePages(app: FastifyInstance): void {
    const hide = { schema: { hide: true } }
    app.get('/track/:token', { ...hide, ...limited(pagesAMinute, 60_000) }, (request: Asked, reply) => show(request, reply))
    app.post('/track/:token', { ...hide, ...limited(sentAnHour, 3_600_000) }, (request: Asked, reply) =>
      act(request, reply, async ({ report }) => {
        if (isOpen(report)) await withdrawByTracking(ctx, report)
      }),
    )
    app.post('/track/:token/wish', { ...hide, ...limited(sentAnHour, 3_600_000) }, (request: Asked, reply) => {
      const wanted = new URLSearchParams(typeof request.body === 'string' ? request.body : '').get('wanted') === 'yes'
      return act(request, reply, async ({ report, mayWish }) => {
        if (!wanted || mayWish) await wishByTracking(ctx, report, wanted, languageOf(request))
      })
    })
    app.post(
      '/track/:token/add',
      { ...hide, ...limited(sentAnHour, 3_600_000), bodyLimit: addedAtMost + 1_048_576 },
      async (request: Asked, reply) => {
        const found = await findByTracking(ctx, request.params.token)
        if (found === undefined) return send(reply, 404, noReportPage(languageOf(request)))
        return add(request, reply, found)
      },
    )
  }

  async function show(request: Asked, reply: FastifyReply, status = 200, notice?: TrackNotice, typed = ''): Promise<FastifyReply> {
    const language = languageOf(request)
    const found = await findByTracking(ctx, request.params.token)
    if (found === undefined) return send(reply, 404, noReportPage(language))
    const said = notice ?? (request.query.said === 'added' && found.added.count > 0 ? 'added' : undefined)
    const page = {
      token: request.params.token,
      tracked: found,
      asking: request.query.withdraw === 'ask',
      notice: said,
      typed,
      size: addedAtMost,
    }
    return send(reply, status, trackPage(language, page))
  }

  async function act(request: Asked, reply: FastifyReply, run: (found: Tracked) => Promise<void>): Promise<FastifyReply> {
    const found = await findByTracking(ctx, request.params.token)
    if (found === undefined) return send(reply, 404, noReportPage(languageOf(request)))
    await run(found)
    return reply.redirect(`/track/${request.params.token}?language=${languageOf(request)}`, 303)
  }

  /** Said to be added only once it is kept. */
  async function add(request: Asked, reply: FastifyReply, { report }: Tracked): Promise<FastifyReply> {
    let text = ''
    try {
      const form = await readForm(request, { fileSize: addedAtMost })
      text = tidy(form.fields.get('text') ?? null, lengths.note) ?? ''
      if (text === '' && form.bytes.length === 0) return show(request, reply, 400, 'nothing')
      const { bytes, mediaType, name } = form
      await addByTracking(ctx, report, { text, file: bytes.length === 0 ? null : { bytes, mediaType, name } })
    } catch (error) {
      const notice = noticeOf(error)
      if (notice === undefined) throw error
      return show(request, reply, statusOf(error), notice, text)
    }
    return reply.redirect(`/track/${request.params.token}?language=${languageOf(request)}&said=added`, 303)
  }
}

function noticeOf(error: unknown): TrackNotice | undefined {
  const status = statusOf(error)
  if (error instanceof Failure && error.code === 'intake.suspended') return 'suspended'
  if (error instanceof Failure && error.kind === 'conflict') return 'closed'
  return status === 429 ? 'tooMany' : status === 413 ? 'tooLarge' : status === 400 ? 'nothing' : undefined
}

/** What the desk sees of it. */
function serveDesk(http: Http): void {
  const { ctx } = http
  serve(http, contract.readFollowing, async ({ actor, params }) =>
    ctx.read(actor, async (tx) => {
      const report = await findReport(tx, params.id as ReportId)
      if (report === undefined || report.owner !== actor.organisation)
        throw new Failure('missing', 'intake.no-report', `report ${params.id}`)
      return followingView(await followingOf(tx, report))
    }),
  )
  const owner = (organisation: string | null) => present(organisation, 'intake.no-organisation', 'an acting organisation') as never
  serve(http, contract.readShowing, async ({ actor }) => ({
    course: await ctx.read(actor, (tx) => findShowing(tx, owner(actor.organisation))),
  }))
  serve(http, contract.changeShowing, async ({ actor, body }) => {
    await perform(ctx, actor, (work) => changeShowing(work, body.course))
    return body
  })
}
