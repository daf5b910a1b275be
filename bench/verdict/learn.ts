import { gzipSync } from 'node:zlib'
import { randomBy } from '../../fixtures/generate/random.ts'
import { isLearnable, type ModelText, placeOf, places, priorOf, sharesOf } from '../../src/forensics/message/verdict/model.ts'
import type { Trait } from '../../src/forensics/message/verdict/traits.ts'

/** A message as the model sees it: where its traits lie, how much each counts, and what they are worth before learning. */
export type Sample = {
  readonly at: Uint32Array
  readonly share: Float32Array
  readonly prior: number
  readonly unwanted: boolean
}

export function sampleOf(traits: readonly Trait[], unwanted: boolean): Sample {
  const shares = sharesOf(traits)
  const learnable = traits.flatMap((trait, at) => (isLearnable(trait) ? [{ place: placeOf(trait), share: shares[at] ?? 0 }] : []))
  return {
    at: Uint32Array.from(learnable, ({ place }) => place),
    share: Float32Array.from(learnable, ({ share }) => share),
    prior: traits.reduce((sum, trait, at) => sum + (shares[at] ?? 0) * priorOf(trait), 0),
    unwanted,
  }
}

export type Learned = { readonly start: number; readonly weights: Float64Array }

/** A trait that fewer messages have is not learned: it would be of these alone. */
const leastOften = 2
const rounds = 30
const rate = 0.1
const pull = 2e-5

/**
 * Logistic regression by stochastic descent with a step of its own for each weight (AdaGrad), drawn towards what traits are worth beforehand. The
 * same samples in the same order give the same weights.
 */
export function learn(samples: readonly Sample[], seed = 'verdict'): Learned {
  const random = randomBy(seed)
  const weights = new Float64Array(places)
  const steps = new Float64Array(places).fill(1e-6)
  const often = new Uint16Array(places)
  for (const { at } of samples) for (const place of at) often[place] = (often[place] ?? 0) + 1
  let start = 0
  let startStep = 1e-6
  const order = samples.map((_, at) => at)
  for (let round = 0; round < rounds; round++) {
    for (let at = order.length - 1; at > 0; at--) {
      const other = random.below(at + 1)
      const kept = order[at] ?? 0
      order[at] = order[other] ?? 0
      order[other] = kept
    }
    for (const index of order) {
      const sample = samples[index]
      if (sample === undefined) continue
      const error = 1 / (1 + Math.exp(-scoreOf(sample, { start, weights }))) - (sample.unwanted ? 1 : 0)
      startStep += error * error
      start -= (rate * error) / Math.sqrt(startStep)
      for (let i = 0; i < sample.at.length; i++) {
        const place = sample.at[i] ?? 0
        if ((often[place] ?? 0) < leastOften) continue
        const slope = error * (sample.share[i] ?? 0) + pull * (weights[place] ?? 0)
        const step = (steps[place] ?? 0) + slope * slope
        steps[place] = step
        weights[place] = (weights[place] ?? 0) - (rate * slope) / Math.sqrt(step)
      }
    }
  }
  return { start, weights }
}

/** The logarithm of the odds. */
export function scoreOf(sample: Sample, { start, weights }: Learned): number {
  let score = start + sample.prior
  for (let i = 0; i < sample.at.length; i++) score += (weights[sample.at[i] ?? 0] ?? 0) * (sample.share[i] ?? 0)
  return score
}

/** What is kept of a model; `shift` moves the line between wanted and unwanted. */
export function packModel({ start, weights }: Learned, shift: number): ModelText {
  const most = weights.reduce((top, weight) => Math.max(top, Math.abs(weight)), 0)
  const scale = most / 127
  const bytes = Int8Array.from(weights, (weight) => Math.round(weight / scale))
  return { start: start + shift, scale, weights: gzipSync(bytes, { level: 9 }).toString('hex') }
}
