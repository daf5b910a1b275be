import type { FastifyRequest } from 'fastify'
import type { Actor } from '../../../base/actor.ts'
import { present } from '../../../base/failure.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { neighbourhood } from '../../../platform/net/addresses.ts'
import { languageOf, sendPage } from '../../intake/index.ts'
import * as contract from '../contract.ts'
import { mayKeepNetwork, maySeeNetwork } from '../network/standing.ts'
import { changePublicity, readPublicDirectory, readPublicity } from '../operations/network/publicity.ts'
import { performInNetwork, readStanding } from '../operations/network/standing.ts'
import { directoryPage, noDirectoryPage } from '../public-page.ts'
import { allow } from './network.ts'

/** Who withdraws a name waits so long for caches at most. Seconds. */
const fresh = 'public, max-age=300'

/** What the network lets be known of itself, and the directory that everybody may read. */
export function publicRoutes(http: Http): void {
  const { app, ctx } = http
  serve(http, contract.readPublicDirectory, async ({ reply }) => {
    const directory = present(await readPublicDirectory(ctx), 'cooperation.no-directory', 'a published directory')
    reply.header('cache-control', fresh)
    return directory
  })
  app.get(
    '/directory',
    {
      schema: { hide: true },
      config: { rateLimit: { max: 120, timeWindow: 60_000, keyGenerator: ({ ip }: FastifyRequest) => neighbourhood(ip) } },
    },
    async (request, reply) => {
      const language = languageOf(request)
      const directory = await readPublicDirectory(ctx)
      if (directory === undefined) return sendPage(reply, 404, noDirectoryPage(language))
      return sendPage(reply.header('cache-control', fresh), 200, directoryPage(language, directory), { found: true })
    },
  )
  serve(http, contract.readPublicity, ({ actor }) => viewFor(http, actor))
  serve(http, contract.changePublicity, async ({ actor, body }) => {
    await performInNetwork(ctx, actor, (work, standing) => changePublicity(work, standing, body))
    return viewFor(http, actor)
  })
}

async function viewFor({ ctx }: Http, actor: Actor): Promise<contract.PublicityView> {
  const standing = await ctx.read(actor, (tx) => readStanding(tx, actor))
  allow(maySeeNetwork(standing))
  return { ...(await readPublicity(ctx, standing.network)), may: { change: mayKeepNetwork(standing) } }
}
