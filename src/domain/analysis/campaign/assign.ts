import { type Background, type Frequency, shippedBackground } from './background.ts'
import { type Evidence, evidenceOf, type Shared, type Why } from './evidence.ts'
import type { Mark, Marks } from './mark.ts'
import { weightOf } from './weigh.ts'

export type { Why } from './evidence.ts'

/** A report that was found by one of the marks: `campaign` null while it is alone; `pinned` where a person has placed it. */
export type Candidate = { readonly id: string; readonly campaign: string | null; readonly marks: Marks; readonly pinned: boolean }

export type Assigned =
  | { readonly kind: 'alone' }
  | {
      readonly kind: 'join'
      readonly campaign: string
      readonly why: readonly Why[]
      /** other campaigns that this report and their cores show to be the same one */
      readonly also: readonly string[]
      /** reports that were alone and belong with it, and why each does */
      readonly with: readonly string[]
      readonly whyWith: readonly (readonly Why[])[]
    }
  | {
      readonly kind: 'start'
      /** reports that were alone, the nearest first, and why each belongs with this one */
      readonly with: readonly string[]
      readonly whyWith: readonly (readonly Why[])[]
      readonly why: readonly Why[]
    }

/** Candidates that are compared; whoever looks them up brings those first that share the most. */
export const mostCandidates = 200

/**
 * Decides where a report belongs: with whom of those that share a mark with it, or alone. A campaign is compared by its core, the marks that several
 * of its reports have, so that one odd member draws nobody in; what many different campaigns share weighs little, whatever the background says.
 */
export function assign(
  marks: Marks,
  candidates: readonly Candidate[],
  frequency: Frequency,
  background: Background = shippedBackground(),
): Assigned {
  const compared = candidates.slice(0, mostCandidates)
  const weigh = weigher(marks, compared, frequency, background)
  const campaigns = byCampaign(compared)
  const matches = [...campaigns]
    .map(([campaign, members]) => ({ campaign, core: coreOf(members), evidence: compare(marks, coreOf(members), weigh) }))
    .filter(({ evidence }) => evidence.enough)
    .sort((a, b) => b.evidence.total - a.evidence.total || (a.campaign < b.campaign ? -1 : 1))
  // who was placed alone by a person stays alone
  const alone = compared
    .filter(({ campaign, pinned }) => campaign === null && !pinned)
    .map((one) => ({ id: one.id, evidence: compare(marks, coreOf([one]), weigh) }))
    .filter(({ evidence }) => evidence.enough)
    .sort((a, b) => b.evidence.total - a.evidence.total)
  const [best, ...others] = matches
  const drawn = { with: alone.map(({ id }) => id), whyWith: alone.map(({ evidence }) => evidence.why) }
  if (best !== undefined) {
    const also = others.filter((other) => areOne(marks, best.core, other.core, other.evidence, weigh)).map(({ campaign }) => campaign)
    return { kind: 'join', campaign: best.campaign, why: best.evidence.why, also, ...drawn }
  }
  const first = alone[0]
  return first === undefined ? { kind: 'alone' } : { kind: 'start', ...drawn, why: first.evidence.why }
}

type Weigh = (mark: Mark) => number

/** A mark that so many groups share, which have nothing else in common, is common here; up to this many it may be chance. */
const fewGroups = 3

function weigher(marks: Marks, candidates: readonly Candidate[], frequency: Frequency, background: Background): Weigh {
  const groups = new Map<bigint, Set<string>>(marks.map(({ key }) => [key, new Set<string>()]))
  for (const { id, campaign, marks: theirs } of candidates) for (const { key } of theirs) groups.get(key)?.add(campaign ?? `alone ${id}`)
  return (mark) => weightOf(mark, frequency, background) * Math.min(1, fewGroups / Math.max(1, groups.get(mark.key)?.size ?? 0))
}

function byCampaign(candidates: readonly Candidate[]): Map<string, Candidate[]> {
  const campaigns = new Map<string, Candidate[]>()
  for (const one of candidates) {
    if (one.campaign === null) continue
    const members = campaigns.get(one.campaign)
    if (members === undefined) campaigns.set(one.campaign, [one])
    else members.push(one)
  }
  return campaigns
}

/** What of a mark counts of a campaign: all where enough of its members have it. */
type Core = { readonly members: number; readonly marks: ReadonlyMap<bigint, { readonly mark: Mark; readonly part: number }> }

/** Members from which on a mark must be that of several. */
const fewMembers = 4
/** What a mark of one single member of a larger campaign still counts. */
const stray = 0.3

function coreOf(members: readonly Candidate[]): Core {
  const counts = new Map<bigint, { mark: Mark; seen: number; pinned: boolean }>()
  for (const { marks, pinned } of members)
    for (const mark of marks) {
      const count = counts.get(mark.key)
      if (count === undefined) counts.set(mark.key, { mark, seen: 1, pinned })
      else {
        count.seen++
        count.pinned ||= pinned
      }
    }
  const needed = members.length < fewMembers ? 1 : members.length < 20 ? 2 : 3
  const marks = [...counts].map(([key, { mark, seen, pinned }]) => [key, { mark, part: seen >= needed || pinned ? 1 : stray }] as const)
  return { members: members.length, marks: new Map(marks) }
}

function compare(marks: Marks, core: Core, weigh: Weigh): Evidence {
  const shared: Shared[] = []
  for (const mark of marks) {
    const known = core.marks.get(mark.key)
    if (known !== undefined) shared.push({ mark, weight: weigh(mark) * known.part })
  }
  return evidenceOf(shared)
}

/** Two campaigns are one when a report has enough of both and, unless they are small, their cores have enough of each other. */
function areOne(marks: Marks, one: Core, other: Core, evidence: Evidence, weigh: Weigh): boolean {
  if (!evidence.enough) return false
  if (Math.min(one.members, other.members) < fewMembers) return true
  const core = [...one.marks.values()].filter(({ part }) => part === 1).map(({ mark }) => mark)
  const joined = [...new Map([...core, ...marks].map((mark) => [mark.key, mark])).values()]
  return compare(core, other, weigh).enough || (compare(joined, other, weigh).total >= 1.4 && evidence.total >= 1.4)
}
