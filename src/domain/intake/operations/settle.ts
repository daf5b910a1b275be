import { present } from '../../../base/failure.ts'
import { type ItemId, newId, type OrganisationId, type ReportId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import { queueLetter } from '../../../platform/mail/outgoing.ts'
import type { Work } from '../../../platform/work.ts'
import { decideAnswer, type Sender } from '../acknowledge.ts'
import type { Reporter } from '../arrival.ts'
import { mayWorkOn } from '../policy.ts'
import { countAcknowledged, lockReport, type ReportRow, replaceSightings, type SightingKind, setReport } from '../store.ts'
import { acknowledgement, chooseLanguage } from '../texts.ts'
import { trackingToken } from './receive.ts'

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
}

/**
 * Writes down what a report turned out to be, and acknowledges it the first time. Reports that were withdrawn or withheld meanwhile are left alone: answers
 * undefined.
 */
export async function settleReport(
  work: Work,
  ctx: Pick<Context, 'config' | 'mac'>,
  id: ReportId,
  settled: Settled,
): Promise<ReportRow | undefined> {
  work.require(mayWorkOn(work.actor))
  const report = present(await lockReport(work.tx, id), 'intake.no-report', `report ${id}`)
  if (report.state === 'withheld' || report.state === 'expired') return undefined
  const fromMail = settled.sender !== null
  const address = fromMail ? (settled.reporter?.address ?? null) : (report.reporter_address ?? settled.reporter?.address ?? null)
  const name = report.reporter_name ?? settled.reporter?.name ?? null
  const first = report.state === 'received'
  await setReport(work.tx, id, {
    form: settled.form,
    reporter_address: address,
    reporter_name: name,
    note: report.note ?? settled.note,
    ...(first ? { state: 'analysed' as const } : {}),
  })
  const owner = work.actor.organisation as OrganisationId
  await replaceSightings(
    work.tx,
    id,
    settled.sightings.map((one, position) => ({
      id: newId(work.now.getTime()),
      owner,
      report: id,
      position,
      kind: one.kind,
      item: one.item,
      value: one.value,
      detail: JSON.stringify(one.detail),
    })),
  )
  if (first) await acknowledge(work, ctx, report, { address, name }, settled)
  work.announce('report', id)
  return report
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
  const sentToday = await countAcknowledged(work.tx, report.owner, reporter.address, new Date(work.now.getTime() - day))
  const domain = ctx.config.TOCSIN_MAIL_DOMAIN
  const answer = decideAnswer(reporter, settled.sender, domain, sentToday)
  if (answer.kind === 'never') {
    work.record('intake.not-acknowledged', report.id, { why: answer.why })
    return
  }
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
