import type { Reason, Verdict } from '../reading.ts'
import { kindOf, type Shown } from './kind.ts'
import type { Lure } from './lures.ts'
import { type Model, scoreTraits, shippedModel } from './model.ts'
import { type Family, type Judged, type Trait, traitsOf } from './traits.ts'

const leastWeight = 0.15
const mostReasons = 12
const mostExamples = 5

/** Judges what a reading shows. A desk's own lessons come as `model`: the shipped one with weights of its own added. */
export function judgeMessage(reading: Judged & Shown, model: Model = shippedModel()): Verdict {
  const traits = traitsOf(reading)
  const { score, parts } = scoreTraits(traits, model)
  const unwanted = Math.round(1_000 / (1 + Math.exp(-score))) / 1_000
  const lures = traits.filter(({ family }) => family === 'lure').map(({ name }) => name as Lure)
  return { kind: kindOf(reading, lures, unwanted), unwanted, reasons: reasonsOf(traits, parts) }
}

/**
 * Words, and those of the subject, are told apart by the side they speak for; of the other families it is the sum that tells. Each lure and each finding is a
 * reason of its own.
 */
function reasonsOf(traits: readonly Trait[], parts: readonly number[]): readonly Reason[] {
  const groups = new Map<string, { readonly family: Family; readonly own: boolean; readonly all: { name: string; part: number }[] }>()
  for (const [at, { family, name }] of traits.entries()) {
    const part = parts[at] ?? 0
    const own = family === 'lure' || family === 'finding'
    const key = own ? `${family}-${name}` : family === 'words' || family === 'subject' ? `${family} ${part > 0}` : family
    const group = groups.get(key) ?? { family, own, all: [] }
    group.all.push({ name, part })
    groups.set(key, group)
  }
  return [...groups]
    .map(([key, { family, own, all }]) => {
      const weight = round(all.reduce((sum, { part }) => sum + part, 0))
      return own
        ? { code: key, weight, examples: [] }
        : { code: weight > 0 ? family : `${family}-wanted`, weight, examples: examplesOf(all, weight) }
    })
    .filter(({ weight }) => Math.abs(weight) >= leastWeight)
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, mostReasons)
}

/** Those that add the most on the side of the sum. */
function examplesOf(all: readonly { readonly name: string; readonly part: number }[], weight: number): readonly string[] {
  return all
    .filter(({ part }) => part * weight > 0)
    .sort((a, b) => Math.abs(b.part) - Math.abs(a.part))
    .slice(0, mostExamples)
    .map(({ name }) => name)
}

function round(weight: number): number {
  return Math.round(weight * 100) / 100
}
