import type { FastifyReply } from 'fastify'
import type { Actor } from '../../base/actor.ts'
import { readCursor, writeCursor } from '../../base/cursor.ts'
import { Failure, present } from '../../base/failure.ts'
import { type ItemId, isId, type OrganisationId } from '../../base/id.ts'
import type { Tx } from '../../platform/db/pools.ts'
import { serve } from '../../platform/http/serve.ts'
import type { Http } from '../../platform/http/server.ts'
import { perform } from '../../platform/work.ts'
import { namesOf } from '../directory/index.ts'
import * as contract from './contract.ts'
import { custodyCsv, custodyJson } from './custody-file.ts'
import type { Hold, HoldId } from './item.ts'
import { makePackageJob, retentionSources, runRetentionJob } from './jobs.ts'
import { exportItem, exportSealed, type Handout, proveItem, verifyItem } from './operations/export.ts'
import { liftHold, setHold } from './operations/hold.ts'
import { inspectItem } from './operations/inspect.ts'
import { previewRetention, setRetention } from './operations/retain.ts'
import { eraseSubject, exportSubject, findSubject } from './operations/subject.ts'
import { mayExport, mayHold, mayRead, mayRetain, mayServeSubjects } from './policy.ts'
import { packageRoutes } from './routes/package.ts'
import type { EvidenceSources } from './sources.ts'
import { pageHolds } from './store/holds.ts'
import { listItems, pageItems } from './store/items.ts'
import { listRules } from './store/retention.ts'
import { pageErasures } from './store/subjects.ts'
import { custodyView, erasureView, holdView, itemView, type Names, previewView, ruleView } from './view.ts'

/** Serves evidence, holds, retention and data subjects. */
export function evidenceRoutes(http: Http, sources: EvidenceSources): void {
  itemRoutes(http)
  fileRoutes(http)
  holdRoutes(http)
  retentionRoutes(http, sources)
  subjectRoutes(http, sources)
  packageRoutes(http, sources, makePackageJob(sources))
}

function allowed(actor: Actor, may: boolean): OrganisationId {
  if (!may || actor.organisation === null) throw new Failure('forbidden', 'evidence.forbidden', `${actor.kind} may not do this`)
  return actor.organisation
}

function nextOf<T>(rows: readonly T[], limit: number, at: (row: T) => Date, id: (row: T) => string): string | null {
  const last = rows.at(-1)
  return last === undefined || rows.length < limit ? null : writeCursor(at(last), id(last))
}

/** The names of those among the actors who are people and whom the reader may know. */
function namesAmong(tx: Tx, actors: readonly (string | null)[]): Promise<Names> {
  return namesOf(tx, [...new Set(actors.flatMap((one) => (one !== null && isId(one) ? [one] : [])))])
}

async function holdViews(tx: Tx, holds: readonly Hold[]): Promise<contract.HoldView[]> {
  const names = await namesAmong(
    tx,
    holds.flatMap((hold) => [hold.setBy, hold.endedBy]),
  )
  const items = await listItems(tx, [...new Set(holds.map((hold) => hold.item))])
  return holds.map((hold) => holdView(hold, names, items))
}

async function holdViewOf(tx: Tx, hold: Hold): Promise<contract.HoldView> {
  const [view] = await holdViews(tx, [hold])
  return present(view, 'evidence.no-hold', `hold ${hold.id}`)
}

function itemRoutes(http: Http): void {
  serve(http, contract.listEvidence, async ({ actor, query }) => {
    const owner = allowed(actor, mayRead(actor))
    const rows = await http.ctx.read(actor, (tx) => pageItems(tx, owner, query.state, readCursor(query.after), query.limit))
    return {
      items: rows.map(itemView),
      next: nextOf(
        rows,
        query.limit,
        (row) => row.receivedAt,
        (row) => row.id,
      ),
    }
  })
  serve(http, contract.readEvidence, async ({ actor, params }) => {
    const { item, parent, under, custody, holds, heldBy } = await inspectItem(http.ctx, actor, params.id as ItemId)
    const told = await http.ctx.read(actor, async (tx) => ({
      names: await namesAmong(
        tx,
        custody.map((line) => line.actor),
      ),
      holds: await holdViews(tx, holds),
      heldBy: await holdViews(tx, heldBy),
    }))
    return {
      item: itemView(item),
      parent: parent === null ? null : { item: itemView(parent.item), how: parent.how },
      under: under.map((one) => {
        const { parent: from, how, ...rest } = one
        return { item: itemView(rest), how, parent: from }
      }),
      custody: custody.map((line) => custodyView(line, told.names)),
      holds: told.holds,
      heldBy: told.heldBy,
      may: { export: mayExport(actor) && item.state === 'kept', hold: mayHold(actor) && item.state === 'kept' },
    }
  })
  serve(http, contract.verifyEvidence, async ({ actor, params }) => {
    const { at, ...rest } = await verifyItem(http.ctx, actor, params.id as ItemId)
    return { ...rest, at: at.toISOString() }
  })
}

function send(reply: FastifyReply, { name, mediaType, bytes }: Handout): FastifyReply {
  return reply
    .header('content-type', mediaType)
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('cache-control', 'private, no-store')
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
}

