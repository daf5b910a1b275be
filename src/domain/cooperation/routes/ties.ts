import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import * as contract from '../contract.ts'
import { maySeeNetwork } from '../network/standing.ts'
import { readStanding } from '../operations/network/standing.ts'
import { findMember } from '../store/network/members.ts'
import { listTies } from '../store/network/ties.ts'
import { allow } from './network.ts'

const year = 365 * 86_400_000

/** With whom one works. */
export function tieRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listTies, ({ actor, query }) =>
    ctx.read(actor, async (tx) => {
      const standing = await readStanding(tx, actor)
      allow(maySeeNetwork(standing))
      const since = query.since ?? new Date(ctx.now().getTime() - year).toISOString().slice(0, 10)
      const rows = await listTies(tx, standing.network, standing.member?.id ?? null, new Date(`${since}T00:00:00Z`))
      const items = rows.map(({ id, name, country, kind, ...counts }) => ({ member: { id, name, country, kind }, ...counts }))
      const own = standing.member === null ? undefined : await findMember(tx, standing.member.id)
      return { since, from: own?.country ?? null, items }
    }),
  )
}
