import type { indicatorKinds, onwardRules, partsOfCopies, permittedUses, secrecyMarks, sharedTlps } from './names.ts'
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
  | CopiedCase
  | CopiedCampaign
  | { readonly kind: 'indicator'; readonly title: string; readonly indicator: CopiedIndicator; readonly note: string }
  | { readonly kind: 'document'; readonly title: string; readonly language: string; readonly text: string }
  | CopiedTechnique
  | CopiedEvidence
  | CopiedFindings

/** What is not there was left out by its owner, and stands in `left`. */
export type CopiedCase = {
  readonly kind: 'case'
  readonly code: string
  readonly title: string
  readonly of: string
  readonly state: string
  readonly harm?: number
  readonly reports?: number
  readonly openedAt?: string
  readonly closedAt?: string | null
  readonly campaigns: readonly { readonly name: string; readonly reports?: number }[]
  readonly indicators: readonly CopiedIndicator[]
  readonly left?: readonly PartOfCopy[]
}
export type CopiedCampaign = {
  readonly kind: 'campaign'
  readonly title: string
  readonly of: string
  readonly state: string
  readonly brand?: string | null
  readonly reports?: number
  readonly firstAt?: string
  readonly lastAt?: string
  readonly indicators: readonly CopiedIndicator[]
  readonly left?: readonly PartOfCopy[]
}
export type PartOfCopy = (typeof partsOfCopies)[number]

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

/** An item of evidence: what is held, since when, how it came in, and what was done with it; who handed it in has no place here. */
export type CopiedEvidence = {
  readonly kind: 'evidence'
  /** its file name; of one without, the beginning of its hash */
  readonly title: string
  readonly mediaType: string
  readonly size: number
  /** lower-case hex, of the bytes that are held */
  readonly sha256: string
  readonly receivedAt: string
  /** by which kind of channel; null where it came out of another item, or by none */
  readonly channel: string | null
  /** what it came out of, and where in it; null of what was handed in */
  readonly parent: { readonly sha256: string; readonly how: string } | null
  /** the chain of custody, oldest first: acts and moments, without who and without what was only looked at or held back */
  readonly custody: readonly { readonly at: string; readonly act: string; readonly by: string }[]
  /** the first line of custody and its place in the log, as a proof bundle (src/formats/tlog); null in a copy that was made for a check alone */
  readonly seal: Readonly<Record<string, unknown>> | null
  /** what is fetched with the copy; null where the bytes stay with their owner */
  readonly bytes: CopiedBytes | null
}
export type CopiedBytes = {
  readonly sha256: string
  readonly size: number
  readonly mediaType: string
  /** whether the message was written anew without what the owner's profile takes off */
  readonly redacted: boolean
  readonly removed: readonly { readonly why: string; readonly count: number }[]
  /** parts that did not come along */
  readonly left: number
}

/** What the analysis of a report found, without the message. */
export type CopiedFindings = {
  readonly kind: 'finding'
  readonly title: string
  readonly receivedAt: string
  /** of what came in */
  readonly sha256: string
  readonly findings: readonly CopiedFinding[]
}
export type CopiedFinding = {
  readonly code: string
  readonly severity: 'info' | 'low' | 'medium' | 'high'
  /** what its explanation is written with */
  readonly params: Readonly<Record<string, string | number | boolean | null>>
  /** when it was found, and by which version of the analyser; null of what rests on the report as a whole */
  readonly at: string | null
  readonly analyser: string | null
}

export type Terms = {
  readonly tlp: (typeof sharedTlps)[number]
  readonly permitted: (typeof permittedUses)[number]
  readonly onward: (typeof onwardRules)[number]
  /** ground in law */
  readonly ground: string
  readonly purpose: string
  readonly until: string | null
  /** marks of its owner; not there where it bears none */
  readonly secrecy?: readonly (typeof secrecyMarks)[number][]
}

/** All that a recipient sees. */
export type CopyContent = {
  readonly form: number
  readonly from: { readonly name: string; readonly country: string }
  readonly terms: Terms
  readonly body: CopiedBody
}
