import { type Assigned, assign, type Candidate, mostCandidates, type Why } from './assign.ts'
import { type Background, type Frequency, shippedBackground } from './background.ts'
import type { Marks } from './mark.ts'
import { comparableKeys } from './weigh.ts'

/** Reports that a mark leads to: the latest that have it. What more have still counts. */
export const postingLimit = 24

/** What is known of one report that was added. */
export type Gathered = { readonly id: string; readonly campaign: string | null; readonly why: readonly Why[] }

export type Gatherer = {
  /** places a report among those before it */
  add(id: string, marks: Marks): Assigned
  /** asks again of every report that is alone, now that all are known */
  settle(): void
  placeOf(id: string): Gathered | undefined
  readonly size: () => number
}

type Entry = { readonly id: string; readonly marks: Marks; campaign: string | null; why: readonly Why[] }

/** Campaigns of reports in memory, one after the other as they come: what `tocsin cluster` and the measurements run. */
export function openGatherer(background: Background = shippedBackground()): Gatherer {
  const entries = new Map<string, Entry>()
  const postings = new Map<bigint, { seen: number; readonly latest: Entry[] }>()
  const parents = new Map<string, string>()
  const find = (campaign: string): string => {
    let root = campaign
    for (let up = parents.get(root); up !== undefined; up = parents.get(root)) root = up
    return root
  }
  const frequency: Frequency = ({ key }) => ({ seen: postings.get(key)?.seen ?? 0, of: entries.size })
  const candidatesOf = (marks: Marks, self: Entry): Candidate[] => {
    const shared = new Map<Entry, number>()
    for (const { key } of comparableKeys(marks, frequency, background))
      for (const entry of postings.get(key)?.latest ?? []) if (entry !== self) shared.set(entry, (shared.get(entry) ?? 0) + 1)
    return [...shared]
      .sort(([, a], [, b]) => b - a)
      .slice(0, mostCandidates)
      .map(([{ id, campaign, marks: theirs }]) => ({
        id,
        marks: theirs,
        campaign: campaign === null ? null : find(campaign),
        pinned: false,
      }))
  }
  const place = (entry: Entry): Assigned => {
    const assigned = assign(entry.marks, candidatesOf(entry.marks, entry), frequency, background)
    if (assigned.kind === 'alone') return assigned
    const campaign = assigned.kind === 'join' ? assigned.campaign : (assigned.with[0] ?? entry.id)
    for (const other of assigned.kind === 'join' ? assigned.also : [])
      if (find(other) !== find(campaign)) parents.set(find(other), find(campaign))
    const put = (one: Entry | undefined, why: readonly Why[]) => {
      if (one === undefined || one.campaign !== null) return
      one.campaign = campaign
      one.why = why
    }
    put(entry, assigned.why)
    for (const [at, id] of assigned.with.entries()) put(entries.get(id), assigned.whyWith[at] ?? [])
    return assigned
  }
  return {
    add(id, marks) {
      const entry: Entry = { id, marks, campaign: null, why: [] }
      entries.set(id, entry)
      const assigned = place(entry)
      for (const { key } of marks) {
        const posting = postings.get(key)
        if (posting === undefined) postings.set(key, { seen: 1, latest: [entry] })
        else {
          posting.seen++
          posting.latest.push(entry)
          if (posting.latest.length > postingLimit) posting.latest.shift()
        }
      }
      return assigned
    },
    settle() {
      for (const entry of entries.values()) if (entry.campaign === null) place(entry)
    },
    placeOf(id) {
      const entry = entries.get(id)
      return entry === undefined ? undefined : { id, campaign: entry.campaign === null ? null : find(entry.campaign), why: entry.why }
    },
    size: () => entries.size,
  }
}
