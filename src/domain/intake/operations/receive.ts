import { createHash, randomBytes } from 'node:crypto'
import { type Actor, keyOf } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import { newId, type OrganisationId, type ReportId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import { sendTogether } from '../../../platform/db/scope.ts'
import { type Gatherer, gatherer } from '../../../platform/gather.ts'
import { inAttempt } from '../../../platform/http/idempotency.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { destroyItems, draftItems, dropBlobsSoon, type Forget, type SealedBlobs, sealBytes } from '../../evidence/index.ts'
import { type Arrival, makeReference, samenessOf, tidyArrival } from '../arrival.ts'
import type { Receipt } from '../contract.ts'
import { reportsReceived, toldTogether } from '../events.ts'
import { mayReport } from '../policy.ts'
import { looksLikeMessage } from '../recognise.ts'
import { touchChannels } from '../store/channels.ts'
import { countAgain, findSame, insertReports, type Known, type NewReport } from '../store/reports.ts'
import { keepPlaces, withholdReport } from './withhold.ts'

/** Takes one arrival in. Resolves when its bytes are synced and report, audit and job are committed: only then may 250 or 201 be said. */
export type Receive = (actor: Actor, arrival: Arrival) => Promise<Receipt>

// what waits at the same moment shares its syncs and its transaction; more would make the first wait for the last
const atOnce = 64

type Arriving = { readonly actor: Actor; readonly arrival: Arrival }
/** `suspected`: it was here before, and is now said to be child material. */
type Filing = { readonly receipt: Receipt; readonly suspected: boolean }

/**
 * The one door for reports of a process: whatever comes by SMTP, HTTP, console or command line passes the same gatherer. While the bytes of a group are synced
 * its rows are written, and the commit waits for both. Fails with `platform.forbidden` before a byte is kept. `forget` is what the other rooms remove
 * of a report whose reporter says only later what it is.
 */
export function openReceiver(ctx: Context, forget: readonly Forget[]): Receive {
  const file: Gatherer<Arriving, Filing> = gatherer(
    atOnce,
    1,
    (group) => fileGroup(ctx, group),
    ({ actor }) => keyOf(actor),
  )
  return async (actor, given) => {
    if (!mayReport(actor) || given.owner !== actor.organisation)
      throw new Failure('forbidden', 'platform.forbidden', `${actor.kind} ${actor.id} may not report`)
    const one = { actor, arrival: tidyArrival(given) }
    // whoever may repeat a request under its key is filed in a unit of work of their own, which keeps the key
    const { receipt, suspected } = inAttempt() ? only(await fileGroup(ctx, [one])) : await file(one)
    if (suspected) await withholdReport(ctx, actor, receipt.id as ReportId, forget)
    return receipt
  }
}

function only<T>(group: readonly T[]): T {
  return present(group[0], 'intake.receipt', 'a receipt')
}

const isChild = ({ arrival }: Arriving) => arrival.said === 'child-material'

/** Files what one actor hands in, once its bytes are safe. Suspected child material never touches the disk in clear: see `sealChild`. */
async function fileGroup(ctx: Context, group: readonly Arriving[]): Promise<readonly Filing[]> {
  const kept = ctx.blobs.put(group.flatMap((one) => (isChild(one) ? [] : [one.arrival.bytes])))
  // whoever commits is told
  kept.catch(() => {})
  return fileOnce(ctx, group, kept, await sealChild(ctx, group))
}

/** It is sealed, where the node is set so, or not kept at all. */
async function sealChild(ctx: Context, group: readonly Arriving[]): Promise<SealedBlobs> {
  const child = group.filter(isChild).map(({ arrival }) => arrival.bytes)
  return child.length === 0 ? null : sealBytes(ctx, child)
}

/** Another process, or a request under a key, may file the same at this moment: once it is there, it is found. */
async function fileOnce(
  ctx: Context,
  group: readonly Arriving[],
  kept: Promise<unknown>,
  sealed: SealedBlobs,
  left = 3,
): Promise<readonly Filing[]> {
  try {
    return await perform(ctx, only(group).actor, async (work) => {
      const arrivals = group.map(({ arrival }) => arrival)
      const filings = await receiveArrivals(work, arrivals, ctx.mac, sealed)
      // nothing is committed before what it refers to is safe
      await kept
      return filings
    })
  } catch (error) {
    if (left > 1 && error instanceof Failure && error.code === 'intake.race') return fileOnce(ctx, group, kept, sealed, left - 1)
    throw error
  }
}

type Filed = { readonly arrival: Arrival; readonly sha256: string; readonly sameness: string; readonly times: number }

/** Files arrivals as reports in the acting organisation, with their originals as evidence; the same from the same is counted, not filed again. */
export async function receiveArrivals(
  work: Work,
  arrivals: readonly Arrival[],
  mac: Context['mac'],
  sealed: SealedBlobs,
): Promise<readonly Filing[]> {
  work.require(mayReport(work.actor) && arrivals.every((arrival) => arrival.owner === work.actor.organisation))
  const owner = work.actor.organisation as OrganisationId
  const distinct = new Map<string, Filed>()
  const keys = arrivals.map((arrival) => {
    const sha256 = createHash('sha256').update(arrival.bytes).digest('hex')
    const sameness = samenessOf(sha256, arrival)
    const before = distinct.get(sameness)
    if (before === undefined) distinct.set(sameness, { arrival, sha256, sameness, times: 1 })
    else
      distinct.set(sameness, { ...before, arrival: before.arrival.said === 'unwanted' ? arrival : before.arrival, times: before.times + 1 })
    return sameness
  })
  const receipts = new Map<string, Receipt>()
  const suspected = new Set<string>()
  for (const known of await findSame(work.tx, owner, [...distinct.keys()])) {
    const again = present(distinct.get(known.sameness), 'intake.receipt', 'an arrival')
    await receiveAgain(work, known, again)
    if (again.arrival.said === 'child-material' && known.state !== 'withheld') suspected.add(known.sameness)
    receipts.set(known.sameness, { id: known.id, reference: known.reference, tracking: null, again: true })
  }
  const fresh = [...distinct.values()].filter((one) => !receipts.has(one.sameness))
  for (const [sameness, receipt] of await fileReports(work, owner, fresh, mac, sealed)) receipts.set(sameness, receipt)
  const seen = new Set<string>()
  return keys.map((sameness) => {
    const receipt = present(receipts.get(sameness), 'intake.receipt', 'a receipt')
    const first = !seen.has(sameness)
    seen.add(sameness)
    return { receipt: first ? receipt : { ...receipt, tracking: null, again: true }, suspected: suspected.has(sameness) }
  })
}

async function receiveAgain(work: Work, known: Known, { arrival, sha256, times }: Filed): Promise<void> {
  // withheld once: the bytes that were put on their way here go at once, and not with the next sweep
  if (known.state === 'withheld') dropBlobsSoon(work, [sha256])
  if (arrival.counted === false) return
  await countAgain(work.tx, known.id, times)
  work.record('intake.received-again', known.id)
}

/** What was handed in as mere bytes, and is a message by its looks, is kept as one. */
function typeOf({ mediaType, bytes }: Arrival): string {
  return mediaType === 'application/octet-stream' && looksLikeMessage(bytes) ? 'message/rfc822' : mediaType
}

async function fileReports(
  work: Work,
  owner: OrganisationId,
  fresh: readonly Filed[],
  mac: Context['mac'],
  sealed: SealedBlobs,
): Promise<ReadonlyMap<string, Receipt>> {
  if (fresh.length === 0) return new Map()
  const items = draftItems(
    work,
    fresh.map(({ arrival, sha256 }) => ({
      sha256,
      size: arrival.bytes.length,
      mediaType: typeOf(arrival),
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
      item: items.ids[at] ?? null,
      sha256: one.sha256,
      size: one.arrival.bytes.length,
      // names go with the bytes
      name: one.arrival.said === 'child-material' ? null : one.arrival.name,
      sameness: one.sameness,
      times: one.times,
      form: 'unread',
      state: one.arrival.said === 'child-material' ? 'withheld' : 'received',
      reporter_address: one.arrival.reporter?.address ?? null,
      reporter_name: one.arrival.reporter?.name ?? null,
      note: one.arrival.note,
      language: one.arrival.language,
      arrival: {
        ...(one.arrival.envelope ?? {}),
        mediaType: one.arrival.mediaType,
        ...(one.arrival.reply === undefined ? {} : { reply: one.arrival.reply }),
      },
      tracking_hash: hashTracking(tracking),
      received_at: work.now,
    }
    return { report, tracking, said: one.arrival.said, places: one.arrival.places ?? [] }
  })
  const reports = filed.map(({ report }) => report)
  const channels = [...new Set(reports.map(({ channel }) => channel))]
  const [count] = await sendTogether(work.tx, [
    insertReports(work.tx, reports),
    ...items.statements,
    touchChannels(work.tx, channels, work.now),
  ])
  if (count !== filed.length) throw new Failure('unavailable', 'intake.race', 'the same report is being filed at this moment')
  const withheld = filed.filter(({ said }) => said === 'child-material')
  if (withheld.length > 0) {
    const items = withheld.flatMap(({ report }) => (report.item === null ? [] : [report.item]))
    await destroyItems(work, items, 'child-material', { sealed })
    await keepPlaces(work, new Map(withheld.map(({ report, places }) => [report.id, places])))
  }
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
