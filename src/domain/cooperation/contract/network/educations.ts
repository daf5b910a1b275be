import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { country } from '../../../directory/contract.ts'
import { at, id, next, page, params, room } from '../shapes.ts'
import { educationAudiences, educationPublics, educationStates, helperKinds, phases, reachKinds } from './training-names.ts'
import { languageTag, material } from './trainings.ts'

// Joint campaigns of education (London Action Plan, part A.3 e), and the measure before and after.

const count = z.number().int()
const day = z.iso.date()
const member = z.object({ id, name: z.string(), country: z.string() })

const shown = {
  id,
  title: z.string(),
  aim: z.string(),
  addressed: z.array(z.string()),
  languages: z.array(z.string()),
  /** none: everywhere */
  countries: z.array(z.string()),
  startsOn: day,
  endsOn: day.nullable(),
  audience: z.enum(educationAudiences),
  state: z.enum(educationStates),
  begunBy: member.nullable(),
  partners: count,
}
export const educationLine = z.object(shown)
export type EducationLine = z.output<typeof educationLine>

export const listEducations = defineRoute({
  method: 'GET',
  path: '/api/educations',
  room,
  access: 'read',
  summary: 'Joint campaigns of education, the newest first',
  query: z.object({ ...page, country: country.optional() }),
  answer: z.object({ items: z.array(educationLine), next, may: z.object({ begin: z.boolean() }) }),
})

const compared = {
  country: z.string(),
  asn: count.nullable(),
  /** null: nobody counted it */
  before: count.nullable(),
  after: count.nullable(),
  /** in parts of a hundred */
  change: z.number().nullable(),
}

export const educationWhole = z.object({
  ...shown,
  endedAt: at.nullable(),
  joined: z.array(z.object({ member, note: z.string(), at })),
  materials: z.array(material),
  reach: z.array(
    z.object({
      id,
      member: member.nullable(),
      counted: z.enum(reachKinds),
      number: count,
      note: z.string(),
      source: z.string(),
      onDate: day,
      may: z.object({ withdraw: z.boolean() }),
    }),
  ),
  /** what members declared, as they declared it */
  figures: z.array(
    z.object({
      id,
      member: member.nullable(),
      counted: z.enum(helperKinds),
      phase: z.enum(phases).nullable(),
      country: z.string(),
      asn: count.nullable(),
      since: day,
      until: day,
      number: count,
      note: z.string(),
      source: z.string(),
      may: z.object({ withdraw: z.boolean() }),
    }),
  ),
  /** the same compared by country and network: the mean of each source's latest figure */
  declared: z.array(z.object({ counted: z.enum(helperKinds), items: z.array(z.object({ ...compared, sources: count })) })),
  may: z.object({ change: z.boolean(), end: z.boolean(), join: z.boolean(), leave: z.boolean(), report: z.boolean() }),
})
export type EducationWhole = z.output<typeof educationWhole>

export const readEducation = defineRoute({
  method: 'GET',
  path: '/api/educations/:id',
  room,
  access: 'read',
  summary: 'One joint campaign of education with partners, material, reach and declared figures',
  params,
  answer: educationWhole,
})

const stretch = z.object({ since: day, until: day })

/** Counted for the reader, out of what members released to them and what they release themselves. `measure` null: the campaign has not begun. */
export const readEducationMeasure = defineRoute({
  method: 'GET',
  path: '/api/educations/:id/measure',
  room,
  access: 'read',
  summary: 'Addresses that released findings name, by country and network, before a campaign and since',
  params,
  answer: z.object({
    measure: z
      .object({
        before: stretch,
        after: stretch,
        total: z.object({ before: count, after: count, change: z.number().nullable() }),
        items: z.array(z.object({ ...compared, network: z.string().nullable() })),
        copies: count,
        /** organisations that it comes from */
        sources: count,
        /** addresses of which nobody knows where they lie */
        nowhere: count,
        /** false where so much was shared that the older was left out */
        whole: z.boolean(),
        /** of which day the data on networks is */
        placesOn: z.string(),
      })
      .nullable(),
  }),
})

const text = {
  title: z.string().trim().min(1).max(200),
  aim: z.string().trim().min(1).max(20_000),
  addressed: z.array(z.enum(educationPublics)).min(1).max(educationPublics.length),
  languages: z.array(languageTag).min(1).max(50),
  countries: z.array(country).max(250).default([]),
  startsOn: day,
  endsOn: day.nullable().default(null),
  audience: z.enum(educationAudiences).default('members'),
}

/** Refused with `cooperation.education-days`. */
export const beginEducation = defineRoute({
  method: 'POST',
  path: '/api/educations',
  room,
  access: 'write',
  summary: 'Begin a joint campaign of education',
  status: 201,
  body: z.strictObject(text),
  answer: educationWhole,
})

/** Refused with `cooperation.education-days`. */
export const changeEducation = defineRoute({
  method: 'PUT',
  path: '/api/educations/:id',
  room,
  access: 'write',
  summary: 'Change what a joint campaign of education says of itself',
  params,
  body: z.strictObject(text),
  answer: educationWhole,
})

/** Refused with `cooperation.education-over`. */
export const endEducation = defineRoute({
  method: 'POST',
  path: '/api/educations/:id/end',
  room,
  access: 'write',
  summary: 'Say that a joint campaign of education has ended',
  params,
  answer: educationWhole,
})

/** Refused with `cooperation.education-over`. */
export const joinEducation = defineRoute({
  method: 'POST',
  path: '/api/educations/:id/join',
  room,
  access: 'write',
  summary: 'Take part in a joint campaign of education, with what one does in it',
  params,
  body: z.strictObject({ note: z.string().trim().max(2_000).default('') }),
  answer: educationWhole,
})

/** Refused with `cooperation.no-partner`. */
export const leaveEducation = defineRoute({
  method: 'POST',
  path: '/api/educations/:id/leave',
  room,
  access: 'write',
  summary: 'Take part in a joint campaign of education no more',
  params,
  answer: educationWhole,
})

const number = z.number().int().min(0).max(1_000_000_000_000)
const source = z.string().trim().min(1).max(500)
const note = z.string().trim().max(2_000).default('')

export const reportReach = defineRoute({
  method: 'POST',
  path: '/api/educations/:id/reach',
  room,
  access: 'write',
  summary: 'Report whom a joint campaign of education reached, with the source',
  params,
  body: z.strictObject({ counted: z.enum(reachKinds), number, note, source, onDate: day }),
  answer: educationWhole,
})

/** Refused with `cooperation.figure-days` where the campaign began between the two days. */
export const declareFigure = defineRoute({
  method: 'POST',
  path: '/api/educations/:id/figures',
  room,
  access: 'write',
  summary: 'Declare open relays, open proxies or zombies counted before a campaign or since',
  params,
  /** `until` is the day after the last; `asn` null: the whole country */
  body: z.strictObject({
    counted: z.enum(helperKinds),
    country,
    asn: z.number().int().min(1).max(4_294_967_295).nullable().default(null),
    since: day,
    until: day,
    number,
    note,
    source,
  }),
  answer: educationWhole,
})

export const withdrawReach = defineRoute({
  method: 'POST',
  path: '/api/education-reach/:id/withdraw',
  room,
  access: 'write',
  summary: 'Take back what was reported of whom a campaign reached',
  params,
  status: 204,
})

export const withdrawFigure = defineRoute({
  method: 'POST',
  path: '/api/education-figures/:id/withdraw',
  room,
  access: 'write',
  summary: 'Take back a figure that was declared for a campaign',
  params,
  status: 204,
})
