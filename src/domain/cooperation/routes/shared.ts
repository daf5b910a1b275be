import type { FastifyReply } from 'fastify'
import type { Actor } from '../../../base/actor.ts'
import { Failure } from '../../../base/failure.ts'
import type { OrganisationId } from '../../../base/id.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { perform } from '../../../platform/work.ts'
import { queryOf } from '../../analysis/index.ts'
import * as contract from '../contract.ts'
import { bytesOf } from '../network/copy.ts'
import { mayDraftShare, maySeeShares, referencesApart } from '../network/sharing.ts'
import { sharedLineView, tombstoneView } from '../network/sharing-view.ts'
import { confirmDeleted, readShared } from '../operations/network/shared.ts'
import { fetchShared, type Handed } from '../operations/network/shared-bytes.ts'
import { countShared, listTombstones, pageShared, type SharedCursor, type SharedLine } from '../store/network/shared.ts'

/** What other organisations show to the acting one. */
export function sharedRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listShared, ({ actor, query }) =>
    ctx.read(actor, async (tx) => {
      readerFor(actor)
      const { after, limit, q, ...filter } = query
      const words = q === undefined || q === '' ? undefined : (queryOf(referencesApart(q)) ?? null)
      // what holds no word finds nothing
      if (words === null) return { items: [], next: null }
      const rows = await pageShared(tx, { ...filter, words }, readSharedCursor(after), limit + 1)
      const items = rows.slice(0, limit)
      const last = rows.length > limit ? items.at(-1) : undefined
      return { items: items.map(sharedLineView), next: last === undefined ? null : writeSharedCursor(last) }
    }),
  )
  serve(http, contract.sharedFigures, ({ actor }) =>
    ctx.read(actor, async (tx) => {
      const reader = readerFor(actor)
      return { kinds: [...(await countShared(tx))], toDelete: (await listTombstones(tx, reader, true)).length }
    }),
  )
  serve(http, contract.readShared, async ({ actor, params }) => {
    const row = await readShared(ctx, actor, params.id)
    const since = (row.sharedAt ?? row.madeAt).toISOString()
    return { ...sharedLineView({ ...row, since }), sha256: row.sha256, bytes: row.content === null ? null : bytesOf(row.content) }
  })
  serve(http, contract.fetchShared, async ({ actor, params, reply }) => {
    readerFor(actor)
    return sendArchive(reply, await fetchShared(ctx, actor, params.id))
  })
  serve(http, contract.listTombstones, ({ actor }) =>
    ctx.read(actor, async (tx) => ({
      items: (await listTombstones(tx, readerFor(actor), false)).map(tombstoneView),
      may: { confirm: mayDraftShare(actor) },
    })),
  )
  serve(http, contract.confirmDeleted, async ({ actor, params, reply }) => {
    await perform(ctx, actor, (work) => confirmDeleted(work, params.id))
    return reply.send()
  })
}

/** Bytes of evidence leave to be saved, never to be shown: as no type that a browser opens. */
export function sendArchive(reply: FastifyReply, { name, archive }: Handed): FastifyReply {
  return reply
    .header('content-type', 'application/octet-stream')
    .header('x-content-type-options', 'nosniff')
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('cache-control', 'private, no-store')
    .send(Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength))
}

function readerFor(actor: Actor): OrganisationId {
  if (!maySeeShares(actor) || actor.organisation === null)
    throw new Failure('forbidden', 'platform.forbidden', `${actor.kind} may not see what others share`)
  return actor.organisation
}

/** The moment with all the database's digits, and the id, as JSON in base64url. */
function writeSharedCursor({ since, id }: SharedLine): string {
  return Buffer.from(JSON.stringify([since, id])).toString('base64url')
}

function readSharedCursor(text: string | undefined): SharedCursor | undefined {
  if (text === undefined) return undefined
  try {
    const [since, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[]
    if (
      typeof since === 'string' &&
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?[+-]\d\d(?::?\d\d)?$/.test(since) &&
      typeof id === 'string' &&
      /^[0-9a-f-]{36}$/.test(id)
    )
      return { since, id }
  } catch {
    // falls through to the refusal
  }
  throw new Failure('invalid', 'platform.cursor', 'this cursor is not one of ours')
}
