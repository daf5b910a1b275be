import { systemActor } from '../../../../base/actor.ts'
import type { Context } from '../../../../platform/context.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { obligationKinds } from '../../contract/network/secretariat-names.ts'
import { rhythmOf } from '../../network/call-rhythm.ts'
import { designatedRole, troublesOf } from '../../network/contact.ts'
import { isAsked } from '../../network/joining.ts'
import type { Member } from '../../network/member.ts'
import { isOpen } from '../../network/proposal.ts'
import { answeringOf } from '../../network/questionnaire.ts'
import type { Standing } from '../../network/standing.ts'
import { listAttended, listMoments, listSeries } from '../../store/network/calls.ts'
import { findPeriods } from '../../store/network/contact-tests.ts'
import { pageContacts } from '../../store/network/contacts.ts'
import { listUnread } from '../../store/network/duties.ts'
import { findMember } from '../../store/network/members.ts'
import {
  countOwedTombstones,
  listOwedActions,
  listOwedInvitations,
  listOwedRequests,
  listOwedSignatures,
} from '../../store/network/obligations.ts'
import { listObjections, pageProposals } from '../../store/network/proposals.ts'
import { listOpenRounds } from '../../store/network/questionnaires.ts'
import { listRoundSheets } from '../../store/network/sheets.ts'

export type Obligation = {
  readonly kind: (typeof obligationKinds)[number]
  /**
   * of what it is about: the member, a round, a proposal, a call (then `notice` is the action item), a request (then it is what is to be done), a joint case, a
   * naming (then `title` is the country), or what a notice told of (then it is its kind)
   */
  readonly subject: string
  readonly notice: string | null
  readonly title: string | null
  readonly count: number
  /** since when it waits */
  readonly since: Date | null
  readonly until: Date | null
}

/**
 * What a member owes the network and its members now, the soonest first. What the network knows of its own member (contacts, rounds, windows, series,
 * signatures) is read in the network's name, by the member's id: under the reader's rights each of a dozen tables asks anew what the reader's groups were
 * granted, which takes far longer than the rows. What is between members, or can be taken out of somebody's sight, is read under the reader's rights.
 */
export async function readObligations(ctx: Pick<Context, 'read' | 'now'>, standing: Standing): Promise<readonly Obligation[]> {
  const { member, network, actor } = standing
  if (member === null) return []
  const now = ctx.now()
  const kept = await ctx.read(systemActor('cooperation.obligations', network), async (tx) => {
    const own = await findMember(tx, member.id)
    return {
      unread: await listUnread(tx, network, member.id),
      owed: [
        ...(await contactsOf(tx, standing, member.id, now)),
        ...(own === undefined || own.kind !== 'agency' ? [] : await ofAgency(tx, standing, own, now)),
        ...(await proposalsOf(tx, standing, now)),
      ],
    }
  })
  const between = await ctx.read(actor, (tx) => betweenMembers(tx, standing, now))
  const own = [...kept.owed, ...between]
  const named = new Set(own.map(({ subject }) => subject))
  const notices = kept.unread
    .filter(({ subject }) => !named.has(subject))
    .map(({ kind, subject }) => ({ ...nothing, kind: 'notice' as const, subject, notice: kind }))
  const soonest = ({ until }: Obligation) => until?.getTime() ?? Number.POSITIVE_INFINITY
  const first = ({ since }: Obligation) => since?.getTime() ?? Number.POSITIVE_INFINITY
  const order = (one: Obligation, other: Obligation) => compare(soonest(one), soonest(other)) || compare(first(one), first(other))
  return [...own.sort(order), ...notices]
}

// infinity less infinity is no number
const compare = (one: number, other: number) => (one === other ? 0 : one < other ? -1 : 1)
const nothing = { notice: null, title: null, count: 1, since: null, until: null } as const

async function ofAgency(tx: Tx, standing: Standing, own: Member, now: Date): Promise<Obligation[]> {
  const signatures = await listOwedSignatures(tx, standing.network, own.id, own.country)
  return [
    ...(await roundsOf(tx, standing, own, now)),
    ...(await attendanceOf(tx, standing, own, now)),
    ...signatures.map(({ id, country, since }) => ({ ...nothing, kind: 'signature' as const, subject: id, title: country, since })),
  ]
}

/** What a call gave it to do, requests that wait for it, what was called back, and joint cases that it was asked into. */
async function betweenMembers(tx: Tx, { network, member, actor }: Standing, now: Date): Promise<Obligation[]> {
  const organisation = actor.organisation
  if (member === null || organisation === null) return []
  const actions = await listOwedActions(tx, network, member.id)
  const requests = await listOwedRequests(tx, organisation, now)
  const tombstones = await countOwedTombstones(tx, organisation)
  const invitations = await listOwedInvitations(tx, organisation)
  return [
    ...actions.map(({ id, call, text, due, at }) => {
      const until = due === null ? null : endOf(due)
      return { ...nothing, kind: 'action' as const, subject: call, notice: id, title: text, since: at, until }
    }),
    ...requests.map(({ request, reference, title, what, since, due }) => {
      return { ...nothing, kind: 'request' as const, subject: request, notice: what, title: `${reference} ${title}`, since, until: due }
    }),
    ...(tombstones.count === 0 ? [] : [{ ...nothing, ...tombstones, kind: 'tombstone' as const, subject: member.id }]),
    ...invitations.map(({ joint, code, since }) => ({ ...nothing, kind: 'joint' as const, subject: joint, title: code, since })),
  ]
}

/** A day is over where it ends last. */
const endOf = (day: string) => new Date(`${day}T23:59:59.999-12:00`)

async function contactsOf(tx: Tx, { network, member }: Standing, id: string, now: Date): Promise<Obligation[]> {
  const periods = await findPeriods(tx, network)
  const rows = await pageContacts(tx, network, { member: id, ended: false }, { periods, now }, undefined, 200)
  const role = member === null ? undefined : designatedRole(member.kind)
  const troubled = rows.filter((row) => troublesOf(row, row.last, periods, now).length > 0).length
  const one = { ...nothing, subject: id }
  return [
    ...(rows.some((row) => row.role === role) ? [] : [{ ...one, kind: 'no-contact' as const, count: 1 }]),
    ...(troubled === 0 ? [] : [{ ...one, kind: 'contacts' as const, count: troubled }]),
  ]
}

async function roundsOf(tx: Tx, { network }: Standing, own: Member, now: Date): Promise<Obligation[]> {
  const found: Obligation[] = []
  for (const { id, title, closesAt } of await listOpenRounds(tx, network, now)) {
    const state = answeringOf(own, await listRoundSheets(tx, id, own.country))
    if (state === 'none' || state === 'draft') found.push({ ...nothing, kind: 'questionnaire', subject: id, title, until: closesAt })
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
    const title = row.application?.name ?? null
    found.push({ ...nothing, kind: 'objection', subject: row.id, notice: row.kind, title, until: row.closesAt })
  }
  return found
}

/** Series of which the agency was at no call yet in the period that runs. */
async function attendanceOf(tx: Tx, { network }: Standing, own: Member, now: Date): Promise<Obligation[]> {
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
    return [{ ...nothing, kind: 'attendance' as const, subject: id, title: name, until: period.until }]
  })
}
