import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Http } from '../../platform/http/server.ts'
import { describeError } from '../../platform/logger.ts'
import { neighbourhood } from '../../platform/net/addresses.ts'
import { usableAddress } from './arrival.ts'
import { findPublicChannel, isPublicSuspended } from './operations/channels.ts'
import type { Receive } from './operations/receive.ts'
import { receivedPage, reportPage, suspendedPage, type Trouble, type Typed } from './pages/pages.ts'
import { pagesStyle } from './pages/style.ts'
import { channelActor } from './policy.ts'
import { looksLikeMessage, placesIn } from './recognise.ts'
import { languageOf, later, send, statusOf } from './routes/page.ts'
import { trackRoutes } from './routes/track.ts'
import { type Form, readForm } from './routes.ts'

/** bytes of a file that a stranger may hand in */
const largest = 25 * 1_048_576
/** reports of one network address in an hour */
const hourly = 30
const nothingTyped: Typed = { pasted: '', note: '', address: '' }

/** The pages for anyone: /report to hand in, /track/TOKEN to follow. No script, no cookie, no account. */
export async function publicRoutes(http: Http, receive: Receive): Promise<void> {
  const { app, ctx } = http
  const size = Math.min(largest, ctx.config.TOCSIN_MAIL_SIZE)
  await trackRoutes(http)

  app.get('/public/pages.css', { schema: { hide: true } }, (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=3600').send(pagesStyle),
  )
  app.get('/report', { schema: { hide: true } }, async (request, reply) => {
    const language = languageOf(request)
    // while the database is away the form is shown all the same: it may be back when the form is sent
    if (await isPublicSuspended(ctx).catch(() => false)) return send(later(reply), 503, suspendedPage(language))
    return send(reply, 200, reportPage(language, size, nothingTyped))
  })

  await app.register(async (limited) => {
    limited.setErrorHandler((error, request, reply) => {
      const status = statusOf(error)
      if (status === 503) ctx.log.error({ error: describeError(error) }, 'intake.public')
      const trouble: Trouble = status === 429 ? 'tooMany' : status === 413 ? 'tooLarge' : status === 503 ? 'unavailable' : 'nothing'
      return send(reply, status, reportPage(languageOf(request), size, nothingTyped, trouble))
    })
    limited.post(
      '/report',
      {
        schema: { hide: true },
        bodyLimit: size + 1_048_576,
        config: { rateLimit: { max: hourly, timeWindow: 3_600_000, keyGenerator: (request) => neighbourhood(request.ip) } },
      },
      (request, reply) => take(request, reply),
    )
  })

  async function take(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const language = languageOf(request)
    const form = await readForm(request, { fileSize: size })
    const typed = { pasted: field(form, 'pasted'), note: field(form, 'note'), address: field(form, 'address').trim() }
    const again = (status: number, trouble: Trouble) => send(reply, status, reportPage(language, size, typed, trouble))
    const address = typed.address === '' ? null : usableAddress(typed.address)
    if (address === undefined) return again(400, 'badAddress')
    const what = arrivalOf(form, typed)
    if (what === undefined) return again(400, 'nothing')
    const door = await findPublicChannel(ctx)
    if (door.kind === 'suspended') {
      later(reply)
      return again(503, 'suspended')
    }
    // no organisation yet, or its public page is closed
    if (door.kind === 'none') return again(503, 'unavailable')
    const { target } = door
    const child = form.fields.get('said') === 'child-material'
    const receipt = await receive(channelActor('public', target.owner), {
      ...target,
      ...what,
      reporter: address === null ? null : { address, name: null },
      note: typed.note,
      language,
      envelope: null,
      said: child ? 'child-material' : 'unwanted',
      visitor: ctx.mac('intake.visitor', neighbourhood(request.ip)).toString('hex'),
      ...(child ? { places: placesIn(what.bytes, what.mediaType) } : {}),
    })
    const link = receipt.tracking === null ? null : `${ctx.config.TOCSIN_PUBLIC_URL}/track/${receipt.tracking}`
    return send(reply, 201, receivedPage(language, { reference: receipt.reference, link, again: receipt.again, child }))
  }
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
