import { createHash, randomBytes } from 'node:crypto'
import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import { newId, type OrganisationId, type ReportId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import { type Gatherer, gatherer } from '../../../platform/gather.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { destroyItems, recordItems, type SealedBlobs, sealBytes } from '../../evidence/index.ts'
import { type Arrival, makeReference, samenessOf } from '../arrival.ts'
import type { Receipt } from '../contract.ts'
import { reportsReceived, toldTogether } from '../events.ts'
import { mayReport } from '../policy.ts'
import { countAgain, findSame, insertReports, type NewReport, touchChannels } from '../store.ts'

/** Takes one arrival in. Resolves when its bytes are synced and report, audit and job are committed: only then may 250 or 201 be said. */
export type Receive = (actor: Actor, arrival: Arrival) => Promise<Receipt>

// what waits at the same moment shares its syncs, and then its transaction; more would make the first wait for the last
const atOnce = 64

type Arriving = { readonly actor: Actor; readonly arrival: Arrival }
type Kept = Arriving & { readonly sealed: SealedBlobs }

/**
 * The one door for reports of a process: whatever comes by SMTP, HTTP, console or command line passes the same two gatherers. While one group is
 * committed, the bytes of the next are synced.
 */
export function openReceiver(ctx: Context): Receive {
  const keep: Gatherer<Arriving, Kept> = gatherer(atOnce, 2, (group) => keepBytes(ctx, group))
  const file: Gatherer<Kept, Receipt> = gatherer(atOnce, 1, (group) => fileGroup(ctx, group))
  return async (actor, arrival) => file(await keep({ actor, arrival }))
}

/** Suspected child material never touches the disk in clear: it is sealed, where the node is set so, or not kept at all. */
async function keepBytes(ctx: Context, group: readonly Arriving[]): Promise<readonly Kept[]> {
  const child = group.flatMap(({ arrival }) => (arrival.said === 'child-material' ? [arrival.bytes] : []))
  await ctx.blobs.put(group.flatMap(({ arrival }) => (arrival.said === 'child-material' ? [] : [arrival.bytes])))
  const sealed = child.length === 0 ? null : await sealBytes(ctx, child)
  return group.map((one) => ({ ...one, sealed }))
}

async function fileGroup(ctx: Context, group: readonly Kept[]): Promise<readonly Receipt[]> {
  const receipts = new Map<Arrival, Receipt>()
  for (const mine of byActor(group)) {
    const [first] = mine
    if (first === undefined) continue
    const arrivals = mine.map(({ arrival }) => arrival)
    const sealed = mergeSealed(mine)
    const done = await perform(ctx, first.actor, (work) => receiveArrivals(work, arrivals, ctx.mac, sealed))
    arrivals.forEach((arrival, at) => {
      receipts.set(arrival, present(done[at], 'intake.receipt', 'a receipt'))
    })
  }
  return group.map(({ arrival }) => present(receipts.get(arrival), 'intake.receipt', 'a receipt'))
}

function mergeSealed(group: readonly Kept[]): SealedBlobs {
  const all = group.flatMap(({ sealed }) => (sealed === null ? [] : [...sealed]))
  return all.length === 0 ? null : new Map(all)
}

function byActor(group: readonly Kept[]): readonly (readonly Kept[])[] {
  return [...Map.groupBy(group, ({ actor }) => `${actor.kind} ${actor.id} ${actor.organisation}`).values()]
}

type Filed = { readonly arrival: Arrival; readonly sha256: string; readonly sameness: string; times: number }

/** Files arrivals as reports in the acting organisation, with their originals as evidence; the same from the same is counted, not filed again. */
export async function receiveArrivals(
  work: Work,
  arrivals: readonly Arrival[],
  mac: Context['mac'],
  sealed: SealedBlobs,
): Promise<readonly Receipt[]> {
  work.require(mayReport(work.actor) && arrivals.every((arrival) => arrival.owner === work.actor.organisation))
  const owner = work.actor.organisation as OrganisationId
  const distinct = new Map<string, Filed>()
  const keys = arrivals.map((arrival) => {
    const sha256 = createHash('sha256').update(arrival.bytes).digest('hex')
    const sameness = samenessOf(sha256, arrival)
    const before = distinct.get(sameness)
    if (before === undefined) distinct.set(sameness, { arrival, sha256, sameness, times: 1 })
    else before.times++
    return sameness
  })
  const receipts = new Map<string, Receipt>()
  for (const known of await findSame(work.tx, owner, [...distinct.keys()])) {
    const again = distinct.get(known.sameness)
    if (again !== undefined && again.arrival.counted !== false) {
      await countAgain(work.tx, known.id, again.times)
      work.record('intake.received-again', known.id)
    }
    receipts.set(known.sameness, { id: known.id, reference: known.reference, tracking: null, again: true })
  }
  const fresh = [...distinct.values()].filter((one) => !receipts.has(one.sameness))
  for (const [sameness, receipt] of await fileReports(work, owner, fresh, mac, sealed)) receipts.set(sameness, receipt)
  return keys.map((sameness, at) => {
    const receipt = present(receipts.get(sameness), 'intake.receipt', 'a receipt')
    return keys.indexOf(sameness) === at ? receipt : { ...receipt, tracking: null, again: true }
  })
}

async function fileReports(
  work: Work,
  owner: OrganisationId,
  fresh: readonly Filed[],
  mac: Context['mac'],
  sealed: SealedBlobs,
): Promise<ReadonlyMap<string, Receipt>> {
  if (fresh.length === 0) return new Map()
  const items = await recordItems(
    work,
    fresh.map(({ arrival, sha256 }) => ({
      sha256,
      size: arrival.bytes.length,
      mediaType: arrival.mediaType,
      name: arrival.name,
      channel: arrival.channel,
      handedBy: arrival.reporter?.address ?? null,
      receivedAt: work.now,
    })),
  )
  const filed = fresh.map((one, at) => {
    const id = newId<'report'>(work.now.getTime())
    const tracking = trackingToken(mac, id)
    const report: NewReport = {
      id,
      owner,
      reference: makeReference(randomBytes(5)),
      channel: one.arrival.channel,
      item: items[at] ?? null,
      sha256: one.sha256,
      size: one.arrival.bytes.length,
      name: one.arrival.name,
      sameness: one.sameness,
      times: one.times,
      form: 'unread',
      state: one.arrival.said === 'child-material' ? 'withheld' : 'received',
      reporter_address: one.arrival.reporter?.address ?? null,
      reporter_name: one.arrival.reporter?.name ?? null,
      note: one.arrival.note,
      language: one.arrival.language,
      arrival: JSON.stringify({ ...(one.arrival.envelope ?? {}), mediaType: one.arrival.mediaType }),
      tracking_hash: hashTracking(tracking),
      received_at: work.now,
    }
    return { report, tracking, said: one.arrival.said }
  })
  const count = await insertReports(
    work.tx,
    filed.map(({ report }) => report),
  )
  if (count !== filed.length) throw new Failure('unavailable', 'intake.race', 'the same report is being filed at this moment')
  await touchChannels(work.tx, [...new Set(filed.map(({ report }) => report.channel))], work.now)
  const withheld = filed.flatMap(({ report, said }) => (said === 'child-material' && report.item !== null ? [report.item] : []))
  if (withheld.length > 0) await destroyItems(work, withheld, 'child-material', { sealed })
  for (const { report, said } of filed) {
    work.record('intake.received', report.id, {
      channel: report.channel,
      size: report.size,
      ...(said === 'child-material' ? { said } : {}),
    })
    work.announce('report', report.id)
  }
  const told = filed.flatMap(({ report, said }) => (said === 'child-material' ? [] : [report.id]))
  for (let at = 0; at < told.length; at += toldTogether) work.publish(reportsReceived, { reportIds: told.slice(at, at + toldTogether) })
  return new Map(
    filed.map(({ report, tracking }) => [report.sameness, { id: report.id, reference: report.reference, tracking, again: false }]),
  )
}

/** The secret part of a report's tracking link: made from its id under the node's secret, so that it need not be kept to be said again. */
export function trackingToken(mac: Context['mac'], id: ReportId): string {
  return mac('tracking', id).subarray(0, 18).toString('base64url')
}

export function hashTracking(token: string): string {
  return createHash('sha256').update(`tracking ${token}`).digest('hex')
}
