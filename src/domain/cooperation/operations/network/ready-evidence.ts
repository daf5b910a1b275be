import type { Actor } from '../../../../base/actor.ts'
import { Failure, present } from '../../../../base/failure.ts'
import type { ItemId, OrganisationId } from '../../../../base/id.ts'
import type { RedactionRules, Removed } from '../../../../forensics/redact/index.ts'
import { redactMessageTask } from '../../../../forensics/tasks.ts'
import type { Context } from '../../../../platform/context.ts'
import type { Work } from '../../../../platform/work.ts'
import { custodyOf, deriveItems, openEvidence, untilPlaced } from '../../../evidence/index.ts'
import type { CopiedBytes } from '../../contract/network/copied.ts'
import { sealIn } from '../../network/seal.ts'
import { mayDraftShare, mayTakeBytes } from '../../network/sharing.ts'
import { setFile } from '../../store/network/shared-files.ts'
import { ownerOf } from '../note.ts'
import type { Wanted } from './copy.ts'
import { type Ground, groundOf, isMessage, type Ready, type WantedEvidence } from './copy-evidence.ts'
import { type People, rulesOf } from './copy-source.ts'

const cleaningTime = 30_000

/**
 * What has to be made before the unit of work that drafts a copy: of an item of evidence its seal and, where they go, its bytes; null for everything else. Refuses
 * what `groundOf` does, `cooperation.bytes-reporter` where a file that cannot be redacted says who reported it, and `cooperation.bytes-unclean` where a message
 * cannot be shown to be clean.
 */
export async function readyFor(ctx: Context, actor: Actor, wanted: Wanted): Promise<Ready | null> {
  const { organisation } = actor
  if (wanted.kind !== 'evidence') return null
  if (!mayDraftShare(actor) || !mayTakeBytes(actor) || organisation === null)
    throw new Failure('forbidden', 'platform.forbidden', `${actor.kind} may not share evidence`)
  const { ground, rules, first } = await ctx.read(actor, async (tx) => ({
    ground: await groundOf(tx, organisation, wanted),
    rules: await rulesOf(tx, organisation),
    first: (await custodyOf(tx, wanted.id as ItemId))[0],
  }))
  const { leaf } = present(first, 'evidence.missing', 'a line of custody')
  const seal = present(sealIn(await untilPlaced(ctx, actor, leaf)), 'evidence.missing', 'the place of a line of custody')
  return { seal, bytes: wanted.bytes === 'none' ? null : await bytesOf(ctx, actor, wanted, ground, rules) }
}

async function bytesOf(ctx: Context, actor: Actor, wanted: WantedEvidence, ground: Ground, rules: RedactionRules): Promise<CopiedBytes> {
  const { item, people } = ground
  const bytes = await openEvidence(ctx, actor, item.id)
  if (isMessage(item) && wanted.bytes === 'clean') return redact(ctx, bytes, rules, people)
  if (!isMessage(item) && namesAnybody(bytes, people))
    throw new Failure('conflict', 'cooperation.bytes-reporter', `item ${item.id} says who reported it`)
  const { sha256, size, mediaType } = item
  return { sha256, size, mediaType, redacted: false, removed: [], left: 0 }
}

/** The message without what the rules take off, put where the unit of work finds it. Who reported it goes whatever the rules say. */
async function redact(ctx: Context, bytes: Uint8Array, rules: RedactionRules, people: People): Promise<CopiedBytes> {
  const strict = { ...rules, reporter: true }
  const answer = await ctx.sandbox.run(
    redactMessageTask,
    { bytes, rules: strict, subject: { ...people, about: [] } },
    { time: cleaningTime },
  )
  if ('died' in answer && answer.died === 'crash') throw new Failure('unavailable', 'cooperation.reader', 'the reader was stopped')
  if (!('ok' in answer) || namesAnybody(answer.ok.bytes, people))
    throw new Failure('conflict', 'cooperation.bytes-unclean', 'the message cannot be shown to be clean')
  const { removed, left } = answer.ok
  const [sha256 = ''] = await ctx.blobs.put([answer.ok.bytes])
  return { sha256, size: answer.ok.bytes.length, mediaType: 'message/rfc822', redacted: true, removed: summed(removed), left: left.length }
}

function summed(removed: readonly Removed[]): CopiedBytes['removed'] {
  const counts = new Map<string, number>()
  for (const { why, count } of removed) counts.set(why, (counts.get(why) ?? 0) + count)
  return [...counts].map(([why, count]) => ({ why, count })).sort((a, b) => (a.why < b.why ? -1 : 1))
}

/** Whether an address of whoever reported it stands in the bytes as they are. */
function namesAnybody(bytes: Uint8Array, { addresses }: People): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1').toLowerCase()
  return addresses.some((address) => text.includes(address.toLowerCase()))
}

/** Keeps what goes with a copy: the item itself, or what was redacted of it, which is evidence that came out of the item. */
export async function keepBytes(work: Work, copy: string, wanted: Wanted, ready: Ready | null): Promise<void> {
  if (wanted.kind !== 'evidence') return
  if (ready?.bytes == null) return setFile(work.tx, copy, null)
  const { sha256, size, mediaType, redacted } = ready.bytes
  const owner: OrganisationId = ownerOf(work)
  const parent = wanted.id as ItemId
  const common = { name: null, channel: null, handedBy: null, receivedAt: work.now, how: 'redacted copy' }
  const [derived] = redacted ? await deriveItems(work, parent, [{ sha256, size, mediaType, ...common }]) : [parent]
  await setFile(work.tx, copy, { owner, item: present(derived, 'evidence.missing', 'a derived item'), sha256, size, mediaType })
}
