import { createHash } from 'node:crypto'
import { canonical } from '../../../formats/tlog/canonical.ts'
import type { dataKinds, grounds } from '../contract/network/disclosure-names.ts'
import type { findingCodes, requestKinds, thingKinds, urgencies } from '../contract/network/request-names.ts'
import type { LawKind, RequestRouteKind } from './country.ts'
import type { MemberKind } from './member.ts'

export type RequestKind = (typeof requestKinds)[number]
export type Urgency = (typeof urgencies)[number]
export type DataKind = (typeof dataKinds)[number]
export type Ground = (typeof grounds)[number]
export type FindingCode = (typeof findingCodes)[number]
export type RequestThing = { readonly kind: (typeof thingKinds)[number]; readonly value: string }
/** ISO 8601 days, both included */
export type Period = { readonly from: string; readonly to: string }
/** That something stands against the check, and why it is asked all the same. */
export type Override = { readonly code: FindingCode; readonly reason: string }

/** What is asked, as whoever drafts it says it. */
export type Ask = {
  readonly kind: RequestKind
  readonly title: string
  readonly data: readonly DataKind[]
  readonly things: readonly RequestThing[]
  readonly period: Period | null
  readonly ground: Ground
  /** the law and article */
  readonly law: string
  readonly purpose: string
  readonly text: string
  /** BCP 47, in which it is written */
  readonly language: string
  readonly urgency: Urgency
  /** ISO 8601 days */
  readonly answerBy: string | null
  readonly preserveUntil: string | null
  /** whether whoever is asked may pass it on to another agency of its country */
  readonly mayPass: boolean
  readonly overrides: readonly Override[]
}

/** What a harm is judged from, as the asker released it. */
export type ReleasedHarm = {
  readonly version: string
  readonly score: number
  readonly parts: readonly { readonly name: string; readonly value: unknown; readonly points: number; readonly most: number }[]
}

/** the form of a request's content; a change of what stands in it is another number */
export const requestForm = 1

/** All that whoever is asked sees. It has no place for internal notes, nor for who reported anything. */
export type RequestContent = Ask & {
  readonly form: number
  readonly reference: string
  readonly from: { readonly name: string; readonly country: string }
  readonly to: {
    readonly member: string
    readonly name: string
    readonly country: string
    readonly kind: MemberKind
    /** where it was asked for as 'to this country': how that came to be this agency */
    readonly route: RequestRouteKind | null
    /** where the country's agencies named none: by which kind of law it was chosen */
    readonly law?: LawKind
  }
  /** the code of the asker's case, as others write it */
  readonly about: string | null
  /** the reference of the request to preserve that it goes on from */
  readonly goesOn: string | null
  readonly harm: ReleasedHarm | null
}

/** The bytes that are previewed and approved, as text: canonical JSON (RFC 8785). */
export function requestBytes(content: RequestContent): string {
  return canonical(content)
}

/** SHA-256 in lower-case hex. */
export function hashText(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** `R-2026-0042`, after the asker's code: what people say, and what letters and telephone calls name. */
export function referenceOf(organisation: string, year: number, number: number): string {
  return `${organisation}-R-${year}-${String(number).padStart(4, '0')}`
}

/** Every text of a request that may name a person or a place. */
export function requestTexts({ title, law, purpose, text, things, overrides }: Ask): readonly string[] {
  return [title, law, purpose, text, ...things.map(({ value }) => value), ...overrides.map(({ reason }) => reason)]
}
