import { Failure, present } from '../../../../base/failure.ts'
import { type CampaignId, newId, type OrganisationId, type ReportId } from '../../../../base/id.ts'
import type { Work } from '../../../../platform/work.ts'
import { mayAnalyse } from '../../policy.ts'
import { describeCampaigns, insertCampaigns, recount, setTold } from '../../store/campaigns/members.ts'
import {
  findCampaign,
  findChange,
  insertChange,
  listThere,
  moveBack,
  moveReports,
  reunite,
  separate,
  setName,
  setPinned,
  wasUndone,
} from '../../store/campaigns/moves.ts'
import { lockCampaigns } from '../../store/campaigns/placing.ts'
import { requireOpen } from './merge.ts'
import { tell } from './tell.ts'

export type Splitting = { readonly reports: readonly ReportId[]; readonly to: 'new' | 'alone'; readonly name: string | null }
export type Split = { readonly change: string; readonly campaign: CampaignId | null; readonly moved: number }

/**
 * Takes reports out of a campaign, into a new one or each to stand alone; the machine never puts them back. Reports that are not in it are passed over.
 * Fails with `analysis.no-campaign`, `analysis.campaign-closed`, and with `analysis.nothing-to-split` where none of them is in it, or all would leave it.
 */
export async function splitCampaign(work: Work, id: CampaignId, { reports, to, name }: Splitting): Promise<Split> {
  const { owner, held } = await begin(work, id)
  const there = await listThere(work.tx, id, reports)
  if (there.length === 0 || there.length >= held)
    throw new Failure('conflict', 'analysis.nothing-to-split', `${there.length} of ${held} reports`)
  const campaign = to === 'new' ? newId<'campaign'>(work.now.getTime()) : null
  if (campaign !== null)
    await insertCampaigns(work.tx, [
      { id: campaign, owner, name, made_by: 'person', first_at: work.now, last_at: work.now, created_at: work.now },
    ])
  const change = await changed(work, id, 'split', campaign === null ? [] : [campaign], there.length)
  await moveReports(work.tx, change, there, campaign, work.now)
  await separate(
    work.tx,
    owner,
    there.map((report) => ({ report, campaign: id })),
    work.now,
  )
  const touched = campaign === null ? [id] : [id, campaign]
  await settle(work, touched, 'split', there)
  work.record('analysis.campaign-split', id, { change, reports: there.length })
  return { change, campaign, moved: there.length }
}

/** Puts reports into the campaign by a person's word, from wherever they are; they stay there. Fails as splitting does, and with `analysis.nothing-to-add`. */
export async function addReports(work: Work, id: CampaignId, reports: readonly ReportId[]): Promise<Split> {
  await begin(work, id)
  const change = await changed(work, id, 'added', [], reports.length)
  const moved = await moveReports(work.tx, change, reports, id, work.now)
  if (moved.length === 0) throw new Failure('conflict', 'analysis.nothing-to-add', 'none of these reports is elsewhere')
  await reunite(
    work.tx,
    moved.map(({ report }) => ({ report, campaign: id })),
  )
  const from = [...new Set(moved.flatMap(({ campaign }) => campaign ?? []))]
  await settle(
    work,
    [id, ...from],
    'split',
    moved.map(({ report }) => report),
  )
  work.record('analysis.campaign-added', id, { change, reports: moved.length })
  return { change, campaign: id, moved: moved.length }
}

/** The machine leaves these reports of the campaign where they are, or may place them anew when they are read again. Answers how many there were. */
export async function pinReports(work: Work, id: CampaignId, reports: readonly ReportId[], pinned: boolean): Promise<number> {
  await begin(work, id)
  const count = await setPinned(work.tx, id, reports, pinned)
  work.record(pinned ? 'analysis.campaign-pinned' : 'analysis.campaign-unpinned', id, { reports: count })
  work.announce('campaign', id)
  return count
}

/** Calls a campaign by a name of one's own; null: by what its reports are called. */
export async function renameCampaign(work: Work, id: CampaignId, name: string | null): Promise<void> {
  work.require(mayAnalyse(work.actor))
  const found = await findCampaign(work.tx, id)
  if (found === undefined || found.owner !== work.actor.organisation) throw new Failure('missing', 'analysis.no-campaign', `campaign ${id}`)
  await setName(work.tx, id, name)
  work.record('analysis.campaign-renamed', id)
  work.announce('campaign', id)
}

/**
 * Undoes a merge, a split or an adding: reports go back to where they were, those excepted that were moved again since. What a person undoes the machine
 * does not do again. Fails with `analysis.no-change`, and with `analysis.undone` the second time.
 */
export async function undoChange(work: Work, campaign: CampaignId, id: string): Promise<number> {
  work.require(mayAnalyse(work.actor))
  const owner = work.actor.organisation as OrganisationId
  await lockCampaigns(work.tx, owner)
  const change = present(await findChange(work.tx, id), 'analysis.no-change', `change ${id}`)
  if (change.owner !== owner || change.campaign !== campaign || change.act === 'undone')
    throw new Failure('missing', 'analysis.no-change', `change ${id}`)
  if (await wasUndone(work.tx, owner, change)) throw new Failure('conflict', 'analysis.undone', `change ${id} was undone`)
  const moves = await moveBack(work.tx, id, work.now)
  const pairs = (of: (move: (typeof moves)[number]) => CampaignId | null) =>
    moves.flatMap((move) => {
      const at = of(move)
      return at === null ? [] : [{ report: move.report, campaign: at }]
    })
  await reunite(
    work.tx,
    pairs(({ to }) => to),
  )
  if (change.act !== 'split')
    await separate(
      work.tx,
      owner,
      pairs(({ from }) => from),
      work.now,
    )
  const reports = moves.map(({ report }) => report)
  await changed(work, campaign, 'undone', [id], reports.length)
  await settle(
    work,
    [
      ...new Set([
        campaign,
        ...(change.act === 'merged' ? (change.others as CampaignId[]) : []),
        ...moves.flatMap(({ from, to }) => [from ?? [], to ?? []].flat()),
      ]),
    ],
    'split',
    reports,
  )
  work.record('analysis.campaign-change-undone', campaign, { change: id })
  return reports.length
}

async function begin(work: Work, id: CampaignId): Promise<{ owner: OrganisationId; held: number }> {
  work.require(mayAnalyse(work.actor))
  const owner = work.actor.organisation as OrganisationId
  await lockCampaigns(work.tx, owner)
  const [found] = await requireOpen(work, [id])
  return { owner, held: found?.reports ?? 0 }
}

async function changed(
  work: Work,
  campaign: CampaignId,
  act: 'split' | 'added' | 'undone',
  others: readonly string[],
  reports: number,
): Promise<string> {
  const id = newId(work.now.getTime())
  const { kind, id: by, organisation } = work.actor
  await insertChange(work.tx, {
    id,
    owner: organisation as OrganisationId,
    campaign,
    act,
    others,
    reports,
    by_kind: kind,
    by,
    at: work.now,
  })
  return id
}

/** Counts and calls anew the campaigns whose reports a person moved, and says so. */
async function settle(work: Work, campaigns: readonly CampaignId[], why: 'split', reports: readonly ReportId[]): Promise<void> {
  await recount(work.tx, campaigns)
  await describeCampaigns(work.tx, campaigns)
  await setTold(work.tx, campaigns)
  tell(work, why, campaigns)
  for (const report of reports) work.announce('report', report)
}
