import { systemActor } from '../../../base/actor.ts'
import { type CampaignId, newId, type OrganisationId, type ReportId } from '../../../base/id.ts'
import type { Job } from '../../../platform/context.ts'
import { sendTogether } from '../../../platform/db/scope.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { openRoom, type Room } from '../../evidence/testing/room.ts'
import { markOf } from '../campaign/mark.ts'
import { campaignChanged } from '../events.ts'
import { placeReports, placeReportsJob } from '../operations/campaigns/place.ts'
import { signatureStatement } from '../store/campaigns/placing.ts'

export type Told = { readonly why: string; readonly campaignIds: readonly CampaignId[] }

/** Reports of one organisation that are recorded as read, with whatever marks a test says. */
export type Desk = {
  readonly room: Room
  readonly owner: OrganisationId
  readonly act: <T>(run: (work: Work) => Promise<T>) => Promise<T>
  /** Records a report that has these links in common with others: one word a link. */
  record(words: readonly string[], at?: Date, title?: string): Promise<ReportId>
  /** Reads a recorded report again, as having these. */
  recordAgain(report: ReportId, words: readonly string[]): Promise<void>
  place(...reports: readonly ReportId[]): Promise<void>
  /** Runs the job that places whatever waits. */
  placeWaiting(): Promise<void>
  campaignOf(report: ReportId): Promise<CampaignId | null>
  /** What was published of campaigns, and takes it away. */
  told(): Promise<readonly Told[]>
}

/** A word as the marks of a file that has it: telling by itself. */
const marksFor = (words: readonly string[]) => words.map((word) => markOf('file', word))

export async function openDesk(room?: Room): Promise<Desk> {
  const at = room ?? (await openRoom())
  const hears = { name: 'test.hears', payload: campaignChanged.payload, run: async () => {} }
  ;(at.ctx.subscribers as Map<string, readonly Job<never>[]>).set(campaignChanged.name, [hears as unknown as Job<never>])
  const owner = newId<'organisation'>()
  const actor = systemActor('test', owner)
  const channel = newId()
  await at.query(`insert into intake.channel (id, owner, kind, name, token, created_at) values ($1, $2, 'mail', 'a', $3, now())`, [
    channel,
    owner,
    owner,
  ])
  const act: Desk['act'] = (run) =>
    perform(at.ctx, actor, (work) => {
      work.require(true)
      return run(work)
    })
  const sign = (report: ReportId, received_at: Date, words: readonly string[]) =>
    act((work) => sendTogether(work.tx, [signatureStatement(work.tx, [{ report, owner, received_at, marks: marksFor(words) }])]))
  return {
    room: at,
    owner,
    act,
    async record(words, receivedAt = at.ctx.now(), title = words[0] ?? 'none') {
      const id = newId<'report'>(receivedAt.getTime())
      await at.query(
        `with made as (insert into intake.report (id, owner, reference, channel, sha256, size, sameness, tracking_hash, received_at, state, form)
          values ($1::uuid, $2, $6, $3, 'x', 1, $6, $6, $4, 'analysed', 'message')),
        named as (insert into analysis.indicator (report, owner, kind, value) values ($1, $2, 'domain', $5::text || '.example'))
        insert into analysis.summary (report, owner, received_at, title, country, network, verdict, severity, findings, links, attachments, spf, dkim, dmarc, arc, analyser, analysed_at)
          values ($1, $2, $4, $5::text, 'SG', 'Example Net', 'phishing', 'low', 0, 0, 0, 'none', 'none', 'none', 'none', 'x', $4)`,
        [id, owner, channel, receivedAt, title, id],
      )
      await sign(id, receivedAt, words)
      return id
    },
    async recordAgain(report, words) {
      const [row] = await at.query('select received_at from analysis.summary where report = $1', [report])
      await sign(report, row?.['received_at'] as Date, words)
    },
    placeWaiting: () => placeReportsJob.run(at.ctx, actor, {}),
    place: (...reports) => act((work) => placeReports(work, reports)),
    async campaignOf(report) {
      const [row] = await at.query('select campaign from analysis.membership where report = $1', [report])
      return (row?.['campaign'] ?? null) as CampaignId | null
    },
    async told() {
      const rows = await at.query(`with gone as (delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
        where t.id = j.task_id and t.identifier = 'test.hears' returning j.id, j.payload -> 'body' as body) select body from gone order by id`)
      return rows.map(({ body }) => body as Told)
    },
  }
}
