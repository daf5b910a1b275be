import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Context } from '../../src/platform/context.ts'
import { migrate } from '../../src/platform/db/migrate.ts'
import { openDatabase, openPool } from '../../src/platform/db/pools.ts'
import { openLogger } from '../../src/platform/logger.ts'
import { startCluster } from '../../src/platform/postgres/cluster.ts'

/** A migrated database of the measurement's own, with the durability of a running node, thrown away afterwards. */
export type Bench = {
  readonly ctx: Pick<Context, 'db' | 'now' | 'subscribers'>
  query(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>
  close(): Promise<void>
}

export async function openBench(): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-bench-'))
  const cluster = await startCluster({ dataFolder: folder, log: openLogger('warn'), onProgress: () => {} })
  await migrate(cluster.ownerUrl(), decodeURIComponent(new URL(cluster.applicationUrl()).username))
  const pool = openPool(cluster.applicationUrl(), 'tocsin_app', 4)
  const root = openPool(cluster.superuserUrl(), null, 2)
  return {
    ctx: { db: openDatabase(pool), now: () => new Date(), subscribers: new Map() },
    query: async (text, values) => (await root.query<Record<string, unknown>>(text, values)).rows,
    async close() {
      await Promise.all([pool.end(), root.end()])
      await cluster.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
