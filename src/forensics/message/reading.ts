import type { Outline } from './outline.ts'

/** Which reader made a reading; raised when the meaning of a field changes, so that stored readings are known to be old. */
export const analyser = 'message/3'

/** How much a finding weighs: `info` is worth knowing, `high` is by itself a reason to distrust the message. */
export type Severity = 'info' | 'low' | 'medium' | 'high'

/** What an observation rests on, so that a reader can be led to the very place. `line` counts header fields from 0 at the top. */
export type Rest =
  | { readonly header: string; readonly line?: number }
  | { readonly part: string }
  | { readonly link: number }
  | { readonly hop: number }
  | { readonly attachment: number }
  | { readonly defect: number }
  | { readonly text: { readonly part: string; readonly at: number } }

/** A typed observation. `params` fill the message of the catalogue for `code`; they are text from the message and never markup. */
export type Finding = {
  readonly code: string
  readonly severity: Severity
  readonly params: Readonly<Record<string, string | number | boolean | null>>
  readonly rests: readonly Rest[]
}

export type Mailbox = { readonly name: string; readonly address: string }

/** A defect of form. `at` is a byte offset into the message, `part` the path of the part it was met in. */
export type DefectRecord = { readonly code: string; readonly at?: number; readonly part?: string }

/** The tree of parts as a reader draws it. `path` is the IMAP-like number of the part (`1.2`), the root is `0`. */
export type PartSummary = {
  readonly path: string
  readonly type: string
  readonly charset: string | null
  readonly encoding: string | null
  readonly disposition: string | null
  readonly name: string | null
  readonly contentId: string | null
  /** decoded bytes */
  readonly size: number
  /** byte offset of the part's body in the message */
  readonly offset: number
  readonly parts: readonly PartSummary[]
}

export type HopSuspicion =
  | 'time-backwards'
  | 'time-missing'
  | 'time-far-off'
  | 'private-address'
  | 'helo-mismatch'
  | 'helo-literal'
  | 'helo-forged-local'
  | 'no-reverse-name'
  | 'discontinuous'
  | 'unreadable'

/** One Received line, read from the top (last added) to the bottom (first, and the easiest to forge). */
export type Hop = {
  readonly index: number
  /** index of the field in the header, counted from 0 at the top */
  readonly line: number
  readonly by: string | null
  readonly from: { readonly helo: string | null; readonly name: string | null; readonly ip: string | null }
  readonly with: string | null
  readonly id: string | null
  readonly for: string | null
  /** ISO 8601 UTC, null when the line states no readable time */
  readonly at: string | null
  /** seconds from the hop before it in time (the next lower line) to this one; negative when time runs backwards */
  readonly delay: number | null
  /** added by the reporter's own side, so that what it says can be believed */
  readonly trusted: boolean
  readonly country: string | null
  readonly asn: number | null
  readonly network: string | null
  readonly suspicions: readonly HopSuspicion[]
}

/** The handover address: the first address outside the reporter's own systems, as seen by the last hop that can be trusted. */
export type Origin = {
  readonly ip: string | null
  /** the hop that saw it */
  readonly hop: number | null
  readonly country: string | null
  readonly asn: number | null
  readonly network: string | null
  /** `trusted`: boundary from the given systems; `contiguous`: boundary guessed from the receiving side's hosts; `none`: no address found */
  readonly how: 'trusted' | 'contiguous' | 'none'
  /** which of the given systems took it over, as it was given; null where none did */
  readonly system: string | null
  /** Whom the message names as its sender's own address (X-Originating-IP and kin): a claim, never the origin. */
  readonly claims: readonly {
    readonly header: string
    readonly line: number
    readonly ip: string
    readonly country: string | null
    readonly asn: number | null
  }[]
}

/** A result word of RFC 8601 §2.7, or `unchecked` when nobody could be asked. */
export type AuthenticationWord = 'pass' | 'fail' | 'softfail' | 'neutral' | 'none' | 'temperror' | 'permerror' | 'policy' | 'unchecked'

export type AuthenticationDetail = {
  readonly method: string
  readonly result: string
  readonly domain: string | null
  readonly selector: string | null
  readonly aligned: boolean | null
  readonly comment: string | null
}

export type Authentication = {
  readonly spf: AuthenticationWord
  readonly dkim: AuthenticationWord
  readonly dmarc: AuthenticationWord
  readonly arc: AuthenticationWord
  readonly details: readonly AuthenticationDetail[]
  /** the DMARC policy that the From domain publishes */
  readonly policy: string | null
  /** What the receiver's Authentication-Results inside the trust boundary say; kept apart from what was checked here. */
  readonly claimed: {
    readonly by: string
    readonly line: number
    readonly spf: string | null
    readonly dkim: string | null
    readonly dmarc: string | null
    readonly arc: string | null
  } | null
}

