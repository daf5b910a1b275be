import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import * as contract from '../contract.ts'
import { mayPropose, maySeeProposals, maySign } from '../network/joining.ts'
import { editionLine, signatureView } from '../network/joining-view.ts'
import { termsOf } from '../network/proposal.ts'
import { mayKeepNetwork, type Standing } from '../network/standing.ts'
import { publishInstrument, signInstrument } from '../operations/network/editions.ts'
import { performInNetwork, readStanding } from '../operations/network/standing.ts'
import { findBefore, findEdition, findInForce, listEditions, listSignatures } from '../store/network/editions.ts'
import { whoView } from '../view.ts'
import { namesAmong } from './reading.ts'

/** The texts that the network goes by, in their versions, and who signed the instrument. */
export function editionRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listEditions, ({ actor, query }) =>
    ctx.read(actor, async (tx) => {
      const standing = await readStanding(tx, actor)
      allow(maySeeProposals(standing))
      const rows = await listEditions(tx, standing.network, query.kind)
      const procedures = (await findInForce(tx, standing.network, 'procedures'))?.rules ?? null
      const propose = query.kind !== 'instrument' && procedures !== null && mayPropose(standing, termsOf(query.kind, procedures).audience)
      return {
        items: rows.map(({ signatures, ...row }) => ({ ...editionLine(row), signatures })),
        may: { propose, publish: query.kind === 'instrument' && mayKeepNetwork(standing) },
      }
    }),
  )
  serve(http, contract.readEdition, ({ actor, params }) => wholeOf(http, actor, params.id))
  serve(http, contract.publishInstrument, async ({ actor, body }) => {
    const id = await performInNetwork(ctx, actor, (work, standing) => publishInstrument(work, standing, body))
    return wholeOf(http, actor, id)
  })
  serve(http, contract.signInstrument, async ({ actor, params, body }) => {
    // what one may not see is as if it were not there
    present(await ctx.read(actor, (tx) => findEdition(tx, params.id)), 'cooperation.no-edition', `edition ${params.id}`)
    await performInNetwork(ctx, actor, (work, standing) => {
      const member = present(body.member ?? standing.member?.id, 'cooperation.no-such-member', 'the member that signs')
      return signInstrument(work, standing, params.id, { ...body, member })
    })
    return wholeOf(http, actor, params.id)
  })
}

async function wholeOf({ ctx }: Http, actor: Actor, id: string): Promise<contract.EditionWhole> {
  return ctx.read(actor, async (tx) => {
    const standing = await readStanding(tx, actor)
    allow(maySeeProposals(standing))
    const row = present(await findEdition(tx, id), 'cooperation.no-edition', `edition ${id}`)
    const before = await findBefore(tx, row)
    const signatures = await listSignatures(tx, id)
    return {
      ...editionLine(row),
      text: row.text,
      madeAt: row.madeAt.toISOString(),
      madeBy: whoView(row.madeBy, await namesAmong(tx, [row.madeBy])),
      before:
        before === undefined ? null : { id: before.id, number: before.number, title: before.title, text: before.text, rules: before.rules },
      signatures: signatures.map(signatureView),
      may: mayOf(standing, row.kind, signatures),
    }
  })
}

function mayOf(standing: Standing, kind: string, signatures: readonly { readonly member: string }[]): contract.EditionWhole['may'] {
  const { member } = standing
  const own = member !== null && maySign(standing, member) && !signatures.some((one) => one.member === member.id)
  return { sign: kind === 'instrument' && own, signFor: kind === 'instrument' && mayKeepNetwork(standing) }
}

function allow(allowed: boolean): void {
  if (!allowed) throw new Failure('forbidden', 'platform.forbidden', 'may not see what the network goes by')
}
