import { systemActor } from '../../../../base/actor.ts'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Context } from '../../../../platform/context.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { Work } from '../../../../platform/work.ts'
import { listOffices } from '../../../directory/index.ts'
import type { obligationKinds } from '../../contract/network/secretariat-names.ts'
import { rhythmOf } from '../../network/call-rhythm.ts'
import { designatedRole, troublesOf } from '../../network/contact.ts'
import {
  backlog,
  callDuty,
  type Duty,
  type DutyPeriods,
  firstDutyPeriods,
  noticeDays,
  officeDuty,
  rhythm,
  termDuty,
} from '../../network/duty.ts'
import { isAsked } from '../../network/joining.ts'
import { isOpen } from '../../network/proposal.ts'
import { answeringOf } from '../../network/questionnaire.ts'
import { mayKeepNetwork, type Standing } from '../../network/standing.ts'
import { countCallsUntold } from '../../store/network/call-tellings.ts'
import { listAttended, listMoments, listSeries } from '../../store/network/calls.ts'
import { findPeriods } from '../../store/network/contact-tests.ts'
import { pageContacts } from '../../store/network/contacts.ts'
import { countContactDuties, countUntold, findDutyPeriods, findLastDone, listUnread, putDutyPeriods } from '../../store/network/duties.ts'
import { findMember } from '../../store/network/members.ts'
import { findOfficeContact } from '../../store/network/office.ts'
import { listObjections, pageProposals } from '../../store/network/proposals.ts'
import { listOpenRounds } from '../../store/network/questionnaires.ts'
import { listRoundSheets } from '../../store/network/sheets.ts'

type Asked = { readonly tx: Tx; readonly network: OrganisationId; readonly now: Date; readonly periods: DutyPeriods }
type DutySource = (asked: Asked) => Promise<Duty>

/** How each duty is read from the rows that there are. A further one is one more here. */
const dutySources: readonly DutySource[] = [
  async ({ tx, network, now }) => {
    const { confirmDays } = await findPeriods(tx, network)
    const { open, of } = await countContactDuties(tx, network, { confirmDays, now })
    return { kind: 'contacts', open, of, ...backlog(open, null, 0, now) }
  },
  async ({ tx, network, now }) => {
    const [by, calls] = [await countUntold(tx, network), await countCallsUntold(tx, network, now)]
    const [open, of] = [by.open + calls.open, by.of + calls.of]
    const since = earlier(by.since, calls.since)
    return { kind: 'notices', open, of, ...backlog(open, since, noticeDays, now) }
  },
  async ({ tx, network, now, periods }) => {
    const { round } = await findLastDone(tx, network)
    const running = (await listOpenRounds(tx, network, now)).length
    return { kind: 'questionnaire', open: running, of: running, ...rhythm(round, periods.questionnaireDays, now) }
  },
  async ({ tx, network, now }) => {
    const running = (await listSeries(tx, network)).filter(({ closedAt }) => closedAt === null)
    const moments = await listMoments(
      tx,
      running.map(({ id }) => id),
      now,
    )
    return callDuty(running, moments, now)
  },
  async ({ tx, network, now, periods }) => {
    const { report } = await findLastDone(tx, network)
    return { kind: 'reports', open: 0, of: 0, ...rhythm(report, periods.reportDays, now) }
  },
  async ({ tx, network, now }) => {
    const { confirmDays } = await findPeriods(tx, network)
    return officeDuty((await findOfficeContact(tx, network))?.confirmedAt ?? null, confirmDays, now)
  },
  async ({ tx, network, now }) =>
    termDuty(
      (await listOffices(tx, network)).filter(({ until }) => until === null),
      now,
    ),
]

const earlier = (one: Date | null, other: Date | null) => (one === null || (other !== null && other < one) ? other : one)

/** What the office owes now. For the network's own eyes: it reads all rows. */
export async function readDuties(
  tx: Tx,
  network: OrganisationId,
  now: Date,
): Promise<{ readonly duties: readonly Duty[]; readonly periods: DutyPeriods }> {
  const periods = (await findDutyPeriods(tx, network)) ?? firstDutyPeriods
  const duties: Duty[] = []
  for (const source of dutySources) duties.push(await source({ tx, network, now, periods }))
  return { duties, periods }
}

export async function setDutyPeriods(work: Work, standing: Standing, periods: DutyPeriods): Promise<void> {
  work.require(mayKeepNetwork(standing))
  await putDutyPeriods(work.tx, standing.network, periods, work.now, work.actor.id)
  work.record('cooperation.duty-periods-set', standing.network, { ...periods })
  work.announce('announcement', '')
}

