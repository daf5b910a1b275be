import { z } from 'zod'
import { defineRoute } from '../../base/route.ts'
import { reportForms, reportStates } from '../intake/contract.ts'
import { VerdictKind } from './contract/lessons.ts'
import { severities, verdictFilters } from './contract/names.ts'

export * from './contract/lessons.ts'
export { severities }

const room = 'analysis'
const id = z.uuid()
const at = z.iso.datetime()

export const Severity = z.enum(severities)
export type Severity = z.infer<typeof Severity>

/** The campaign that a report belongs to, and what it goes by. */
export const CampaignReference = z.object({ id, name: z.string().nullable(), reports: z.number().int() })
export type CampaignReference = z.infer<typeof CampaignReference>

export const ReportLine = z.object({
  id,
  reference: z.string(),
  receivedAt: at,
  channel: z.object({ id, kind: z.string(), name: z.string() }),
  form: z.enum(reportForms),
  state: z.enum(reportStates),
  /** how often the same reporter sent the same bytes */
  times: z.number().int(),
  reporter: z.string().nullable(),
  name: z.string().nullable(),
  /** null while it stands alone */
  campaign: CampaignReference.nullable(),
  /** null until it was analysed */
  summary: z
    .object({
      title: z.string().nullable(),
      from: z.object({ address: z.string().nullable(), name: z.string().nullable() }),
      origin: z.object({
        ip: z.string().nullable(),
        country: z.string().nullable(),
        asn: z.number().nullable(),
        network: z.string().nullable(),
      }),
      language: z.string().nullable(),
      severity: Severity,
      findings: z.number().int(),
      links: z.number().int(),
      attachments: z.number().int(),
      authentication: z.object({ spf: z.string(), dkim: z.string(), dmarc: z.string(), arc: z.string() }),
      /** of the message that the line is of; null where there is none, or where it was analysed before there were verdicts */
      verdict: z.object({ kind: VerdictKind, unwanted: z.number() }).nullable(),
    })
    .nullable(),
})
export type ReportLine = z.infer<typeof ReportLine>

/** Values separated by commas, each checked. */
export const several = <T extends string>(of: z.ZodType<T>) =>
  z.string().transform((text, context): T[] =>
    text.split(',').flatMap((one) => {
      const read = of.safeParse(one)
      if (read.success) return [read.data]
      context.addIssue({ code: 'custom', message: `does not know ${one.slice(0, 40)}` })
      return []
    }),
  )

export const ReportFilter = z.object({
  /** words of the text, subject, addresses, hosts, file names or hashes; all must be there */
  search: z.string().max(500).optional(),
  /** separated by commas */
  severity: several(Severity).optional(),
  /** `none`: those without a verdict */
  verdict: several(z.enum(verdictFilters)).optional(),
  form: several(z.enum(reportForms)).optional(),
  state: several(z.enum(reportStates)).optional(),
  country: several(z.string().length(2)).optional(),
  channel: id.optional(),
  finding: z.string().max(100).optional(),
  /** number of the network that it was handed over from */
  asn: z.coerce.number().int().min(0).max(4_294_967_295).optional(),
  /** ISO 639 code of the message's language */
  language: z.string().min(2).max(20).optional(),
  /** a brand that a message or link of it pretends to be of */
  brand: z.string().min(1).max(500).optional(),
  from: at.optional(),
  until: at.optional(),
  /** somebody added something to it, or answered about it, that nobody has read */
  added: z.stringbool().optional(),
})
export type ReportFilter = z.infer<typeof ReportFilter>

