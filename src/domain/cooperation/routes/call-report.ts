import { styleNonce } from '../../../platform/http/security.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import * as contract from '../contract.ts'
import { callReportPage } from '../network/call-report.ts'
import { wholeCall } from './call-reading.ts'

/** The report of a meeting: a page without scripts, that prints, with what its reader may see. */
export function callReportRoutes(http: Http): void {
  serve(http, contract.readCallReport, async ({ actor, params, query, request, reply }) => {
    const call = await wholeCall(http, actor, params.id)
    const nonce = styleNonce(request)
    return reply
      .header('content-type', 'text/html; charset=utf-8')
      .header(
        'content-security-policy',
        `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      )
      .header('cache-control', 'private, no-store')
      .send(callReportPage(call, query.language, http.ctx.now(), nonce))
  })
}
