import type { RegisterView } from '../../domain/cooperation/contract.ts'
import type { Cast, Member, Network } from './members.ts'
import type { DemoNode } from './node.ts'

/** The registers: laws, fines and judgments of countries, what stands in the way, help offered and asked for, what was told to others. */

// currency (ISO 4217), and how much of it is about as much as one euro
const money: Readonly<Record<string, readonly [string, number]>> = {
  ...{ SG: ['SGD', 1.5], NZ: ['NZD', 1.8], KE: ['KES', 140], CA: ['CAD', 1.5], BR: ['BRL', 6], JP: ['JPY', 160], MA: ['MAD', 11] },
  ...{ NP: ['NPR', 145], US: ['USD', 1.1], FJ: ['FJD', 2.4], JO: ['JOD', 0.8], KR: ['KRW', 1_450], RW: ['RWF', 1_450], CL: ['CLP', 1_000] },
  ...{ AU: ['AUD', 1.6], PL: ['PLN', 4.3], NG: ['NGN', 1_600], BD: ['BDT', 128], SE: ['SEK', 11], JM: ['JMD', 170], EG: ['EGP', 52] },
  ...{ MX: ['MXN', 20], VU: ['VUV', 130], TR: ['TRY', 37], ZA: ['ZAR', 20] },
}
const enter = (node: DemoNode, { who }: Pick<Member, 'who'>, entry: object) =>
  node.call<RegisterView>(who, 'POST', '/api/network/registers', entry)
const dayAgo = (node: DemoNode, days: number) => new Date(node.ctx.now().getTime() - days * 86_400_000).toISOString().slice(0, 10)
const sumIn = (country: string, euros: number): { amount: number; currency: string } => {
  const [currency, rate] = money[country] ?? ['EUR', 1]
  const digits = 10 ** Math.max(0, Math.floor(Math.log10(euros * rate)) - 1)
  return { amount: Math.round((euros * rate) / digits) * digits, currency }
}
const firstOfEach = (agencies: readonly Member[]) => [...new Map([...agencies].reverse().map((one) => [one.country, one])).values()]

/** The first agency of each country says how far its law has come. */
export async function enterLaws(node: DemoNode, { agencies, random }: Cast): Promise<void> {
  const stages = ['in-force', 'in-force', 'in-force', 'adopted', 'before-parliament', 'draft', 'planned'] as const
  for (const agency of firstOfEach(agencies)) {
    const [act] = agency.legalBasis.split(', ')
    await enter(node, agency, {
      kind: 'law',
      country: agency.country,
      title: act,
      text: 'Commercial messages want consent beforehand; each names who sends it and how to stop it.',
      state: random.pick(stages),
      onDate: dayAgo(node, random.between(100, 3_000)),
      lawKinds: ['mail', 'text-messages', ...(random.chance(0.5) ? ['calls'] : []), ...(random.chance(0.4) ? ['spyware'] : [])],
      powers: agency.powers,
      source: `Official gazette, no. ${random.between(2, 90)}`,
      sourceUrl: `https://gazette.${agency.country.toLowerCase()}.example`,
      sourceOn: dayAgo(node, random.between(1, 60)),
    })
  }
}

const obstacles = [
  [
    'Logs are gone before a request arrives',
    'Most are kept for thirty days or less; a request takes forty.',
    'Ask for preservation first, by the form of the network.',
  ],
  [
    'Sender names of text messages are free to choose',
    'Gateways take whatever is given to them.',
    'A register of names, as two countries have it.',
  ],
  [
    'Two agencies of one country do not tell each other',
    'The one fines, the other has the complaints.',
    'One contact for the country, named by all of its agencies.',
  ],
  ['Courts want the original on paper', 'What is signed electronically is sent back.', 'A note of the ministry on what is taken.'],
] as const
const topics = ['training', 'technique', 'legislation', 'translation', 'investigation'] as const

