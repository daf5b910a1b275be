import { present } from '../../../base/failure.ts'
import type { CampaignId, CaseId, ItemId, ReportId } from '../../../base/id.ts'
import { newId } from '../../../base/id.ts'
import { storableText } from '../../../base/storable.ts'
import type { Work } from '../../../platform/work.ts'
import { campaignOf } from '../../analysis/index.ts'
import { listItems } from '../../evidence/index.ts'
import { findReports, isOpen } from '../../intake/index.ts'
import type { CaseRow } from '../case.ts'
import { caseProgressed } from '../events.ts'
import { mayWorkCases } from '../policy.ts'
import { casesOfCampaigns, casesOfReports, recount } from '../store/cases.ts'
import { countUnread } from '../store/conversation.ts'
import {
  deleteCampaigns,
  deleteItems,
  deleteParty,
  deleteReports,
  findParty,
  insertCampaigns,
  insertItems,
  insertParty,
  insertReports,
  type PartyFields,
  type PartyPart,
  updateParty,
} from '../store/parts.ts'
import { index, takeCase, takeLive, tell, touch } from './acting.ts'
import { ourCampaigns } from './campaigns.ts'
import { sayHarm } from './harm.ts'

/** Why one of several was not put in; `case` is the case that it has. */
export type Refused = { readonly id: string; readonly code: string; readonly case?: CaseId }

const partOf = (work: Work, row: Pick<CaseRow, 'id' | 'owner'>) => ({ owner: row.owner, case: row.id, at: work.now, by: work.actor.id })

/** Puts reports into a case that is locked; answers those that could not be, each with why. */
export async function attachReports(work: Work, row: CaseRow, ids: readonly ReportId[]): Promise<readonly Refused[]> {
  const once = [...new Set(ids)]
  const found = new Map((await findReports(work.tx, once)).filter(({ owner }) => owner === row.owner).map((one) => [one.id, one]))
  const taken = await takenReports(work, once)
  const refused = once.flatMap((id): Refused[] => {
    const report = found.get(id)
    const other = taken.get(id)
    if (report === undefined) return [{ id, code: 'cases.no-report' }]
    if (other !== undefined) return [{ id, code: 'cases.has-case', case: other }]
    return isOpen(report) ? [] : [{ id, code: 'cases.report-closed' }]
  })
  const bad = new Set(refused.map(({ id }) => id))
  const put = await insertReports(
    work.tx,
    partOf(work, row),
    once.filter((id) => !bad.has(id)),
  )
  if (put.length > 0) await tell(work, row.id, 'reports-added', { count: put.length })
  return refused
}

/** The case that each of these has, by itself or by way of its campaign. */
export async function takenReports(work: Work, ids: readonly ReportId[]): Promise<ReadonlyMap<ReportId, CaseId>> {
  const campaigns = await campaignOf(work.tx, ids)
  const cases = await casesOfCampaigns(work.tx, [...new Set(campaigns.values())])
  const byWay = [...campaigns].flatMap(([report, campaign]) => {
    const id = cases.get(campaign)
    return id === undefined ? [] : [[report, id] as const]
  })
  return new Map([...byWay, ...(await casesOfReports(work.tx, ids))])
}

export async function attachCampaigns(work: Work, row: CaseRow, ids: readonly CampaignId[]): Promise<readonly Refused[]> {
  const once = [...new Set(ids)]
  const found = await ourCampaigns(work.tx, row.owner, once)
  const taken = await casesOfCampaigns(work.tx, once)
  const refused = once.flatMap((id): Refused[] => {
    const other = taken.get(id)
    if (!found.has(id)) return [{ id, code: 'cases.no-campaign' }]
    return other === undefined ? [] : [{ id, code: 'cases.has-case', case: other }]
  })
  const bad = new Set(refused.map(({ id }) => id))
  const fresh = [...found.values()].filter(({ campaign }) => !bad.has(campaign))
  if (fresh.length > 0) await insertCampaigns(work.tx, partOf(work, row), fresh)
  for (const { campaign, reports } of fresh) await tell(work, row.id, 'campaign-added', { campaign, reports })
  return refused
}

export async function attachItems(work: Work, row: CaseRow, ids: readonly ItemId[]): Promise<readonly Refused[]> {
  const found = new Set((await listItems(work.tx, ids)).map(({ id }) => id))
  const put = await insertItems(work.tx, partOf(work, row), [...found])
  if (put.length > 0) await tell(work, row.id, 'items-added', { count: put.length })
  return [...new Set(ids)].filter((id) => !found.has(id)).map((id) => ({ id, code: 'cases.no-item' }))
}

