import type { Actor } from '../../../base/actor.ts'
import type { OrganisationId } from '../../../base/id.ts'
import { isId } from '../../../base/id.ts'
import type { QueryOf } from '../../../base/route.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import * as contract from '../contract.ts'
import { cursorOf, pageOf, readCursor } from '../cursor.ts'
import { actingIn } from '../operations/invite.ts'
import { asNode } from '../operations/node.ts'
import { mayOperate, mayReadAudit } from '../policy.ts'
import { type AuditFilter, type AuditRow, listAuditLines } from '../store/audit.ts'
import { keyNamesOf } from '../store/keys.ts'
import { namesOf } from '../store/people.ts'
import { allow } from './people.ts'

type Asked = QueryOf<typeof contract.listAudit>

/** The books: the acting organisation's, and the node's for its operator. */
export function serveAudit(http: Http): void {
  serve(http, contract.listAudit, async ({ actor, query }) => {
    allow(mayReadAudit(actor))
    return readBook(http, actor, actingIn(actor), query)
  })

  serve(http, contract.listNodeAudit, async ({ actor, query }) => {
    allow(mayOperate(actor))
    return readBook(http, asNode(actor), null, query)
  })
}

async function readBook(http: Http, actor: Actor, owner: OrganisationId | null, query: Asked) {
  const place = readCursor(query.after)
  const at = place === undefined ? Number.NaN : Date.parse(place.by)
  const after = place === undefined || Number.isNaN(at) ? undefined : { at: new Date(at), id: place.id }
  const { rows, people, keys } = await http.ctx.read(actor, async (tx) => {
    const found = await listAuditLines(tx, owner, filterOf(query), after, query.limit + 1)
    const idsOf = (kind: string) => [...new Set(found.filter((row) => row.actor_kind === kind && isId(row.actor)).map((row) => row.actor))]
    return { rows: found, people: await namesOf(tx, idsOf('person')), keys: await keyNamesOf(tx, idsOf('key')) }
  })
  const page = pageOf(rows, query.limit, (last) => cursorOf(last.at.toISOString(), last.id))
  const lineOf = (row: AuditRow) => ({
    id: row.id,
    at: row.at.toISOString(),
    actor: { kind: row.actor_kind, id: row.actor, name: (row.actor_kind === 'key' ? keys : people).get(row.actor) ?? null },
    action: row.action,
    subject: row.subject,
    detail: { ...row.detail },
  })
  return { items: page.rows.map(lineOf), next: page.next }
}

function filterOf({ action, actor, subject, from, until }: Asked): AuditFilter {
  return {
    action,
    actor,
    subject,
    from: from === undefined ? undefined : new Date(from),
    until: until === undefined ? undefined : new Date(until),
  }
}
