import { registeredDomain } from '../../url/index.ts'
import type { Finding, MessageReading, VerdictKind } from '../reading.ts'
import type { Lure } from './lures.ts'
import { type Pretence, pretencesOf } from './pretences.ts'

/** What the kind is decided by. */
export type Shown = Pick<
  MessageReading,
  'from' | 'returnPath' | 'headers' | 'structure' | 'links' | 'attachments' | 'text' | 'subject' | 'findings'
>

const dangerous = new Set(
  'attachment-executable attachment-script attachment-shortcut attachment-disk-image attachment-macros attachment-remote-template attachment-equation attachment-dde attachment-launch attachment-html-smuggling attachment-svg-script attachment-double-extension attachment-name-bidi attachment-onenote link-executable link-file link-script archive-path-escape'.split(
    ' ',
  ),
)
const forged = new Set(
  'from-name-address from-name-brand from-look-alike link-look-alike link-mixed-script link-userinfo link-text-mismatch dmarc-fail'.split(
    ' ',
  ),
)
const asking = new Set(['html-password', 'attachment-html-form'])
const scams: readonly Lure[] = ['advance-fee', 'prize', 'extortion', 'job', 'investment', 'gift-card', 'bank-change']

/**
 * Decides by rules over what the parts show; `unwanted` (0 to 1) only tells wanted from unwanted where no rule speaks. The order is that of harm: what runs,
 * then what asks for secrets, then what asks for money.
 */
export function kindOf(shown: Shown, lures: readonly Lure[], unwanted: number): VerdictKind {
  if (isBounce(shown)) return 'bounce'
  const codes = new Set(shown.findings.map(({ code }) => code))
  const has = (set: ReadonlySet<string>) => [...codes].some((code) => set.has(code))
  const likely = unwanted >= 0.5
  if (runs(shown.findings) && unwanted >= 0.2) return 'malware'
  const pretences = likely ? pretencesOf(shown.subject, shown.text) : nothing
  if (isPhishing(shown, lures, has, likely, pretences)) return 'phishing'
  if (isScam(codes, lures, likely, pretences)) return 'scam'
  if (isEmpty(shown)) return 'unknown'
  if (isBulk(shown))
    return unwanted >= 0.9 || (likely && !answers(shown)) ? 'spam' : sells(shown) ? 'marketing' : likely ? 'spam' : 'legitimate'
  if (Math.abs(unwanted - 0.5) < 0.05) return 'unknown'
  return likely ? 'spam' : 'legitimate'
}

function runs(findings: readonly Finding[]): boolean {
  return findings.some(({ code, severity }) => dangerous.has(code) && severity !== 'info' && severity !== 'low')
}

const nothing: ReadonlySet<Pretence> = new Set()

function isPhishing(
  { links }: Shown,
  lures: readonly Lure[],
  has: (set: ReadonlySet<string>) => boolean,
  likely: boolean,
  pretences: ReadonlySet<Pretence>,
): boolean {
  if (has(asking) && (likely || has(forged))) return true
  const leads = links.some(({ scheme, where }) => (scheme === 'http' || scheme === 'https') && where !== 'img' && where !== 'css')
  // whoever keeps an account writes of it with a way in; so does whoever poses as them
  if (pretences.has('service') && (leads || has(asking))) return true
  const lured = lures.includes('credentials') || lures.includes('account-threat') || lures.includes('parcel-fee')
  if (has(forged) && lured) return true
  return likely && (leads || has(asking)) && (lures.includes('credentials') || (has(forged) && leads) || (lured && lures.length > 1))
}

function isScam(codes: ReadonlySet<string>, lures: readonly Lure[], likely: boolean, pretences: ReadonlySet<Pretence>): boolean {
  if (!likely) return false
  return pretences.has('giveaway') || pretences.has('blackmail') || codes.has('phone-bait') || scams.some((scam) => lures.includes(scam))
}

/** RFC 3464, and what older servers write: told by who wrote it and what it carries, since anybody may write a subject. */
function isBounce({ from, returnPath, structure, headers }: Shown): boolean {
  const type = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value ?? ''
  const automatic = /^(?:mailer-daemon|postmaster)@/i.test(from?.address ?? '') || returnPath === ''
  const status = structure.parts.some((part) => part.type === 'message/delivery-status')
  if (status && /report-type="?delivery-status/i.test(type)) return true
  return automatic && (status || headers.some(({ name }) => name.toLowerCase() === 'x-failed-recipients'))
}

function isEmpty({ text, links, attachments, subject }: Shown): boolean {
  return text.trim().length < 3 && links.length === 0 && attachments.length === 0 && (subject ?? '').trim().length < 3
}

function isBulk({ headers }: Shown): boolean {
  const value = (field: string) => headers.find(({ name }) => name.toLowerCase() === field)?.value
  return value('list-unsubscribe') !== undefined || value('feedback-id') !== undefined || value('list-unsubscribe-post') !== undefined
}

/** Whether whoever sells can be found: a field that says how to unsubscribe is anybody's to write, a link or a return path to one's own domain is not. */
function answers({ from, returnPath, links }: Shown): boolean {
  const domainOf = (address: string | null | undefined) => registeredDomain(address?.split('@').at(-1) ?? '')
  const own = domainOf(from?.address)
  return own !== null && own !== undefined && (domainOf(returnPath) === own || links.some(({ domain }) => domain === own))
}

/** A newsletter or an offer, rather than a list on which people talk to each other. */
function sells({ headers, links, structure }: Shown): boolean {
  const talk = headers.some(({ name }) => /^(?:list-post|in-reply-to|references)$/i.test(name))
  const pictures = links.filter(({ where }) => where === 'img').length
  return !talk && (pictures > 0 || structure.type.startsWith('multipart/') || links.length > 3)
}
