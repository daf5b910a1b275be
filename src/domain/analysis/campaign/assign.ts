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
export const mostCandidates = 120

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
  const places = new Map(marks.map(({ key }, at) => [key, at]))
  const compared = candidates.slice(0, mostCandidates).map((candidate) => sharedWith(candidate, places))
  const weights = weightsOf(marks, compared, frequency, background)
  const compare = (members: readonly Compared[]) => evidenceOf(sharedByCore(marks, members, weights))
  const matches = [...byCampaign(compared)]
    .map(([campaign, members]) => ({ campaign, members, evidence: compare(members) }))
    .filter(({ evidence }) => evidence.enough)
    .sort((a, b) => b.evidence.total - a.evidence.total || (a.campaign < b.campaign ? -1 : 1))
  // who was placed alone by a person stays alone
  const alone = compared
    .filter(({ candidate: { campaign, pinned } }) => campaign === null && !pinned)
    .map((one) => ({ id: one.candidate.id, evidence: compare([one]) }))
    .filter(({ evidence }) => evidence.enough)
    .sort((a, b) => b.evidence.total - a.evidence.total)
  const drawn = { with: alone.map(({ id }) => id), whyWith: alone.map(({ evidence }) => evidence.why) }
  const [best, ...others] = matches
  if (best !== undefined) {
    const weigh = (mark: Mark) => weights[places.get(mark.key) ?? -1] ?? weightOf(mark, frequency, background)
    const also = others.filter((other) => areOne(marks, best.members, other, weigh)).map(({ campaign }) => campaign)
    return { kind: 'join', campaign: best.campaign, why: best.evidence.why, also, ...drawn }
  }
  const first = alone[0]
  return first === undefined ? { kind: 'alone' } : { kind: 'start', ...drawn, why: first.evidence.why }
}

/** A candidate with where the marks that it shares stand among those of the report. */
type Compared = { readonly candidate: Candidate; readonly shared: readonly number[] }

function sharedWith(candidate: Candidate, places: ReadonlyMap<bigint, number>): Compared {
  const shared: number[] = []
  for (const { key } of candidate.marks) {
    const at = places.get(key)
    if (at !== undefined) shared.push(at)
  }
  return { candidate, shared }
}

/** A mark that so many groups share, which have nothing else in common, is common here; up to this many it may be chance. */
const fewGroups = 3

/** What each mark of the report weighs, now that it is known who else has it. */
function weightsOf(marks: Marks, compared: readonly Compared[], frequency: Frequency, background: Background): readonly number[] {
  const groups = marks.map(() => new Set<string>())
  for (const { candidate, shared } of compared) for (const at of shared) groups[at]?.add(candidate.campaign ?? `alone ${candidate.id}`)
  return marks.map((mark, at) => weightOf(mark, frequency, background) * Math.min(1, fewGroups / Math.max(1, groups[at]?.size ?? 0)))
}

function byCampaign(compared: readonly Compared[]): Map<string, Compared[]> {
  const campaigns = new Map<string, Compared[]>()
  for (const one of compared) {
    const { campaign } = one.candidate
    if (campaign === null) continue
    const members = campaigns.get(campaign)
    if (members === undefined) campaigns.set(campaign, [one])
    else members.push(one)
  }
  return campaigns
}

/** Members from which on a mark must be that of several. */
const fewMembers = 4
/** What a mark of one single member of a larger campaign still counts. */
const stray = 0.3

/** How many of so many members must have a mark before it is the campaign's. */
function neededOf(members: number): number {
  return members < fewMembers ? 1 : members < 20 ? 2 : 3
}

/** The marks of the report that a campaign has too: in full where several of its members have them, or one whom a person has placed there. */
function sharedByCore(marks: Marks, members: readonly Compared[], weights: readonly number[]): Shared[] {
  const needed = neededOf(members.length)
  const seen = new Map<number, number>()
  for (const { candidate, shared } of members) for (const at of shared) seen.set(at, (seen.get(at) ?? 0) + (candidate.pinned ? needed : 1))
  return [...seen].flatMap(([at, count]) => {
    const mark = marks[at]
    return mark === undefined ? [] : [{ mark, weight: (weights[at] ?? 0) * (count >= needed ? 1 : stray) }]
  })
}

/** The marks that are a campaign's, as far as its members at hand show. */
function coreOf(members: readonly Compared[]): Map<bigint, Mark> {
  const needed = neededOf(members.length)
  const seen = new Map<bigint, { readonly mark: Mark; count: number }>()
  for (const { candidate } of members)
    for (const mark of candidate.marks) {
      const known = seen.get(mark.key) ?? { mark, count: 0 }
      known.count += candidate.pinned ? needed : 1
      seen.set(mark.key, known)
    }
  return new Map([...seen].flatMap(([key, { mark, count }]) => (count >= needed ? [[key, mark] as const] : [])))
}

/** Two campaigns are one when a report has enough of both and, unless one is small, their cores have enough of each other or the report much of both. */
function areOne(
  marks: Marks,
  members: readonly Compared[],
  other: { readonly members: readonly Compared[]; readonly evidence: Evidence },
  weigh: (mark: Mark) => number,
): boolean {
  // only those who share a mark are at hand, so that one which looks small need not be
  if (Math.min(members.length, other.members.length) < fewMembers) return other.evidence.total >= enoughToMerge
  const theirs = coreOf(other.members)
  const shared = (own: Iterable<Mark>) =>
    evidenceOf([...own].flatMap((mark) => (theirs.has(mark.key) ? [{ mark, weight: weigh(mark) }] : [])))
  const core = coreOf(members)
  if (shared(core.values()).enough) return true
  const joined = new Map([...core, ...marks.map((mark) => [mark.key, mark] as const)])
  return other.evidence.total >= muchOfBoth && shared(joined.values()).total >= muchOfBoth
}

/** To take two campaigns for one more is needed than to put a report into one. */
const enoughToMerge = 1.25
const muchOfBoth = 1.4
