import type { Actor } from '../base/actor.ts'
import type { Blobs } from './blobs/blobs.ts'
import type { Config } from './config.ts'
import type { Database, Tx } from './db/pools.ts'
import type { Job } from './events.ts'
import type { Logger } from './logger.ts'
import type { Dns } from './net/resolver.ts'
import type { Sandbox } from './sandbox/index.ts'

/** Everything the process owns. Built once, in src/app/context.ts; tests build their own on a cloned database. */
export type Context = {
  readonly config: Config
  readonly log: Logger
  readonly db: Database
  /** Reads under the actor's own rights, in one read-only transaction. */
  read<T>(actor: Actor, run: (tx: Tx) => Promise<T>): Promise<T>
  readonly blobs: Blobs
  readonly sandbox: Sandbox
  readonly dns: Dns
  readonly now: () => Date
  /** A keyed hash (HMAC-SHA-256) under the node's secret, apart for each purpose. */
  mac(purpose: string, text: string): Buffer
  readonly subscribers: ReadonlyMap<string, readonly Job<never>[]>
}
