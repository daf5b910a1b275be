import { type ItemId, newId, type OrganisationId, type ReportId } from '../../../base/id.ts'
import { storableText } from '../../../base/storable.ts'
import type { Context } from '../../../platform/context.ts'
import { queueLetter } from '../../../platform/mail/outgoing.ts'
import type { Work } from '../../../platform/work.ts'
import { decideAnswer, type Sender } from '../acknowledge.ts'
import { lengths, type Reporter, tidy, usableAddress } from '../arrival.ts'
import { mayWorkOn } from '../policy.ts'
import { countLetters } from '../store/mail.ts'
import {
  deleteReport,
  isOpen,
  lockReports,
  type NewSighting,
  type ReportRow,
  type ReportState,
  replaceSightings,
  type SettledRow,
  type SightingKind,
  setReport,
  settleRows,
} from '../store/reports.ts'
import { acknowledgement, chooseLanguage } from '../texts.ts'
import { trackingToken } from './receive.ts'
import { fileReply } from './take-reply.ts'
import { type Answers, findAnsweredThread } from './threads.ts'

/** What a first reading told of a report. */
export type Settled = {
  readonly form: string
  readonly reporter: Reporter | null
  readonly note: string | null
  readonly sightings: readonly {
    readonly kind: SightingKind
    readonly item: ItemId | null
    readonly value: string | null
    readonly detail: Readonly<Record<string, unknown>>
  }[]
  /** null where it did not come by mail */
  readonly sender: Sender | null
  readonly messageId: string | null
  /** language of the reporter's own words, if told */
  readonly language: string | null
  /** what the mail that brought it says it answers; null where it did not come by mail */
  readonly answers: Answers | null
}

/**
 * Writes down what reports turned out to be, and acknowledges each the first time. One that turns out to answer mail of ours becomes a reply, and is a report
 * no more. Those that were withdrawn, withheld or expired meanwhile are left alone: answers the others, each with the state in which it was.
 */
export async function settleReports(
  work: Work,
  ctx: Pick<Context, 'config' | 'mac'>,
  all: ReadonlyMap<ReportId, Settled>,
): Promise<ReadonlyMap<ReportId, ReportState>> {
  work.require(mayWorkOn(work.actor))
  const locked = await lockReports(work.tx, [...all.keys()])
  const open: { report: ReportRow; settled: Settled; row: SettledRow }[] = []
  for (const report of locked) {
    const settled = all.get(report.id)
    if (settled === undefined || !isOpen(report)) continue
    if (!(await becomesReply(work, ctx, report, settled))) open.push({ report, settled, row: settledRow(report, settled) })
  }
  if (open.length === 0) return new Map()
  await settleRows(
    work.tx,
    open.map(({ row }) => row),
    work.now,
  )
  await replaceSightings(
    work.tx,
    open.flatMap(({ report }) => (report.state === 'received' ? [] : [report.id])),
    open.flatMap(({ report, settled }) => sightingRows(work, report.id, settled)),
  )
  for (const { report, settled, row } of open) {
    if (report.state === 'received')
      await acknowledge(work, ctx, report, { address: row.reporter_address, name: row.reporter_name }, settled)
    work.announce('report', report.id)
  }
  return new Map(open.map(({ report }) => [report.id, report.state]))
}

/** forms that bring a message or a statement of what is reported, whatever else the mail says */
const brings = new Set(['attached', 'inline', 'arf', 'xarf'])

/** What came to the desk or out of a mailbox and answers mail of ours is filed where it belongs; the same bytes are there once. */
async function becomesReply(work: Work, ctx: Pick<Context, 'config' | 'mac'>, report: ReportRow, settled: Settled): Promise<boolean> {
  const arrival = report.arrival as { from?: string; reply?: string }
  if (report.state !== 'received' || report.item === null || settled.answers === null || arrival.reply !== undefined) return false
  const thread = await findAnsweredThread(work, ctx, settled.answers, brings.has(settled.form))
  if (thread === undefined) return false
  const { sha256, size, item } = report
  const id = await fileReply(work, { thread, sha256, size, arrival, sender: settled.sender?.envelopeFrom ?? '', item })
  await deleteReport(work.tx, report.id)
  work.record('intake.report-answers', report.id, { reply: id })
  work.announce('report', report.id)
  return true
}

/** Who reports: by mail the author of what was sent to us, as the reading tells; else whom the sender of the report named. */
function settledRow(report: ReportRow, settled: Settled): SettledRow {
  const told = usableAddress(settled.reporter?.address ?? '') ?? null
  return {
    id: report.id,
    form: settled.form,
    reporter_address: settled.sender !== null ? told : (report.reporter_address ?? told),
    reporter_name: report.reporter_name ?? tidy(settled.reporter?.name ?? null, lengths.name),
    note: report.note ?? tidy(settled.note, lengths.note),
  }
}

function sightingRows(work: Work, report: ReportId, settled: Settled): NewSighting[] {
  const owner = work.actor.organisation as OrganisationId
  return settled.sightings.map((one, position) => ({
    id: newId(work.now.getTime()),
    owner,
    report,
    position,
    kind: one.kind,
    item: one.item,
    value: one.value === null ? null : storableText(one.value, lengths.value),
    detail: one.detail,
  }))
}

const day = 86_400_000

async function acknowledge(
  work: Work,
  ctx: Pick<Context, 'config' | 'mac'>,
  report: ReportRow,
  reporter: Reporter,
  settled: Settled,
): Promise<void> {
  if (reporter.address === null) return
  const sentToday = await countLetters(work.tx, report.owner, 'acknowledgement', reporter.address, new Date(work.now.getTime() - day))
  const domain = ctx.config.TOCSIN_MAIL_DOMAIN
  const answer = decideAnswer(reporter, settled.sender, domain, sentToday)
  if (answer.kind === 'never') {
    work.record('intake.not-acknowledged', report.id, { why: answer.why })
    return
  }
  if (answer.kind === 'now') await setReport(work.tx, report.id, { proven: true })
  const link = `${ctx.config.TOCSIN_PUBLIC_URL}/track/${trackingToken(ctx.mac, report.id)}`
  const { title, text } = acknowledgement(chooseLanguage(report.language ?? settled.language), report.reference, link)
  await queueLetter(
    work,
    {
      kind: 'acknowledgement',
      about: report.id,
      from: { name: 'Tocsin', address: `report@${domain}` },
      to: answer.to,
      title,
      text,
      auto: true,
      ...(settled.messageId === null ? {} : { answers: settled.messageId }),
      ...(answer.kind === 'held' ? { held: answer.why } : {}),
    },
    domain,
  )
}
