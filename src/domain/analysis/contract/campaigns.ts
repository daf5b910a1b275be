import { z } from 'zod'
import { defineRoute } from '../../../base/route.ts'
import { CampaignReference, LocationSource, ReportLine, several, VerdictKind, zoneName } from '../contract.ts'
import { campaignStates } from './names.ts'

export { campaignStates }

// Campaigns: reports that belong together, as the machine found them and as people put them right.

const room = 'analysis'
const id = z.uuid()
const at = z.iso.datetime()
const params = z.object({ id })
const count = z.number().int()

export const CampaignLine = z.object({
  id,
  /** as a person called it; null: it goes by its title */
  name: z.string().nullable(),
  /** what most of its latest reports are called: words of reported mail */
  title: z.string().nullable(),
  state: z.enum(campaignStates),
  /** the verdict on most of its latest reports */
  kind: VerdictKind,
  brand: z.string().nullable(),
  firstAt: at,
  lastAt: at,
  reports: count,
  /** when it last came far faster than usual */
  burstAt: at.nullable(),
  /** the campaign that it went into */
  mergedInto: id.nullable(),
  madeBy: z.enum(['machine', 'person']),
})
export type CampaignLine = z.infer<typeof CampaignLine>

export const CampaignFilter = z.object({
  /** separated by commas; unless said, all that are not closed */
  state: several(z.enum(campaignStates)).optional(),
  /** separated by commas */
  kind: several(VerdictKind).optional(),
  /** part of its name, title or brand */
  search: z.string().trim().max(200).optional(),
  sort: z.enum(['last', 'size']).default('last'),
})
export type CampaignFilter = z.infer<typeof CampaignFilter>

const page = { after: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }

export const listCampaigns = defineRoute({
  method: 'GET',
  path: '/api/campaigns',
  room,
  access: 'read',
  summary: 'Campaigns of the acting organisation, by their last report or by size',
  query: CampaignFilter.extend(page),
  answer: z.object({ items: z.array(CampaignLine), next: z.string().nullable() }),
})

const Counted = z.object({ name: z.string(), reports: count })
export const CampaignFigures = z.object({
  reports: count,
  /** how many of the latest the figures by country, network and the like are taken of */
  lookedAt: count,
  reporters: count,
  firstAt: at,
  lastAt: at,
  lastHour: count,
  lastDay: count,
  byDay: z.array(z.object({ day: z.string(), reports: count })),
  countries: z.array(Counted),
  networks: z.array(Counted.extend({ asn: z.number().nullable() })),
  brands: z.array(Counted),
  kinds: z.array(Counted),
  languages: z.array(Counted),
})
export type CampaignFigures = z.infer<typeof CampaignFigures>

export const CampaignChange = z.object({
  id,
  act: z.enum(['merged', 'split', 'added', 'undone']),
  /** campaigns that went into it, the one that came out of it, or the change that was undone */
  others: z.array(z.string()),
  reports: count,
  /** null: the machine */
  by: z.string().nullable(),
  at,
  /** it was undone, or is an undoing itself */
  undoable: z.boolean(),
})
export type CampaignChange = z.infer<typeof CampaignChange>

/** What the latest reports have of one kind of value: how many of them have any, how many different ones there are, and in how many the most frequent stands. */
export const Varying = z.object({ kind: z.string(), reports: count, values: count, most: count, example: z.string() })
export type Varying = z.infer<typeof Varying>

export const CampaignView = CampaignLine.extend({
  figures: CampaignFigures,
  varying: z.array(Varying),
  /** the report that has most in common with the others */
  typical: ReportLine.nullable(),
  changes: z.array(CampaignChange),
  location: z.object({ sources: z.array(LocationSource) }),
})
export type CampaignView = z.infer<typeof CampaignView>

export const readCampaign = defineRoute({
  method: 'GET',
  path: '/api/campaigns/:id',
  room,
  access: 'read',
  summary: 'One campaign with its figures, what varies in it, its typical report and what was done to it',
  params,
  query: z.object({ zone: zoneName }),
  answer: CampaignView,
})

/** What a report has in common with the others: 1 is enough to belong. `say`: the most telling of it, in its own words. */
export const Why = z.object({ kind: z.string(), say: z.string().nullable(), weight: z.number() })
export const CampaignReport = ReportLine.extend({
  why: z.array(Why),
  placedBy: z.enum(['machine', 'person']),
  pinned: z.boolean(),
  placedAt: at,
})
export type CampaignReport = z.infer<typeof CampaignReport>

export const listReportsOfCampaign = defineRoute({
  method: 'GET',
  path: '/api/campaigns/:id/reports',
  room,
  access: 'read',
  summary: 'Reports of a campaign, newest first, and why they are in it',
  params,
  query: z.object(page),
  answer: z.object({ items: z.array(CampaignReport), next: z.string().nullable() }),
})

