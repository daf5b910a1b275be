import type { Mark, MarkKind } from './mark.ts'
import { type Trait, worths } from './weigh.ts'

/** Why a report is where it is: what it shares, by kind, and what that weighs; 1 is enough. `say` names the most telling of it. */
export type Why = { readonly kind: MarkKind; readonly say: string | null; readonly weight: number }

export type Shared = { readonly mark: Mark; readonly weight: number }

export type Evidence = {
  readonly total: number
  /** of two independent traits, or of one that is telling by itself */
  readonly enough: boolean
  readonly why: readonly Why[]
}

/** What one trait can weigh at most, and what it must to count as a second witness. */
const mostOfTrait = 1.6
const leastOfTrait = 0.3
/** What several witnesses must amount to together; one alone is enough from 1 on. */
const leastTogether = 1.25

/** What shared marks amount to. Sending alone is never enough below its `source`: who writes twice from one machine is no campaign. */
export function evidenceOf(shared: readonly Shared[]): Evidence {
  const kinds = new Map<MarkKind, { weight: number; best: Shared }>()
  for (const one of shared) {
    const kind = kinds.get(one.mark.kind)
    if (kind === undefined) kinds.set(one.mark.kind, { weight: one.weight, best: one })
    else {
      kind.weight += one.weight
      if (one.weight > kind.best.weight) kind.best = one
    }
  }
  const traits = new Map<Trait, number>()
  const why: Why[] = []
  for (const [kind, { weight, best }] of kinds) {
    const worth = Math.min(weight, worths[kind].most)
    if (worth <= 0) continue
    const { trait } = worths[kind]
    traits.set(trait, Math.min(mostOfTrait, (traits.get(trait) ?? 0) + worth))
    why.push({ kind, say: best.mark.say, weight: Math.round(worth * 1000) / 1000 })
  }
  const total = [...traits.values()].reduce((sum, weight) => sum + weight, 0)
  const witnesses = [...traits].filter(([, weight]) => weight >= leastOfTrait)
  const telling = witnesses.some(([, weight]) => weight >= 1)
  const content = witnesses.some(([trait]) => trait !== 'sending') || kinds.has('source')
  return {
    total,
    enough: content && (telling || (witnesses.length >= 2 && total >= leastTogether)),
    why: why.sort((a, b) => b.weight - a.weight),
  }
}
