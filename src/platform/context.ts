import type { ZodType } from 'zod'
import type { Actor } from '../base/actor.ts'
import type { Blobs } from './blobs/blobs.ts'
import type { Config } from './config.ts'
import type { Database, Tx } from './db/pools.ts'
import type { Logger } from './logger.ts'
import type { Fetcher } from './net/fetch.ts'
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
  /** the only way to ask the outside world; never within a unit of work */
  readonly outside: Fetcher
  readonly now: () => Date
  /** A keyed hash (HMAC-SHA-256) under the node's secret, apart for each purpose. */
  mac(purpose: string, text: string): Buffer
  readonly subscribers: ReadonlyMap<string, readonly Job<never>[]>
}

/** Something that happened: `room.thing-happened`, in the past tense. */
export type Event<T> = { readonly name: string; readonly payload: ZodType<T> }

/** A piece of work done later, in the organisation whose transaction asked for it. Idempotent: it may run twice. */
export type Job<T> = {
  readonly name: string
  readonly payload: ZodType<T>
  /** jobs of one queue run one after another; none: side by side */
  readonly queue?: string
  /** each organisation has such a queue of its own */
  readonly eachOrganisation?: boolean
  /** tries before it is parked; 10 unless said */
  readonly attempts?: number
  /** lower runs first; 0 unless said */
  readonly priority?: number
  run(ctx: Context, actor: Actor, payload: T): Promise<void>
}

export type Subscription = { readonly event: string; readonly jobs: readonly Job<never>[] }
