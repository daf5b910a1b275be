/** What a graph of shared infrastructure holds at most, values and groups together. */
export const graphNodes = 2_000
const valuesAtMost = 1_400

export type Shared = { readonly kind: string; readonly value: string; readonly reports: readonly string[] }
export type Group = { readonly report: string; readonly reports: number; readonly values: readonly number[] }
export type Graph = {
  readonly values: readonly { readonly kind: string; readonly value: string; readonly reports: number }[]
  readonly groups: readonly Group[]
  readonly left: { readonly values: number; readonly groups: number }
}

/**
 * Values and the reports that name them as a graph that a person can read: reports that name the very same values are one node with a count. `shared` comes the
 * most named first; what is beyond the limit is counted.
 */
export function graphOf(shared: readonly Shared[]): Graph {
  const drawn = shared.slice(0, valuesAtMost)
  const named = new Map<string, number[]>()
  drawn.forEach(({ reports }, at) => {
    for (const report of reports) named.set(report, [...(named.get(report) ?? []), at])
  })
  const groups = new Map<string, { report: string; reports: number; values: readonly number[] }>()
  for (const [report, values] of named) {
    const key = values.join(' ')
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { report, reports: 1, values })
    else group.reports++
  }
  const sorted = [...groups.values()].sort((a, b) => b.reports - a.reports || b.values.length - a.values.length)
  const kept = sorted.slice(0, graphNodes - drawn.length)
  return {
    values: drawn.map(({ kind, value, reports }) => ({ kind, value, reports: reports.length })),
    groups: kept,
    left: { values: shared.length - drawn.length, groups: sorted.length - kept.length },
  }
}
