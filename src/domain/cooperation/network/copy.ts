import { createHash } from 'node:crypto'
import { canonical } from '../../../formats/tlog/canonical.ts'
import type { indicatorKinds } from '../contract/network/names.ts'
import type { SharedKind } from './sharing.ts'
import type { Onward, Permitted, Tlp } from './tlp.ts'

/** the form of a copy's content; a change of what stands in it is another number */
export const copyForm = 1

export type CopiedIndicator = {
  readonly kind: (typeof indicatorKinds)[number]
  readonly value: string
  readonly reports?: number
  readonly firstAt?: string
  readonly lastAt?: string
}

/** What a copy says, by kind. There is no place in it for a reporter, a recipient, a party or an internal note. */
export type CopiedBody =
  | {
      readonly kind: 'case'
      readonly code: string
      readonly title: string
      readonly of: string
      readonly state: string
      readonly harm: number
      readonly reports: number
      readonly openedAt: string
      readonly closedAt: string | null
      readonly campaigns: readonly { readonly name: string; readonly reports: number }[]
      readonly indicators: readonly CopiedIndicator[]
    }
  | {
      readonly kind: 'campaign'
      readonly title: string
      readonly of: string
      readonly state: string
      readonly brand: string | null
      readonly reports: number
      readonly firstAt: string
      readonly lastAt: string
      readonly indicators: readonly CopiedIndicator[]
    }
  | { readonly kind: 'indicator'; readonly title: string; readonly indicator: CopiedIndicator; readonly note: string }
  | { readonly kind: 'document'; readonly title: string; readonly language: string; readonly text: string }

export type Terms = {
  readonly tlp: Tlp
  readonly permitted: Permitted
  readonly onward: Onward
  /** ground in law */
  readonly ground: string
  readonly purpose: string
  readonly until: string | null
}

/** All that a recipient sees. */
export type CopyContent = {
  readonly form: number
  readonly from: { readonly name: string; readonly country: string }
  readonly terms: Terms
  readonly body: CopiedBody
}

/** What it is called in lists: at most 300 characters, never empty. */
export function titleOf(body: CopiedBody, kind: SharedKind): string {
  const title = body.title.replace(/\s+/g, ' ').trim().slice(0, 300).toWellFormed()
  return title === '' ? kind : title
}

/** The bytes that are previewed and approved, as text: canonical JSON (RFC 8785). */
export function bytesOf(content: CopyContent): string {
  return canonical(content)
}

export function hashOf(content: CopyContent): string {
  return createHash('sha256').update(bytesOf(content)).digest('hex')
}

/** Words that a copy is found by. */
export function wordsOf({ from, body }: CopyContent): string {
  const indicators = 'indicators' in body ? body.indicators : body.kind === 'indicator' ? [body.indicator] : []
  const own = [
    body.title,
    ...(body.kind === 'case' ? [body.code, ...body.campaigns.map(({ name }) => name)] : []),
    ...(body.kind === 'campaign' ? [body.brand ?? ''] : []),
    ...(body.kind === 'indicator' ? [body.note] : []),
    ...(body.kind === 'document' ? [body.text] : []),
  ]
  return [from.name, ...own, ...indicators.map(({ value }) => value)].join('\n')
}

/** Places that a copy names, and words in which it may. */
export function placesOf(body: CopiedBody): {
  readonly things: readonly { readonly kind: string; readonly value: string }[]
  readonly texts: readonly string[]
} {
  if (body.kind === 'document') return { things: [], texts: [body.title, body.text] }
  if (body.kind === 'indicator') return { things: [body.indicator], texts: [body.title, body.note] }
  return { things: body.indicators, texts: [body.title, ...(body.kind === 'case' ? body.campaigns.map(({ name }) => name) : [])] }
}

/** Every text of the body, changed; numbers, kinds and moments stay. */
export function changeTexts(body: CopiedBody, change: (text: string) => string): CopiedBody {
  const indicators = (all: readonly CopiedIndicator[]) => all.map((one) => ({ ...one, value: change(one.value) }))
  if (body.kind === 'document') return { ...body, title: change(body.title), text: change(body.text) }
  if (body.kind === 'indicator')
    return {
      ...body,
      title: change(body.title),
      note: change(body.note),
      indicator: { ...body.indicator, value: change(body.indicator.value) },
    }
  if (body.kind === 'campaign')
    return {
      ...body,
      title: change(body.title),
      brand: body.brand === null ? null : change(body.brand),
      indicators: indicators(body.indicators),
    }
  return {
    ...body,
    title: change(body.title),
    campaigns: body.campaigns.map(({ name, reports }) => ({ name: change(name), reports })),
    indicators: indicators(body.indicators),
  }
}
