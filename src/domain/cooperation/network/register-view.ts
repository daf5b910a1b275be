import { serialiseCsv } from '../../../formats/csv/index.ts'
import { registerFields } from '../contract/network/register-names.ts'
import type { RegisterView } from '../contract/network/registers.ts'
import type { RegisterEntry } from './register.ts'

type Named = { readonly id: string; readonly name: string; readonly country: string }
export type MembersById = ReadonlyMap<string, Named>

const named = (members: MembersById, id: string | null): Named | null => (id === null ? null : (members.get(id) ?? null))

export function registerView(row: RegisterEntry, members: MembersById): RegisterView {
  const { owner: _, changedBy: __, withdrawnAt: ___, member, responsible, lawKinds, powers, affected, madeAt, changedAt, ...rest } = row
  return {
    ...rest,
    member: named(members, member),
    responsible: named(members, responsible),
    lawKinds: [...lawKinds],
    powers: [...powers],
    affected: [...affected],
    madeAt: madeAt.toISOString(),
    changedAt: changedAt.toISOString(),
  }
}

/** All fields of every kind, empty where an entry has none. */
export function registerCsv(rows: readonly RegisterView[]): string {
  const head = ['kind', 'country', 'title', 'text', ...registerFields, 'by', 'changed', 'id']
  const cell = (value: unknown): string => {
    if (value === null || value === undefined) return ''
    if (Array.isArray(value)) return value.join(' ')
    return typeof value === 'object' && 'name' in value ? String(value.name) : String(value)
  }
  const lines = rows.map((row) => [
    ...[row.kind, row.country, row.title, row.text].map(cell),
    ...registerFields.map((field) => cell(row[field])),
    ...[row.member, row.changedAt, row.id].map(cell),
  ])
  return serialiseCsv([head, ...lines])
}
