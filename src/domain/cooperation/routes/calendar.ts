import type { FastifyRequest } from 'fastify'
import type { Actor } from '../../../base/actor.ts'
import { Failure } from '../../../base/failure.ts'
import { serialiseCalendar } from '../../../formats/icalendar/index.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { neighbourhood } from '../../../platform/net/addresses.ts'
import * as contract from '../contract.ts'
import { callCalendar } from '../network/call-calendar.ts'
import { maySeeCalls } from '../network/call-standing.ts'
import type { Standing } from '../network/standing.ts'
import { followFeed, makeFeed, readFeed, revokeFeed } from '../operations/network/calendar.ts'
import { performInNetwork, readStanding } from '../operations/network/standing.ts'
import { noteRead } from './call-reading.ts'

type Asked = FastifyRequest<{ Params: { file: string } }>

/** The calendar of the network's calls, at an address of each person's own. */
export function calendarRoutes(http: Http): void {
  const { app, ctx } = http
  serve(http, contract.readCalendarFeed, async ({ actor }) => {
    const feed = await readFeed(ctx, await standingOf(http, actor))
    return { feed: feed === undefined ? null : { madeAt: feed.madeAt.toISOString() } }
  })
  serve(http, contract.makeCalendarFeed, async ({ actor }) => {
    const { token, feed } = await performInNetwork(ctx, actor, (work, standing) => makeFeed(work, standing))
    return { url: `${ctx.config.TOCSIN_PUBLIC_URL}/calendar/${token}.ics`, feed: { madeAt: feed.madeAt.toISOString() } }
  })
  serve(http, contract.endCalendarFeed, async ({ actor, reply }) => {
    await performInNetwork(ctx, actor, (work, standing) => revokeFeed(work, standing))
    return reply.send()
  })
  app.get(
    '/calendar/:file',
    {
      schema: { hide: true },
      config: { rateLimit: { max: 120, timeWindow: 60_000, keyGenerator: ({ ip }: FastifyRequest) => neighbourhood(ip) } },
    },
    async (request: Asked, reply) => {
      const token = /^(.+)\.ics$/.exec(request.params.file)?.[1]
      const fed = token === undefined ? undefined : await followFeed(ctx, token)
      if (fed === undefined)
        return reply.code(404).type('text/plain; charset=utf-8').header('x-robots-tag', 'noindex').send('There is no calendar here.\n')
      // the organiser sees what had gone out to industry, by this way too
      for (const { id } of fed.calls) await noteRead(http, fed.actor, { id, items: [] })
      const place = { publicUrl: ctx.config.TOCSIN_PUBLIC_URL, domain: ctx.config.TOCSIN_MAIL_DOMAIN }
      return reply
        .type('text/calendar; charset=utf-8')
        .headers({ 'content-disposition': 'inline; filename="calls.ics"', 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex' })
        .send(serialiseCalendar(callCalendar(fed.name, fed, place)))
    },
  )
}

async function standingOf({ ctx }: Http, actor: Actor): Promise<Standing> {
  const standing = await ctx.read(actor, (tx) => readStanding(tx, actor))
  if (!maySeeCalls(standing)) throw new Failure('forbidden', 'platform.forbidden', 'may not see calls')
  return standing
}
