import {
  type CustodyView,
  defaultDays,
  type ErasureView,
  type HoldView,
  type ItemView,
  leastDays,
  type RetentionPreviewView,
  type RetentionRuleView,
} from './contract.ts'
import type { CustodyLine, Hold, Item } from './item.ts'
import type { RetentionKind, RetentionPreview, RetentionRule } from './retention.ts'

// What the room holds, as the contract says it: dates as text.

/** What people are called, by id. */
export type Names = ReadonlyMap<string, string>

const iso = (date: Date | null): string | null => date?.toISOString() ?? null

export function itemView(item: Item): ItemView {
  const { owner: _owner, sealedSha256: _sealed, receivedAt, destroyedAt, ...rest } = item
  return { ...rest, receivedAt: receivedAt.toISOString(), destroyedAt: iso(destroyedAt) }
}

export function custodyView({ item: _item, at, detail, ...line }: CustodyLine, names: Names): CustodyView {
  return { ...line, actorName: names.get(line.actor) ?? null, at: at.toISOString(), detail: { ...detail } }
}

/** `items` are those that the reader may see; the hold on another is told without saying what it is on. */
export function holdView(hold: Hold, names: Names, items: readonly Item[]): HoldView {
  const about = items.find((item) => item.id === hold.item)
  return {
    ...hold,
    about: about === undefined ? null : { name: about.name, sha256: about.sha256, mediaType: about.mediaType, state: about.state },
    setByName: names.get(hold.setBy) ?? null,
    endedByName: nameOf(hold.endedBy, names),
    since: hold.since.toISOString(),
    endedAt: iso(hold.endedAt),
  }
}

function nameOf(id: string | null, names: Names): string | null {
  return id === null ? null : (names.get(id) ?? null)
}

export function ruleView(rule: RetentionRule, enforced: ReadonlySet<RetentionKind>, names: Names): RetentionRuleView {
  return {
    ...rule,
    setByName: nameOf(rule.setBy, names),
    setAt: iso(rule.setAt),
    defaultDays: defaultDays[rule.kind],
    leastDays: leastDays[rule.kind],
    enforced: enforced.has(rule.kind),
  }
}

export function previewView(kind: RetentionKind, before: Date, preview: RetentionPreview): RetentionPreviewView {
  return {
    kind,
    before: before.toISOString(),
    ...preview,
    more: preview.more ?? false,
    oldest: iso(preview.oldest),
    samples: [...preview.samples],
  }
}

export function erasureView(
  erasure: Omit<ErasureView, 'at' | 'counts' | 'byName'> & { at: Date; counts: Readonly<Record<string, number>> },
  names: Names,
): ErasureView {
  return { ...erasure, byName: names.get(erasure.by) ?? null, at: erasure.at.toISOString(), counts: { ...erasure.counts } }
}