export const indicatorsOfCampaign = ['url', 'domain', 'address', 'file', 'sender'] as const
export const CampaignIndicator = z.object({
  kind: z.enum(indicatorsOfCampaign),
  value: z.string(),
  reports: count,
  firstAt: at,
  lastAt: at,
})
export type CampaignIndicator = z.infer<typeof CampaignIndicator>

export const listIndicatorsOfCampaign = defineRoute({
  method: 'GET',
  path: '/api/campaigns/:id/indicators',
  room,
  access: 'read',
  summary: 'What the reports of a campaign name, the most frequent of each kind, without what is common to the world',
  params,
  answer: z.object({ items: z.array(CampaignIndicator), lookedAt: count }),
})

export const graphKinds = ['domain', 'address', 'file', 'sender'] as const
export const CampaignGraph = z.object({
  /** of how many of the latest reports it is drawn */
  lookedAt: count,
  /** values that they name */
  values: z.array(z.object({ kind: z.enum(graphKinds), value: z.string(), reports: count })),
  /** reports that name the very same values: how many, one of them, and the values by their place in the list */
  groups: z.array(z.object({ report: id, reports: count, values: z.array(count) })),
  /** values and groups that are left out, since there were too many */
  left: z.object({ values: count, groups: count }),
})
export type CampaignGraph = z.infer<typeof CampaignGraph>

export const readGraphOfCampaign = defineRoute({
  method: 'GET',
  path: '/api/campaigns/:id/graph',
  room,
  access: 'read',
  summary: 'What the reports of a campaign share: at most 2,000 values and groups of reports',
  params,
  answer: CampaignGraph,
})

const reports = z.array(id).min(1).max(1000)
const name = z.string().trim().min(1).max(200)

export const renameCampaign = defineRoute({
  method: 'PATCH',
  path: '/api/campaigns/:id',
  room,
  access: 'write',
  summary: 'Call a campaign by a name, or by its title again',
  params,
  body: z.strictObject({ name: name.nullable() }),
  answer: CampaignLine,
})

const Merging = z.strictObject({ campaigns: z.array(id).min(1).max(100) })
export const previewMerge = defineRoute({
  method: 'POST',
  path: '/api/campaigns/:id/merge/preview',
  room,
  access: 'read',
  summary: 'What merging would do',
  params,
  body: Merging,
  answer: z.object({
    into: CampaignLine,
    others: z.array(CampaignLine),
    reports: count,
    /** reports that a person kept apart, which would be together again */
    apart: count,
  }),
})

const Changed = z.object({ change: id, campaign: id.nullable(), moved: count })
export const mergeCampaigns = defineRoute({
  method: 'POST',
  path: '/api/campaigns/:id/merge',
  room,
  access: 'write',
  summary: 'Make campaigns one: their reports go into this one, the others are closed',
  params,
  body: Merging,
  answer: Changed,
})

export const previewSplit = defineRoute({
  method: 'POST',
  path: '/api/campaigns/:id/split/preview',
  room,
  access: 'read',
  summary: 'What taking these reports out would do',
  params,
  body: z.strictObject({ reports }),
  answer: z.object({
    /** of those asked for, how many are in the campaign */
    going: count,
    staying: count,
    /** values that both sides name, the most frequent first: what still speaks for one campaign */
    shared: z.array(z.object({ kind: z.string(), value: z.string(), going: count, staying: count })),
  }),
})

/** The machine never joins what was split. */
export const splitCampaign = defineRoute({
  method: 'POST',
  path: '/api/campaigns/:id/split',
  room,
  access: 'write',
  summary: 'Take reports out of a campaign, into a new one or to stand alone',
  params,
  body: z.strictObject({ reports, to: z.enum(['new', 'alone']).default('new'), name: name.nullable().default(null) }),
  answer: Changed,
})

export const addToCampaign = defineRoute({
  method: 'POST',
  path: '/api/campaigns/:id/reports',
  room,
  access: 'write',
  summary: 'Put reports into a campaign by hand; they stay there',
  params,
  body: z.strictObject({ reports }),
  answer: Changed,
})

export const pinInCampaign = defineRoute({
  method: 'POST',
  path: '/api/campaigns/:id/pin',
  room,
  access: 'write',
  summary: 'Pin reports where they are, or let go of them',
  params,
  body: z.strictObject({ reports, pinned: z.boolean() }),
  answer: z.object({ done: count }),
})

export const undoCampaignChange = defineRoute({
  method: 'POST',
  path: '/api/campaigns/:id/undo',
  room,
  access: 'write',
  summary: 'Undo a merge, a split or an adding; the machine does not do it again',
  params,
  body: z.strictObject({ change: id }),
  answer: z.object({ moved: count }),
})

export { CampaignReference }
