import pg from 'pg'
import type { House } from './house.ts'

/** The kinds of the leaves that the log has on a subject. */
export async function leavesOf(house: House, subject: string): Promise<string[]> {
  const root = new pg.Client({ connectionString: house.superuserUrl })
  await root.connect()
  const found = await root.query<{ kind: string }>('select kind from platform.log_record where subject = $1', [subject])
  await root.end()
  return found.rows.map(({ kind }) => kind)
}
