import { createHash, createHmac } from 'node:crypto'
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Actor, Role } from '../../../base/actor.ts'
import { type ItemId, newId, type OrganisationId, type PersonId } from '../../../base/id.ts'
import { openFileBlobs } from '../../../platform/blobs/file-blobs.ts'
import { readConfig } from '../../../platform/config.ts'
import type { Context } from '../../../platform/context.ts'
import { openDatabase, openPool } from '../../../platform/db/pools.ts'
import { readAs, sendTogether } from '../../../platform/db/scope.ts'
import { openLogger } from '../../../platform/logger.ts'
import { testDatabase } from '../../../platform/testing/database.ts'
import { perform, type Work } from '../../../platform/work.ts'
import type { NewItem } from '../item.ts'
import { draftItems } from '../operations/record.ts'

/** Records items as handed in, in a unit of work that nothing else is sent in. */
export async function recordItems(work: Work, items: readonly NewItem[]): Promise<readonly ItemId[]> {
  const { ids, statements } = draftItems(work, items)
  await sendTogether(work.tx, statements)
  return ids
}

/** Evidence on a database and a blob folder of the test's own, with a clock that the test sets. */
export type Room = {
  readonly ctx: Context
  readonly blobFolder: string
  setNow(now: Date): void
  /** Puts the blob and records it as handed in. */
  handIn(actor: Actor, bytes: Uint8Array, item?: Partial<NewItem>): Promise<ItemId>
  pathOf(sha256: string): string
  /** Overwrites a blob on the disk behind the store's back. */
  alter(sha256: string, bytes: Uint8Array): Promise<void>
  /** Makes blobs look as if they were put long ago. */
  age(milliseconds: number): Promise<void>
  /** Lets one organisation see an object of another, as cooperation will. */
  grant(from: Actor, to: Actor, kind: string, object: string): Promise<void>
  /** Statements as the superuser, past all policies. */
  query(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>
  close(): Promise<void>
}

export const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

export function personOf(organisation: OrganisationId, role: Role): Actor {
  return { kind: 'person', id: newId<'person'>() as PersonId, organisation, role, operator: false, scopes: null }
}

export async function openRoom(environment: Readonly<Record<string, string>> = {}): Promise<Room> {
  const database = await testDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-evidence-'))
  const blobFolder = join(folder, 'blobs')
  const pool = openPool(database.url, 'tocsin_app', 8)
  const root = openPool(database.superuserUrl, null, 2)
  const db = openDatabase(pool)
  const config = readConfig({ TOCSIN_DATA: folder, ...environment })
  let now: Date | undefined
  const absent = (what: string) => () => {
    throw new Error(`no ${what} in this test`)
  }
  const ctx: Context = {
    config,
    log: openLogger('silent'),
    db,
    read: (actor, run) => readAs(db, actor, run),
    blobs: await openFileBlobs(blobFolder),
    sandbox: { run: absent('sandbox'), close: async () => {}, stats: absent('sandbox') } as unknown as Context['sandbox'],
    dns: {} as Context['dns'],
    outside: {} as Context['outside'],
    now: () => now ?? new Date(),
    mac: (purpose, text) => createHmac('sha256', 'secret of the test').update(`${purpose}\n${text}`).digest(),
    subscribers: new Map(),
  }
  const pathOf = (sha256: string) => join(blobFolder, sha256.slice(0, 2), sha256)
  return {
    ctx,
    blobFolder,
    setNow(at) {
      now = at
    },
    async handIn(actor, bytes, item = {}) {
      const [sha256 = ''] = await ctx.blobs.put([bytes])
      return perform(ctx, actor, async (work) => {
        work.require(true)
        const [id] = await recordItems(work, [{ ...plainItem(sha256, bytes.length, work.now), ...item }])
        return id as ItemId
      })
    },
    pathOf,
    alter: (sha256, bytes) => writeFile(pathOf(sha256), bytes),
    async age(milliseconds) {
      const then = new Date(Date.now() - milliseconds)
      for (const entry of await readdir(blobFolder, { recursive: true, withFileTypes: true })) {
        if (entry.isFile()) await utimes(join(entry.parentPath, entry.name), then, then)
      }
    },
    async grant(from, to, kind, object) {
      await perform(ctx, from, async (work) => {
        work.require(true)
        await sql`insert into platform.access_grant (id, owner, recipient, kind, object)
          values (${newId()}, ${from.organisation}, ${to.organisation}, ${kind}, ${object})`.execute(work.tx)
      })
    },
    query: async (text, values) => (await root.query<Record<string, unknown>>(text, values)).rows,
    async close() {
      await Promise.all([pool.end(), root.end()])
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export function plainItem(sha256: string, size: number, receivedAt: Date): NewItem {
  return { sha256, size, mediaType: 'message/rfc822', name: null, channel: null, handedBy: null, receivedAt }
}