export type LinkWhere = 'a' | 'img' | 'form' | 'css' | 'area' | 'meta' | 'script' | 'frame' | 'object' | 'text' | 'attachment' | 'header'

export type Link = {
  /** as resolved: entities decoded, base applied, redirect wrappers taken off; not defanged */
  readonly url: string
  /** as written, when that differs from `url` */
  readonly written: string | null
  /** the wrappers taken off, outermost first (`safelinks`, `urldefense`, …), each with the URL that carried it */
  readonly wrappers: readonly { readonly kind: string; readonly url: string }[]
  /** the text a reader sees in its place */
  readonly shown: string | null
  readonly where: LinkWhere
  /** path of the part it was found in */
  readonly part: string
  readonly scheme: string
  readonly host: string | null
  /** registered domain by the public suffix list */
  readonly domain: string | null
  readonly features: readonly string[]
}

export type MemberRecord = {
  readonly name: string
  readonly size: number
  readonly encrypted: boolean
  /** null when it was not extracted (a limit, encryption, damage) */
  readonly type: string | null
  readonly sha256: string | null
  readonly features: readonly string[]
  readonly members: readonly MemberRecord[]
}

export type Attachment = {
  readonly index: number
  readonly name: string | null
  readonly declaredType: string
  /** type by content */
  readonly type: string
  readonly size: number
  readonly sha256: string
  /** path of the part */
  readonly part: string
  readonly inline: boolean
  readonly contentId: string | null
  readonly features: readonly string[]
  readonly members: readonly MemberRecord[]
}

/** What a message is. `unknown`: there is too little of it to say, or it lies on the line. */
export const verdictKinds = ['legitimate', 'marketing', 'spam', 'scam', 'phishing', 'malware', 'bounce', 'unknown'] as const
export type VerdictKind = (typeof verdictKinds)[number]

/**
 * Why a verdict is as it is. `code` names a family of traits (`words`, `form`, `links`, …; with `-wanted` where they speak for the message), a lure
 * (`lure-credentials`) or a finding (`finding-link-ip`); `weight` is what it adds to the logarithm of the odds, above 0 for unwanted; `examples` are the
 * traits that add the most. `lessons` is what the organisation taught by messages like it, `lesson` what it said of this very message.
 */
export type Reason = { readonly code: string; readonly weight: number; readonly examples: readonly string[] }

/** How probably a message is unwanted (0 to 1), what kind of message it is, and why, the weightiest reason first. */
export type Verdict = {
  readonly kind: VerdictKind
  readonly unwanted: number
  readonly reasons: readonly Reason[]
  /** version of the organisation's lessons that it was judged with; not there where there are none */
  readonly lessons?: number
}

/** All that one message shows by itself. Plain JSON: it crosses threads, is stored, and is printed by `inspect --jsonl`. */
export type MessageReading = {
  readonly analyser: typeof analyser
  readonly sha256: string
  readonly size: number
  readonly subject: string | null
  readonly from: Mailbox | null
  readonly sender: Mailbox | null
  readonly replyTo: readonly Mailbox[]
  readonly returnPath: string | null
  /** addresses in To, Cc and Bcc */
  readonly recipients: number
  /** the Date header as ISO 8601 UTC */
  readonly date: string | null
  readonly messageId: string | null
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  readonly structure: PartSummary
  readonly defects: readonly DefectRecord[]
  readonly path: readonly Hop[]
  readonly origin: Origin
  /** day of the data that countries and networks come from, ISO 8601; null where none was asked */
  readonly location: LocationDays | null
  readonly authentication: Authentication
  readonly links: readonly Link[]
  readonly attachments: readonly Attachment[]
  readonly language: { readonly code: string; readonly confidence: number } | null
  /** how its documents are built; null where there is none to speak of */
  readonly outline: Outline | null
  /** plain text for search and for reading, limited */
  readonly text: string
  readonly findings: readonly Finding[]
  readonly verdict: Verdict
}

/** Where an address lies, from offline data. */
export type Location = { readonly country: string | null; readonly asn: number | null; readonly network: string | null }

/** Days of the offline data, ISO 8601. */
export type LocationDays = { readonly countries: string; readonly networks: string }

/** The outside world as the analysis sees it. Each may be absent; what then cannot be told is said to be unchecked. */
export type Ports = {
  /** the verdict with what an organisation taught; without it the shipped model judges alone */
  readonly judge?: (reading: Omit<MessageReading, 'verdict'>) => Verdict
  /** mailauth's shape of a resolver: rejects with `code` ENOTFOUND or ENODATA when there is nothing */
  readonly resolve?: (name: string, type: string) => Promise<string[] | string[][]>
  readonly locate?: (ip: string) => Location
  /** of which days that data is */
  readonly located?: LocationDays
  /** CIDRs, addresses and host suffixes of the reporter's own systems */
  readonly trusted?: readonly string[]
}
