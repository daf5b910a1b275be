import type { CustodyLine, Item } from './item.ts'

// RFC 4180 §2; a field that a spreadsheet would run as a formula is told to be text
const field = (text: string) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`

const columns = ['at', 'act', 'actorKind', 'actor', 'item', 'sha256', 'leaf', 'detail'] as const

/** The chain of custody as CSV, times in UTC. */
export function custodyCsv(item: Item, lines: readonly CustodyLine[]): string {
  const rows = lines.map((line) => {
    const row = { ...line, at: line.at.toISOString(), sha256: item.sha256, detail: JSON.stringify(line.detail) }
    return columns.map((column) => field(row[column])).join(',')
  })
  return `${[columns.join(','), ...rows].join('\r\n')}\r\n`
}

/** The chain of custody as JSON, times in UTC. */
export function custodyJson(item: Item, lines: readonly CustodyLine[]): string {
  const { id, sha256, size, mediaType, origin, root, receivedAt, state, destroyedAt, destroyedWhy } = item
  return `${JSON.stringify(
    {
      form: 'tocsin-custody/1',
      item: { id, sha256, size, mediaType, origin, root, receivedAt, state, destroyedAt, destroyedWhy },
      custody: lines.map(({ item: _, ...line }) => line),
    },
    null,
    2,
  )}\n`
}
