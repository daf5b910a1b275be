import { type Actor, systemActor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import type { OrganisationId, ReportId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { perform } from '../../../platform/work.ts'
import { findOrganisation } from '../../directory/index.ts'
import { type Added, additionMessage } from '../addition.ts'
import type { Following } from '../contract.ts'
import { type Step, stepsOf } from '../course.ts'
import { channelActor, mayWithdraw } from '../policy.ts'
import { deleteWish, findCourse, findShowing, findWish, putWish, type WishRow } from '../store/courses.ts'
import { countAdditions } from '../store/replies.ts'
import { findReport, findTracked, isOpen, lockReport, type ReportRow } from '../store/reports.ts'
import type { Language } from '../texts.ts'
import { refuseSuspended } from './channels.ts'
import { hashTracking } from './receive.ts'
import { takeReply } from './take-reply.ts'
import { openThread } from './threads.ts'
import { withdrawReport } from './withdraw.ts'

export type Tracked = {
  readonly report: ReportRow
  readonly steps: readonly Step[]
  readonly wish: WishRow | null
  readonly mayWish: boolean
  /** what was added by the link: how often, and when last */
  readonly added: { readonly count: number; readonly lastAt: Date | null }
}

const visitorOf = (owner: OrganisationId): Actor => channelActor('tracking', owner)

/**
 * What the bearer of a tracking link sees; undefined for a token that is none, and for a report that is kept no more: both answer alike. Tokens are looked for by
 * their hash, so that the time which that takes tells nothing of them.
 */
export async function findByTracking(ctx: Context, token: string): Promise<Tracked | undefined> {
  if (!/^[\w-]{24}$/.test(token)) return undefined
  const found = await ctx.db.transaction().execute((tx) => findTracked(tx, hashTracking(token)))
  if (found === undefined) return undefined
  return ctx.read(visitorOf(found.owner), async (tx) => {
    const report = await findReport(tx, found.id)
    if (report === undefined || report.state === 'expired') return undefined
    return { report, ...(await followingOf(tx, report)), added: await countAdditions(tx, report.id) }
  })
}

/** What of a report its reporter sees, for them and for the desk. */
export async function followingOf(tx: Tx, report: ReportRow): Promise<Pick<Tracked, 'steps' | 'wish' | 'mayWish'>> {
  const showing = await findShowing(tx, report.owner)
  const { state, received_at: receivedAt, read_at: readAt } = report
  return {
    steps: stepsOf({ state, receivedAt, readAt }, await findCourse(tx, report.id), showing),
    wish: (await findWish(tx, report.id)) ?? null,
    mayWish: mayWish(report) && showing !== 'none',
  }
}

/** Only where the mail that brought it showed that the address is the reporter's own. */
function mayWish(report: ReportRow): boolean {
  return isOpen(report) && report.proven && report.reporter_address !== null
}

export function followingView({ steps, wish, mayWish: may }: Pick<Tracked, 'steps' | 'wish' | 'mayWish'>): Following {
  return {
    steps: steps.map((step) => ({
      kind: step.kind,
      at: step.at?.toISOString() ?? null,
      ...(step.kind === 'told' ? { whom: [...step.whom] } : {}),
      ...(step.kind === 'ended' ? { how: step.how } : {}),
    })),
    wish: wish === null ? null : { askedAt: wish.asked_at.toISOString(), mailedAt: wish.mailed_at?.toISOString() ?? null },
    mayWish: may,
  }
}

/** The reporter takes it back. */
export async function withdrawByTracking(ctx: Context, report: Pick<ReportRow, 'owner'> & { readonly id: ReportId }): Promise<void> {
  await perform(ctx, visitorOf(report.owner), (work) => withdrawReport(work, report.id))
}

/** The reporter wishes to be told of the end, or no more. A wish that was answered stays as it is. */
export async function wishByTracking(ctx: Context, { owner, id }: ReportRow, wanted: boolean, language: Language): Promise<void> {
  await perform(ctx, visitorOf(owner), async (work) => {
    work.require(mayWithdraw(work.actor))
    const report = present(await lockReport(work.tx, id), 'intake.no-report', `report ${id}`)
    if (!wanted) await deleteWish(work.tx, id)
    else if (mayWish(report)) await putWish(work.tx, owner, id, language, work.now)
    else throw new Failure('conflict', 'intake.not-proven', `report ${id} has no proven address`)
    work.record(wanted ? 'intake.ending-wished' : 'intake.ending-not-wished', id)
    work.announce('report', id)
  })
}

/**
 * The reporter adds something: it is filed as a reply in the thread about the report, and passes all that mail passes. Resolves when it is kept. Fails with
 * `intake.held-back` when too much was added within an hour, `intake.closed` where nothing more is done with the report.
 */
export async function addByTracking(ctx: Context, report: ReportRow, added: Added): Promise<void> {
  if (!isOpen(report)) throw new Failure('conflict', 'intake.closed', `report ${report.id} is ${report.state}`)
  const organisation = await ctx.read(visitorOf(report.owner), (tx) => findOrganisation(tx, report.owner))
  refuseSuspended(present(organisation, 'intake.no-organisation', 'the organisation'))
  const subject = { aboutKind: 'report' as const, about: report.id, correspondent: report.reporter_address }
  const { threadId } = await perform(ctx, systemActor('tracking', report.owner), (work) => openThread(work, ctx, subject))
  await takeReply(ctx, visitorOf(report.owner), {
    thread: threadId,
    bytes: additionMessage(report.reference, added, ctx.config.TOCSIN_MAIL_DOMAIN),
    envelope: { peer: '', helo: '', from: report.reporter_address ?? '', to: '' },
    link: true,
  })
}
