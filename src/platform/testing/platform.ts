import { createHmac } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { type Actor, systemActor } from '../../base/actor.ts'
import { newId, type OrganisationId } from '../../base/id.ts'
import { openFileBlobs } from '../blobs/file-blobs.ts'
import { readConfig } from '../config.ts'
import type { Context, Job } from '../context.ts'
import { openDatabase, openPool } from '../db/pools.ts'
import { readAs } from '../db/scope.ts'
import { buildHttp, type Http } from '../http/server.ts'
import { openLogger } from '../logger.ts'
import { openFetcher } from '../net/fetch.ts'
import { createDns } from '../net/resolver.ts'
import { createSandbox } from '../sandbox/index.ts'
import { type TestDatabase, testDatabase } from './database.ts'

/** The machinery on a database of its own, without any room: for tests of what all rooms rest on. */
export type Platform = {
  readonly ctx: Context
  readonly database: TestDatabase
  readonly queuePool: pg.Pool
  close(): Promise<void>
}

export type PlatformOptions = {
  readonly settings?: Readonly<Record<string, string>>
  readonly subscribers?: ReadonlyMap<string, readonly Job<never>[]>
}

export async function startPlatform({ settings = {}, subscribers = new Map() }: PlatformOptions = {}): Promise<Platform> {
  const database = await testDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-platform-'))
  const config = readConfig({ TOCSIN_DATA: folder, DATABASE_URL: database.url, ...settings })
  // a test that takes the database away leaves connections that break
  const pool = openPool(database.url, 'tocsin_app', 8)
  const queuePool = openPool(database.url, 'tocsin_queue', 8)
  const db = openDatabase(pool)
  const sandbox = createSandbox({ entry: new URL('never-asked.ts', import.meta.url), size: 1 })
  const log = openLogger('silent')
  const dns = createDns('off')
  const ctx: Context = {
    config,
    log,
    db,
    read: (actor, run) => readAs(db, actor, run),
    blobs: await openFileBlobs(join(folder, 'blobs')),
    sandbox,
    dns,
    outside: openFetcher({ allowed: false, dns, log }),
    mac: (purpose, text) => createHmac('sha256', 'the secret of a test').update(`${purpose}\n${text}`).digest(),
    now: () => new Date(),
    subscribers,
  }
  return {
    ctx,
    database,
    queuePool,
    async close() {
      await sandbox.close()
      await Promise.all([pool.end(), queuePool.end()])
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A person of a fresh organisation, unless said; as trusted code in that organisation. */
export function someone(organisation: OrganisationId = newId()): Actor & { readonly organisation: OrganisationId } {
  return { ...systemActor(newId(), organisation), organisation }
}

/** HTTP whose callers say who they are in a header: sign-in is tested elsewhere. */
export function openHttp(ctx: Context): Promise<Http> {
  return buildHttp(ctx, async (request) => {
    const said = request.headers['x-actor']
    return typeof said === 'string' ? (JSON.parse(said) as Actor) : undefined
  })
}

/** What a request of this actor carries. */
export function as(actor: Actor): { readonly 'x-actor': string } {
  return { 'x-actor': JSON.stringify(actor) }
}

/** Waits until it answers something, which it gives back. The test's own time limit ends a wait in vain. */
export async function until<T>(look: () => Promise<T | undefined | false> | T | undefined | false): Promise<T> {
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    await sleep(15)
  }
}
