import { isId } from '../../../base/id.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { perform } from '../../../platform/work.ts'
import * as contract from '../contract.ts'
import { pageOf } from '../cursor.ts'
import { actingIn } from '../operations/invite.ts'
import { createKey, revokeKey } from '../operations/keys.ts'
import { mayMakeKey, mayManageKeys } from '../policy.ts'
import { type ApiKeyRow, listApiKeys } from '../store/keys.ts'
import { allow } from './people.ts'

/** API keys: one's own, and for administrators everybody's. */
export function serveKeys(http: Http): void {
  const { ctx } = http

  serve(http, contract.listKeys, async ({ actor, query }) => {
    allow(query.of === 'me' ? mayMakeKey(actor, []) : mayManageKeys(actor))
    const after = query.after !== undefined && isId(query.after) ? query.after : undefined
    const person = query.of === 'me' ? actor.id : undefined
    const rows = await ctx.read(actor, (tx) => listApiKeys(tx, actingIn(actor), person, after, query.limit + 1))
    const page = pageOf(rows, query.limit, (last) => last.id)
    return { items: page.rows.map(keyOf), next: page.next }
  })

  serve(http, contract.createKey, async ({ actor, body }) => {
    const { key, record } = await perform(ctx, actor, (work) => createKey(work, body))
    return { key, record: keyOf(record) }
  })

  serve(http, contract.revokeKey, async ({ actor, params }) => {
    await perform(ctx, actor, (work) => revokeKey(work, params.id))
    return undefined
  })
}

function keyOf(row: ApiKeyRow) {
  return {
    id: row.id,
    name: row.name,
    start: row.start,
    scopes: [...row.scopes],
    person: { id: row.person, name: row.person_name ?? '' },
    since: row.since.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  }
}
