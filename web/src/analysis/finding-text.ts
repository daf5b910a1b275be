import { useTranslation } from 'react-i18next'
import { defang } from '../ui/defang.ts'
import { formatInstant, formatNumber, formatSpan } from '../ui/format.ts'
import { type Preferences, usePreferences } from '../ui/preferences.tsx'
import { unmasked } from '../ui/unmasked.ts'

export type FindingText = { readonly title: string; readonly text: string }

type Param = string | number | boolean | null
type Words = (key: string) => string | undefined

/** Parameters that name a place of the network: shown so that nobody follows them. */
const places = new Set(['host', 'domain', 'shown', 'from', 'replyTo', 'returnPath', 'address'])
const moments = new Set(['date', 'arrived'])
const longest = 160

/**
 * What stands for the parameters of a finding in its text: numbers and times of the locale, places defanged, hostile text shortened and
 * isolated so that it can neither turn the sentence around nor run away with it. `count` is told as `many`, since the catalogue keeps
 * `count` for plurals.
 */
export function paramsOf(
  params: Readonly<Record<string, Param>>,
  { locale, zone }: Preferences,
  words: Words,
): Readonly<Record<string, string>> {
  const none = words('none') ?? ''
  const told = Object.entries(params).map(([name, value]): [string, string] => [
    name === 'count' ? 'many' : name,
    tell(name, value, locale, zone, words) ?? none,
  ])
  const given = Object.fromEntries(told)
  // a limit is told by what it is of, or by the defects that met it
  return given['what'] === undefined && given['defects'] !== undefined ? { ...given, what: given['defects'] } : given
}

function tell(name: string, value: Param, locale: string, zone: string, words: Words): string | undefined {
  if (value === null || value === '') return undefined
  // a length of time in its largest units; which way it runs is what the sentence says
  if (typeof value === 'number' && name === 'seconds') return formatSpan(Math.abs(value), locale)
  if (typeof value === 'number') return formatNumber(value, locale)
  if (typeof value === 'boolean') return String(value)
  if (name === 'how') return words(`alike.${value}`) ?? words(`died.${value}`) ?? isolate(value)
  if (name === 'what') return words(`what.${value}`) ?? isolate(value)
  if (moments.has(name) && !Number.isNaN(Date.parse(value))) return formatInstant(new Date(value), locale, zone, 'minute')
  return isolate(places.has(name) ? defang(value) : value)
}

/** Text of a stranger inside of a sentence of ours (UAX #9 §2.7: first strong isolate); its own controls are made visible. */
function isolate(text: string): string {
  const harmless = unmasked(text).replace(/\p{Cc}+/gu, ' ')
  return `\u2068${harmless.length > longest ? `${harmless.slice(0, longest)}…` : harmless}\u2069`
}

/** Every parameter that a text may ask for; older readings did not write all of them. */
const asked =
  'many fields shown address name brand domain how from replyTo returnPath subject written date arrived hours recipients policy by methods seconds helo ip host forms scripts frames characters sample images letters number currency type within defects what messages'.split(
    ' ',
  )

/** Findings in the reader's words; of a code that the catalogue does not know, the code. */
export function useFindingText(): (finding: { readonly code: string; readonly params?: Readonly<Record<string, Param>> }) => FindingText {
  const { t, i18n } = useTranslation('findings')
  const preferences = usePreferences()
  const words: Words = (key) => (i18n.exists(`findings:${key}`) ? t(`findings:${key}`) : undefined)
  return ({ code, params = {} }) => {
    if (!i18n.exists(`findings:of.${code}.title`)) return { title: code, text: '' }
    const none = t('findings:none')
    const told = { ...Object.fromEntries(asked.map((name) => [name, none])), ...paramsOf(params, preferences, words) }
    return { title: t(`findings:of.${code}.title`), text: t(`findings:of.${code}.text`, told) }
  }
}

/** The codes that the catalogue has texts for, with their titles, in the order of the titles. */
export function useFindingTitles(): readonly { readonly code: string; readonly title: string }[] {
  const { t, i18n } = useTranslation('findings')
  const of: unknown = i18n.getResource(i18n.language, 'findings', 'of')
  return codesIn(of)
    .map((code) => ({ code, title: t(`findings:of.${code}.title`) }))
    .sort((one, other) => one.title.localeCompare(other.title, i18n.language))
}

function codesIn(node: unknown, prefix = ''): string[] {
  if (typeof node !== 'object' || node === null) return []
  if ('title' in node) return [prefix]
  return Object.entries(node).flatMap(([name, inner]) => codesIn(inner, prefix === '' ? name : `${prefix}.${name}`))
}
