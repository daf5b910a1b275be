import type { Actor } from '../../../base/actor.ts'
import { Failure } from '../../../base/failure.ts'
import { styleNonce } from '../../../platform/http/security.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { setDocumentTask } from '../../../platform/pdf/index.ts'
import type { CallWhole } from '../contract/network/calls.ts'
import * as contract from '../contract.ts'
import type { ReportLanguage } from '../network/call.ts'
import { callReportPage } from '../network/call-report.ts'
import { callReportDocument } from '../network/call-report-document.ts'
import { noteRead, wholeCall } from './call-reading.ts'

/** The report of a meeting: a page without scripts, that prints, with what its reader may see. */
export function callReportRoutes(http: Http): void {
  serve(http, contract.readCallReport, async ({ actor, params, query, request, reply }) => {
    const call = await wholeCall(http, actor, params.id)
    // what is in it has gone out, as where the call itself is read
    await noteRead(http, actor, call)
    if (query.form === 'pdf') {
      const bytes = await setReport(http, actor, call, query.language)
      return reply
        .header('content-type', 'application/pdf')
        .header('content-disposition', `inline; filename="report-${query.language}.pdf"`)
        .header('x-content-type-options', 'nosniff')
        .header('cache-control', 'private, no-store')
        .send(bytes)
    }
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

/** milliseconds of work that one report may cost */
const setTime = 30_000

async function setReport({ ctx }: Http, actor: Actor, call: CallWhole, language: ReportLanguage): Promise<Buffer> {
  const outcome = await ctx.sandbox.run(setDocumentTask, callReportDocument(call, language), {
    time: setTime,
    long: actor.organisation ?? actor.id,
  })
  if ('died' in outcome) ctx.log.warn({ call: call.id, died: outcome.died }, 'cooperation.report-died')
  if ('died' in outcome || outcome.ok === 'too-long')
    throw new Failure('conflict', 'cooperation.report-too-long', `the report of call ${call.id} cannot be set`)
  return Buffer.from(outcome.ok)
}