export type Obligation = {
  readonly kind: (typeof obligationKinds)[number]
  /** of what it is about: the member, a round, a proposal, or what a notice told of (then `notice` is its kind) */
  readonly subject: string
  readonly notice: string | null
  readonly title: string | null
  readonly count: number
  readonly until: Date | null
}

/** What a member owes the network now, the soonest first. */
export async function readObligations(ctx: Pick<Context, 'read' | 'now'>, standing: Standing): Promise<readonly Obligation[]> {
  const { member, network, actor } = standing
  if (member === null) return []
  const now = ctx.now()
  const unread = await ctx.read(systemActor('cooperation.obligations', network), (tx) => listUnread(tx, network, member.id))
  const own = await ctx.read(actor, async (tx) => [
    ...(await contactsOf(tx, standing, member.id, now)),
    ...(await roundsOf(tx, standing, now)),
    ...(await proposalsOf(tx, standing, now)),
    ...(await attendanceOf(tx, standing, now)),
  ])
  const named = new Set(own.map(({ subject }) => subject))
  const notices = unread
    .filter(({ subject }) => !named.has(subject))
    .map(({ kind, subject }) => ({ kind: 'notice' as const, subject, notice: kind, title: null, count: 1, until: null }))
  const soonest = ({ until }: Obligation) => until?.getTime() ?? Number.POSITIVE_INFINITY
  return [...own.sort((one, other) => soonest(one) - soonest(other)), ...notices]
}

async function contactsOf(tx: Tx, { network, member }: Standing, id: string, now: Date): Promise<Obligation[]> {
  const periods = await findPeriods(tx, network)
  const rows = await pageContacts(tx, network, { member: id, ended: false }, { periods, now }, undefined, 200)
  const role = member === null ? undefined : designatedRole(member.kind)
  const troubled = rows.filter((row) => troublesOf(row, row.last, periods, now).length > 0).length
  const one = { subject: id, notice: null, title: null, until: null }
  return [
    ...(rows.some((row) => row.role === role) ? [] : [{ ...one, kind: 'no-contact' as const, count: 1 }]),
    ...(troubled === 0 ? [] : [{ ...one, kind: 'contacts' as const, count: troubled }]),
  ]
}

async function roundsOf(tx: Tx, { network, member }: Standing, now: Date): Promise<Obligation[]> {
  const own = member?.kind === 'agency' ? await findMember(tx, member.id) : undefined
  if (own === undefined) return []
  const found: Obligation[] = []
  for (const { id, title, closesAt } of await listOpenRounds(tx, network, now)) {
    const state = answeringOf(own, await listRoundSheets(tx, id))
    if (state === 'none' || state === 'draft')
      found.push({ kind: 'questionnaire', subject: id, notice: null, title, count: 1, until: closesAt })
  }
  return found
}

/** Windows in which one may still object and has not; nobody need, but nobody should miss one. */
async function proposalsOf(tx: Tx, standing: Standing, now: Date): Promise<Obligation[]> {
  const found: Obligation[] = []
  for (const row of await pageProposals(tx, standing.network, { state: ['open'] }, undefined, 50)) {
    if (!isOpen(row, now) || row.terms === null || !isAsked(standing, row.terms)) continue
    const said = await listObjections(tx, row.id)
    if (said.some((one) => one.member === standing.member?.id && one.withdrawnAt === null)) continue
    found.push({
      kind: 'objection',
      subject: row.id,
      notice: row.kind,
      title: row.application?.name ?? null,
      count: 1,
      until: row.closesAt,
    })
  }
  return found
}

/** Series of which the agency was at no call yet in the period that runs. */
async function attendanceOf(tx: Tx, { network, member }: Standing, now: Date): Promise<Obligation[]> {
  const own = member?.kind === 'agency' ? await findMember(tx, member.id) : undefined
  if (own === undefined) return []
  const running = (await listSeries(tx, network)).filter(({ closedAt }) => closedAt === null)
  const ids = running.map(({ id }) => id)
  const [moments, attended] = [await listMoments(tx, ids, now), await listAttended(tx, ids, own.id, now)]
  return running.flatMap(({ id, name, months, since }) => {
    const ahead = moments.filter((one) => one.series === id && one.state !== 'held' && one.state !== 'reported').map(({ at }) => at)
    const there = attended.filter((one) => one.series === id).map(({ at }) => at)
    const from = own.joinedAt !== null && own.joinedAt > since ? own.joinedAt : since
    const { state, period } = rhythmOf(months, from, there, ahead, now)
    // nobody owes anything for the period in which they came
    if (state === 'met' || (state !== 'overdue' && from >= period.since)) return []
    return [{ kind: 'attendance' as const, subject: id, notice: null, title: name, count: 1, until: period.until }]
  })
}
