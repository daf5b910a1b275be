import pg from 'pg'
import { Failure } from '../../base/failure.ts'
import { copyOut } from './copy-rows.ts'
import { listTables } from './tables.ts'

/**
 * Reads every row of the owner's tables and throws it away: PostgreSQL then compares each page with its checksum. Answers how many rows
 * there are. Fails with `platform.database-damaged`, naming the first table that cannot be read.
 */
export async function readEveryRow(ownerUrl: string, onProgress: (line: string) => void): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl })
  client.on('error', () => {})
  await client.connect()
  let rows = 0
  try {
    await client.query('begin read only')
    for (const { name } of await listTables(client)) {
      await client.query('set local role tocsin_dump')
      try {
        for await (const piece of copyOut(client, `copy (select * from ${name}) to stdout`)) {
          for (let at = piece.indexOf(0x0a); at >= 0; at = piece.indexOf(0x0a, at + 1)) rows += 1
        }
      } catch (cause) {
        const message = `${name} cannot be read to its end: the database is damaged, so restore an older backup`
        throw new Failure('conflict', 'platform.database-damaged', message, { cause })
      }
      await client.query('reset role')
    }
    onProgress(`database: every row was read, ${rows} in all`)
    return rows
  } finally {
    await client.end().catch(() => {})
  }
}
