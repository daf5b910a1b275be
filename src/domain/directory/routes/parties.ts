import { present } from '../../../base/failure.ts'
import { isId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { perform } from '../../../platform/work.ts'
import * as contract from '../contract.ts'
import { cursorOf, pageOf, readCursor } from '../cursor.ts'
import { addContact, addParty, addResponsibility, changeContact, changeParty, endResponsibility } from '../operations/parties.ts'
import { maySeeParties } from '../policy.ts'
import { keyNamesOf } from '../store/keys.ts'
import {
  type ContactRow,
  type CountedParty,
  findParty,
  listChanges,
  listContacts,
  listPartyRows,
  listResponsibilities,
  type ResponsibilityRow,
} from '../store/parties.ts'
import { namesOf } from '../store/people.ts'
import { allow } from './people.ts'

/** Customers and other parties of the acting organisation. */
export function serveParties(http: Http): void {
  const { ctx } = http

  serve(http, contract.listParties, async ({ actor, query }) => {
    allow(maySeeParties(actor))
    const asked = query.q?.trim() ?? ''
    const filter = {
      ...(asked.includes('@') ? { address: asked } : { words: wordsOf(asked) }),
      kind: query.kind,
      ended: query.ended === 'yes',
    }
    const rows = await ctx.read(actor, (tx) => listPartyRows(tx, filter, readCursor(query.after), query.limit + 1))
    const page = pageOf(rows, query.limit, (last) => cursorOf(last.sorts, last.id))
    return { items: page.rows.map(lineOf), next: page.next }
  })

  serve(http, contract.readParty, async ({ actor, params }) => {
    allow(maySeeParties(actor))
    return ctx.read(actor, (tx) => partyView(tx, params.id))
  })

  serve(http, contract.addParty, async ({ actor, body }) => written(ctx, actor, (work) => addParty(work, body)))
  serve(http, contract.changeParty, async ({ actor, params, body }) => written(ctx, actor, (work) => changeParty(work, params.id, body)))
  serve(http, contract.addContact, async ({ actor, params, body }) => written(ctx, actor, (work) => addContact(work, params.id, body)))
  serve(http, contract.changeContact, async ({ actor, params, body }) =>
    written(ctx, actor, (work) => changeContact(work, params.id, body)),
  )
  serve(http, contract.addResponsibility, async ({ actor, params, body }) =>
    written(ctx, actor, (work) => addResponsibility(work, params.id, body)),
  )
  serve(http, contract.endResponsibility, async ({ actor, params, body }) =>
    written(ctx, actor, (work) => endResponsibility(work, params.id, body.until === undefined ? work.now : new Date(body.until))),
  )

  serve(http, contract.listPartyChanges, async ({ actor, params, query }) => {
    allow(maySeeParties(actor))
    const after = query.after !== undefined && isId(query.after) ? query.after : undefined
    const { rows, people, keys } = await ctx.read(actor, async (tx) => {
      present(await findParty(tx, params.id), 'directory.no-party', 'the party')
      const found = await listChanges(tx, params.id, after, query.limit + 1)
      const idsOf = (kind: string) => [
        ...new Set(found.filter((row) => row.actor_kind === kind && isId(row.actor)).map((row) => row.actor)),
      ]
      return { rows: found, people: await namesOf(tx, idsOf('person')), keys: await keyNamesOf(tx, idsOf('key')) }
    })
    const page = pageOf(rows, query.limit, (last) => last.id)
    return {
      items: page.rows.map((row) => ({
        id: row.id,
        at: row.at.toISOString(),
        actor: { kind: row.actor_kind, name: (row.actor_kind === 'key' ? keys : people).get(row.actor) ?? null },
        what: row.what,
        detail: { ...row.detail },
      })),
      next: page.next,
    }
  })
}

type Run = Parameters<typeof perform<string>>[2]

async function written(ctx: Context, actor: Parameters<typeof perform>[1], run: Run) {
  return perform(ctx, actor, async (work) => partyView(work.tx, await run(work)))
}

/** Words by their beginnings, all of them; null: no words to look for. */
function wordsOf(text: string): string | undefined {
  const words = text.match(/[\p{L}\p{N}]+/gu)?.slice(0, 8) ?? []
  return words.length === 0 ? undefined : words.map((word) => `'${word}':*`).join(' & ')
}

async function partyView(tx: Tx, id: string) {
  const row = present(await findParty(tx, id), 'directory.no-party', 'the party')
  const contacts = await listContacts(tx, [row.id], true)
  const responsibilities = await listResponsibilities(tx, [row.id], true)
  return {
    ...lineOf(row),
    contactList: contacts.map(contactOf),
    responsibilityList: responsibilities.slice(0, 2_000).map(responsibilityOf),
  }
}

function lineOf(row: CountedParty) {
  const { id, name, country, language, reference, note, contacts, responsibilities } = row
  return {
    id,
    // the columns' checks hold them to these words
    kind: row.kind as contract.PartyKind,
    name,
    country,
    language,
    reference,
    note,
    source: row.source as 'stated' | 'import',
    since: row.since.toISOString(),
    changedAt: row.changed_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    contacts,
    responsibilities,
  }
}

function contactOf(row: ContactRow): contract.Contact {
  return {
    id: row.id,
    purpose: row.purpose as contract.Contact['purpose'],
    address: row.address,
    format: row.format,
    atMostEvery: row.at_most_every,
    language: row.language,
    source: row.source as 'stated' | 'import',
    since: row.since.toISOString(),
    confirmedAt: row.confirmed_at?.toISOString() ?? null,
    closedAt: row.closed_at?.toISOString() ?? null,
  }
}

function responsibilityOf(row: ResponsibilityRow): contract.Responsibility {
  return {
    id: row.id,
    kind: row.kind as contract.ResponsibilityKind,
    value: row.value,
    source: row.source as 'stated' | 'import',
    since: row.since.toISOString(),
    until: row.until?.toISOString() ?? null,
  }
}
