import type { VerdictKind } from '../reading.ts'
import { placeOf } from './model.ts'
import type { Family, Trait } from './traits.ts'

/** Raised when traits come to other places, or others are learned from: lessons of another version are left aside. */
export const lessonVersion = 1

/** A message as a lesson keeps it: places of the model and what counts there, all together of length 1. No words can be read from it. */
export type Shape = { readonly places: readonly number[]; readonly shares: readonly number[] }

export type Taught = 'wanted' | 'unwanted'

/** What somebody said of a message. `teacher` tells people apart; `shipped` is the score of the shipped model, without lessons. */
export type Lesson = Shape & {
  readonly id: string
  readonly taught: Taught
  readonly kind: VerdictKind | null
  readonly teacher: string
  readonly shipped: number
}

/** How much of a lesson each family makes up, at most. What is not named here teaches nothing. */
const parts: Partial<Record<Family, number>> = { words: 1, subject: 0.6, sender: 0.5, links: 0.6, form: 0.3, files: 0.3 }
const mostWords = 400
const mostOfOthers = 40

/**
 * What is particular to a message, and not what half of all mail has: pairs of words (or of characters, where words are not parted), the domains of its
 * sender and links, its program, its files. So a lesson reaches messages that are like it and hardly touches others.
 */
export function shapeOf(traits: readonly Trait[]): Shape {
  const values = new Map<number, number>()
  for (const [family, part] of Object.entries(parts)) {
    const told = traits.filter((trait) => trait.family === family && isParticular(trait)).map(placeOf)
    // of many always the same ones, whatever else is there: those that come to the lowest places
    const kept = [...new Set(told)].sort((a, b) => a - b).slice(0, family === 'words' ? mostWords : mostOfOthers)
    for (const place of kept) values.set(place, (values.get(place) ?? 0) + part / Math.sqrt(kept.length))
  }
  const length = Math.hypot(...values.values())
  const places = [...values.keys()].sort((a, b) => a - b)
  return { places, shares: places.map((place) => (values.get(place) ?? 0) / length) }
}

const wide = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]{2}$/u

function isParticular({ family, name }: Trait): boolean {
  if (family === 'words' || family === 'subject') return name.includes(' ') || wide.test(name)
  if (family === 'sender') return name.startsWith('at ')
  if (family === 'links') return name.startsWith('to ')
  return family === 'files' || name.startsWith('program ')
}
