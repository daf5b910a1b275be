import { z } from 'zod'
import type { Actor } from '../../../../base/actor.ts'
import { type CampaignId, newId, type OrganisationId, type ReportId } from '../../../../base/id.ts'
import type { Context } from '../../../../platform/context.ts'
import { defineJob } from '../../../../platform/events.ts'
import { perform, type Work } from '../../../../platform/work.ts'
import { type Assigned, assign, comparableKeys, type Frequency, type Mark, type Why } from '../../campaign/index.ts'
import { addTo, candidatesOf, noPosting, type Posting, takeFrom } from '../../campaigns/board.ts'
import { mayAnalyse } from '../../policy.ts'
import {
  countJoined,
  describeCampaigns,
  type Growth,
  insertCampaigns,
  type NewMember,
  putMembers,
  recount,
  removeMembers,
} from '../../store/campaigns/members.ts'
import {
  addPlaced,
  listDivided,
  listParted,
  listPostings,
  listSigned,
  listWaiting,
  listWanted,
  lockCampaigns,
  type Placed,
  readPlaced,
  type Signed,
  savePostings,
  setPosted,
  type Wanted,
} from '../../store/campaigns/placing.ts'
import { countAnew } from '../days.ts'
import { mergeByMachine } from './merge.ts'
import { tellGrown } from './tell.ts'

/**
 * Puts whatever was read and has no place yet into campaigns. One an organisation runs and one waits, whoever asks: side by side they would wait for each
 * other's lock, and together they change a posting once.
 */
export const placeReportsJob = defineJob({
  name: 'analysis.place-reports',
  payload: z.object({}),
  queue: 'analysis.place-reports',
  eachOrganisation: true,
  // soon, however much waits to be read
  priority: -1,
  run: (ctx, actor) => placeAll(ctx, actor),
})
/** the key of that job: one waits */
export const oneWaits = { key: 'all' }

/** reports that are placed in one unit of work; more would hold the lock for long */
const together = 64

/** Goes through all that wait. One that cannot be placed does not keep the others back: what went wrong is thrown at the end. */
async function placeAll(ctx: Context, actor: Actor): Promise<void> {
  const failures: unknown[] = []
  let waiting: readonly ReportId[] = []
  do {
    waiting = await ctx.read(actor, (tx) => listWaiting(tx, waiting.at(-1), together))
    await placeSome(waiting).catch(async (failure: unknown) => {
      if (waiting.length === 1) failures.push(failure)
      else for (const one of waiting) await placeSome([one]).catch((alone: unknown) => failures.push(alone))
    })
  } while (waiting.length === together)
  if (failures.length > 0) throw failures[0]

  async function placeSome(ids: readonly ReportId[]): Promise<void> {
    if (ids.length > 0) await perform(ctx, actor, (work) => placeReports(work, ids))
  }
}

/** All that placing a batch looks at and changes, read at its beginning and written at its end. */
type Board = {
  readonly known: Map<string, Signed>
  readonly postings: Map<bigint, Posting>
  readonly changed: Set<bigint>
  readonly placed: { reports: number; groups: number }
  /** reports that a person took out of a campaign, and campaigns that they were taken out of */
  readonly parted: ReadonlySet<string>
  readonly divided: ReadonlySet<string>
  /** by which marks the campaigns are known, as far as they were asked for */
  readonly keys: Map<CampaignId, Set<bigint>>
  readonly members: Map<ReportId, NewMember>
  readonly left: Map<ReportId, CampaignId>
  readonly started: Map<CampaignId, Date[]>
  readonly also: Map<CampaignId, Set<string>>
}

/**
 * Joins each of these reports to a campaign, starts one with others, or leaves it alone; what it looks at is bounded, however many are stored. Those that
 * are placed since they were last read are passed over, so that twice is once. One that was read again is placed again, unless a person put or pinned it
 * where it is, or parted that campaign.
 */
export async function placeReports(work: Work, ids: readonly ReportId[]): Promise<void> {
  work.require(mayAnalyse(work.actor))
  const owner = work.actor.organisation as OrganisationId
  await lockCampaigns(work.tx, owner)
  const wanted = await listWanted(work.tx, ids)
  if (wanted.length === 0) return
  const { board, before } = await readBoard(work, owner, wanted)
  for (const one of wanted) place(work, owner, board, one)
  await writeBoard(work, owner, board, wanted, before)
  await countAnew(
    work,
    wanted.map(({ received_at }) => received_at),
  )
}

