import type { LeftBehind, Removed } from '../../forensics/redact/index.ts'
import type { ThingLine } from './thing.ts'

/** One part of what goes, as the preview shows it. `text` only where it can be read, cut at `shownText`. */
export type OutlinePart = {
  readonly name: string | null
  readonly type: string
  readonly size: number
  readonly sha256: string
  readonly text: string | null
}

/** What a draft is made of: kept with its bytes, so that two drafts can be compared and the preview need not parse. */
export type Outline = {
  readonly title: string
  readonly text: string
  /** the terms as they stand beneath the text; not in what was drafted before there were any, and null where it bears none */
  readonly stated?: string | null
  /** hash of the terms that it was made under (`termsHash`); null where it bears none, and not in what was drafted before this was kept */
  readonly terms?: string | null
  readonly parts: readonly OutlinePart[]
  readonly things: readonly ThingLine[]
  /** evidence that came along, by item */
  readonly items: readonly string[]
  readonly redaction: { readonly profile: string | null; readonly removed: readonly Removed[]; readonly left: readonly LeftBehind[] }
  /** SHA-256 of what it was made from: an archive under a password differs each time it is written */
  readonly inputs: string
}

export const shownText = 40_000

/** One difference between two drafts. */
export type Change = {
  readonly what: 'title' | 'text' | 'thing-added' | 'thing-removed' | 'part-added' | 'part-removed' | 'part-changed'
  readonly before: string | null
  readonly after: string | null
}

const mostChanges = 60

/** What a newer draft has that an older had not, and the other way round: whole lines of the text, things, parts. */
export function changesBetween(old: Outline, now: Outline): readonly Change[] {
  const changes: Change[] = []
  if (old.title !== now.title) changes.push({ what: 'title', before: old.title, after: now.title })
  const thing = (one: ThingLine) =>
    `${one.kind} ${one.value}${one.port === null ? '' : ` :${one.port}`}${one.at === null ? '' : ` ${one.at}`}`
  changes.push(...listChanges(old.things.map(thing), now.things.map(thing), 'thing-added', 'thing-removed'))
  const before = new Map(old.parts.map((part) => [part.name ?? part.type, part]))
  const after = new Map(now.parts.map((part) => [part.name ?? part.type, part]))
  for (const [name, part] of after) {
    const known = before.get(name)
    if (known === undefined) changes.push({ what: 'part-added', before: null, after: name })
    else if (known.sha256 !== part.sha256) changes.push({ what: 'part-changed', before: known.sha256, after: part.sha256 })
  }
  for (const name of before.keys()) if (!after.has(name)) changes.push({ what: 'part-removed', before: name, after: null })
  const [was, is] = [whole(old), whole(now)]
  if (was !== is) {
    const [left, right] = [was.split('\n'), is.split('\n')]
    const [had, has] = [new Set(left), new Set(right)]
    for (const line of left) if (!has.has(line)) changes.push({ what: 'text', before: line.slice(0, 500), after: null })
    for (const line of right) if (!had.has(line)) changes.push({ what: 'text', before: null, after: line.slice(0, 500) })
  }
  return changes.slice(0, mostChanges)
}

/** The words of a letter with the terms beneath them. */
export function whole({ text, stated }: Pick<Outline, 'text' | 'stated'>): string {
  return stated == null ? text : `${text.trimEnd()}\n\n${stated}\n`
}

function listChanges(old: readonly string[], now: readonly string[], added: Change['what'], removed: Change['what']): readonly Change[] {
  const [had, has] = [new Set(old), new Set(now)]
  return [
    ...now.filter((one) => !had.has(one)).map((after) => ({ what: added, before: null, after })),
    ...old.filter((one) => !has.has(one)).map((before) => ({ what: removed, before, after: null })),
  ]
}
