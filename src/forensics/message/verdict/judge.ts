import type { Reason, Verdict, VerdictKind } from '../reading.ts'
import { kindOf, type Shown } from './kind.ts'
import { type Shape, shapeOf } from './lesson.ts'
import type { Lure } from './lures.ts'
import { type Model, scoreTraits, shippedModel } from './model.ts'
import { type Advice, adviceOn, type Learned, type Said, unadvised } from './taught.ts'
import { type Family, type Judged, type Trait, traitsOf } from './traits.ts'

const leastWeight = 0.15
const mostReasons = 12
const mostExamples = 5

/** An organisation's own decisions: what its lessons come to, and what it said of this very message. */
export type Teaching = { readonly learned: Learned | null; readonly said: Said | null }

/** how surely a message is judged that somebody spoke of (logarithm of the odds: 95 %) */
const sureOfOwn = 3

/** Judges what a reading shows by the model, and by what the organisation taught. */
export function judgeMessage(reading: Judged & Shown, teaching: Teaching = untaught, model: Model = shippedModel()): Verdict {
  const traits = traitsOf(reading)
  const { score, parts } = scoreTraits(traits, model)
  const { learned, said } = teaching
  const advice = learned === null ? unadvised : adviceOn(shapeOf(traits), learned)
  const own = said === null ? 0 : ownWeight(said, score + advice.moved)
  const unwanted = Math.round(1_000 / (1 + Math.exp(-(score + advice.moved + own)))) / 1_000
  const lures = traits.filter(({ family }) => family === 'lure').map(({ name }) => name as Lure)
  return {
    kind: taughtKind(kindOf(reading, lures, unwanted), unwanted, advice, said),
    unwanted,
    reasons: reasonsOf(traits, parts, [
      { code: 'lesson', weight: round(own), examples: [] },
      { code: 'lessons', weight: round(advice.moved), examples: [] },
    ]),
    ...(learned === null ? {} : { lessons: learned.version }),
  }
}

const untaught: Teaching = { learned: null, said: null }

/** As much as is wanting until the message is surely on the side that was said. */
function ownWeight({ taught }: Said, score: number): number {
  const side = taught === 'unwanted' ? 1 : -1
  return side * Math.max(0, sureOfOwn - side * score)
}

const byHarm: readonly VerdictKind[] = ['legitimate', 'marketing', 'spam', 'scam', 'phishing', 'malware']
const harmless: readonly VerdictKind[] = ['legitimate', 'marketing', 'bounce', 'unknown']

/**
 * The kind that somebody said of this message; else that of messages like it. One person's word can make a kind worse for others, and milder only together
 * with another's; never that of what carries something that runs, or of a bounce.
 */
function taughtKind(ruled: VerdictKind, unwanted: number, advice: Advice, said: Said | null): VerdictKind {
  if (said !== null) {
    if (said.kind !== null) return said.kind
    if (said.taught === 'wanted') return harmless.includes(ruled) ? ruled : 'legitimate'
    return harmless.includes(ruled) ? 'spam' : ruled
  }
  const { kind, byMany } = advice
  if (kind === null || kind === ruled || ruled === 'malware' || ruled === 'bounce') return ruled
  const fits = kind === 'marketing' || (kind === 'legitimate' ? unwanted < 0.5 : unwanted >= 0.5)
  const worse = byHarm.indexOf(kind) > byHarm.indexOf(ruled)
  return fits && (worse || byMany) ? kind : ruled
}

/**
 * Words, and those of the subject, are told apart by the side they speak for; of the other families it is the sum that tells. Each lure and each finding is a
 * reason of its own.
 */
function reasonsOf(traits: readonly Trait[], parts: readonly number[], taught: readonly Reason[]): readonly Reason[] {
  const groups = new Map<string, { readonly family: Family; readonly own: boolean; readonly all: { name: string; part: number }[] }>()
  for (const [at, { family, name }] of traits.entries()) {
    const part = parts[at] ?? 0
    // most say nothing
    if (part === 0) continue
    const own = family === 'lure' || family === 'finding'
    const key = own ? `${family}-${name}` : family === 'words' || family === 'subject' ? `${family} ${part > 0}` : family
    const group = groups.get(key) ?? { family, own, all: [] }
    group.all.push({ name, part })
    groups.set(key, group)
  }
  const learned = [...groups].map(([key, { family, own, all }]) => {
    const weight = round(all.reduce((sum, { part }) => sum + part, 0))
    return own
      ? { code: key, weight, examples: [] }
      : { code: weight > 0 ? family : `${family}-wanted`, weight, examples: examplesOf(all, weight) }
  })
  return [...learned, ...taught]
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

/** A stored reading judged with lessons, and without (`shipped`: the score); its shape is what a lesson would keep of it. */
export type JudgedReading = { readonly verdict: Verdict; readonly plain: Verdict; readonly shipped: number; readonly shape: Shape }

/** The same for a reading as it was stored, which may be of another shape: null for what cannot be judged. */
export function judgeStored(reading: unknown, teaching: Teaching): JudgedReading | null {
  try {
    const message = reading as Judged & Shown
    const traits = traitsOf(message)
    return {
      verdict: judgeMessage(message, teaching),
      plain: judgeMessage(message),
      shipped: scoreTraits(traits, shippedModel()).score,
      shape: shapeOf(traits),
    }
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}