/** What is entered in the course of a quarter. */
export async function enterQuarter(node: DemoNode, network: Network, { agencies, random }: Cast, quarter: number): Promise<void> {
  const year = node.ctx.now().getUTCFullYear()
  const firsts = firstOfEach(agencies)
  for (const agency of firsts.filter(() => random.chance(0.15))) {
    const fine = sumIn(agency.country, random.between(8, 400) * 1_000)
    await enter(node, agency, {
      kind: 'judgment',
      country: agency.country,
      title: random.pick([
        'Sender of text messages without consent',
        'Shop that advertised by forged mail',
        'Maker of a dialler',
        'Reseller of addresses',
      ]),
      text: 'The decision stands; no appeal was made.',
      onDate: dayAgo(node, random.between(5, 80)),
      court: random.pick(['Administrative court', 'Court of first instance', 'Decision of the agency']),
      outcome: 'Fined, and ordered to stop',
      ...fine,
      collected: random.chance(0.5) ? fine.amount : null,
      source: 'Register of decisions',
      sourceOn: dayAgo(node, 2),
    })
  }
  if (quarter % 4 === 0)
    for (const agency of firsts.filter(() => random.chance(0.6))) {
      const fines = sumIn(agency.country, random.between(40, 2_400) * 1_000)
      await enter(node, agency, {
        kind: 'fines',
        country: agency.country,
        title: `Fines of ${year - 1}`,
        year: year - 1,
        ...fines,
        collected: Math.round(fines.amount * (0.3 + random.unit() * 0.6)),
        source: 'Annual report',
        sourceOn: dayAgo(node, 10),
      })
    }
  const [title = '', text = '', solution = ''] = obstacles[quarter % obstacles.length] ?? []
  const [about, owner] = [random.pick(agencies), random.pick(agencies)]
  await enter(node, about, {
    kind: 'obstacle',
    country: about.country,
    title,
    text,
    state: (['solving', 'open', 'solved'] as const)[quarter % 3],
    affected: [about.country, owner.country],
    responsible: quarter % 3 === 1 ? null : owner.id,
    solution: quarter % 3 === 1 ? '' : solution,
    source: 'Own cases of the last quarter',
    sourceOn: dayAgo(node, 4),
  })
  await help(node, network, { asks: random.pick(agencies), offers: random.pick(agencies) }, quarter)
  if (quarter % 4 === 2)
    await enter(
      node,
      { who: network.office },
      {
        kind: 'report',
        title: `The network in ${year}`,
        text: 'Members, calls, requests and what came of them.',
        onDate: dayAgo(node, 1),
        body: 'Forum of regulators',
        source: 'Minutes of the forum',
        sourceOn: dayAgo(node, 1),
      },
    )
}

/** Somebody asks for help, somebody offers it; every second time the office brings them together. */
async function help(
  node: DemoNode,
  network: Network,
  { asks, offers }: { readonly asks: Member; readonly offers: Member },
  quarter: number,
): Promise<void> {
  const topic = topics[quarter % topics.length]
  const ask = await enter(node, asks, {
    kind: 'ask',
    country: asks.country,
    title: `Somebody who knows about ${topic}`,
    text: 'For a week, here or from afar.',
    state: 'open',
    topic,
    until: dayAgo(node, -120),
  })
  const offer = await enter(node, offers, {
    kind: 'offer',
    country: offers.country,
    title: `Two experts for ${topic}`,
    text: 'In English; travel is paid by us where it is not far.',
    state: 'open',
    topic,
    until: dayAgo(node, -200),
  })
  if (quarter % 2 === 0)
    await node.call(network.office, 'POST', `/api/network/registers/${offer.id}/match`, {
      ask: ask.id,
      note: 'They spoke on the telephone.',
    })
}

/** Whoever keeps the network says who looks after an obstacle that industry reported in a call, and how it is got round. */
export async function lookAfter(node: DemoNode, { office }: Network, id: string, owner: Member, quarter: number): Promise<void> {
  const path = `/api/network/registers/${id}`
  const { country, title, text, audience, source, sourceUrl, sourceOn, changedAt } = await node.call<RegisterView>(office, 'GET', path)
  const state = (['open', 'solving', 'solved'] as const)[quarter % 3]
  await node.call(office, 'PUT', path, {
    ...{ country, title, text, source, sourceUrl, sourceOn, seen: changedAt },
    audience: audience === 'item' ? 'agencies' : audience,
    state,
    affected: [owner.country],
    responsible: owner.id,
    solution: state === 'open' ? '' : 'Requests are sent with a form that is filled in by boxes, in both languages.',
  })
}