function fileRoutes(http: Http): void {
  serve(http, contract.readCustody, async ({ actor, params, query, reply }) => {
    const { item, custody } = await inspectItem(http.ctx, actor, params.id as ItemId)
    const text = query.form === 'csv' ? custodyCsv(item, custody) : custodyJson(item, custody)
    const mediaType = query.form === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8'
    return send(reply, { name: `custody-${item.sha256.slice(0, 16)}.${query.form}`, mediaType, bytes: Buffer.from(text) })
  })
  serve(http, contract.readProof, async ({ actor, params, reply }) => {
    const bundle = await proveItem(http.ctx, actor, params.id as ItemId)
    if (bundle === undefined) throw new Failure('conflict', 'evidence.proof-pending', 'the log has not given the line its place yet')
    return send(reply, { name: `proof-${params.id}.json`, mediaType: 'application/json; charset=utf-8', bytes: Buffer.from(bundle) })
  })
  serve(http, contract.exportOriginal, async ({ actor, params, reply }) =>
    send(reply, await exportItem(http.ctx, actor, params.id as ItemId)),
  )
  serve(http, contract.exportSealedOriginal, async ({ actor, params, reply }) =>
    send(reply, await exportSealed(http.ctx, actor, params.id as ItemId)),
  )
}

function holdRoutes(http: Http): void {
  serve(http, contract.listHolds, async ({ actor, query }) => {
    const owner = allowed(actor, mayRead(actor))
    const { rows, items } = await http.ctx.read(actor, async (tx) => {
      const rows = await pageHolds(tx, owner, !query.ended, readCursor(query.after), query.limit)
      return { rows, items: await holdViews(tx, rows) }
    })
    return {
      items,
      next: nextOf(
        rows,
        query.limit,
        (row) => row.since,
        (row) => row.id,
      ),
    }
  })
  serve(http, contract.setHold, async ({ actor, params, body }) =>
    perform(http.ctx, actor, async (work) => holdViewOf(work.tx, await setHold(work, params.id as ItemId, body.reason))),
  )
  serve(http, contract.liftHold, async ({ actor, params, body }) =>
    perform(http.ctx, actor, async (work) => holdViewOf(work.tx, await liftHold(work, params.id as HoldId, body.reason))),
  )
}

function retentionRoutes(http: Http, sources: EvidenceSources): void {
  const retention = retentionSources(sources)
  const enforced = new Set(retention.map((source) => source.kind))
  const run = runRetentionJob(sources)
  serve(http, contract.listRetention, async ({ actor }) => {
    allowed(actor, mayRead(actor))
    return http.ctx.read(actor, async (tx) => {
      const rules = await listRules(tx)
      const names = await namesAmong(
        tx,
        rules.map((rule) => rule.setBy),
      )
      return { items: rules.map((rule) => ruleView(rule, enforced, names)) }
    })
  })
  serve(http, contract.setRetention, async ({ actor, params, body }) =>
    perform(http.ctx, actor, async (work) => {
      await setRetention(work, params.kind, body.days)
      const rule = (await listRules(work.tx)).find((one) => one.kind === params.kind)
      if (rule === undefined) throw new Error(`no rule for ${params.kind}`)
      return ruleView(rule, enforced, await namesAmong(work.tx, [rule.setBy]))
    }),
  )
  serve(http, contract.previewRetention, async ({ actor }) => {
    const previews = await previewRetention(http.ctx, actor, retention)
    return { items: previews.map(({ kind, before, preview }) => previewView(kind, before, preview)) }
  })
  serve(http, contract.runRetention, async ({ actor }) =>
    perform(http.ctx, actor, async (work) => {
      work.require(mayRetain(actor))
      work.enqueue(run, {}, { key: 'now' })
      work.record('evidence.retention-asked', 'retention')
      return { queued: true as const }
    }),
  )
}

function subjectRoutes(http: Http, sources: EvidenceSources): void {
  serve(http, contract.findSubject, async ({ actor, body }) => {
    const { kinds, erased } = await findSubject(http.ctx, actor, body.text, sources.subjects)
    const names = await erasers(http, actor, erased)
    return {
      kinds: kinds.map(({ kind, hits }) => ({ kind, hits: hits.map((hit) => ({ ...hit, at: hit.at?.toISOString() ?? null })) })),
      erased: erased.map((one) => erasureView(one, names)),
    }
  })
  serve(http, contract.exportSubject, async ({ actor, body, reply }) =>
    send(reply, await exportSubject(http.ctx, actor, body.text, sources.subjects)),
  )
  serve(http, contract.eraseSubject, async ({ actor, body }) => {
    const erasure = await eraseSubject(http.ctx, actor, body, sources)
    return erasureView(erasure, await erasers(http, actor, [erasure]))
  })
  serve(http, contract.listErasures, async ({ actor, query }) => {
    const owner = allowed(actor, mayServeSubjects(actor))
    const rows = await http.ctx.read(actor, (tx) => pageErasures(tx, owner, readCursor(query.after), query.limit))
    const names = await erasers(http, actor, rows)
    return {
      items: rows.map((one) => erasureView(one, names)),
      next: nextOf(
        rows,
        query.limit,
        (row) => row.at,
        (row) => row.id,
      ),
    }
  })
}

function erasers(http: Http, actor: Actor, erasures: readonly { readonly by: string }[]): Promise<Names> {
  return http.ctx.read(actor, (tx) =>
    namesAmong(
      tx,
      erasures.map((one) => one.by),
    ),
  )
}