type Tally = { readonly done: number; readonly refused: readonly Refused[] }

/** What routes ask for: to put into a case that is worked on, whatever can be. */
export function addTo<Id extends string>(
  attach: (work: Work, row: CaseRow, ids: readonly Id[]) => Promise<readonly Refused[]>,
  what: string,
) {
  return async (work: Work, id: CaseId, ids: readonly Id[]): Promise<Tally> => {
    const row = await takeLive(work, id)
    const refused = await attach(work, row, ids)
    const done = new Set(ids).size - refused.length
    if (done > 0) await after(work, row, `cases.${what}-added`, done)
    return { done, refused }
  }
}

export const addReports = addTo(attachReports, 'reports')
export const addCampaigns = addTo(attachCampaigns, 'campaigns')
export const addItems = addTo(attachItems, 'items')

async function after(work: Work, row: CaseRow, act: string, count: number): Promise<void> {
  await recount(work.tx, [row.id])
  await countUnread(work.tx, row.id)
  await touch(work, row.id)
  const now = await takeCase(work, row.id)
  await sayHarm(work, now, new Map([['reports', now.reports]]))
  work.record(act, row.id, { count })
  work.publish(caseProgressed, { caseId: row.id })
}

export async function removeReports(work: Work, id: CaseId, ids: readonly ReportId[]): Promise<Tally> {
  const row = await takeLive(work, id)
  return removed(work, row, 'reports', ids, await deleteReports(work.tx, id, ids))
}

export async function removeCampaigns(work: Work, id: CaseId, ids: readonly CampaignId[]): Promise<Tally> {
  const row = await takeLive(work, id)
  return removed(work, row, 'campaigns', ids, await deleteCampaigns(work.tx, id, ids))
}

export async function removeItems(work: Work, id: CaseId, ids: readonly ItemId[]): Promise<Tally> {
  const row = await takeLive(work, id)
  return removed(work, row, 'items', ids, await deleteItems(work.tx, id, ids))
}

async function removed(work: Work, row: CaseRow, what: string, asked: readonly string[], gone: readonly string[]): Promise<Tally> {
  const there = new Set(gone)
  if (gone.length > 0) {
    await tell(work, row.id, `${what}-removed`, { count: gone.length })
    await after(work, row, `cases.${what}-removed`, gone.length)
  }
  return { done: gone.length, refused: [...new Set(asked)].filter((id) => !there.has(id)).map((id) => ({ id, code: 'cases.not-in-case' })) }
}

/** Says who has to do with a case. */
export async function addParty(work: Work, id: CaseId, fields: PartyFields): Promise<PartyPart> {
  const row = await takeLive(work, id)
  const part: PartyPart = { ...clean(fields), id: newId(work.now.getTime()), case: id, at: work.now, by_actor: work.actor.id }
  await insertParty(work.tx, row.owner, part)
  await settleParty(work, part, 'party-added')
  return part
}

export async function changeParty(work: Work, id: string, fields: PartyFields): Promise<PartyPart> {
  const part = await partyFor(work, id)
  await updateParty(work.tx, id, clean(fields))
  await settleParty(work, part, 'party-changed')
  return { ...part, ...clean(fields) }
}

export async function removeParty(work: Work, id: string): Promise<void> {
  const part = await partyFor(work, id)
  await deleteParty(work.tx, id)
  await settleParty(work, part, 'party-removed')
}

async function partyFor(work: Work, id: string): Promise<PartyPart> {
  work.require(mayWorkCases(work.actor))
  const part = present(await findParty(work.tx, id), 'cases.no-party', `party ${id}`)
  await takeCase(work, part.case)
  return part
}

async function settleParty(work: Work, { id, case: of, role }: PartyPart, what: string): Promise<void> {
  await recount(work.tx, [of])
  await touch(work, of)
  await index(work, of)
  await tell(work, of, what, { party: id, role })
  work.record(`cases.${what}`, of, { party: id })
}

function clean({ role, party, name, address, note }: PartyFields): PartyFields {
  const text = (value: string | null, most: number) => (value === null ? null : storableText(value, most))
  return { role, party, name: storableText(name, 300), address: text(address, 320), note: text(note, 2_000) }
}
