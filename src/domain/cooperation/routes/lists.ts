import { readCursor, writeCursor } from '../../../base/cursor.ts'
import { type ListFormat, type ListPart, listFormats, listParts, readEntry } from '../../../formats/blocklist/index.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { perform } from '../../../platform/work.ts'
import { guardEntry } from '../blocklist/guard.ts'
import { sparedNames } from '../blocklist/spared.ts'
import * as contract from '../contract.ts'
import {
  addConsumer,
  addGuard,
  askBlock,
  ownPlaces,
  readGuard,
  removeGuard,
  revokeConsumer,
  type Wanted,
  withdrawEntries,
} from '../operations/lists.ts'
import { serveList } from '../operations/serve-list.ts'
import { mayDraft, mayKeepBack, maySetForms } from '../policy.ts'
import { listConsumerRows, listFetches, listGuardRows, pageEntries } from '../store/lists.ts'
import { whoView } from '../view.ts'
import { namesAmong, ownerFor } from './reading.ts'

/** Block lists: what is on them, who fetches them, what is never listed; and the lists themselves. */
export function listRoutes(http: Http): void {
  entryRoutes(http)
  consumerRoutes(http)
  guardRoutes(http)
  publicLists(http)
}

/** What a thing is by its form, where nobody said: a bare name is taken for the name alone, never for all below it. */
function wantedOf({ kind, value }: { readonly kind?: Wanted['kind'] | undefined; readonly value: string }): Wanted {
  if (kind !== undefined) return { kind, value }
  const told = (['address', 'url', 'host'] as const).find((one) => readEntry(one, value) !== undefined)
  return { kind: told ?? (value.includes('/') && !value.includes('://') ? 'address' : 'host'), value }
}

function entryRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listEntries, async ({ actor, query }) => {
    const owner = ownerFor(actor)
    const { after, limit, ...filter } = query
    const now = ctx.now()
    return ctx.read(actor, async (tx) => {
      const rows = await pageEntries(tx, owner, filter, now, readCursor(after), limit + 1)
      const items = rows.slice(0, limit)
      const last = rows.length > limit ? items.at(-1) : undefined
      const guard = await readGuard(tx, owner, ctx.config)
      const names = await namesAmong(
        tx,
        items.flatMap((row) => (row.endedBy === null ? [row.addedBy] : [row.addedBy, row.endedBy])),
      )
      return {
        items: items.map((row) => {
          const state = row.endedAt !== null ? ('withdrawn' as const) : row.expiresAt <= now ? ('expired' as const) : ('listed' as const)
          const guarded = state === 'listed' ? guardEntry(guard, row.kind, row.value) : undefined
          return {
            id: row.id,
            kind: row.kind,
            value: row.value,
            reason: row.reason,
            case: row.case,
            release: row.release,
            state,
            heldBack: guarded !== undefined && 'refused' in guarded ? guarded.refused : null,
            since: row.since.toISOString(),
            expiresAt: row.expiresAt.toISOString(),
            addedBy: whoView(row.addedBy, names),
            endedAt: row.endedAt?.toISOString() ?? null,
            endedBy: row.endedBy === null ? null : whoView(row.endedBy, names),
            endedWhy: row.endedWhy,
          }
        }),
        next: last === undefined ? null : writeCursor(last.since, last.id),
        may: { add: mayDraft(actor), withdraw: mayKeepBack(actor), set: maySetForms(actor) },
      }
    })
  })
  serve(http, contract.askEntries, ({ actor, body }) =>
    perform(ctx, actor, async (work) => {
      const { reason, days } = body
      const asked = await askBlock(work, ctx.config, { wanted: body.entries.map(wantedOf), reason, days, action: null })
      return { ...asked, refused: [...asked.refused] }
    }),
  )
  serve(http, contract.withdrawEntries, ({ actor, body }) =>
    perform(ctx, actor, async (work) => ({ withdrawn: await withdrawEntries(work, body.ids, body.reason) })),
  )
}

function consumerRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listConsumers, async ({ actor }) => {
    const owner = ownerFor(actor)
    return ctx.read(actor, async (tx) => {
      const rows = await listConsumerRows(tx, owner)
      const fetches = await listFetches(
        tx,
        owner,
        rows.map(({ id }) => id),
      )
      const names = await namesAmong(
        tx,
        rows.map(({ madeBy }) => madeBy),
      )
      const items = rows.map((row) => ({
        id: row.id,
        name: row.name,
        madeAt: row.madeAt.toISOString(),
        madeBy: whoView(row.madeBy, names),
        fetchedAt: row.fetchedAt?.toISOString() ?? null,
        revokedAt: row.revokedAt?.toISOString() ?? null,
        fetches: fetches
          .filter(({ consumer }) => consumer === row.id)
          .map(({ format, sha256, entries, size, firstAt, lastAt, times }) => ({
            ...{ format, sha256, entries, size, times },
            firstAt: firstAt.toISOString(),
            lastAt: lastAt.toISOString(),
          })),
      }))
      return { items, may: { set: maySetForms(actor) } }
    })
  })
  serve(http, contract.addConsumer, ({ actor, body }) =>
    perform(ctx, actor, async (work) => {
      const { id, token } = await addConsumer(work, body.name)
      return { id, name: body.name, url: `${ctx.config.TOCSIN_PUBLIC_URL.replace(/\/$/, '')}/lists/${token}` }
    }),
  )
  serve(http, contract.revokeConsumer, async ({ actor, params }) => {
    await perform(ctx, actor, (work) => revokeConsumer(work, params.id))
    return undefined
  })
}

function guardRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listGuard, async ({ actor }) => {
    const owner = ownerFor(actor)
    return ctx.read(actor, async (tx) => {
      const rows = await listGuardRows(tx, owner)
      const names = await namesAmong(
        tx,
        rows.map(({ by }) => by),
      )
      return {
        items: rows.map((row) => ({ ...row, at: row.at.toISOString(), by: whoView(row.by, names) })),
        own: [...(await ownPlaces(tx, owner, ctx.config))],
        shipped: sparedNames.map((one) => ({ what: one.what, names: one.names.split(' ') })),
        may: { set: maySetForms(actor) },
      }
    })
  })
  serve(http, contract.addGuard, ({ actor, body }) =>
    perform(ctx, actor, async (work) => {
      const row = await addGuard(work, body)
      return { ...row, at: row.at.toISOString(), by: whoView(row.by, await namesAmong(work.tx, [row.by])) }
    }),
  )
  serve(http, contract.removeGuard, async ({ actor, params }) => {
    await perform(ctx, actor, (work) => removeGuard(work, params.id))
    return undefined
  })
}

/** `/lists/TOKEN/FORMAT`, with `?part=` where a format holds one part at a time. Without script, cookie or account; whoever has the address may read it. */
function publicLists({ app, ctx }: Http): void {
  app.get<{ Params: { token: string; format: string }; Querystring: { part?: unknown } }>(
    '/lists/:token/:format',
    { schema: { hide: true } },
    async (request, reply) => {
      const format: ListFormat | undefined = listFormats.find((one) => one === request.params.format)
      const asked = request.query.part
      const part: ListPart | undefined = listParts.find((one) => one === asked)
      reply.header('cache-control', 'private, no-cache').type('text/plain; charset=utf-8')
      if (format === undefined || (asked !== undefined && part === undefined)) return reply.code(404).send('no such list\n')
      const served = await serveList(ctx, request.params.token, format, part ?? null, request.headers['if-none-match'])
      if (served.kind === 'nobody') return reply.code(404).send('no such list\n')
      // what reads lists keeps the one that it has
      if (served.kind === 'suspended') return reply.code(503).header('retry-after', '3600').send('not now\n')
      reply.header('etag', served.etag)
      if (served.kind === 'unchanged') return reply.code(304).send()
      return reply.header('last-modified', served.changedAt.toUTCString()).send(served.text)
    },
  )
}
