import type { ZodType, z } from 'zod'
import type { Scope } from './actor.ts'

type Schema = ZodType | undefined
type Read<S extends Schema> = S extends ZodType ? z.output<S> : undefined
type Write<S extends Schema> = S extends ZodType ? z.input<S> : undefined

/**
 * One HTTP operation as a room's contract states it: what server and console both rely on. `access` says who may call at all;
 * the room's policy decides the rest. A `public` route has no session; `operator` is for the node's operator alone.
 */
export type Route<P extends Schema = Schema, Q extends Schema = Schema, B extends Schema = Schema, A extends Schema = Schema> = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Fastify's form: `/api/reports/:id` */
  readonly path: `/${string}`
  readonly room: string
  readonly summary: string
  readonly access: 'public' | 'session' | 'operator' | Scope
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly answer?: A
  /** Its request or answer holds a secret (password, key, one-time link): no trace is kept, so an Idempotency-Key has no effect. */
  readonly secret?: true
  /** 200 unless said */
  readonly status?: 200 | 201 | 202 | 204
}

export type ParamsOf<R extends Route> = R extends Route<infer P, Schema, Schema, Schema> ? Read<P> : never
export type QueryOf<R extends Route> = R extends Route<Schema, infer Q, Schema, Schema> ? Read<Q> : never
export type BodyOf<R extends Route> = R extends Route<Schema, Schema, infer B, Schema> ? Read<B> : never
export type AnswerOf<R extends Route> = R extends Route<Schema, Schema, Schema, infer A> ? Read<A> : never
export type BodyFor<R extends Route> = R extends Route<Schema, Schema, infer B, Schema> ? Write<B> : never
export type QueryFor<R extends Route> = R extends Route<Schema, infer Q, Schema, Schema> ? Write<Q> : never
export type AnswerFor<R extends Route> = R extends Route<Schema, Schema, Schema, infer A> ? Write<A> : never

/** States a route; exists so that its four schemas are inferred. */
export function defineRoute<
  P extends Schema = undefined,
  Q extends Schema = undefined,
  B extends Schema = undefined,
  A extends Schema = undefined,
>(route: Route<P, Q, B, A>): Route<P, Q, B, A> {
  return route
}
