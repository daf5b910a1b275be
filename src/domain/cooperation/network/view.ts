import type { MemberView } from '../contract/network/members.ts'
import type { OfficeView } from '../contract/network/network.ts'
import type { Member } from './member.ts'

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
  readonly until: Date | null
}): OfficeView {
  return { id: row.id, holder: { id: row.holder, name: row.name }, since: row.since.toISOString(), until: moment(row.until) }
}
