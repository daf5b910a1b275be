import type { indicatorKinds, onwardRules, permittedUses, sharedTlps } from './names.ts'
import type { techniqueKinds } from './technique-names.ts'

// What stands in a shared copy: the JSON that a preview, a share and a recipient are given as text.

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
  | CopiedTechnique

/** A version of a technique, whole: what is run is what is read. */
export type CopiedTechnique = {
  readonly kind: 'technique'
  readonly title: string
  readonly of: (typeof techniqueKinds)[number]
  readonly version: number
  readonly madeAt: string
  readonly description: string
  /** lower-case hex, of `text` in UTF-8 */
  readonly textSha256: string
  /** rules, indicators or words */
  readonly entries: number
  readonly text: string
  /** what its owner says that it came to; null where it says nothing */
  readonly result: CopiedResult | null
  /** who made it, where its owner has it from somebody else */
  readonly origin: { readonly name: string; readonly sha256: string } | null
}
export type CopiedResult = {
  readonly corpus: string
  readonly unwanted: number
  readonly wanted: number
  readonly truePositives: number
  readonly falsePositives: number
  readonly measuredOn: string
  readonly measuredBy: string
}

export type Terms = {
  readonly tlp: (typeof sharedTlps)[number]
  readonly permitted: (typeof permittedUses)[number]
  readonly onward: (typeof onwardRules)[number]
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
