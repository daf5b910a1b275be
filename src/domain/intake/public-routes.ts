import type { FastifyReply, FastifyRequest } from 'fastify'
import { Failure } from '../../base/failure.ts'
import { plainPolicy } from '../../platform/http/security.ts'
import type { Http } from '../../platform/http/server.ts'
import { describeError } from '../../platform/logger.ts'
import { usableAddress } from './arrival.ts'
import { findPublicChannel } from './operations/channels.ts'
import type { Receive } from './operations/receive.ts'
import { findByTracking, withdrawByTracking } from './operations/track.ts'
import type { Markup } from './pages/markup.ts'
import { noReportPage, receivedPage, reportPage, type Trouble, type Typed, trackPage } from './pages/pages.ts'
import { pagesStyle } from './pages/style.ts'
import { channelActor } from './policy.ts'
import { looksLikeMessage } from './recognise.ts'
import { type Form, readForm } from './routes.ts'
import { chooseLanguage, type Language } from './texts.ts'

/** bytes of a file that a stranger may hand in */
const largest = 25 * 1_048_576
/** reports of one network address in an hour */
const hourly = 30
const nothingTyped: Typed = { pasted: '', note: '', address: '' }

/** The pages for anyone: /report to hand in, /track/TOKEN to follow. No script, no cookie, no account. */
export async function publicRoutes(http: Http, receive: Receive): Promise<void> {
  const { app, ctx } = http
  const size = Math.min(largest, ctx.config.TOCSIN_MAIL_SIZE)

  app.get('/public/pages.css', { schema: { hide: true } }, (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=3600').send(pagesStyle),
  )
  app.get('/report', { schema: { hide: true } }, (request, reply) => send(reply, 200, reportPage(languageOf(request), size, nothingTyped)))

  await app.register(async (limited) => {
    limited.setErrorHandler((error, request, reply) => {
      const code = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
      const trouble: Trouble = code === 429 ? 'tooMany' : code === 413 ? 'tooLarge' : 'unavailable'
      if (trouble === 'unavailable') ctx.log.error({ error: describeError(error) }, 'intake.public')
      return send(reply, trouble === 'unavailable' ? 503 : (code as number), reportPage(languageOf(request), size, nothingTyped, trouble))
    })
    limited.post(
      '/report',
      {
        schema: { hide: true },
        bodyLimit: size + 1_048_576,
        config: { rateLimit: { max: hourly, timeWindow: 3_600_000, keyGenerator: (request) => request.ip } },
      },
      (request, reply) => take(request, reply),
    )
  })

  async function take(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const language = languageOf(request)
    const form = await readForm(request, { fileSize: size })
    const typed = { pasted: field(form, 'pasted'), note: field(form, 'note'), address: field(form, 'address').trim() }
    const again = (trouble: Trouble) => send(reply, 400, reportPage(language, size, typed, trouble))
    const address = typed.address === '' ? null : usableAddress(typed.address)
    if (address === undefined) return again('badAddress')
    const child = form.fields.get('said') === 'child-material'
    const what = arrivalOf(form, typed)
    if (what === undefined) return again('nothing')
    const target = await findPublicChannel(ctx)
    if (target === undefined)
      throw new Failure('unavailable', 'intake.no-desk', 'there is no organisation yet, or its public page is closed')
    const receipt = await receive(channelActor('public', target.owner), {
      ...target,
      ...what,
      reporter: address === null ? null : { address, name: null },
      note: typed.note.trim() === '' ? null : typed.note.trim().slice(0, 10_000),
      language,
      envelope: null,
      said: child ? 'child-material' : 'unwanted',
    })
    const link = receipt.tracking === null ? null : `${ctx.config.TOCSIN_PUBLIC_URL}/track/${receipt.tracking}`
    return send(reply, 201, receivedPage(language, { reference: receipt.reference, link, again: receipt.again, child }))
  }

  app.get<{ Params: { token: string }; Querystring: { withdraw?: string } }>(
    '/track/:token',
    { schema: { hide: true } },
    async (request, reply) => {
      const language = languageOf(request)
      const report = await findByTracking(ctx, request.params.token)
      if (report === undefined) return send(reply, 404, noReportPage(language))
      return send(
        reply,
        200,
        trackPage(
          language,
          request.params.token,
          { reference: report.reference, state: report.state, receivedAt: report.received_at },
          request.query.withdraw === 'ask',
        ),
      )
    },
  )

  await app.register(async (plain) => {
    plain.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 1024 }, (_request, body, done) =>
      done(null, body),
    )
    plain.post<{ Params: { token: string } }>('/track/:token', { schema: { hide: true } }, async (request, reply) => {
      const report = await findByTracking(ctx, request.params.token)
      if (report === undefined) return send(reply, 404, noReportPage(languageOf(request)))
      if (report.state === 'received' || report.state === 'analysed') await withdrawByTracking(ctx, report)
      return reply.redirect(`/track/${request.params.token}?language=${languageOf(request)}`, 303)
    })
  })
}

/** What to file: the chosen file, else what was pasted, as a message if it reads like one. */
function arrivalOf(form: Form, { pasted }: Typed): { bytes: Uint8Array; mediaType: string; name: string | null } | undefined {
  if (form.bytes.length > 0) return { bytes: form.bytes, mediaType: form.mediaType, name: form.name }
  if (pasted.trim() === '') return undefined
  const bytes = new TextEncoder().encode(pasted.replaceAll('\r\n', '\n').trimStart())
  return { bytes, mediaType: looksLikeMessage(bytes) ? 'message/rfc822' : 'text/plain', name: null }
}

function field(form: Form, name: string): string {
  return form.fields.get(name) ?? ''
}

function languageOf(request: FastifyRequest): Language {
  const asked = (request.query as { language?: unknown }).language
  return chooseLanguage(typeof asked === 'string' ? asked : request.headers['accept-language'])
}

function send(reply: FastifyReply, status: number, { markup }: Markup): FastifyReply {
  return reply
    .code(status)
    .headers({ 'content-security-policy': plainPolicy, vary: 'accept-language' })
    .type('text/html; charset=utf-8')
    .send(markup)
}
