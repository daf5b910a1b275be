import type { CardBody } from '../../domain/cooperation/contract.ts'
import type { Random } from './random.ts'

/** Whom the demonstration is about: countries that are there, and bodies in them that are not. No name of a person, body, host or address is anybody's. */

/** As large as the network is to be. `quarters` is how far back its history goes, `desks` how many members take reports here. */
export type Scale = {
  readonly countries: number
  readonly agencies: number
  readonly industry: number
  readonly quarters: number
  readonly desks: number
  /** joint cases, detection techniques, joint campaigns of education in all of it */
  readonly joint: number
  readonly techniques: number
  readonly campaigns: number
}

/** What a secretariat would open tomorrow: 30 countries, 75 agencies, 60 members of industry, two years. */
export const whole: Scale = { countries: 30, agencies: 75, industry: 60, quarters: 8, desks: 6, joint: 10, techniques: 12, campaigns: 3 }
/** For looking around quickly. */
export const small: Scale = { countries: 3, agencies: 5, industry: 3, quarters: 2, desks: 2, joint: 3, techniques: 4, campaigns: 1 }

export type Body = CardBody & { readonly kind: 'agency' | 'industry' }

type Place = { readonly code: string; readonly zone: string; readonly languages: readonly string[] }
const place = (code: string, zone: string, ...languages: readonly string[]): Place => ({ code, zone, languages })

// all parts of the world, rich and poor, and every half of the day
const places: readonly Place[] = [
  place('SG', 'Asia/Singapore', 'en', 'zh'),
  place('NZ', 'Pacific/Auckland', 'en', 'mi'),
  place('FR', 'Europe/Paris', 'fr'),
  place('KE', 'Africa/Nairobi', 'en', 'sw'),
  place('CA', 'America/Toronto', 'en', 'fr'),
  place('BR', 'America/Sao_Paulo', 'pt'),
  place('JP', 'Asia/Tokyo', 'ja'),
  place('MA', 'Africa/Casablanca', 'ar', 'fr'),
  place('AT', 'Europe/Vienna', 'de'),
  place('NP', 'Asia/Kathmandu', 'ne'),
  place('US', 'America/New_York', 'en'),
  place('ES', 'Europe/Madrid', 'es'),
  place('FJ', 'Pacific/Fiji', 'en'),
  place('JO', 'Asia/Amman', 'ar'),
  place('KR', 'Asia/Seoul', 'ko'),
  place('NL', 'Europe/Amsterdam', 'nl'),
  place('RW', 'Africa/Kigali', 'rw', 'en'),
  place('CL', 'America/Santiago', 'es'),
  place('AU', 'Australia/Sydney', 'en'),
  place('PL', 'Europe/Warsaw', 'pl'),
  place('NG', 'Africa/Lagos', 'en'),
  place('BD', 'Asia/Dhaka', 'bn'),
  place('SE', 'Europe/Stockholm', 'sv'),
  place('JM', 'America/Jamaica', 'en'),
  place('EG', 'Africa/Cairo', 'ar'),
  place('MX', 'America/Mexico_City', 'es'),
  place('IT', 'Europe/Rome', 'it'),
  place('VU', 'Pacific/Efate', 'bi', 'en', 'fr'),
  place('TR', 'Europe/Istanbul', 'tr'),
  place('ZA', 'Africa/Johannesburg', 'en', 'zu'),
]

type Office = Pick<CardBody, 'laws' | 'powers'> & { readonly title: string; readonly label: string; readonly act: string }

const offices: readonly Office[] = [
  {
    title: 'Electronic Messages Office',
    label: 'messages',
    act: 'Electronic Messages Act',
    laws: ['anti-spam', 'telecommunications'],
    powers: ['demand', 'preserve', 'order', 'fine', 'share-abroad'],
  },
  {
    title: 'Fair Trading Directorate',
    label: 'trading',
    act: 'Fair Trading Act',
    laws: ['consumer-protection', 'competition'],
    powers: ['demand', 'inspect', 'fine', 'sue', 'share-abroad'],
  },
  {
    title: 'Data Inspectorate',
    label: 'data',
    act: 'Personal Data Act',
    laws: ['data-protection'],
    powers: ['demand', 'inspect', 'order', 'fine'],
  },
]

