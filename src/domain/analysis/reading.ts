import { defineTask } from '../../base/task.ts'
import type { FileReading } from '../../forensics/file/reading.ts'
import type { Authentication, Finding, MessageReading } from '../../forensics/message/index.ts'
import type { JudgedReading, Learned, Said, Teaching } from '../../forensics/message/verdict/index.ts'
import type { UrlReading } from '../../forensics/url/index.ts'
import type { reportForms } from '../intake/contract.ts'
import type { Place, Reporter } from '../intake/index.ts'
import type { Marks } from './campaign/index.ts'

/** What a worker gets to read one report. Plain data: it crosses threads. */
export type ReadInput = {
  readonly bytes: Uint8Array
  readonly mediaType: string
  readonly name: string | null
  /** the SMTP session that brought it, if one did */
  readonly envelope: {
    readonly peer: string
    readonly helo: string
    readonly from: string
    readonly to: string
    /** it was fetched from a mailbox: `to` is that one's address, and the rest is empty */
    readonly mailbox: boolean
  } | null
  /** networks and hosts of the reporter's own systems */
  readonly trusted: readonly string[]
  /** what the organisation's lessons come to, null where it has none; and what it said of the messages of this very report, by their position */
  readonly taught: { readonly learned: Learned | null; readonly said: ReadonlyMap<number, Said> }
}

/** A file that was inside of another: `parent` is an index into the list, or -1 for the original. */
export type Derived = {
  readonly parent: number
  readonly how: string
  readonly name: string | null
  readonly mediaType: string
  readonly sha256: string
  readonly size: number
  /** null once they lie in the blob store */
  readonly bytes: Uint8Array | null
}

export type SightingReading = {
  readonly kind: 'message' | 'file' | 'url' | 'host' | 'address'
  /** index into `derived`, -1 for the original, null where there are no bytes */
  readonly derived: number | null
  readonly value: string | null
  readonly detail: Readonly<Record<string, unknown>>
  readonly reading:
    | { readonly kind: 'message'; readonly message: MessageReading }
    | { readonly kind: 'file'; readonly file: FileReading; readonly name: string | null; readonly findings: readonly Finding[] }
    | { readonly kind: 'url'; readonly url: UrlReading; readonly findings: readonly Finding[] }
    | { readonly kind: 'none' }
}

/** How the mail that carried the report was authenticated, and whether it was written by a person who could be answered. */
export type Carrier = {
  readonly authentication: Authentication
  readonly from: string | null
  /** the reverse path of the session, or what the server that delivered into the mailbox wrote of it; empty for the null sender */
  readonly returnPath: string
  /** a list, a bounce, an automatic answer or a null sender: never to be answered */
  readonly automatic: boolean
  readonly messageId: string | null
  /** identifiers of In-Reply-To and References (RFC 5322 §3.6.4), and the addresses that it was sent to */
  readonly answers: readonly string[]
  readonly recipients: readonly string[]
}

/**
 * Whom the mail that brought a report names, and its words, where that mail is not itself what is reported: for the search, and for whoever asks what is
 * kept of them. `authors` are those of its header who wrote or sent it.
 */
export type Brought = {
  readonly authors: readonly string[]
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  readonly text: string
}

export type ReportReading = {
  readonly form: Exclude<(typeof reportForms)[number], 'unread'>
  readonly reporter: Reporter | null
  readonly note: string | null
  readonly stated: string | null
  /** what is suspected to be child material is not looked into; `places` is where it lies, as far as the report says */
  readonly childMaterial: boolean
  readonly places: readonly Place[]
  /** language that the reporter reads, as far as their mail or words tell (BCP 47) */
  readonly language: string | null
  readonly carrier: Carrier | null
  /** null where the original is no mail, is what is reported, or was not looked into */
  readonly brought: Brought | null
  readonly derived: readonly Derived[]
  readonly sightings: readonly SightingReading[]
  /** findings about the report as a whole */
  readonly findings: readonly Finding[]
  /** what it is compared by with other reports; none where it was not looked into */
  readonly marks: Marks
}

/** Reads a report and all that it points at, on a worker thread. Ports: `resolve(name, type)`, `locate(ip)`. */
export const readReportTask = defineTask<ReadInput, ReportReading>('analysis.read-report')

/** Judges stored readings of messages, on a worker thread; null for what is none. */
export const judgeReadingsTask = defineTask<
  readonly { readonly reading: unknown; readonly teaching: Teaching }[],
  readonly (JudgedReading | null)[]
>('analysis.judge-readings')

/** Raised with any analyser's version: readings of another one are read again when asked for. */
export const analyser = 'report/1'
