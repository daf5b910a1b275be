import { z } from 'zod'
import { defineRoute } from '../../../base/route.ts'
import { LocationSource, ReportFilter } from '../contract.ts'
import { CampaignFilter, CampaignLine } from './campaigns.ts'
import { figureKinds } from './names.ts'

export { figureKinds }

// Figures of reports by days of UTC, counted beforehand; and tables and lists as CSV.

const room = 'analysis'
const count = z.number().int()
const day = z.iso.date()

/** days of the longest period: two years and a day */
export const mostDays = 732

const period = z.object({
  /** first and last day, both with it */
  from: day,
  until: day,
})

const Counted = z.object({
  value: z.string(),
  /** of a network, what it was last called; of a channel its name */
  name: z.string().nullable(),
  reports: count,
})
export type Counted = z.infer<typeof Counted>

export const Figures = z.object({
  from: day,
  until: day,
  /** when days were last counted; null: never yet */
  countedAt: z.iso.datetime().nullable(),
  /** some days have changed since */
  counting: z.boolean(),
  /** reports that were not withdrawn */
  total: count,
  /** of as many days just before */
  before: count,
  /** days that have any, oldest first, by the kind of the verdict; `none` are those without */
  byDay: z.array(z.object({ day, reports: count, kinds: z.record(z.string(), count) })),
  /** by each property the values of most reports, and how many values there are */
  by: z.array(z.object({ what: z.enum(figureKinds), items: z.array(Counted), values: count })),
  location: z.object({ sources: z.array(LocationSource) }),
})
export type Figures = z.infer<typeof Figures>

export const readDays = defineRoute({
  method: 'GET',
  path: '/api/figures',
  room,
  access: 'read',
  summary: 'Reports by day, kind, severity, country, network, brand, language and channel',
  query: period,
  answer: Figures,
})

/** days of the course of a campaign that grows, up to now */
export const courseDays = 14

export const Growing = CampaignLine.extend({
  /** reports of the last 24 hours */
  lastDay: count,
  /** reports of each of the last days, 24 hours each, the oldest first */
  course: z.array(count),
})
export type Growing = z.infer<typeof Growing>

export const listGrowing = defineRoute({
  method: 'GET',
  path: '/api/campaigns/growing',
  room,
  access: 'read',
  summary: 'Campaigns that had most reports in the last 24 hours, with their course',
  query: z.object({ limit: z.coerce.number().int().min(1).max(50).default(8) }),
  answer: z.object({ items: z.array(Growing) }),
})

/** With a byte-order mark spreadsheets take it for UTF-8. */
const mark = z.stringbool().default(true)

export const exportDays = defineRoute({
  method: 'GET',
  path: '/api/figures/export',
  room,
  access: 'read',
  summary: 'Figures of reports as CSV: by day and kind, or every value of a property',
  query: period.extend({ of: z.enum(['day', ...figureKinds]), mark }),
})

export const exportReports = defineRoute({
  method: 'GET',
  path: '/api/reports/export',
  room,
  access: 'read',
  summary: 'The list of reports as filtered, newest first, as CSV',
  query: ReportFilter.extend({ mark }),
})

export const exportCampaigns = defineRoute({
  method: 'GET',
  path: '/api/campaigns/export',
  room,
  access: 'read',
  summary: 'The list of campaigns as filtered, as CSV',
  query: CampaignFilter.extend({ mark }),
})