const trades: readonly { readonly category: NonNullable<CardBody['category']>; readonly words: readonly string[] }[] = [
  { category: 'internet-provider', words: ['Broadband', 'Fibre', 'Networks'] },
  { category: 'mobile-operator', words: ['Mobile', 'Cellular'] },
  { category: 'telecommunications', words: ['Telecom', 'Exchange'] },
  { category: 'domain-registrar', words: ['Domains', 'Names'] },
  { category: 'security-software', words: ['Shield', 'Safeware'] },
  { category: 'financial-institution', words: ['Savings', 'Mutual'] },
  { category: 'payment-system', words: ['Pay', 'Clearing'] },
  { category: 'courier', words: ['Couriers', 'Parcels'] },
]
const firsts = [
  'Kestrel',
  'Harbour',
  'Juniper Hill',
  'Lantern',
  'Northgate',
  'Saltmarsh',
  'Tamarind',
  'Blue Quarry',
  'Meridian',
  'Foxglove',
]

const englishNames = new Intl.DisplayNames(['en'], { type: 'region' })

/** The members, in the order in which they joined: agencies first in each country. The first agency keeps the secretariat. */
export function bodiesOf(scale: Scale, random: Random): { readonly agencies: readonly Body[]; readonly industry: readonly Body[] } {
  const used = places.slice(0, scale.countries)
  const at = (index: number): Place => used[index % used.length] ?? random.pick(used)
  const agencies = Array.from({ length: scale.agencies }, (_, i) => agencyOf(at(i), offices[Math.floor(i / used.length) % offices.length]))
  const names = new Set<string>()
  const industry = Array.from({ length: scale.industry }, (_, i) => companyOf(at(i), random, names))
  return { agencies, industry }
}

const common = (of: Place, label: string) => ({
  country: of.code,
  categoryOther: null,
  represents: '',
  languages: [...of.languages],
  timeZone: of.zone,
  hours: 'Mondays to Fridays, 9 to 17',
  website: `https://${label}.${of.code.toLowerCase()}.example`,
  resources: [`${label}.${of.code.toLowerCase()}.example`],
  public: true,
})

function agencyOf(of: Place, office: Office | undefined): Body {
  if (office === undefined) throw new Error('there is no such office')
  const { title, label, act, laws, powers } = office
  return {
    ...common(of, label),
    kind: 'agency',
    name: `${englishNames.of(of.code)} ${title}`,
    category: null,
    legalBasis: `${act}, sections 12 to 19`,
    laws: [...laws],
    powers: [...powers],
  }
}

function companyOf(of: Place, random: Random, names: Set<string>): Body {
  for (;;) {
    const { category, words } = random.pick(trades)
    const name = `${random.pick(firsts)} ${random.pick(words)}`
    if (names.has(name)) continue
    names.add(name)
    const label = name.toLowerCase().replaceAll(' ', '-')
    return { ...common(of, label), kind: 'industry', name, category, legalBasis: '', laws: [], powers: [] }
  }
}

/** A company that applies in a later quarter. */
export function newcomerOf(quarter: number): Body {
  const [of = place('SG', 'Asia/Singapore', 'en')] = places.slice(quarter % places.length)
  const name = `Verdant ${['Hosting', 'Mail', 'Cloud', 'Names'][quarter % 4]}, ${englishNames.of(of.code)}`
  return { ...common(of, 'verdant'), kind: 'industry', name, category: 'internet-provider', legalBasis: '', laws: [], powers: [] }
}

/** Where somebody at such a body has mail: `unit@messages.at.example`. */
export const mailAt = ({ website }: Pick<CardBody, 'website'>, who: string): string =>
  `${who}@${new URL(website ?? 'https://nobody.example').hostname}`
