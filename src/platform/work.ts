import { type CompiledQuery, sql } from 'kysely'
import type { Actor } from '../base/actor.ts'
import { Failure } from '../base/failure.ts'
import { newId } from '../base/id.ts'
import type { Context } from './context.ts'
import { insertion } from './db/insert.ts'
import type { Tx } from './db/pools.ts'
import { sendLast, writeAs } from './db/scope.ts'
import type { Event, Job } from './events.ts'
import { claimAttempt } from './http/idempotency.ts'
import { type Leaf, leafStatement } from './log/append.ts'

export type Announcement = { readonly kind: string; readonly id: string }

/**
 * One unit of work: what an operation may touch, all of it inside one transaction. What is recorded, published, announced or
 * witnessed is gathered, and sent in one go just before the commit, so a unit that handles many things stays cheap.
 */
export type Work = {
  readonly tx: Tx
  readonly actor: Actor
  readonly now: Date
  /** Refuses with `platform.forbidden` unless allowed; a unit of work that never asked is not committed. */
  require(allowed: boolean): void
  /** An audit line: `room.act`, and what it was done to. `detail` never holds content of a report. */
  record(action: string, subject: string, detail?: Readonly<Record<string, unknown>>): void
  /** One job for each subscriber in src/app/flow.ts. */
  publish<T>(event: Event<T>, payload: T): void
  /** One job, by name, for the room's own later work. */
  enqueue<T>(job: Job<T>, payload: T, when?: { key?: string; runAt?: Date }): void
  /** A live notice to the acting organisation's consoles: kind and id only. */
  announce(kind: string, id: string): void
  /**
   * The same to the consoles of those to whom the acting organisation granted the object, or whose grant ends in this unit of work; of kind `group`, to who
   * is in the group or leaves it. Who that is, the database says: nobody else can be told.
   */
  tell(kind: string, id: string): void
  /** A leaf of the node's append-only log; `first` where its subject did not exist before. Answers the leaf's id. */
  witness(kind: string, subject: string, record: Readonly<Record<string, unknown>>, first?: boolean): string
}

type Gathered = {
  readonly audit: {
    id: string
    owner: string | null
    at: Date
    actor_kind: string
    actor: string
    action: string
    subject: string
    detail: Readonly<Record<string, unknown>>
  }[]
  readonly jobs: Record<string, unknown>[]
  readonly notices: Map<string, Announcement>
  readonly told: Map<string, Announcement>
  readonly leaves: Leaf[]
}

/** The only door to a write: one transaction, one audit trail, and no commit without a permission check. */
export async function perform<T>(
  ctx: Pick<Context, 'db' | 'now' | 'subscribers'>,
  actor: Actor,
  run: (work: Work) => Promise<T>,
): Promise<T> {
  return writeAs(ctx.db, actor, async (tx) => {
    const gathered: Gathered = { audit: [], jobs: [], notices: new Map(), told: new Map(), leaves: [] }
    let checked = false
    const now = ctx.now()
    const work: Work = {
      tx,
      actor,
      now,
      require(allowed) {
        if (!allowed) throw new Failure('forbidden', 'platform.forbidden', `${actor.kind} ${actor.id} may not do this`)
        checked = true
      },
      record(action, subject, detail = {}) {
        gathered.audit.push({
          id: newId(now.getTime()),
          owner: actor.organisation,
          at: now,
          actor_kind: actor.kind,
          actor: actor.id,
          action,
          subject,
          detail,
        })
      },
      publish(event, payload) {
        const body = event.payload.parse(payload)
        for (const job of ctx.subscribers.get(event.name) ?? []) gathered.jobs.push(jobRow(actor, job, body))
      },
      enqueue(job, payload, when = {}) {
        // the queue takes a key once a statement: what was said last holds, as it does between units of work
        const same = gathered.jobs.findIndex(({ task, key }) => key !== undefined && task === job.name && key === when.key)
        if (same >= 0) gathered.jobs.splice(same, 1)
        gathered.jobs.push({ ...jobRow(actor, job, job.payload.parse(payload)), key: when.key, runAt: when.runAt })
      },
      announce(kind, id) {
        gathered.notices.set(`${kind} ${id}`, { kind, id })
      },
      tell(kind, id) {
        gathered.told.set(`${kind} ${id}`, { kind, id })
      },
      witness(kind, subject, record, first = false) {
        const id = newId(now.getTime())
        gathered.leaves.push({ id, owner: actor.organisation, kind, subject, record, at: now, first })
        return id
      },
    }
    const result = await run(work)
    if (!checked) throw new Error('a unit of work ended without a permission check')
    await claimAttempt(tx, actor)
    await write(tx, actor, gathered)
    return result
  })
}

type Order = Pick<Job<never>, 'name' | 'queue' | 'eachOrganisation' | 'attempts' | 'priority'>

function jobRow(actor: Actor, job: Order, body: unknown): Record<string, unknown> {
  const queue = job.eachOrganisation === true ? `${job.queue}:${actor.organisation ?? ''}` : job.queue
  return { task: job.name, body, queue, attempts: job.attempts ?? 10, priority: job.priority ?? 0 }
}

async function write(tx: Tx, actor: Actor, gathered: Gathered): Promise<void> {
  const { audit, leaves, jobs, notices, told } = gathered
  const statements: CompiledQuery[] = []
  if (leaves.length > 0) statements.push(await leafStatement(tx, leaves))
  if (audit.length > 0) statements.push(insertion(tx, 'platform.audit', audit))
  if (jobs.length > 0) statements.push(sql`select platform.enqueue(${JSON.stringify(jobs)}::jsonb)`.compile(tx))
  if (notices.size > 0 && actor.organisation !== null) statements.push(notice(tx, actor.organisation, [...notices.values()]))
  for (const [kind, of] of Map.groupBy(told.values(), (one) => one.kind))
    statements.push(sql`select platform.tell(${kind}, ${of.map(({ id }) => id)}::uuid[])`.compile(tx))
  await sendLast(tx, statements)
}

// one notice a kind once there are many: the consoles read lists again, not rows one by one
const noticesInFull = 20

/** The same as `Work.announce`, to the consoles of another organisation, at the commit: for what is told to many. */
export async function announceElsewhere(tx: Tx, organisation: string, notices: readonly Announcement[]): Promise<void> {
  await tx.executeQuery(notice(tx, organisation, notices))
}

function notice(tx: Tx, organisation: string, notices: readonly Announcement[]): CompiledQuery {
  const told =
    notices.length <= noticesInFull ? notices : [...new Set(notices.map((notice) => notice.kind))].map((kind) => ({ kind, id: '' }))
  return sql`select pg_notify('tocsin_live', ${JSON.stringify({ organisation, notices: told })})`.compile(tx)
}
