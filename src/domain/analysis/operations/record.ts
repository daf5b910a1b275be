import { present } from '../../../base/failure.ts'
import { type ItemId, newId, type OrganisationId } from '../../../base/id.ts'
import type { Finding } from '../../../forensics/message/index.ts'
import type { Context } from '../../../platform/context.ts'
import type { Work } from '../../../platform/work.ts'
import { deriveAll } from '../../evidence/index.ts'
import { type ReportRow, type Settled, settleReports } from '../../intake/index.ts'
import { indicatorsOf } from '../campaigns/indicators.ts'
import { mayAnalyse } from '../policy.ts'
import { analyser, type Brought, type Derived, type ReportReading, type SightingReading } from '../reading.ts'
import { beforeAll, type NewFinding, type NewObservation, replaceOutcomes } from '../store/outcomes.ts'
import { summarise } from '../summary.ts'
import { tokensOf } from '../tokens.ts'
import { oneWaits, placeReportsJob } from './campaigns/place.ts'

/** A report that was read, with what it showed and the DNS answers that rest under it. */
export type Read = { readonly report: ReportRow; readonly reading: ReportReading; readonly dns: readonly unknown[] }

/**
 * Writes down what readings found: what was derived becomes evidence, the reports are settled, and readings, findings and search words take the place
 * of earlier ones. The derived bytes must lie in the blob store already.
 */
export async function recordReadings(work: Work, ctx: Pick<Context, 'config' | 'mac'>, all: readonly Read[]): Promise<void> {
  work.require(mayAnalyse(work.actor))
  const derived = await recordDerived(work, all)
  const placed = all.map((read) => {
    const items = derived.get(read) ?? []
    const itemOf = ({ derived }: SightingReading) => (derived === null ? null : derived < 0 ? read.report.item : (items[derived] ?? null))
    return { read, itemOf }
  })
  const settled = await settleReports(work, ctx, new Map(placed.map(({ read, itemOf }) => [read.report.id, settledOf(read, itemOf)])))
  const outcomes = placed
    .filter(({ read }) => settled.has(read.report.id))
    .map(({ read, itemOf }) => outcomeOf(work, read.report, read.reading, itemOf, read.dns))
  await replaceOutcomes(
    work.tx,
    outcomes,
    [...settled].flatMap(([report, before]) => (before === 'received' ? [] : [report])),
  )
  for (const { summary } of outcomes) work.record('analysis.analysed', summary.report, { analyser })
  if (outcomes.length > 0) work.enqueue(placeReportsJob, {}, oneWaits)
}

function settledOf({ reading }: Read, itemOf: (one: SightingReading) => ItemId | null): Settled {
  const stated = reading.stated === null ? {} : { stated: reading.stated }
  const { carrier } = reading
  return {
    form: reading.form,
    reporter: reading.reporter,
    note: reading.note,
    sightings: reading.sightings.map((one) => ({
      kind: one.kind,
      item: itemOf(one),
      value: one.value,
      detail: { ...one.detail, ...stated },
    })),
    sender:
      carrier === null
        ? null
        : {
            envelopeFrom: carrier.returnPath,
            headerFrom: carrier.from,
            spf: carrier.authentication.spf,
            dmarc: carrier.authentication.dmarc,
            automatic: carrier.automatic,
          },
    messageId: carrier?.messageId ?? null,
    language: reading.language,
    answers: carrier === null ? null : { messageIds: carrier.answers, recipients: carrier.recipients },
  }
}

/** What came out of reports, as evidence below their originals: parents before children, one depth of all reports at a time. */
async function recordDerived(work: Work, all: readonly Read[]): Promise<ReadonlyMap<Read, readonly ItemId[]>> {
  const made = new Map(all.map((read) => [read, [] as ItemId[]]))
  let todo = all.flatMap((read) => read.reading.derived.map((one, index) => ({ read, one, index })))
  while (todo.length > 0) {
    const ready = todo.filter(({ read, one }) => one.parent < 0 || made.get(read)?.[one.parent] !== undefined)
    if (ready.length === 0) throw new Error('a derived file without its parent')
    const groups = [...Map.groupBy(ready, ({ read, one }) => parentOf(read, one, made.get(read))).entries()]
    const ids = await deriveAll(
      work,
      groups.map(([parent, children]) => ({ parent, items: children.map(({ read, one }) => derivedItem(read.report, one)) })),
    )
    groups.forEach(([, children], at) => {
      children.forEach(({ read, index }, k) => {
        const items = made.get(read) ?? []
        items[index] = present(ids[at]?.[k], 'analysis.item', 'an item')
      })
    })
    const done = new Set(ready)
    todo = todo.filter((one) => !done.has(one))
  }
  return made
}

function parentOf({ report }: Read, { parent }: Derived, made: readonly ItemId[] = []): ItemId {
  return parent < 0 ? present(report.item, 'analysis.no-original', 'the original') : present(made[parent], 'analysis.parent', 'a parent')
}

