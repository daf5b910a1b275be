import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Http } from '../../../platform/http/server.ts'
import { describeError } from '../../../platform/logger.ts'
import { neighbourhood } from '../../../platform/net/addresses.ts'
import { languageOf, sendPage } from '../../intake/index.ts'
import { busyContactPage, contactPage, noContactPage } from '../contact-page.ts'
import { answerTest, findLinked } from '../operations/network/contact-tests.ts'

type Asked = FastifyRequest<{ Params: { token: string } }>
const limited = (max: number, timeWindow: number) => ({
  schema: { hide: true },
  config: { rateLimit: { max, timeWindow, keyGenerator: ({ ip }: FastifyRequest) => neighbourhood(ip) } },
})

/** The page of the link in a contact's test. No script, no cookie, no account; a look at it answers nothing. */
export function contactPageRoutes({ app, ctx }: Http): void {
  void app.register(async (pages) => {
    pages.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 1024 }, (_request, body, done) =>
      done(null, body),
    )
    pages.setErrorHandler((error, request, reply) => {
      const status = error instanceof Error && 'statusCode' in error && error.statusCode === 429 ? 429 : 503
      if (status === 503) ctx.log.error({ error: describeError(error) }, 'cooperation.contact-page')
      return sendPage(reply, status, busyContactPage(languageOf(request)))
    })
    pages.get('/contact/:token', limited(120, 60_000), show)
    pages.post('/contact/:token', limited(60, 3_600_000), async (request: Asked, reply) => {
      const found = await findLinked(ctx, request.params.token)
      if (found === undefined) return sendPage(reply, 404, noContactPage(languageOf(request)))
      const said = new URLSearchParams(typeof request.body === 'string' ? request.body : '').get('said')
      if (said === 'right' || said === 'wrong') await answerTest(ctx, found, said === 'right')
      return reply.redirect(`/contact/${request.params.token}?language=${languageOf(request)}`, 303)
    })
  })

  async function show(request: Asked, reply: FastifyReply): Promise<FastifyReply> {
    const language = languageOf(request)
    const found = await findLinked(ctx, request.params.token)
    if (found === undefined) return sendPage(reply, 404, noContactPage(language))
    const { test, contact, network } = found
    const page = { network, member: contact.memberName, contact, result: test.result }
    return sendPage(reply, 200, contactPage(language, `/contact/${request.params.token}`, page))
  }
}
