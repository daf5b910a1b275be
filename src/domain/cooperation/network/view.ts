import type { MemberView } from '../contract/network/members.ts'
import type { OfficeView } from '../contract/network/network.ts'
import type { Member } from './member.ts'
import { memberColumns, toldColumns } from './member-file.ts'

const moment = (at: Date | null) => at?.toISOString() ?? null

export function memberView(row: Member): MemberView {
  const { owner: _, organisation, leftWhy: __, changedBy: ___, joinedAt, leftAt, changedAt, ...card } = row
  return {
    ...card,
    laws: [...card.laws],
    powers: [...card.powers],
    languages: [...card.languages],
    resources: [...card.resources],
    joinedAt: moment(joinedAt),
    leftAt: moment(leftAt),
    changedAt: changedAt.toISOString(),
    here: organisation !== null,
  }
}

export function officeView(row: {
  readonly id: string
  readonly holder: string
  readonly name: string
  readonly since: Date
  readonly endsAt: Date | null
  readonly until: Date | null
}): OfficeView {
  const { id, holder, name, since, endsAt, until } = row
  return { id, holder: { id: holder, name }, since: since.toISOString(), endsAt: moment(endsAt), until: moment(until) }
}

/** A table with the columns that it can be taken in by, and what is told beside. */
export function membersCsv(rows: readonly Member[]): string {
  const lines = rows.map((row) =>
    [
      ...memberColumns.map((name) => {
        const value = row[name]
        return typeof value === 'boolean'
          ? value
            ? 'yes'
            : 'no'
          : value === null
            ? ''
            : typeof value === 'string'
              ? value
              : value.join(' ')
      }),
      row.id,
      row.state,
      moment(row.joinedAt) ?? '',
      row.changedAt.toISOString(),
    ]
      .map(cell)
      .join(','),
  )
  return `\ufeff${[[...memberColumns, ...toldColumns].join(','), ...lines].join('\r\n')}\r\n`
}

/** What begins like a formula is no formula. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
