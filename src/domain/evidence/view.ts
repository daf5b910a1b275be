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

const iso = (date: Date | null): string | null => date?.toISOString() ?? null

export function itemView(item: Item): ItemView {
  const { owner: _owner, sealedSha256: _sealed, receivedAt, destroyedAt, ...rest } = item
  return { ...rest, receivedAt: receivedAt.toISOString(), destroyedAt: iso(destroyedAt) }
}

export function custodyView({ item: _item, at, detail, ...line }: CustodyLine): CustodyView {
  return { ...line, at: at.toISOString(), detail: { ...detail } }
}

export function holdView(hold: Hold): HoldView {
  return { ...hold, since: hold.since.toISOString(), endedAt: iso(hold.endedAt) }
}

export function ruleView(rule: RetentionRule, enforced: ReadonlySet<RetentionKind>): RetentionRuleView {
  return {
    ...rule,
    setAt: iso(rule.setAt),
    defaultDays: defaultDays[rule.kind],
    leastDays: leastDays[rule.kind],
    enforced: enforced.has(rule.kind),
  }
}

export function previewView(kind: RetentionKind, before: Date, preview: RetentionPreview): RetentionPreviewView {
  return { kind, before: before.toISOString(), ...preview, oldest: iso(preview.oldest), samples: [...preview.samples] }
}

export function erasureView(
  erasure: Omit<ErasureView, 'at' | 'counts'> & { at: Date; counts: Readonly<Record<string, number>> },
): ErasureView {
  return { ...erasure, at: erasure.at.toISOString(), counts: { ...erasure.counts } }
}
