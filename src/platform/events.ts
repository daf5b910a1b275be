import type { Event, Job, Subscription } from './context.ts'

export type { Event, Job, Subscription } from './context.ts'

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