async function readBoard(work: Work, owner: OrganisationId, wanted: readonly Wanted[]): Promise<{ board: Board; before: Placed }> {
  const reports = wanted.map(({ report }) => report)
  const keys = new Set(wanted.flatMap(({ marks, stale }) => [...marks.map(({ key }) => key), ...stale]))
  const campaigns = wanted.flatMap(({ campaign }) => campaign ?? [])
  const before = await readPlaced(work.tx, owner)
  const board: Board = {
    known: new Map(),
    postings: new Map(await listPostings(work.tx, owner, [...keys])),
    changed: new Set(),
    placed: { ...before },
    parted: await listParted(work.tx, reports),
    divided: await listDivided(work.tx, campaigns),
    keys: new Map(),
    members: new Map(),
    left: new Map(),
    started: new Map(),
    also: new Map(),
  }
  const own = new Set<string>(reports)
  const led = new Set(wanted.flatMap((one) => candidatesFor(board, one)))
  for (const one of await listSigned(
    work.tx,
    owner,
    [...led].filter((id) => !own.has(id)),
  ))
    board.known.set(one.report, one)
  return { board, before }
}

/** How many groups have the mark, of all that there are: a campaign that grows does not make its own marks common. */
function frequencyOf({ postings, placed }: Board): Frequency {
  return ({ key }) => ({ seen: postings.get(key)?.groups ?? 0, of: placed.groups })
}

function candidatesFor(board: Board, { report, marks }: Signed): readonly string[] {
  const postings = comparableKeys(marks, frequencyOf(board)).flatMap(({ key }) => board.postings.get(key) ?? [])
  return candidatesOf(postings, report)
}

function place(work: Work, owner: OrganisationId, board: Board, one: Wanted): void {
  forgetStale(board, one)
  // what a person has said of a report or of its campaign holds
  const stays = board.parted.has(one.report) || (one.campaign !== null && (one.pinned || one.by_person || board.divided.has(one.campaign)))
  if (stays) {
    settle(board, one, one.campaign)
    return
  }
  const candidates = candidatesFor(board, one)
    .flatMap((id) => board.known.get(id) ?? [])
    .map(({ report, campaign, marks, pinned }) => ({ id: report, campaign, marks, pinned }))
  const assigned = assign(one.marks, candidates, frequencyOf(board))
  settle(board, one, takePlace(work, owner, board, one, assigned))
}

/** What an earlier reading left in the postings. */
function forgetStale(board: Board, { report, stale, campaign }: Wanted): void {
  if (stale.length === 0) return
  for (const key of stale) {
    const posting = board.postings.get(key)
    if (posting !== undefined) setPosting(board, key, takeFrom(posting, report, campaign === null))
  }
  board.placed.reports -= 1
  if (campaign === null) board.placed.groups -= 1
}

/** Carries out what was decided; answers the campaign in which the report is now, null where it stands alone. */
function takePlace(work: Work, owner: OrganisationId, board: Board, one: Wanted, assigned: Assigned): CampaignId | null {
  if (assigned.kind === 'alone') {
    if (one.campaign !== null) board.left.set(one.report, one.campaign)
    return null
  }
  if (assigned.kind === 'join') {
    const campaign = assigned.campaign as CampaignId
    const also = assigned.also.filter((other) => other !== campaign)
    if (also.length > 0) board.also.set(campaign, new Set([...(board.also.get(campaign) ?? []), ...also]))
    if (one.campaign !== null && one.campaign !== campaign) board.left.set(one.report, one.campaign)
    drawIn(work, owner, board, assigned, campaign)
    join(work, owner, board, one, campaign, assigned.why)
    return campaign
  }
  const campaign = newId<'campaign'>(work.now.getTime())
  board.started.set(campaign, [])
  board.placed.groups += 1
  if (one.campaign !== null) board.left.set(one.report, one.campaign)
  drawIn(work, owner, board, assigned, campaign)
  join(work, owner, board, one, campaign, assigned.why)
  return campaign
}

