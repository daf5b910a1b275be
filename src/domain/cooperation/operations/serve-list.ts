import { createHash } from 'node:crypto'
import { systemActor } from '../../../base/actor.ts'
import type { OrganisationId } from '../../../base/id.ts'
import {
  type BlockList,
  type ListFormat,
  type ListPart,
  serialiseHosts,
  serialisePlain,
  serialisePostfix,
  serialiseRpz,
  serialiseRspamd,
} from '../../../formats/blocklist/index.ts'
import type { Context } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { perform } from '../../../platform/work.ts'
import { guardEntry } from '../blocklist/guard.ts'
import { findConsumerByToken, listListed, listsChangedAt, noteFetch } from '../store/lists.ts'
import { codeOf, hashOf, mostListed, readGuard } from './lists.ts'

export type Served =
  | { readonly kind: 'list'; readonly text: string; readonly etag: string; readonly changedAt: Date }
  | { readonly kind: 'unchanged'; readonly etag: string }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'suspended' }

/**
 * A list as it is now, for whoever has the address: what expired, was withdrawn or came to be spared is not on it. Which bytes went is kept with the consumer.
 * `known`: the tag that the consumer has already.
 */
export async function serveList(
  ctx: Context,
  token: string,
  format: ListFormat,
  part: ListPart | null,
  known: string | undefined,
): Promise<Served> {
  if (!/^[\w-]{20,64}$/.test(token)) return { kind: 'nobody' }
  // asked before any organisation acts
  const consumer = await ctx.db.transaction().execute((tx) => findConsumerByToken(tx, hashOf(token)))
  if (consumer === undefined) return { kind: 'nobody' }
  const actor = systemActor('block-lists', consumer.owner)
  const list = await ctx.read(actor, (tx) => currentList(ctx, tx, consumer.owner))
  if (list === undefined) return { kind: 'suspended' }
  const text = written(list, format, part)
  const sha256 = createHash('sha256').update(text).digest('hex')
  const etag = `"${sha256}"`
  if (known?.split(',').some((one) => one.trim().replace(/^W\//, '') === etag) === true) return { kind: 'unchanged', etag }
  await perform(ctx, actor, async (work) => {
    work.require(work.actor.kind === 'system')
    const fetched = { consumer: consumer.id, format: part === null ? format : `${format}/${part}`, sha256, entries: list.entries.length }
    await noteFetch(work.tx, consumer.owner, { ...fetched, size: Buffer.byteLength(text) }, work.now)
    work.announce('block-consumer', consumer.id)
  })
  return { kind: 'list', text, etag, changedAt: list.changedAt }
}

async function currentList(ctx: Context, tx: Tx, owner: OrganisationId): Promise<BlockList | undefined> {
  const { code, suspended } = await codeOf(tx, owner)
  if (suspended) return undefined
  const now = ctx.now()
  const guard = await readGuard(tx, owner, ctx.config)
  const entries = (await listListed(tx, owner, now, mostListed)).filter(({ kind, value }) => 'entry' in guardEntry(guard, kind, value))
  return { name: code, changedAt: (await listsChangedAt(tx, owner, now)) ?? new Date(0), entries }
}

function written(list: BlockList, format: ListFormat, part: ListPart | null): string {
  switch (format) {
    case 'rpz':
      return serialiseRpz(list)
    case 'hosts':
      return serialiseHosts(list)
    case 'plain':
      return serialisePlain(list, part)
    case 'rspamd':
      return serialiseRspamd(list, part ?? 'name')
    case 'postfix':
      return serialisePostfix(list, part === 'address' ? 'address' : 'name')
  }
}
