import { gunzipSync } from 'node:zlib'
import { type FindingCode, findingCodes } from '../findings.ts'
import shippedText from './model.json' with { type: 'json' }
import type { Family, Trait } from './traits.ts'

/** 2^bits weights, each of all traits whose names come to the same place. */
const bits = 20
export const places = 2 ** bits

/** What a trait adds to the logarithm of the odds that a message is unwanted. `start` is that of a message without traits. */
export type Model = { readonly start: number; readonly weightOf: (trait: Trait) => number }

/** Where the weight of a trait lies: FNV-1a over its UTF-16 code units, mixed once more. */
export function placeOf({ family, name }: Trait): number {
  let hash = 0x811c9dc5
  const text = `${family} ${name}`
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return (hash ^ (hash >>> 13)) >>> (32 - bits)
}

/**
 * How much each trait counts. Words by their share of all, so that a long message is no worse for being long; forms, links and files by the
 * root of how many there are; lures and findings in full.
 */
export function sharesOf(traits: readonly Trait[]): readonly number[] {
  const counts = new Map<Family, number>()
  for (const { family } of traits) counts.set(family, (counts.get(family) ?? 0) + 1)
  return traits.map(({ family }) => (family === 'finding' || family === 'lure' ? 1 : 4 / Math.sqrt(counts.get(family) ?? 1)))
}

const bySeverity = { high: 1.5, medium: 0.6, low: 0.15, info: 0 } as const

/**
 * Whether a trait may be learned from mail that is nearly all in English: a language, its charset or a country that came with spam alone there says nothing of
 * those who write it every day; wanted mail there came by lists, which most elsewhere does not; and hardly any
 * of it carried files. Such traits weigh nothing in the shipped model; a desk's own lessons know its own correspondents.
 */
export function isLearnable({ family, name }: Trait): boolean {
  if (family === 'files') return false
  if (family === 'words' || family === 'subject') return !/[^\p{Script=Latin}\p{M}\p{N}\s\p{P}\p{S}]/u.test(name)
  if (family === 'form')
    return !/^(?:charset|encoding|stations|(?:field|no) (?:list-|precedence|errors-to|x-(?:mailman|beenthere|list|ml|loop)))/.test(name)
  return !/^(?:top|at|to) (?:.*\.)?(?!tv$|io$|me$|co$)[a-z]{2}$/.test(name)
}

/** What a trait is worth before anything was learned: a finding by its severity, a lure a little, all else nothing. */
export function priorOf({ family, name }: Trait): number {
  if (family === 'lure') return 0.5
  if (family !== 'finding' || !Object.hasOwn(findingCodes, name)) return 0
  return bySeverity[findingCodes[name as FindingCode].severity]
}

/** The logarithm of the odds that a message is unwanted, and what each trait adds to it. */
export function scoreTraits(traits: readonly Trait[], model: Model): { readonly score: number; readonly parts: readonly number[] } {
  const shares = sharesOf(traits)
  const parts = traits.map((trait, at) => (shares[at] ?? 0) * model.weightOf(trait))
  return { score: parts.reduce((sum, part) => sum + part, model.start), parts }
}

/** `weights`: in hexadecimal, gzip over a signed byte a place, in units of `scale`. Written by bench/verdict. */
export type ModelText = { readonly start: number; readonly scale: number; readonly weights: string }

export function readModel({ start, scale, weights: packed }: ModelText): Model {
  const plain = gunzipSync(Buffer.from(packed, 'hex'), { maxOutputLength: places })
  if (plain.length !== places) throw new Error('this is no model of verdicts')
  const weights = new Int8Array(plain.buffer, plain.byteOffset, places)
  const learned = (trait: Trait) => {
    const weight = weights[placeOf(trait)] ?? 0
    return weight !== 0 && isLearnable(trait) ? scale * weight : 0
  }
  return { start, weightOf: (trait) => priorOf(trait) + learned(trait) }
}

let shipped: Model | undefined

/** The model that comes with the program (bench/README.md tells from what, and how good it is). */
export function shippedModel(): Model {
  shipped ??= readModel(shippedText)
  return shipped
}
