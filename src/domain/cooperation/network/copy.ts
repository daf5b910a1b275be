import { createHash } from 'node:crypto'
import { canonical } from '../../../formats/tlog/canonical.ts'
import type { CopiedBody, CopiedFinding, CopiedIndicator, CopyContent } from '../contract/network/copied.ts'
import type { SharedKind } from './sharing.ts'

/** the form of a copy's content; a change of what stands in it is another number */
export const copyForm = 1

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
    ...(body.kind === 'technique' ? [body.description] : []),
    ...(body.kind === 'evidence' ? [body.sha256, body.mediaType, ...(body.bytes === null ? [] : [body.bytes.sha256])] : []),
    ...(body.kind === 'finding' ? [body.sha256, ...body.findings.flatMap((one) => [one.code, ...wordsIn(one)])] : []),
  ]
  return [from.name, ...own, ...indicators.map(({ value }) => value)].join('\n')
}

/** Places that a copy names, and words in which it may. */
export function placesOf(body: CopiedBody): {
  readonly things: readonly { readonly kind: string; readonly value: string }[]
  readonly texts: readonly string[]
} {
  if (body.kind === 'document') return { things: [], texts: [body.title, body.text] }
  if (body.kind === 'evidence') return { things: [], texts: [body.title] }
  if (body.kind === 'finding') return { things: [], texts: [body.title, ...body.findings.flatMap(wordsIn)] }
  if (body.kind === 'technique') return { things: [], texts: [body.title, body.description, body.text] }
  if (body.kind === 'indicator') return { things: [body.indicator], texts: [body.title, body.note] }
  return { things: body.indicators, texts: [body.title, ...(body.kind === 'case' ? body.campaigns.map(({ name }) => name) : [])] }
}

/** Texts that a finding is explained with: out of what was reported. */
function wordsIn({ params }: CopiedFinding): readonly string[] {
  return Object.values(params).filter((one) => typeof one === 'string')
}

/** Every text of the body, changed; numbers, kinds and moments stay. */
export function changeTexts(body: CopiedBody, change: (text: string) => string): CopiedBody {
  const indicators = (all: readonly CopiedIndicator[]) => all.map((one) => ({ ...one, value: change(one.value) }))
  if (body.kind === 'document') return { ...body, title: change(body.title), text: change(body.text) }
  // its text is what is run, and goes as it is or not at all
  if (body.kind === 'technique') return { ...body, title: change(body.title), description: change(body.description) }
  if (body.kind === 'evidence') return { ...body, title: change(body.title) }
  if (body.kind === 'finding')
    return { ...body, title: change(body.title), findings: body.findings.map((one) => changeFinding(one, change)) }
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
      ...(typeof body.brand === 'string' ? { brand: change(body.brand) } : {}),
      indicators: indicators(body.indicators),
    }
  return {
    ...body,
    title: change(body.title),
    campaigns: body.campaigns.map((one) => ({ ...one, name: change(one.name) })),
    indicators: indicators(body.indicators),
  }
}

function changeFinding(finding: CopiedFinding, change: (text: string) => string): CopiedFinding {
  const params = Object.entries(finding.params).map(([name, value]) => [name, typeof value === 'string' ? change(value) : value] as const)
  return { ...finding, params: Object.fromEntries(params) }
}
