import type pg from 'pg'
import { campaignRoutes } from '../domain/analysis/routes/campaigns.ts'
import { exportRoutes } from '../domain/analysis/routes/exports.ts'
import { figureRoutes } from '../domain/analysis/routes/figures.ts'
import { analysisRoutes } from '../domain/analysis/routes.ts'
import { caseRoutes } from '../domain/cases/index.ts'
import { cooperationRoutes } from '../domain/cooperation/routes.ts'
import { auditSignIn, authenticate, serveDirectory } from '../domain/directory/index.ts'
import { evidenceRoutes } from '../domain/evidence/routes.ts'
import type { Receive } from '../domain/intake/index.ts'
import { publicRoutes } from '../domain/intake/public-routes.ts'
import { mailboxRoutes } from '../domain/intake/routes/mailboxes.ts'
import { replyRoutes } from '../domain/intake/routes/replies.ts'
import { intakeRoutes } from '../domain/intake/routes.ts'
import { outreachRoutes } from '../domain/outreach/index.ts'
import { type Auth, openAuth } from '../platform/auth/index.ts'
import { serveAuth } from '../platform/auth/routes.ts'
import type { Context } from '../platform/context.ts'
import { serveConsole } from '../platform/http/console.ts'
import { serveLive } from '../platform/http/live-route.ts'
import { serveMachinery } from '../platform/http/machinery-routes.ts'
import { buildHttp, type Http } from '../platform/http/server.ts'
import type { Live } from '../platform/live.ts'
import { addLogRoutes } from '../platform/log/routes.ts'
import type { LocationSource } from '../platform/net/locate.ts'
import { evidenceSources } from './sources.ts'

export type Routed = { readonly http: Http; readonly auth: Auth }

/** Every route of the product, on one page. `consoleFolder` null: no console (tests of the API). */
export async function buildRouter(
  ctx: Context,
  authPool: pg.Pool,
  receive: Receive,
  live: Live,
  location: readonly LocationSource[],
  consoleFolder: string | null,
): Promise<Routed> {
  const auth = await openAuth(ctx, authPool)
  const http = await buildHttp(ctx, authenticate(ctx, auth))
  serveAuth(http, auth, auditSignIn(ctx))
  serveDirectory(http, auth)
  serveMachinery(http)
  addLogRoutes(http)
  evidenceRoutes(http, evidenceSources)
  await intakeRoutes(http, receive)
  mailboxRoutes(http)
  replyRoutes(http, receive, evidenceSources.forget)
  await publicRoutes(http, receive)
  analysisRoutes(http, location, evidenceSources.forget)
  caseRoutes(http)
  campaignRoutes(http, location)
  figureRoutes(http, location)
  exportRoutes(http)
  cooperationRoutes(http, auth)
  outreachRoutes(http)
  serveLive(http, live)
  if (consoleFolder !== null) await serveConsole(http, consoleFolder)
  return { http, auth }
}
