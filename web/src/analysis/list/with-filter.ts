import type { ReportsSearch } from '../search.ts'

/** The filters with one set, or taken off. */
export function withFilter(search: ReportsSearch, name: keyof ReportsSearch, value: string | null): ReportsSearch {
  const { [name]: _, ...others } = search
  return value === null || value === '' ? others : { ...others, [name]: value }
}