export const listReports = defineRoute({
  method: 'GET',
  path: '/api/reports',
  room,
  access: 'read',
  summary: 'Reports of the acting organisation, newest first',
  query: ReportFilter.extend({ after: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  answer: z.object({ items: z.array(ReportLine), next: z.string().nullable() }),
})

export const Finding = z.object({
  code: z.string(),
  severity: z.enum(['info', 'low', 'medium', 'high']),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** what it rests on: `{header, line}`, `{part}`, `{link}`, `{hop}`, `{attachment}`, `{defect}` or `{text}` */
  rests: z.array(z.record(z.string(), z.unknown())),
  observation: id.nullable(),
})
export type Finding = z.infer<typeof Finding>

export const Observation = z.object({
  id,
  position: z.number().int(),
  item: id.nullable(),
  analyser: z.string(),
  at,
  /** the reading whole, as `tocsin inspect --json` prints it; its shape is the analyser's (`message/3`: MessageReading) */
  reading: z.record(z.string(), z.unknown()),
  dns: z.array(z.record(z.string(), z.unknown())),
})

export const Sighting = z.object({
  position: z.number().int(),
  kind: z.enum(['message', 'file', 'url', 'host', 'address']),
  item: id.nullable(),
  value: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
})

/** Offline data that countries and networks come from. Its licence (CC BY 4.0) asks to show the credits, with their links, where results are shown. */
export const LocationSource = z.object({
  what: z.enum(['countries', 'networks']),
  package: z.string(),
  /** day of the data, ISO 8601 */
  date: z.string(),
  credits: z.array(z.object({ name: z.string(), url: z.string(), licence: z.string() })),
})
export type LocationSource = z.infer<typeof LocationSource>
const Credited = z.object({ sources: z.array(LocationSource) })

export const ReportView = ReportLine.extend({
  sha256: z.string(),
  size: z.number().int(),
  item: id.nullable(),
  note: z.string().nullable(),
  reporterName: z.string().nullable(),
  arrival: z.record(z.string(), z.unknown()),
  analysedAt: at.nullable(),
  /** true: the organisation changed its own systems after this was analysed, so origin and way may come out otherwise when analysed again */
  systemsChanged: z.boolean(),
  sightings: z.array(Sighting),
  observations: z.array(Observation),
  findingList: z.array(Finding),
  /** why it is in its campaign; null while it stands alone */
  place: z
    .object({
      why: z.array(z.object({ kind: z.string(), say: z.string().nullable(), weight: z.number() })),
      placedBy: z.enum(['machine', 'person']),
      pinned: z.boolean(),
      at,
    })
    .nullable(),
  /** whom to credit for countries and networks; the days are those of the data that was read with */
  location: Credited,
})
export type ReportView = z.infer<typeof ReportView>

export const readReport = defineRoute({
  method: 'GET',
  path: '/api/reports/:id',
  room,
  access: 'read',
  summary: 'One report with its readings and findings',
  params: z.object({ id }),
  answer: ReportView,
})

/** A document of its own path: `default-src 'none'`, sandboxed, nothing remote. Sent as text/html by itself. */
export const previewReport = defineRoute({
  method: 'GET',
  path: '/api/reports/:id/preview',
  room,
  access: 'read',
  summary: 'The reported message as a harmless page, for a sandboxed frame',
  params: z.object({ id }),
  query: z.object({
    position: z.coerce.number().int().min(0).default(0),
    images: z.enum(['blurred', 'shown', 'hidden']).default('blurred'),
    scheme: z.enum(['light', 'dark']).default('light'),
  }),
})

export const ReportSource = z.object({
  /** the bytes as text, one character a byte above 0x7f shown as by Latin-1 unless they are UTF-8 */
  text: z.string(),
  size: z.number().int(),
  from: z.number().int(),
  next: z.number().int().nullable(),
})

export const readSource = defineRoute({
  method: 'GET',
  path: '/api/reports/:id/source',
  room,
  access: 'read',
  summary: 'The original as text, in pages',
  params: z.object({ id }),
  query: z.object({
    position: z.coerce.number().int().min(0).optional(),
    from: z.coerce.number().int().min(0).default(0),
    size: z.coerce.number().int().min(1).max(1_000_000).default(262_144),
  }),
  answer: ReportSource,
})

export const Selection = z.strictObject({ ids: z.array(id).min(1).max(1000) })
const Tally = z.object({ done: z.number().int(), refused: z.array(z.object({ id, code: z.string() })) })

export const analyseAgain = defineRoute({
  method: 'POST',
  path: '/api/reports/analyse',
  room,
  access: 'write',
  summary: 'Analyse these reports again',
  status: 202,
  body: Selection,
  answer: Tally,
})

export const withdrawReports = defineRoute({
  method: 'POST',
  path: '/api/reports/withdraw',
  room,
  access: 'write',
  summary: 'Close these reports as withdrawn',
  body: Selection,
  answer: Tally,
})

/** Destroys the bytes of these reports and all that was derived from them, holds notwithstanding; it cannot be undone. */
export const withholdReports = defineRoute({
  method: 'POST',
  path: '/api/reports/withhold',
  room,
  access: 'write',
  summary: 'Mark as suspected child-abuse material',
  body: z.strictObject({ ids: z.array(id).min(1).max(50), confirm: z.literal('destroy') }),
  answer: Tally.extend({ hotlines: z.array(z.object({ country: z.string(), name: z.string(), url: z.string() })) }),
})

/** Whether this is the name of a time zone. */
function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '' && /^[A-Za-z]/.test(name)
  } catch {
    return false
  }
}

/** IANA name of the zone whose days are counted */
export const zoneName = z.string().max(60).refine(isZone, 'is no time zone').default('UTC')

export const ReportFigures = z.object({
  total: z.number().int(),
  waiting: z.number().int(),
  bySeverity: z.record(z.string(), z.number().int()),
  byVerdict: z.record(z.string(), z.number().int()),
  byCountry: z.array(z.object({ country: z.string(), reports: z.number().int() })),
  byDay: z.array(z.object({ day: z.string(), reports: z.number().int() })),
  location: Credited,
})
export const readFigures = defineRoute({
  method: 'GET',
  path: '/api/reports/figures',
  room,
  access: 'read',
  summary: 'Counts of the last thirty days',
  query: z.object({ zone: zoneName }),
  answer: ReportFigures,
})
