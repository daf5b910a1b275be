import { serialiseCsv } from '../../../formats/csv/index.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { type Row, sendTable } from '../../../platform/http/table.ts'
import type { CaseRow } from '../case.ts'
import { type CaseLine, exportCases } from '../contract.ts'
import { maySeeCases } from '../policy.ts'
import { queryFor } from '../query.ts'
import { keyOf, listCaseRows } from '../store/lists.ts'
import { linesOf, readerOf } from './reading.ts'

/** rows that are read in one go */
const together = 500

/** The list of cases as a file, by the same statement as the list. */
export function serveCaseExport(http: Http): void {
  const { ctx } = http
  serve(http, exportCases, async ({ actor, query: { order, mark, ...filter }, reply }) => {
    const owner = readerOf(actor)
    const asked = queryFor(filter, actor, ctx.now())
    async function* pages(): AsyncGenerator<readonly Row[]> {
      let last: CaseRow | undefined
      for (;;) {
        const key = last === undefined ? undefined : keyOf(order, last)
        const { rows, lines } = await ctx.read(actor, async (tx) => {
          const rows = asked === undefined ? [] : await listCaseRows(tx, owner, asked, order, key, together)
          return { rows, lines: await linesOf(tx, owner, rows) }
        })
        yield lines.map((line) => columns.map(([, of]) => of(line)))
        if (rows.length < together) return
        last = rows.at(-1)
      }
    }
    return sendTable(ctx, actor, reply, {
      of: 'cases',
      room: 'cases',
      allowed: maySeeCases(actor),
      mark,
      filters: Object.keys(filter),
      head: columns.map(([name]) => name),
      pages: pages(),
      serialise: serialiseCsv,
    })
  })
}

// the names are those of the API; they are not translated, since programs read them
const columns: readonly (readonly [name: string, of: (line: CaseLine) => string])[] = [
  ['code', (line) => line.code],
  ['title', (line) => line.title],
  ['kind', (line) => line.kind],
  ['state', (line) => line.state],
  ['harm', (line) => String(line.harm)],
  ['assignee', (line) => line.assignee?.name ?? ''],
  ['openedAt', (line) => line.openedAt],
  ['openedHow', (line) => line.openedHow],
  ['lastAt', (line) => line.lastAt],
  ['dueAt', (line) => line.dueAt ?? ''],
  ['closedAt', (line) => line.closedAt ?? ''],
  ['closedWhy', (line) => line.closedWhy ?? ''],
  ['recurred', (line) => String(line.recurred)],
  ['reports', (line) => String(line.reports)],
  ['campaigns', (line) => String(line.campaigns)],
  ['tasksOpen', (line) => String(line.tasksOpen)],
  ['actionsOpen', (line) => String(line.actionsOpen)],
  ['repliesUnread', (line) => String(line.repliesUnread)],
  ['id', (line) => line.id],
]