/** Those that stood alone and belong with it. */
function drawIn(
  work: Work,
  owner: OrganisationId,
  board: Board,
  assigned: Exclude<Assigned, { kind: 'alone' }>,
  campaign: CampaignId,
): void {
  const others = assigned.with.flatMap((id) => board.known.get(id) ?? []).filter((other) => other.campaign === null)
  for (const other of others) {
    join(work, owner, board, other, campaign, assigned.why)
    board.known.set(other.report, { ...other, campaign })
    const keys = board.keys.get(campaign)
    for (const { key } of other.marks) keys?.add(key)
    board.placed.groups -= 1
  }
}

function join(work: Work, owner: OrganisationId, board: Board, one: Signed, campaign: CampaignId, why: readonly Why[]): void {
  const { report, received_at } = one
  board.members.set(report, { report, owner, campaign, received_at, why, placed_by: 'machine', at: work.now })
  board.started.get(campaign)?.push(received_at)
}

/** Lets the postings lead to the report, and the rest of the batch see it. */
function settle(board: Board, one: Wanted, campaign: CampaignId | null): void {
  const { report, received_at, marks, pinned } = one
  const counted = keysOfCampaign(board, campaign)
  const campaignOf = (id: string) => board.known.get(id)?.campaign
  for (const { key } of marks as readonly Mark[])
    setPosting(board, key, addTo(board.postings.get(key) ?? noPosting, report, campaign, counted?.has(key) === true, campaignOf))
  if (marks.length > 0) {
    board.placed.reports += 1
    if (campaign === null) board.placed.groups += 1
  }
  for (const { key } of marks) counted?.add(key)
  board.known.set(report, { report, received_at, marks, campaign, pinned })
}

/** What those that are known of a campaign have between them; none where the report stands alone. */
function keysOfCampaign(board: Board, campaign: CampaignId | null): Set<bigint> | null {
  if (campaign === null) return null
  const keys = board.keys.get(campaign) ?? new Set<bigint>()
  if (!board.keys.has(campaign))
    for (const { campaign: theirs, marks } of board.known.values()) if (theirs === campaign) for (const { key } of marks) keys.add(key)
  board.keys.set(campaign, keys)
  return keys
}

function setPosting(board: Board, key: bigint, posting: Posting): void {
  board.postings.set(key, posting)
  board.changed.add(key)
}

async function writeBoard(work: Work, owner: OrganisationId, board: Board, wanted: readonly Wanted[], before: Placed): Promise<void> {
  const { tx, now } = work
  const startedAt = [...board.started].map(([id, moments]) => ({ id, times: moments.map((one) => one.getTime()) }))
  await insertCampaigns(
    tx,
    startedAt.map(({ id, times }) => ({
      id,
      owner,
      name: null,
      made_by: 'machine' as const,
      first_at: new Date(Math.min(...times)),
      last_at: new Date(Math.max(...times)),
      created_at: now,
    })),
  )
  const stayed = new Map(wanted.map(({ report, campaign }) => [report, campaign]))
  const members = [...board.members.values()]
  const alone = [...board.left.keys()].filter((report) => !board.members.has(report))
  await removeMembers(tx, alone)
  await putMembers(tx, members)
  await savePostings(tx, owner, new Map([...board.changed].map((key) => [key, board.postings.get(key) ?? noPosting])))
  await setPosted(
    tx,
    wanted.map(({ report }) => report),
  )
  await addPlaced(tx, owner, { reports: board.placed.reports - before.reports, groups: board.placed.groups - before.groups })
  const joined = members.filter(({ report, campaign }) => stayed.get(report) !== campaign)
  const growth: Growth[] = [...Map.groupBy(joined, ({ campaign }) => campaign)].map(([campaign, some]) => ({
    campaign,
    moments: some.map(({ received_at }) => received_at),
  }))
  const grown = await countJoined(tx, owner, growth)
  const shrunk = [...new Set(board.left.values())]
  await recount(tx, shrunk)
  await describeCampaigns(tx, shrunk)
  await tellGrown(work, grown)
  for (const { report } of joined) work.announce('report', report)
  for (const [into, others] of board.also) await mergeByMachine(work, owner, into, [...others])
}
