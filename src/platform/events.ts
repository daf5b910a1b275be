import type { ZodType } from 'zod'
import type { Actor } from '../base/actor.ts'
import type { Context } from './context.ts'

/** Something that happened: `room.thing-happened`, in the past tense. */
export type Event<T> = { readonly name: string; readonly payload: ZodType<T> }

/** A piece of work done later, in the organisation whose transaction asked for it. Idempotent: it may run twice. */
export type Job<T> = {
  readonly name: string
  readonly payload: ZodType<T>
  /** jobs of one queue run one after another; none: side by side */
  readonly queue?: string
  /** tries before it is parked; 10 unless said */
  readonly attempts?: number
  /** lower runs first; 0 unless said */
  readonly priority?: number
  run(ctx: Context, actor: Actor, payload: T): Promise<void>
}

export type Subscription = { readonly event: string; readonly jobs: readonly Job<never>[] }

export function defineEvent<T>(event: Event<T>): Event<T> {
  return event
}

export function defineJob<T>(job: Job<T>): Job<T> {
  return job
}

/** Subscribes jobs to an event; only src/app/flow.ts calls it. */
export function on<T>(event: Event<T>, ...jobs: readonly Job<T>[]): Subscription {
  return { event: event.name, jobs: jobs as readonly Job<never>[] }
}
