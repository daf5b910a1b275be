import { Failure } from '../../../base/failure.ts'
import { isId } from '../../../base/id.ts'
import type { QueryOf } from '../../../base/route.ts'
import type { Context } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { perform } from '../../../platform/work.ts'
import { recogniseThing, type Thing } from '../answers/thing.ts'
import * as contract from '../contract.ts'
import { pageOf } from '../cursor.ts'
import { importLimit, previewFile, readFile, runFile } from '../operations/import.ts'
import { actingIn } from '../operations/invite.ts'
import { removeSubscriberLookup, setSubscriberLookup } from '../operations/subscriber-lookup.ts'
import { lookUp } from '../operations/who-answers.ts'
import { mayConfigureLookup, mayImport, maySeeParties } from '../policy.ts'
import { listImportRows } from '../store/imports.ts'
import { keyNamesOf } from '../store/keys.ts'
import { namesOf } from '../store/people.ts'
import { findLookup, type LookupRow } from '../store/subscriber-lookup.ts'
import { allow } from './people.ts'

/** Looking up who answers, and where the answers come from: files that are taken in, and the organisation's own system. */
export function serveAnswers(http: Http): void {
  const { ctx } = http

  serve(http, contract.lookUp, async ({ actor, query }) => {
    allow(maySeeParties(actor))
    const thing = thingOf(query)
    if (thing === undefined) throw new Failure('invalid', 'directory.not-recognised', 'the text is nothing that anybody answers for')
    const found = await lookUp(ctx, actor, thing)
    const { kind, value } = thing
    const at = thing.at?.toISOString() ?? null
    const port = thing.kind === 'address' ? thing.port : null
    const { address, country, asn } = found
    return {
      thing: { kind, value, port, at, address, country, asn },
      outside: found.outside,
      items: found.answers.map((one) => ({ ...one, contacts: one.contacts.map((contact) => ({ ...contact })) })),
    }
  })

  serve(http, contract.readSubscriberLookup, async ({ actor }) => {
    allow(mayConfigureLookup(actor))
    actingIn(actor)
    const lookup = await ctx.read(actor, async (tx) => lookupView(tx, await findLookup(tx)))
    return { lookup, inside: [...ctx.config.TOCSIN_INSIDE], outside: ctx.outside.allowed }
  })
  serve(http, contract.putSubscriberLookup, async ({ actor, body }) =>
    perform(ctx, actor, async (work) => viewOf(work.tx, await setSubscriberLookup(ctx, work, body))),
  )
  serve(http, contract.removeSubscriberLookup, async ({ actor }) => {
    await perform(ctx, actor, removeSubscriberLookup)
    return undefined
  })

  serve(http, contract.listImports, async ({ actor, query }) => {
    allow(maySeeParties(actor))
    const after = query.after !== undefined && isId(query.after) ? query.after : undefined
    const { rows, people, keys } = await ctx.read(actor, async (tx) => {
      const found = await listImportRows(tx, after, query.limit + 1)
      const idsOf = (kind: string) => [
        ...new Set(found.filter((row) => row.actor_kind === kind && isId(row.actor)).map((row) => row.actor)),
      ]
      return { rows: found, people: await namesOf(tx, idsOf('person')), keys: await keyNamesOf(tx, idsOf('key')) }
    })
    const page = pageOf(rows, query.limit, (last) => last.id)
    return {
      items: page.rows.map((row) => ({
        id: row.id,
        kind: row.kind as contract.ImportLine['kind'],
        name: row.name,
        size: Number(row.size),
        counts: { ...row.counts },
        at: row.at.toISOString(),
        by: (row.actor_kind === 'key' ? keys : people).get(row.actor) ?? null,
      })),
      next: page.next,
    }
  })
  serveFiles(http, ctx)
}

/** The routes that take a file as their body. */
function serveFiles(http: Http, ctx: Context): void {
  void http.app.register(async (app) => {
    app.removeContentTypeParser(['application/json', 'text/plain'])
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: importLimit }, (_request, body, done) => done(null, body))
    const files = { ...http, app }
    serve(files, contract.previewImport, async ({ actor, query, request }) => {
      allow(mayImport(actor))
      const read = await readFile(ctx, askedOf(query), bytesOf(request.body))
      return ctx.read(actor, (tx) => previewFile(tx, { actor, now: ctx.now() }, read))
    })
    serve(files, contract.runImport, async ({ actor, query, request }) => {
      allow(mayImport(actor))
      const read = await readFile(ctx, askedOf(query), bytesOf(request.body))
      return perform(ctx, actor, (work) => runFile(work, read, query.previewed))
    })
  })
}

function askedOf({ kind, name, whole }: { kind: contract.ImportLine['kind']; name: string; whole: 'yes' | 'no' }) {
  return { kind, name, whole: whole === 'yes' }
}

function bytesOf(body: unknown): Uint8Array {
  return Buffer.isBuffer(body) ? new Uint8Array(body) : new Uint8Array()
}

function thingOf({ kind, value, port, at }: QueryOf<typeof contract.lookUp>): Thing | undefined {
  const moment = at === undefined ? null : new Date(at)
  if (kind === 'address') return { kind, value, port: port ?? null, at: moment }
  if (kind !== undefined) return { kind, value, at: moment }
  const found = recogniseThing(value)
  if (found === undefined) return undefined
  return found.kind === 'address' ? { ...found, port: port ?? found.port, at: moment } : { ...found, at: moment }
}

async function lookupView(tx: Tx, row: LookupRow | undefined) {
  return row === undefined ? null : viewOf(tx, row)
}

async function viewOf(tx: Tx, { url, header, secret, pointers, nets, set_at: at, set_by: by }: LookupRow) {
  const names = await namesOf(tx, [by].filter(isId))
  return { url, header, secret: secret !== null, pointers, nets: [...nets], setAt: at.toISOString(), by: names.get(by) ?? '' }
}
