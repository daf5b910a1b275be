import type { EducationWhole } from '../../domain/cooperation/contract.ts'
import type { Cast, Member, Network } from './members.ts'
import type { DemoNode } from './node.ts'
import { pageOf } from './paper.ts'

/** Joint campaigns of education, with what was counted before and since. */

type Theme = {
  readonly title: string
  readonly aim: string
  readonly addressed: readonly string[]
  readonly counted: 'open-relays' | 'open-proxies' | 'zombies'
  /** what a country counts before it, about */
  readonly about: number
}

const themes: readonly Theme[] = [
  {
    title: 'Close your relays',
    aim: 'Fewer mail servers that send for anybody. Operators get a test, a text for each common server, and a letter that they can send on.',
    addressed: ['providers', 'businesses'],
    counted: 'open-relays',
    about: 900,
  },
  {
    title: 'Is your router working for others?',
    aim: 'Households learn how to see whether their router is rented out, and change its password in five steps.',
    addressed: ['consumers', 'schools'],
    counted: 'open-proxies',
    about: 4_000,
  },
  {
    title: 'Hang up, call back',
    aim: 'Whoever is called in the name of a bank hangs up and calls the number on the card. One sentence, in every language of the network.',
    addressed: ['consumers', 'public-bodies'],
    counted: 'zombies',
    about: 12_000,
  },
  {
    title: 'No parcel asks for a code',
    aim: 'Before the days with the most parcels: a picture and a sentence for newspapers, trams and the pages of couriers.',
    addressed: ['consumers', 'businesses'],
    counted: 'zombies',
    about: 8_000,
  },
]

export type Campaign = { readonly id: string; readonly number: number; readonly begun: number; readonly partners: readonly Member[] }

const dayIn = (node: DemoNode, days: number) => new Date(node.ctx.now().getTime() + days * 86_400_000).toISOString().slice(0, 10)
// numbers kept for examples (RFC 5398)
const networkOf = (at: number) => 64_496 + (at % 16)

/** The office begins a campaign in so many days; members join it and declare what they counted before. */
export async function beginCampaign(
  node: DemoNode,
  { office }: Network,
  { agencies, industry, random }: Cast,
  { number, begun, days }: { readonly number: number; readonly begun: number; readonly days: number },
): Promise<Campaign> {
  const theme = themeOf(number)
  const partners = [...agencies.slice(0, 3), ...agencies.slice(3).filter(() => random.chance(0.12)), ...industry.slice(0, 2)]
  const { id } = await node.call<EducationWhole>(office, 'POST', '/api/educations', {
    title: theme.title,
    aim: theme.aim,
    addressed: theme.addressed,
    languages: ['en', 'fr', 'ar', 'zh'],
    countries: [...new Set(partners.map(({ country }) => country))],
    startsOn: dayIn(node, days),
    endsOn: dayIn(node, days + 300),
  })
  const path = `/api/educations/${id}`
  await node.call(office, 'POST', `${path}/files?language=en&title=Leaflet&name=leaflet.pdf`, pageOf(theme.title, theme.aim.split('. ')))
  const notes = ['We print the leaflet.', 'On our own page, and with each bill of May.', 'Two evenings in town halls.', 'We translate.']
  for (const [at, { who, country }] of partners.entries()) {
    await node.call(who, 'POST', `${path}/join`, { note: notes[at % notes.length] })
    const figure = { counted: theme.counted, country, since: dayIn(node, -62), until: dayIn(node, -1) }
    const number = Math.round(theme.about * (0.35 + random.unit() * 1.6))
    if (at < 6) await node.call(who, 'POST', `${path}/figures`, { ...figure, number, source: 'Monthly scan of the country’s networks' })
    if (at < 2)
      await node.call(who, 'POST', `${path}/figures`, {
        ...figure,
        asn: networkOf(at),
        number: Math.round(number / 4),
        source: 'The operator itself',
      })
  }
  return { id, number, begun, partners }
}

function themeOf(number: number): Theme {
  const theme = themes[number % themes.length]
  if (theme === undefined) throw new Error('there is no such campaign')
  return theme
}

/** A later quarter: whom it reached, and what is counted since. After a year it ends, and nothing is counted any more. */
export async function countSince(
  node: DemoNode,
  { office }: Network,
  campaign: Campaign,
  { random }: Cast,
  quarter: number,
): Promise<void> {
  const { id, number, begun, partners } = campaign
  if (quarter - begun > 4) return
  const theme = themeOf(number)
  const path = `/api/educations/${id}`
  const kinds = ['people', 'leaflets', 'views', 'events'] as const
  for (const [at, { who, country }] of partners.slice(0, 6).entries()) {
    const counted = kinds[at % kinds.length]
    const reached = counted === 'events' ? random.between(2, 20) : random.between(2, 90) * 1_000
    if ((at + quarter) % 2 === 0)
      await node.call(who, 'POST', `${path}/reach`, { counted, number: reached, source: 'Own count', onDate: dayIn(node, -1) })
    const { figures } = await node.call<EducationWhole>(who, 'GET', path)
    const before = figures.find((one) => one.country === country && one.asn === null && one.phase === 'before')
    if (before === undefined) continue
    const since = { counted: theme.counted, country, since: dayIn(node, -31), until: dayIn(node, 0), source: before.source }
    const left = 0.9 - 0.1 * (quarter - begun) + random.unit() * 0.2
    await node.call(who, 'POST', `${path}/figures`, { ...since, number: Math.round(before.number * Math.max(0.2, left)) })
    if (at < 2)
      await node.call(who, 'POST', `${path}/figures`, {
        ...since,
        asn: networkOf(at),
        number: Math.round((before.number * Math.max(0.15, left)) / 4),
        source: 'The operator itself',
      })
  }
  if (quarter - begun === 4) await node.call(office, 'POST', `${path}/end`)
}
