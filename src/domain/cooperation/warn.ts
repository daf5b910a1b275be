import type { CorrespondentTrust } from './correspondent.ts'
import type { ReleaseRecipient } from './release.ts'
import type { ThingLine } from './thing.ts'

/** Providers under whose names anybody may have a mailbox: no abuse desk, no authority. */
const anybody =
  /(?:^|\.)(?:gmail\.com|googlemail\.com|outlook\.com|hotmail\.com|live\.com|yahoo\.[a-z.]+|icloud\.com|me\.com|aol\.com|gmx\.[a-z]+|web\.de|mail\.ru|yandex\.[a-z]+|qq\.com|163\.com|126\.com|proton\.me|protonmail\.com)$/i

export type Doubt = {
  readonly recipient: ReleaseRecipient
  /** the directory named them, and nobody at the desk */
  readonly lookedUp: boolean
  readonly things: readonly ThingLine[]
  /** of those who reported what this is about */
  readonly reporters: readonly string[]
  readonly ownDomain: string
  readonly kind: string
  readonly leftBehind: number
  readonly evidence: number
  /** of an answer: whether the address is theirs, and that its words say who reported it */
  readonly trust?: CorrespondentTrust
  readonly namesReporter?: boolean
}

/**
 * What is unusual about a letter, by code; a person sees it before approving, and no rule approves what has any. An address from the directory is somebody's
 * business already; one that was typed is looked at more closely.
 */
export function doubtsOf({
  recipient,
  lookedUp,
  things,
  reporters,
  ownDomain,
  kind,
  leftBehind,
  evidence,
  trust,
  namesReporter,
}: Doubt): readonly string[] {
  const doubts: string[] = []
  if (trust === 'unproven') doubts.push('sender-unproven')
  if (namesReporter === true) doubts.push('words-name-reporter')
  if (recipient.kind === 'address') {
    const address = recipient.value.toLowerCase()
    const domain = address.slice(address.lastIndexOf('@') + 1)
    if (lookedUp) doubts.push('looked-up')
    if (recipient.contact === null && kind !== 'reply') {
      if (!lookedUp) doubts.push('typed-by-hand')
      if (anybody.test(domain) && kind !== 'warn-affected' && kind !== 'tell-customer') doubts.push('mailbox-of-anybody')
    }
    if (domain === ownDomain.toLowerCase()) doubts.push('own-address')
    const concerns = new Set(things.flatMap(domainsOf))
    // whoever runs what is told of may be the one who did it
    if (concerns.has(domain) || things.some(({ kind: what, value }) => what === 'sender' && value.toLowerCase() === address))
      doubts.push('is-concerned')
    if (kind !== 'reply' && kind !== 'warn-affected' && reporters.some((one) => one.toLowerCase() === address)) doubts.push('is-reporter')
  }
  if (recipient.language === null) doubts.push('language-unknown')
  if (leftBehind > 0) doubts.push('left-behind')
  if (evidence === 0 && (kind === 'notify' || kind === 'take-down' || kind === 'refer')) doubts.push('no-evidence')
  if (things.length > 50) doubts.push('many-things')
  return doubts
}

/** Doubts that a manager's rule may pass over: they say what the letter is like, not that it may be wrong. */
const mild: ReadonlySet<string> = new Set(['language-unknown', 'left-behind', 'many-things', 'no-evidence', 'entries-refused'])

export function isGrave(doubt: string): boolean {
  return !mild.has(doubt)
}

function domainsOf({ kind, value }: ThingLine): readonly string[] {
  if (kind === 'domain' || kind === 'host') return [value.toLowerCase()]
  if (kind === 'url' && URL.canParse(value)) return [new URL(value).hostname.toLowerCase()]
  return []
}
