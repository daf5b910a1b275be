import type { ReleaseId } from '../../../base/id.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { perform } from '../../../platform/work.ts'
import { termedKinds } from '../contract/letter-terms-names.ts'
import * as contract from '../contract.ts'
import { type LetterTerms, shippedTerms } from '../letter-terms.ts'
import { noteDeleted } from '../operations/call-back.ts'
import { resetTerms, setTerms } from '../operations/letter-terms.ts'
import { maySetForms } from '../policy.ts'
import { listOwnTerms } from '../store/letter-terms.ts'
import { ownerFor } from './reading.ts'

type Asked = Omit<LetterTerms, 'until'> & { readonly until: string | null }

export function termsAsked({ until, ...terms }: Asked): LetterTerms {
  return { ...terms, until: until === null ? null : new Date(until) }
}

/** What letters to outside bodies bear at first, and what became of those that were called back. */
export function letterTermsRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listLetterTerms, async ({ actor }) => {
    const owner = ownerFor(actor)
    const own = await ctx.read(actor, (tx) => listOwnTerms(tx, owner))
    const items = termedKinds.map((kind) => {
      const found = own.find((one) => one.kind === kind)
      return { ...(found ?? { kind, ...shippedTerms[kind] }), own: found !== undefined }
    })
    return { items, may: { change: maySetForms(actor) } }
  })
  serve(http, contract.setLetterTerms, async ({ actor, params: { kind }, body }) => {
    await perform(ctx, actor, (work) => setTerms(work, kind, body))
    return { kind, ...body, own: true }
  })
  serve(http, contract.resetLetterTerms, async ({ actor, params: { kind } }) => {
    await perform(ctx, actor, (work) => resetTerms(work, kind))
    return { kind, ...shippedTerms[kind], own: false }
  })
  serve(http, contract.confirmRecall, async ({ actor, params }) => {
    ownerFor(actor)
    return perform(ctx, actor, async (work) => {
      await noteDeleted(work, params.id as ReleaseId)
      return { id: params.id, confirmedAt: work.now.toISOString() }
    })
  })
}
