import type { Reason, Verdict } from '../reading.ts'
import { kindOf, type Shown } from './kind.ts'
import type { Lure } from './lures.ts'
import { type Model, scoreTraits, shippedModel } from './model.ts'
import { type Family, type Judged, type Trait, traitsOf } from './traits.ts'

const leastWeight = 0.15
const mostReasons = 12

/** Judges what a reading shows. A desk's own lessons come as `model`: the shipped one with weights of its own added. */
export function judgeMessage(reading: Judged & Shown, model: Model = shippedModel()): Verdict {
  const traits = traitsOf(reading)
  const { score, parts } = scoreTraits(traits, model)
  const unwanted = Math.round(1_000 / (1 + Math.exp(-score))) / 1_000
  const lures = traits.filter(({ family }) => family === 'lure').map(({ name }) => name as Lure)
  return { kind: kindOf(reading, lures, unwanted), unwanted, reasons: reasonsOf(traits, parts) }
}

/** Traits of one family that speak for the same side are one reason; each lure and each finding is one of its own. */
function reasonsOf(traits: readonly Trait[], parts: readonly number[]): readonly Reason[] {
  const groups = new Map<string, { name: string; part: number }[]>()
  for (const [at, { family, name }] of traits.entries()) {
    const part = parts[at] ?? 0
    const key = codeOf(family, name, part > 0)
    groups.set(key, [...(groups.get(key) ?? []), { name, part }])
  }
  return [...groups]
    .map(([code, all]) => ({
      code,
      weight: round(all.reduce((sum, { part }) => sum + part, 0)),
      examples: isOwn(code)
        ? []
        : all
            .sort((a, b) => Math.abs(b.part) - Math.abs(a.part))
            .slice(0, 5)
            .map(({ name }) => name),
    }))
    .filter(({ weight }) => Math.abs(weight) >= leastWeight)
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, mostReasons)
}

function codeOf(family: Family, name: string, against: boolean): string {
  return family === 'lure' || family === 'finding' ? `${family}-${name}` : against ? family : `${family}-wanted`
}

function isOwn(code: string): boolean {
  return code.startsWith('lure-') || code.startsWith('finding-')
}

function round(weight: number): number {
  return Math.round(weight * 100) / 100
}
