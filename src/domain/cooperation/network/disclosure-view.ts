import { serialiseCsv } from '../../../formats/csv/index.ts'
import type { DisclosureLine, DisclosureView } from '../contract/network/disclosures.ts'
import type { Disclosure } from './disclosure.ts'
import type { Member } from './member.ts'

export function disclosureView(
  row: Disclosure,
  { id, name, country }: Pick<Member, 'id' | 'name' | 'country'>,
  lines: readonly DisclosureLine[],
): DisclosureView {
  const { publishedBy: _, languages, needs, changedAt, publishedAt, supersededAt, ...rest } = row
  return {
    ...rest,
    member: { id, name, country },
    languages: [...languages],
    needs: [...needs],
    lines: lines.map((line) => ({ ...line, grounds: [...line.grounds] })),
    changedAt: changedAt.toISOString(),
    publishedAt: publishedAt?.toISOString() ?? null,
    supersededAt: supersededAt?.toISOString() ?? null,
  }
}

const columns = ['country', 'member', 'data', 'asker', 'given', 'grounds', 'condition', 'days', 'kept_days', 'cost', 'told', 'disclosure']

/** Who can give what, as CSV; numbers are days, empty where that is not said. */
export function linesCsv(
  rows: readonly (DisclosureLine & { readonly name: string; readonly country: string; readonly disclosure: string })[],
): string {
  const number = (days: number | null) => (days === null ? '' : String(days))
  const lines = rows.map(({ country, name, category, asker, given, grounds, condition, days, keptDays, cost, told, disclosure }) => [
    country,
    name,
    category,
    asker,
    given,
    grounds.join(' '),
    condition,
    number(days),
    number(keptDays),
    cost,
    told,
    disclosure,
  ])
  return serialiseCsv([columns, ...lines])
}
