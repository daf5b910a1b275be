import type { VerdictKind } from '../reading.ts'
import { type Lesson, lessonVersion, type Shape, type Taught } from './lesson.ts'
import { places } from './model.ts'

/** What the lessons of one person move a score by, at most (logarithm of the odds): 88 % becomes 50 %, and no less. */
export const mostOfOne = 2
/** What those of all move it by, at most: 98 % becomes 50 %. */
export const mostOfAll = 4
/** The newest so many lessons in force are learned from. */
export const mostLessons = 500

const sweeps = 12
/** how far on its own side a message should come to lie */
const margin = 1
/** from this likeness on (1: the same) the kind that was taught holds for another message too */
const alike = 0.6

/** What an organisation's lessons come to, in flat arrays, so that threads can share it. Lesson n has the places from starts[n] to starts[n + 1]. */
export type Learned = {
  readonly traits: number
  /** of the set of lessons */
  readonly version: number
  readonly starts: Uint32Array
  readonly places: Uint32Array
  readonly shares: Float32Array
  /** how strongly each lesson speaks, above 0 against a message */
  readonly strengths: Float32Array
  readonly teachers: Uint16Array
  readonly kinds: readonly (VerdictKind | null)[]
}

/**
 * Learns from lessons, whatever their order: the same set gives the same, and without one of them what would be had it never been given. Each person's
 * lessons are learned by themselves, as a support vector machine upon the shipped model's score: a lesson that the score already agrees with adds nothing.
 */
export function learnLessons(lessons: readonly Lesson[], version: number): Learned {
  const newest = [...lessons].sort((a, b) => (a.id < b.id ? -1 : 1)).slice(-mostLessons)
  const starts = Uint32Array.from([0, ...newest.map(({ places: own }) => own.length)])
  for (let at = 1; at < starts.length; at++) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0)
  const names = [...new Set(newest.map(({ teacher }) => teacher))].sort()
  const learned = {
    traits: lessonVersion,
    version,
    starts,
    places: Uint32Array.from(newest.flatMap((one) => one.places)),
    shares: Float32Array.from(newest.flatMap((one) => one.shares)),
    strengths: new Float32Array(newest.length),
    teachers: Uint16Array.from(newest, ({ teacher }) => names.indexOf(teacher)),
    kinds: newest.map(({ kind }) => kind),
  }
  for (const name of names) strengthen(learned, newest, name)
  return learned
}

function strengthen(learned: Learned, lessons: readonly Lesson[], teacher: string): void {
  const { strengths } = learned
  const weights = new Float64Array(places)
  const own = lessons.flatMap((lesson, at) => (lesson.teacher === teacher ? [{ lesson, at }] : []))
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (const { lesson, at } of own) {
      const side = lesson.taught === 'unwanted' ? 1 : -1
      const before = Math.abs(strengths[at] ?? 0)
      const short = margin - side * (lesson.shipped + product(lesson, weights))
      // lessons are of length 1, so what one adds to its own score is its strength
      const after = Math.min(mostOfOne, Math.max(0, before + short))
      if (after === before) continue
      strengths[at] = side * after
      for (const [index, place] of lesson.places.entries())
        weights[place] = (weights[place] ?? 0) + side * (after - before) * (lesson.shares[index] ?? 0)
    }
  }
}

function product({ places: own, shares }: Shape, weights: Float64Array | Float32Array): number {
  let sum = 0
  for (let at = 0; at < own.length; at++) sum += (shares[at] ?? 0) * (weights[own[at] ?? 0] ?? 0)
  return sum
}

/** What lessons say of one message: how much they move its score, and the kind that messages like it were said to be. */
export type Advice = { readonly moved: number; readonly kind: VerdictKind | null; readonly byMany: boolean }

/** What is said where nothing was taught. */
export const unadvised: Advice = { moved: 0, kind: null, byMany: false }
let scratch: Float32Array | undefined

/** Bounded whatever was taught: `mostOfOne` by what one person said, `mostOfAll` by all. */
export function adviceOn(shape: Shape, learned: Learned): Advice {
  if (learned.traits !== lessonVersion || shape.places.length === 0) return unadvised
  scratch ??= new Float32Array(places)
  for (const [at, place] of shape.places.entries()) scratch[place] = shape.shares[at] ?? 0
  const byTeacher = new Map<number, number>()
  const kinds = new Map<VerdictKind, { likest: number; teachers: Set<number> }>()
  for (let lesson = 0; lesson < learned.strengths.length; lesson++) {
    let likeness = 0
    for (let at = learned.starts[lesson] ?? 0; at < (learned.starts[lesson + 1] ?? 0); at++)
      likeness += (learned.shares[at] ?? 0) * (scratch[learned.places[at] ?? 0] ?? 0)
    const teacher = learned.teachers[lesson] ?? 0
    byTeacher.set(teacher, (byTeacher.get(teacher) ?? 0) + likeness * (learned.strengths[lesson] ?? 0))
    const kind = learned.kinds[lesson] ?? null
    if (kind === null || likeness < alike) continue
    const said = kinds.get(kind) ?? { likest: 0, teachers: new Set<number>() }
    said.likest = Math.max(said.likest, likeness)
    said.teachers.add(teacher)
    kinds.set(kind, said)
  }
  for (const place of shape.places) scratch[place] = 0
  const moved = [...byTeacher.values()].reduce((sum, one) => sum + within(one, mostOfOne), 0)
  const [likest] = [...kinds].sort(([, a], [, b]) => b.likest - a.likest)
  return { moved: within(moved, mostOfAll), kind: likest?.[0] ?? null, byMany: (likest?.[1].teachers.size ?? 0) > 1 }
}

function within(value: number, most: number): number {
  return Math.min(most, Math.max(-most, value))
}

/** What somebody said of this very message: it stands in its verdict, whatever the model makes of it. */
export type Said = { readonly taught: Taught; readonly kind: VerdictKind | null }
