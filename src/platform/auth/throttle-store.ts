import { sql } from 'kysely'
import type { Database } from '../db/pools.ts'
import { type Common, paces, type Tries, waitFor, withTry } from './throttle.ts'

export type TryKey = { readonly common: Common; readonly key: Buffer }

/** Whether a try is heard: no, for so many milliseconds; or yes, and whether it is the last before a pause if it was wrong. */
export type Heard = { readonly wait: number } | { readonly last: boolean }

/** Counts a try under all its keys, or under none when one of them is blocked. Many at once are counted one by one. */
export async function takeTry(db: Database, keys: readonly TryKey[], now: Date): Promise<Heard> {
  const sorted = [...keys].sort((a, b) => Buffer.compare(a.key, b.key))
  const buffers = sorted.map(({ key }) => key)
  return db.transaction().execute(async (tx) => {
    await sql`insert into auth.throttle (key, failures, at) select k, 0, ${now} from unnest(${buffers}::bytea[]) k on conflict do nothing`.execute(
      tx,
    )
    const rows = await tx
      .selectFrom('auth.throttle')
      .select(['key', 'failures', 'at', 'blocked_until'])
      .where('key', 'in', buffers)
      .orderBy('key')
      .forUpdate()
      .execute()
    const before = new Map(
      rows.map((row) => [
        row.key.toString('hex'),
        { failures: row.failures, at: row.at.getTime(), blockedUntil: row.blocked_until?.getTime() ?? null },
      ]),
    )
    const wait = Math.max(...[...before.values()].map((tries: Tries) => waitFor(tries, now.getTime())), 0)
    if (wait > 0) return { wait }
    let last = false
    for (const { common, key } of sorted) {
      const after = withTry(before.get(key.toString('hex')), paces[common], now.getTime())
      last ||= after.blockedUntil !== null
      await tx
        .updateTable('auth.throttle')
        .set({ failures: after.failures, at: now, blocked_until: after.blockedUntil === null ? null : new Date(after.blockedUntil) })
        .where('key', '=', key)
        .execute()
    }
    return { last }
  })
}

/** Takes a try back that was right: the account starts afresh, the network is one try better. */
export async function giveBack(db: Database, keys: readonly TryKey[]): Promise<void> {
  const of = (common: Common) => keys.filter((one) => one.common === common).map(({ key }) => key)
  const account = [...of('account'), ...of('account-network')]
  if (account.length > 0) await db.deleteFrom('auth.throttle').where('key', 'in', account).execute()
  const network = of('network')
  if (network.length === 0) return
  await db
    .updateTable('auth.throttle')
    .set((eb) => ({ failures: eb(eb.ref('failures'), '-', 1), blocked_until: null }))
    .where('key', 'in', network)
    .where('failures', '>', 0)
    .execute()
}
