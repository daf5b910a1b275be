import type { DisclosureLine } from './disclosures.ts'

/** What changed from one version to the next, line by line: which are new, gone or other. */
export function changedLines(before: readonly DisclosureLine[], after: readonly DisclosureLine[]): readonly string[] {
  const keyOf = ({ category, asker }: DisclosureLine) => `${category} ${asker}`
  const textOf = ({ grounds, ...rest }: DisclosureLine) => JSON.stringify([[...grounds].sort(), ...Object.values(rest)])
  const old = new Map(before.map((line) => [keyOf(line), textOf(line)]))
  const now = new Map(after.map((line) => [keyOf(line), textOf(line)]))
  return [...new Set([...old.keys(), ...now.keys()])].filter((key) => old.get(key) !== now.get(key)).sort()
}
