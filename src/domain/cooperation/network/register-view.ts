import { serialiseCsv } from '../../../formats/csv/index.ts'
import { registerFields } from '../contract/network/register-names.ts'
import type { RegisterView } from '../contract/network/registers.ts'
import type { RegisterEntry } from './register.ts'

type Named = { readonly id: string; readonly name: string; readonly country: string }
export type MembersById = ReadonlyMap<string, Named>

const named = (members: MembersById, id: string | null): Named | null => (id === null ? null : (members.get(id) ?? null))

type CallsByItem = ReadonlyMap<string, { readonly call: string; readonly title: string }>

export function registerView(row: RegisterEntry, members: MembersById, calls: CallsByItem): RegisterView {
  const {
    owner: _,
    changedBy: __,
    withdrawnAt: ___,
    byName,
    item,
    member,
    responsible,
    lawKinds,
    powers,
    affected,
    madeAt,
    changedAt,
    ...rest
  } = row
  return {
    ...rest,
    // one that has left is named as it was then, where that is known; never is its entry the office's own
    member: named(members, member) ?? (member === null ? null : { id: member, name: byName, country: '' }),
    call: callOf(calls, item),
    responsible: named(members, responsible),
    lawKinds: [...lawKinds],
    powers: [...powers],
    affected: [...affected],
    madeAt: madeAt.toISOString(),
    changedAt: changedAt.toISOString(),
  }
}

function callOf(calls: CallsByItem, item: string | null): RegisterView['call'] {
  const found = item === null ? undefined : calls.get(item)
  return found === undefined ? null : { id: found.call, name: found.title }
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