function derivedItem(report: ReportRow, { sha256, size, mediaType, name, how }: Derived) {
  return { sha256, size, mediaType, name, channel: report.channel, handedBy: null, receivedAt: report.received_at, how }
}

function outcomeOf(
  work: Work,
  report: ReportRow,
  reading: ReportReading,
  itemOf: (one: SightingReading) => ItemId | null,
  dns: readonly unknown[],
) {
  const owner = work.actor.organisation as OrganisationId
  const at = work.now
  const observations: NewObservation[] = []
  const findings: NewFinding[] = []
  const find = (observation: string | null, list: readonly Finding[]) => {
    for (const one of list) {
      findings.push({
        id: newId(at.getTime()),
        owner,
        report: report.id,
        observation,
        code: one.code,
        severity: one.severity,
        params: one.params,
        rests: one.rests,
      })
    }
  }
  reading.sightings.forEach((sighting, position) => {
    const { reading: inner } = sighting
    if (inner.kind === 'none') return
    const id = newId(at.getTime())
    const [made, found] =
      inner.kind === 'message' ? [inner.message, inner.message.findings] : [inner.kind === 'file' ? inner.file : inner.url, inner.findings]
    const of = inner.kind === 'message' ? inner.message.analyser : `${inner.kind}/1`
    observations.push({
      id,
      owner,
      report: report.id,
      position,
      item: itemOf(sighting),
      analyser: of,
      reading: { kind: inner.kind, ...made },
      dns: position === 0 ? dns : [],
      at,
    })
    find(id, found)
  })
  if (reading.brought !== null) observations.push(broughtOf(work, report, reading.brought))
  find(null, reading.findings)
  const summary = { ...summarise(reading), report: report.id, owner, received_at: report.received_at, analyser, analysed_at: at }
  const indicators = indicatorsOf(reading).map((one) => ({ report: report.id, owner, ...one }))
  const signature = { report: report.id, owner, received_at: report.received_at, marks: reading.marks }
  return { summary, observations, findings, indicators, signature, tokens: tokensOf(searchTextOf(report, reading)) }
}

/** What the mail that brought it says stands before the things that it points at, and is shown to nobody but who asks for a data subject. */
function broughtOf(work: Work, report: ReportRow, brought: Brought): NewObservation {
  const owner = work.actor.organisation as OrganisationId
  const reading = { kind: 'brought', ...brought }
  const id = newId(work.now.getTime())
  return { id, owner, report: report.id, position: beforeAll, item: report.item, analyser: 'brought/1', reading, dns: [], at: work.now }
}

const mailAddress = /[^\s<>()[\]",;:]{1,64}@[\p{L}\p{N}.-]{1,253}/gu

/** Texts of a foreign shape, however deep. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value.slice(0, 2_000)]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : []
}

const namesPeople = /^(?:to|cc|bcc|reply-to|sender|resent-.*|delivered-to|x-original-to|envelope-to|errors-to)$/i

/** What a search should find a report by, a data subject's among them: whoever is named in the header as well. */
function searchTextOf(report: ReportRow, reading: ReportReading): string {
  const parts: (string | null | undefined)[] = [
    report.reference,
    report.reporter_address,
    report.reporter_name,
    report.name,
    report.note,
    reading.reporter?.address,
    reading.reporter?.name,
    reading.note,
    report.sha256,
    ...textsOf(reading.brought),
    reading.brought?.text,
  ]
  for (const { value, detail, reading: inner } of reading.sightings) {
    parts.push(value, ...textsOf(detail))
    if (inner.kind === 'message') {
      const { message } = inner
      parts.push(
        message.subject,
        message.from?.address,
        message.from?.name,
        message.sender?.address,
        message.returnPath,
        message.messageId,
        message.origin.ip,
        message.sha256,
      )
      parts.push(
        ...message.replyTo.map((one) => one.address),
        ...message.headers.filter(({ name }) => namesPeople.test(name)).map(({ value }) => value.slice(0, 2_000)),
        // `for` of Received (RFC 5321 §4.4), Authentication-Results and the like name people as well
        ...message.headers.flatMap(({ name, value }) =>
          namesPeople.test(name) || !value.includes('@') ? [] : (value.slice(0, 2_000).match(mailAddress) ?? []),
        ),
        ...message.links.flatMap((link) => [link.host, link.domain, link.url.slice(0, 300)]),
      )
      parts.push(...message.attachments.flatMap((one) => [one.name, one.sha256]), message.text.slice(0, 100_000))
    } else if (inner.kind === 'file') parts.push(inner.name, inner.file.hashes.sha256)
    else if (inner.kind === 'url') parts.push(inner.url.host, inner.url.domain)
  }
  return parts.filter((part) => part !== null && part !== undefined && part !== '').join(' \n ')
}
