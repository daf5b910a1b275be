import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { Actor } from '../../base/actor.ts'
import type { Context } from '../context.ts'
import { perform } from '../work.ts'

export type Row = readonly string[]

export type Table = {
  /** what it is a table of, in a word: subject of the audit lines and name of the file */
  readonly of: string
  /** the room whose acts they are */
  readonly room: string
  readonly allowed: boolean
  /** whether a byte-order mark goes before, by which spreadsheets know UTF-8 */
  readonly mark: boolean
  /** names of the filters in force; never what they are set to, which may be words of a report */
  readonly filters: readonly string[]
  readonly head: Row
  /** the rows, a page at a time; each page is asked for when the one before was taken */
  readonly pages: AsyncIterable<readonly Row[]>
  serialise(rows: readonly Row[]): string
}

/**
 * Answers with a table as CSV (RFC 4180, `text/csv`), streamed: no more than a page is held. The audit says who began, and how many rows were handed out when it
 * ended, whole or not.
 */
export async function sendTable(ctx: Context, actor: Actor, reply: FastifyReply, table: Table): Promise<FastifyReply> {
  const { of, room, allowed, filters } = table
  const record = (act: string, detail: Readonly<Record<string, unknown>>) =>
    perform(ctx, actor, async (work) => {
      work.require(allowed)
      work.record(`${room}.${act}`, of, detail)
    })
  await record('export-begun', { filters })
  const stream = Readable.from(
    textOf(table, (rows, whole) => record('exported', { rows, whole })),
    { objectMode: false },
  )
  const day = ctx.now().toISOString().slice(0, 10)
  return reply
    .type('text/csv; charset=utf-8; header=present')
    .header('content-disposition', `attachment; filename="${of}-${day}.csv"`)
    .header('cache-control', 'no-store')
    .send(stream)
}

async function* textOf(table: Table, onEnd: (rows: number, whole: boolean) => Promise<void>): AsyncGenerator<string> {
  let rows = 0
  let whole = false
  try {
    yield `${table.mark ? '\ufeff' : ''}${table.serialise([table.head])}`
    for await (const page of table.pages) {
      if (page.length === 0) continue
      rows += page.length
      yield table.serialise(page)
    }
    whole = true
  } finally {
    await onEnd(rows, whole)
  }
}
