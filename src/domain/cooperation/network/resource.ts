import { serialiseCsv } from '../../../formats/csv/index.ts'
import type { ResourceView } from '../contract/network/resources.ts'
import type { Names } from '../view.ts'
import { whoView } from '../view.ts'

export type Resource = Pick<ResourceView, 'id' | 'kind' | 'name' | 'about' | 'addresses' | 'source' | 'sourceOn' | 'state'> & {
  readonly confirmedAt: Date | null
  readonly confirmedBy: string | null
  readonly changedAt: Date
}
export type SaidResource = Pick<Resource, 'name' | 'about' | 'addresses' | 'source' | 'sourceOn'>

/** An entry that leads elsewhere than before has to be looked at again; one that was taken out stays out. */
export function stateAfter(before: Pick<Resource, 'state' | 'addresses'>, after: Pick<Resource, 'addresses'>): Resource['state'] {
  if (before.state !== 'confirmed') return before.state
  return JSON.stringify(before.addresses) === JSON.stringify(after.addresses) ? 'confirmed' : 'unconfirmed'
}

export function resourceView(row: Resource, names: Names): ResourceView {
  const { confirmedAt, confirmedBy, changedAt, ...rest } = row
  return {
    ...rest,
    addresses: [...rest.addresses],
    confirmedAt: confirmedAt?.toISOString() ?? null,
    confirmedBy: confirmedBy === null ? null : whoView(confirmedBy, names),
    changedAt: changedAt.toISOString(),
  }
}

/** What begins like a formula is none. */
const cell = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)

export function resourcesCsv(rows: readonly Resource[]): string {
  const head = [
    'kind',
    'name',
    'addresses',
    'about_en',
    'about_zh',
    'about_ar',
    'source',
    'source_on',
    'state',
    'confirmed_at',
    'changed_at',
  ]
  const lines = rows.map(({ kind, name, addresses, about, source, sourceOn, state, confirmedAt, changedAt }) =>
    [
      ...[kind, name, addresses.join(' '), about.en, about['zh-CN'], about.ar, source, sourceOn ?? '', state],
      ...[confirmedAt?.toISOString() ?? '', changedAt.toISOString()],
    ].map(cell),
  )
  return serialiseCsv([head, ...lines])
}
