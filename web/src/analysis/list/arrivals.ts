import type { ReportLine } from '../../../../src/domain/analysis/contract.ts'

type Line = Pick<ReportLine, 'id' | 'receivedAt'>

/** Whether `one` stands above `other`: newest first, ids deciding between equals, as the server sorts. */
export function isNewer(one: Line, other: Line): boolean {
  return one.receivedAt === other.receivedAt ? one.id > other.id : one.receivedAt > other.receivedAt
}

/** What arrived since the list was read: those of the newest that stand above all that is shown. */
export function arrivedSince<T extends Line>(shown: readonly T[], newest: readonly T[]): readonly T[] {
  const [top] = shown
  return top === undefined ? newest : newest.filter((line) => isNewer(line, top))
}

/** The list as it was, each line in its newest state; nothing moves. */
export function refreshed<T extends Line>(shown: readonly T[], newest: readonly T[]): readonly T[] {
  if (newest.length === 0) return shown
  const fresh = new Map(newest.map((line) => [line.id, line]))
  return shown.map((line) => fresh.get(line.id) ?? line)
}
