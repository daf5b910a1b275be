import { type Background, type Frequency, shippedBackground } from './background.ts'
import type { Mark, MarkKind, Marks } from './mark.ts'

/** Kinds that come of one act of the sender, so that two of them are no two independent witnesses. */
export type Trait = 'words' | 'layout' | 'links' | 'files' | 'sending' | 'contact'

type Worth = {
  readonly trait: Trait
  /** of one mark that the world does not know */
  readonly unit: number
  /** of all marks of the kind together */
  readonly most: number
}

/**
 * What marks are worth, in parts of what makes two reports one campaign: 1. A sketch of which a third is shared is a telling text; a file is
 * telling by itself; a form of header never is. Found on generated truth, docs/decisions/0018-campaign-marks.md.
 */
export const worths: Readonly<Record<MarkKind, Worth>> = {
  text: { trait: 'words', unit: 0.24, most: 1.6 },
  subject: { trait: 'words', unit: 0.5, most: 0.5 },
  template: { trait: 'layout', unit: 0.2, most: 1 },
  html: { trait: 'layout', unit: 0.17, most: 1.1 },
  link: { trait: 'links', unit: 0.5, most: 0.9 },
  domain: { trait: 'links', unit: 0.6, most: 1 },
  'link-pattern': { trait: 'links', unit: 0.35, most: 1.1 },
  file: { trait: 'files', unit: 1.1, most: 1.5 },
  'file-shape': { trait: 'files', unit: 0.35, most: 0.7 },
  image: { trait: 'files', unit: 0.6, most: 1.1 },
  header: { trait: 'sending', unit: 0.15, most: 0.4 },
  sender: { trait: 'sending', unit: 0.3, most: 0.5 },
  infrastructure: { trait: 'sending', unit: 0.25, most: 0.6 },
  network: { trait: 'sending', unit: 0.1, most: 0.1 },
  source: { trait: 'sending', unit: 0.5, most: 0.5 },
  contact: { trait: 'contact', unit: 0.7, most: 1 },
  reply: { trait: 'contact', unit: 1, most: 1 },
  wallet: { trait: 'contact', unit: 1.1, most: 1.5 },
}

/** A trait of the mail of one in 2,048 or fewer weighs in full, of one in 32 or more nothing. */
export function rarityOf(share: number): number {
  return share <= 0 ? 1 : Math.min(1, Math.max(0, (-Math.log2(share) - 5) / 6))
}

/** Own reports from which on their own counts say what is common among them. */
const leastOwn = 500

/** What one mark is worth before anything is known of who else has it: by its kind, and by how rare it is in the world and here. */
export function weightOf(mark: Mark, frequency: Frequency, background: Background = shippedBackground()): number {
  return worths[mark.kind].unit * rarityOf(background(mark)) * ownRarity(mark, frequency)
}

/** A campaign may be a third of what an organisation gets, so that its own counts alone never take all weight from a mark. */
function ownRarity(mark: Mark, frequency: Frequency): number {
  const { seen, of } = frequency(mark)
  if (of < leastOwn) return 1
  return seen / of > 0.3 ? 0.5 : 1
}

/** Marks that may lead to others that belong with it, for each kind the first of a sketch before the later ones. */
const mostKeys = 24

/** Which marks to look others up by: those that weigh something, the most telling first and no kind alone, at most 24. */
export function comparableKeys(marks: Marks, frequency: Frequency, background: Background = shippedBackground()): readonly Mark[] {
  const ranks = new Map<MarkKind, number>()
  const ranked = marks.flatMap((mark) => {
    const weight = weightOf(mark, frequency, background) / Math.min(0.4, worths[mark.kind].unit)
    if (weight < 0.05 || mark.kind === 'network') return []
    const rank = ranks.get(mark.kind) ?? 0
    ranks.set(mark.kind, rank + 1)
    return [{ mark, order: weight * worthOfKind(mark.kind) * 0.8 ** rank }]
  })
  return ranked
    .sort((a, b) => b.order - a.order)
    .slice(0, mostKeys)
    .map(({ mark }) => mark)
}

/** How much a kind can lead to at most, so that what can only confirm is asked last. */
function worthOfKind(kind: MarkKind): number {
  return Math.min(1, worths[kind].most)
}
