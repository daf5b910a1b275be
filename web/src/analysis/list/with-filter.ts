import type { ReportsSearch } from '../search.ts'

/** The filters with one set, or taken off. */
export function withFilter(search: ReportsSearch, name: keyof ReportsSearch, value: string | null): ReportsSearch {
  const { [name]: _, ...others } = search
  if (value === null || value === '') return others
  return { ...others, [name]: name === 'added' ? true : value }
}
