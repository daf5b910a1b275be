import type { Actor } from '../../../base/actor.ts'
import { Failure } from '../../../base/failure.ts'
import type { ItemId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { leastDays, mostDays } from '../contract.ts'
import { mayRetain } from '../policy.ts'
import { dueBefore, isPeriod, type RetentionKind, type RetentionPreview } from '../retention.ts'
import type { Forget, RetentionSource } from '../sources.ts'
import { expireAudit, listOverdue, listRules, previewAudit, previewOverdue, putRule } from '../store/retention.ts'
import { ownerOf } from './custody.ts'
import { destroyItems } from './destroy.ts'

/** Sets the acting organisation's period for a kind of data; null: kept until someone removes it. Fails with `evidence.period`. */
export async function setRetention(work: Work, kind: RetentionKind, days: number | null): Promise<void> {
  work.require(mayRetain(work.actor))
  if (!isPeriod(kind, days))
    throw new Failure('invalid', 'evidence.period', `${kind} is kept from ${leastDays[kind]} to ${mostDays} days`, {
      detail: { least: leastDays[kind], most: mostDays },
    })
  await putRule(work.tx, ownerOf(work), kind, days, work.now, work.actor.id)
  work.record('evidence.retention-set', kind, { days })
  work.announce('retention', '')
}

/** The moment before which data of a kind is due in the acting organisation; null when it is kept. */
export async function findDueBefore(tx: Tx, kind: RetentionKind, now: Date): Promise<Date | null> {
  const rule = (await listRules(tx)).find((one) => one.kind === kind)
  return rule === undefined ? null : dueBefore(rule.days, now)
}

/** Received items of the acting organisation whose time is up and that no hold protects, oldest first. Other kinds than `original` hold no items. */
export async function dueItems(tx: Tx, kind: RetentionKind, limit: number, now: Date = new Date()): Promise<readonly ItemId[]> {
  const before = kind === 'original' ? await findDueBefore(tx, kind, now) : null
  return before === null ? [] : listOverdue(tx, before, limit)
}

// a hold set between the look and the lock makes the batch start over
const tries = 3

/** The kind `original`: received items with all that came out of them, and what the other rooms keep about them. */
export function originals(forget: readonly Forget[]): RetentionSource {
  return {
    kind: 'original',
    preview: previewOverdue,
    purge: (ctx, actor, before, limit) => purgeOriginals(ctx, actor, before, limit, forget),
  }
}

async function purgeOriginals(
  ctx: Context,
  actor: Actor,
  before: Date,
  limit: number,
  forget: readonly Forget[],
  left = tries,
): Promise<number> {
  try {
    return await perform(ctx, actor, async (work) => {
      work.require(mayRetain(actor))
      const due = await listOverdue(work.tx, before, limit)
      if (due.length === 0) return 0
      await destroyItems(work, due, 'retention')
      for (const one of forget) await one(work, due)
      return due.length
    })
  } catch (error) {
    if (left > 1 && error instanceof Failure && error.code === 'evidence.held')
      return purgeOriginals(ctx, actor, before, limit, forget, left - 1)
    throw error
  }
}

/** The kind `audit`: the organisation's own lines; the node's, which belong to no organisation, stay. */
export const auditLines: RetentionSource = {
  kind: 'audit',
  atOnce: 5_000,
  preview: previewAudit,
  purge: (ctx, actor, before, limit) =>
    perform(ctx, actor, (work) => {
      work.require(mayRetain(actor))
      return expireAudit(work.tx, before, limit)
    }),
}

export type KindPreview = { readonly kind: RetentionKind; readonly before: Date; readonly preview: RetentionPreview }

/** What would go if retention ran now, by kind; kinds that are kept are left out. */
export async function previewRetention(ctx: Context, actor: Actor, sources: readonly RetentionSource[]): Promise<readonly KindPreview[]> {
  if (!mayRetain(actor)) throw new Failure('forbidden', 'evidence.forbidden', 'this actor may not see what goes')
  const now = ctx.now()
  return ctx.read(actor, async (tx) => {
    const previews: KindPreview[] = []
    for (const source of sources) {
      const before = await findDueBefore(tx, source.kind, now)
      if (before !== null) previews.push({ kind: source.kind, before, preview: await source.preview(tx, before) })
    }
    return previews
  })
}

const atOnce = 50

/** Lets go what is due in the acting organisation, kind by kind, and says so in the audit. Answers how many of each went. */
export async function runRetention(
  ctx: Context,
  actor: Actor,
  sources: readonly RetentionSource[],
): Promise<Readonly<Partial<Record<RetentionKind, number>>>> {
  if (!mayRetain(actor)) throw new Failure('forbidden', 'evidence.forbidden', 'this actor may not run retention')
  const now = ctx.now()
  const gone: Partial<Record<RetentionKind, number>> = {}
  for (const source of sources) {
    const before = await ctx.read(actor, (tx) => findDueBefore(tx, source.kind, now))
    if (before === null) continue
    for (;;) {
      const count = await source.purge(ctx, actor, before, source.atOnce ?? atOnce)
      if (count === 0) break
      gone[source.kind] = (gone[source.kind] ?? 0) + count
    }
  }
  if (Object.keys(gone).length > 0) {
    await perform(ctx, actor, async (work) => {
      work.require(mayRetain(actor))
      work.record('evidence.retention-ran', 'retention', gone)
      work.announce('retention', '')
    })
  }
  return gone
}
