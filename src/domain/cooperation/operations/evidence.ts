import type { Actor } from '../../../base/actor.ts'
import { Failure } from '../../../base/failure.ts'
import type { ItemId } from '../../../base/id.ts'
import type { LeftBehind, RedactionRules, RedactionSubject, Removed } from '../../../forensics/redact/index.ts'
import { redactMessageTask, sealArchiveTask } from '../../../forensics/tasks.ts'
import type { Context } from '../../../platform/context.ts'
import { openEvidence } from '../../evidence/index.ts'
import type { ThingLine } from '../thing.ts'
import type { Matter } from './matter.ts'

/** A message as it may leave; `bytes` null where a reader could not get through it, so that it stays here. */
export type Evidence = {
  readonly item: ItemId
  readonly bytes: Uint8Array | null
  readonly removed: readonly Removed[]
  readonly left: readonly LeftBehind[]
}

const password = 'infected'
const cleaningTime = 30_000

/** The messages of a letter, cleaned by its profile in the sandbox. What is gone by now is left out. */
export async function cleanEvidence(ctx: Context, actor: Actor, matter: Extract<Matter, { kind: 'letter' }>): Promise<readonly Evidence[]> {
  const { rules } = matter.profile
  const about = matter.things.filter(({ kind }) => kind === 'url').map(({ value }) => value)
  const cleaned: Evidence[] = []
  for (const { item, addresses, names } of matter.specimens) {
    const bytes = await openOrNothing(ctx, actor, item)
    if (bytes === undefined) continue
    const people = rules.reporter ? { addresses, names } : { addresses: [], names: [] }
    cleaned.push(await clean(ctx, item, bytes, rules, { ...people, about }))
  }
  return cleaned
}

async function openOrNothing(ctx: Context, actor: Actor, item: ItemId): Promise<Uint8Array | undefined> {
  try {
    return await openEvidence(ctx, actor, item)
  } catch (error) {
    if (error instanceof Failure && (error.code === 'evidence.missing' || error.code === 'evidence.destroyed')) return undefined
    throw error
  }
}

async function clean(ctx: Context, item: ItemId, bytes: Uint8Array, rules: RedactionRules, subject: RedactionSubject): Promise<Evidence> {
  const answer = await ctx.sandbox.run(redactMessageTask, { bytes, rules, subject }, { time: cleaningTime })
  if ('ok' in answer) return { item, bytes: answer.ok.bytes, removed: answer.ok.removed, left: answer.ok.left }
  if (answer.died === 'crash') throw new Failure('unavailable', 'cooperation.reader', 'the reader was stopped')
  return { item, bytes: null, removed: [], left: [] }
}

/** Messages and what they are about in one archive, so that nothing in it opens by itself on its way. */
export async function sealEvidence(ctx: Context, messages: readonly Uint8Array[], things: readonly ThingLine[]): Promise<Uint8Array> {
  const files = [
    ...messages.map((bytes, at) => ({ name: `message-${at + 1}.eml`, bytes })),
    { name: 'things.json', bytes: Buffer.from(`${JSON.stringify(things, null, 2)}\n`) },
  ]
  const answer = await ctx.sandbox.run(sealArchiveTask, { files, password })
  if (!('ok' in answer)) throw new Failure('unavailable', 'cooperation.archive', 'the archive could not be made')
  return answer.ok.archive
}
