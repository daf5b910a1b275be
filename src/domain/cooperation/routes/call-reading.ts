import { type Actor, systemActor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { Http } from '../../../platform/http/server.ts'
import type { CallSeriesWhole, CallWhole } from '../contract/network/calls.ts'
import type { Call } from '../network/call.ts'
import { audienceOf, type Invited } from '../network/call-audience.ts'
import { mayContribute, mayKeepCall, mayKeepCalls, maySeeCalls, maySpeakForAgency, mayTakeBackFor } from '../network/call-standing.ts'
import { callLineView, itemView, listedActionView, type MayOf, type OfItems } from '../network/call-view.ts'
import { mayKeepNetwork, type Standing } from '../network/standing.ts'
import { performInNetwork, readStanding } from '../operations/network/standing.ts'
import { listActionsOf, listCarried } from '../store/network/call-actions.ts'
import {
  isLinkKnown,
  listInvitations,
  listObjectionsTo,
  listObjectionsToSeries,
  type ObjectionRow,
  readInvited,
} from '../store/network/call-audience.ts'
import { listCallFiles } from '../store/network/call-files.ts'
import { listAttendance, listDecisions, listGuests, listItems, listMinutes, listPapers } from '../store/network/call-items.ts'
import { listReportsOf } from '../store/network/call-reports.ts'
import { countReceipts, insertReceipts } from '../store/network/call-tellings.ts'
import { findCall, findSeries } from '../store/network/calls.ts'
import { findMember, listMembersNamed, namesOfMembers } from '../store/network/members.ts'
import { listCallsOfItems, listObstaclesOf } from '../store/network/register.ts'

/** What one may not see is as if it were not there: an act on it is in the network's name, which sees all. */
export async function mustSeeCall({ ctx }: Http, actor: Actor, id: string): Promise<void> {
  present(await ctx.read(actor, (tx) => findCall(tx, id)), 'cooperation.no-call', `call ${id}`)
}

/** One call whole, as far as the reader may see it: row-level security says how far. */
export async function wholeCall(http: Http, actor: Actor, id: string): Promise<CallWhole> {
  return http.ctx
    .read(actor, async (tx) => {
      const standing = await readStanding(tx, actor)
      if (!maySeeCalls(standing)) throw new Failure('forbidden', 'platform.forbidden', 'may not see calls')
      const call = present(await findCall(tx, id), 'cooperation.no-call', `call ${id}`)
      return { standing, call, seen: await seenOf(tx, standing, call) }
    })
    .then(async ({ standing, call, seen }) => ({
      ...seen,
      inside: isInside(standing) ? await insideOf(http, standing, call) : null,
      may: mayOf(standing, call),
    }))
}

async function seenOf(tx: Tx, standing: Standing, call: Call): Promise<Omit<CallWhole, 'inside' | 'may'>> {
  const items = await listItems(tx, call.id)
  const all = await ofItems(
    tx,
    items.map(({ id }) => id),
  )
  const series = call.series === null ? undefined : await findSeries(tx, call.series)
  const chair = call.chair === null ? undefined : (await namesOfMembers(tx, [call.chair])).get(call.chair)
  const may = mayOn(standing, call)
  return {
    ...callLineView(call, series === undefined ? undefined : { id: series.id, name: series.name }, items.length),
    link: call.link,
    chair: call.chair === null || chair === undefined ? null : { id: call.chair, name: chair },
    chairName: call.chairName,
    adoptedAt: call.adoptedAt?.toISOString() ?? null,
    changedAt: call.changedAt.toISOString(),
    items: items.map((item) => itemView(item, all, may)),
    carried: (await listCarried(tx, call)).map((one) => listedActionView(one, may)),
  }
}

async function ofItems(tx: Tx, items: readonly string[]): Promise<OfItems> {
  return {
    papers: await listPapers(tx, items),
    files: await listCallFiles(tx, items),
    reports: await listReportsOf(tx, items),
    obstacles: await listObstaclesOf(tx, items),
    minutes: await listMinutes(tx, items),
    attendance: await listAttendance(tx, items),
    decisions: await listDecisions(tx, items),
    actions: await listActionsOf(tx, items),
  }
}

/** Whoever keeps the call may settle what is in it; and each what is their own. */
export function mayOn(standing: Standing, call: Pick<Call, 'chair'>): MayOf {
  const keeps = mayKeepCall(standing, call)
  return (member) => keeps || (member !== null && standing.member?.id === member && mayContribute(standing))
}

/** Whether the reader is of those who know who else may come: agencies, and whoever holds the office. */
export function isInside({ acting, member }: Standing): boolean {
  return acting || member?.kind === 'agency'
}

async function insideOf({ ctx }: Http, standing: Standing, call: Call): Promise<NonNullable<CallWhole['inside']>> {
  const { network } = standing
  const reader = systemActor('cooperation.audience', network)
  const known = await ctx.read(reader, async (tx) => {
    const invited = await readInvited(tx, network, call.id)
    const names = await listMembersNamed(tx, network, invited?.industry.map(({ member }) => member) ?? [])
    return { invited, names, linkKnown: standing.acting && (await isLinkKnown(tx, network, call.id)) }
  })
  return ctx.read(standing.actor, async (tx) => {
    const names = new Map(known.names.map(({ id, name }) => [id, name]))
    const objections = await listObjectionsTo(tx, call.id, call.series)
    const invitations = await listInvitations(tx, call.id)
    const back = await mayTakeBack(
      tx,
      standing,
      [...objections, ...invitations].map(({ agency }) => agency),
    )
    return {
      guests: (await listGuests(tx, call.id)).map(({ id, name, body, mail }) => ({ id, name, body, mail })),
      invitations: invitations.map(({ id, member, name, item, agency, agencyName }) => ({
        ...{ id, item },
        member: { id: member, name },
        agency: { id: agency, name: agencyName },
        may: { end: back(agency) },
      })),
      audience: audienceView(known.invited, names),
      objections: objections.map((one) => objectionView(one, back)),
      linkKnown: known.linkKnown,
    }
  })
}

type Back = (agency: string) => boolean

/** For which of these agencies the reader may take back what was said. */
async function mayTakeBack(tx: Tx, standing: Standing, agencies: readonly string[]): Promise<Back> {
  const found = new Map<string, Parameters<typeof mayTakeBackFor>[1]>()
  for (const id of new Set(agencies)) {
    const agency = await findMember(tx, id)
    if (agency !== undefined) found.set(id, agency)
  }
  return (id) => {
    const agency = found.get(id)
    return agency !== undefined && mayTakeBackFor(standing, agency)
  }
}

function objectionView(one: ObjectionRow, back: Back): NonNullable<CallWhole['inside']>['objections'][number] {
  const { id, series, call, item, everyone, agency, agencyName, reason, members, at } = one
  return {
    ...{ id, item, reason },
    scope: series !== null ? 'series' : call !== null ? 'call' : 'item',
    agency: { id: agency, name: agencyName },
    members: everyone ? null : [...members],
    at: at.toISOString(),
    may: { withdraw: back(agency) },
  }
}

/** What keeps industry out of a whole series: row-level security says what the reader knows of it. */
export async function objectionsToSeries(tx: Tx, standing: Standing, series: string): Promise<CallSeriesWhole['objections']> {
  const rows = isInside(standing) ? await listObjectionsToSeries(tx, series) : []
  const back = await mayTakeBack(
    tx,
    standing,
    rows.map(({ agency }) => agency),
  )
  return rows.map((one) => objectionView(one, back))
}

/** Whether the reader may invite and object in its own name, or in that of an agency elsewhere. */
export function maySpeakOf(standing: Standing): { readonly speak: boolean; readonly speakFor: boolean } {
  const { member, actor } = standing
  const own = member !== null && { id: member.id, kind: member.kind, organisation: actor.organisation, state: 'member' }
  return { speak: own !== false && maySpeakForAgency(standing, own), speakFor: mayKeepNetwork(standing) }
}

function audienceView(invited: Invited | undefined, names: ReadonlyMap<string, string>): NonNullable<CallWhole['inside']>['audience'] {
  if (invited === undefined) return { call: [], items: [] }
  const { call, items } = audienceOf(invited)
  const called = (members: ReadonlySet<string>) =>
    [...members].map((id) => ({ id, name: names.get(id) ?? '' })).sort((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id))
  return { call: called(call), items: [...items].map(([item, members]) => ({ item, members: called(members) })) }
}

function mayOf(standing: Standing, call: Call): CallWhole['may'] {
  const { member } = standing
  const open = call.state !== 'cancelled' && call.state !== 'reported'
  return {
    keep: mayKeepCalls(standing),
    run: mayKeepCall(standing, call),
    contribute: open && mayContribute(standing),
    report: open && member?.kind === 'industry' && mayContribute(standing),
    ...maySpeakOf(standing),
  }
}

type Read = { readonly id: string; readonly items: readonly { readonly id: string }[] }

/** Notes what a member of industry has read for the first time, so that the organiser knows what had gone out. */
export async function noteRead({ ctx }: Http, actor: Actor, { id, items }: Read): Promise<void> {
  const { network, member } = await ctx.read(actor, (tx) => readStanding(tx, actor))
  if (member?.kind !== 'industry') return
  const seen = items.map((item) => item.id)
  const before = await ctx.read(systemActor('cooperation.receipts', network), (tx) => countReceipts(tx, id, seen, member.id))
  if (before > seen.length) return
  await performInNetwork(ctx, actor, async (work) => {
    work.require(true)
    const [named] = await listMembersNamed(work.tx, network, [member.id])
    await insertReceipts(work.tx, network, id, seen, { id: member.id, name: named?.name ?? '' }, work.now)
    work.announce('call', id)
  })
}

/** Whoever of industry reads an obstacle or a report of a call elsewhere has read of the item: the organiser sees what had gone out. */
export async function noteItems(http: Http, actor: Actor, rows: readonly { readonly item: string | null }[]): Promise<void> {
  const items = rows.flatMap(({ item }) => item ?? [])
  if (items.length === 0) return
  const calls = await http.ctx.read(actor, (tx) => listCallsOfItems(tx, items))
  for (const { item, call } of calls.values()) await noteRead(http, actor, { id: call, items: [{ id: item }] })
}
