import { type Actor, systemActor } from '../../../../base/actor.ts'
import { Failure, present } from '../../../../base/failure.ts'
import type { ItemId, OrganisationId } from '../../../../base/id.ts'
import type { RedactionRules, Removed } from '../../../../forensics/redact/index.ts'
import { findPeopleTask, redactMessageTask } from '../../../../forensics/tasks.ts'
import type { Context } from '../../../../platform/context.ts'
import type { Work } from '../../../../platform/work.ts'
import { custodyOf, deriveItems, itemsUnder, openEvidence, untilPlaced } from '../../../evidence/index.ts'
import { looksLikeMessage } from '../../../intake/index.ts'
import type { CopiedBytes } from '../../contract/network/copied.ts'
import { sealIn } from '../../network/seal.ts'
import { mayDraftShare, mayShare, mayTakeBytes } from '../../network/sharing.ts'
import { setFile } from '../../store/network/shared-files.ts'
import { findShare } from '../../store/network/shares.ts'
import { ownerOf } from '../note.ts'
import type { Wanted } from './copy.ts'
import { type Ground, groundOf, type Ready, type WantedEvidence } from './copy-evidence.ts'
import { type People, rulesOf } from './copy-source.ts'

const cleaningTime = 30_000
// redaction looks for 200 spellings at most; a person has five
const mostPeople = 40

/**
 * What has to be made before the unit of work that drafts a copy: of an item of evidence its seal and, where they go, its bytes; null for everything else. Refuses
 * what `groundOf` does, `cooperation.bytes-reporter` where a file that cannot be redacted says who reported it, `cooperation.bytes-unclean` where a message
 * cannot be shown to be clean, or a file holds one, and `cooperation.reported-often`.
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

/**
 * Makes the bytes of a draft once more before it is decided, since others may have reported them since; answers for whom was looked, null where no bytes go.
 * Refuses `cooperation.share-changed` where they come out otherwise, and what `readyFor` does.
 */
export async function lookAgain(ctx: Context, actor: Actor, id: string): Promise<People | null> {
  const { organisation } = actor
  if (!mayShare(actor) || organisation === null) throw new Failure('forbidden', 'platform.forbidden', `${actor.kind} may not share`)
  const found = await ctx.read(actor, async (tx) => {
    const share = present(await findShare(tx, id), 'cooperation.no-share', `share ${id}`)
    const { object } = share.asked as { readonly object?: Wanted }
    const body = share.content?.body
    if (share.state !== 'draft' || object?.kind !== 'evidence' || body?.kind !== 'evidence' || body.bytes === null) return null
    return { wanted: object, before: body.bytes, ground: await groundOf(tx, organisation, object), rules: await rulesOf(tx, organisation) }
  })
  if (found === null) return null
  const { wanted, before, ground, rules } = found
  const { sha256 } = await bytesOf(ctx, systemActor('cooperation.share', organisation), wanted, ground, rules)
  if (sha256 !== before.sha256) throw new Failure('conflict', 'cooperation.share-changed', `the bytes of share ${id} are others now`)
  return ground.people
}

/** A message is what bears the type of one, what a report points at as one, and what looks like one. */
async function bytesOf(ctx: Context, actor: Actor, wanted: WantedEvidence, ground: Ground, rules: RedactionRules): Promise<CopiedBytes> {
  const { item, people } = ground
  const bytes = await openEvidence(ctx, actor, item.id)
  const message = ground.message || looksLikeMessage(bytes)
  if (message && wanted.bytes === 'clean') return redact(ctx, bytes, rules, people)
  if (!message) await refuseInside(ctx, systemActor('cooperation.share', item.owner), wanted, bytes, people)
  const { sha256, size, mediaType } = item
  return { sha256, size, mediaType, redacted: false, removed: [], left: 0 }
}

/** Looks through a file, and, as the node, through what analysis took out of it. */
async function refuseInside(ctx: Context, node: Actor, wanted: WantedEvidence, bytes: Uint8Array, people: People): Promise<void> {
  const named = () => new Failure('conflict', 'cooperation.bytes-reporter', `item ${wanted.id} says who reported it`)
  if (await namesAnybody(ctx, bytes, people)) throw named()
  for (const { id, mediaType } of await ctx.read(node, (tx) => itemsUnder(tx, wanted.id as ItemId))) {
    const inner = await openEvidence(ctx, node, id)
    if (wanted.bytes === 'clean' && (mediaType.startsWith('message/') || looksLikeMessage(inner)))
      throw new Failure('conflict', 'cooperation.bytes-unclean', `item ${wanted.id} holds a message`)
    if (await namesAnybody(ctx, inner, people)) throw named()
  }
}

/** The message without what the rules take off, put where the unit of work finds it. Who reported it goes whatever the rules say. */
async function redact(ctx: Context, bytes: Uint8Array, rules: RedactionRules, people: People): Promise<CopiedBytes> {
  if (people.addresses.length + people.names.length > mostPeople)
    throw new Failure('conflict', 'cooperation.reported-often', 'by more than redaction looks for', { detail: { most: mostPeople } })
  const strict = { ...rules, reporter: true }
  const answer = await ctx.sandbox.run(
    redactMessageTask,
    { bytes, rules: strict, subject: { ...people, about: [] } },
    { time: cleaningTime },
  )
  if ('died' in answer && answer.died === 'crash') throw new Failure('unavailable', 'cooperation.reader', 'the reader was stopped')
  if (!('ok' in answer) || (await namesAnybody(ctx, answer.ok.bytes, { ...people, names: [] }))) throw unclean()
  const { removed, left } = answer.ok
  const [sha256 = ''] = await ctx.blobs.put([answer.ok.bytes])
  return { sha256, size: answer.ok.bytes.length, mediaType: 'message/rfc822', redacted: true, removed: summed(removed), left: left.length }
}

const unclean = () => new Failure('conflict', 'cooperation.bytes-unclean', 'it cannot be shown to be clean')

function summed(removed: readonly Removed[]): CopiedBytes['removed'] {
  const counts = new Map<string, number>()
  for (const { why, count } of removed) counts.set(why, (counts.get(why) ?? 0) + count)
  return [...counts].map(([why, count]) => ({ why, count })).sort((a, b) => (a.why < b.why ? -1 : 1))
}

/** Whether whoever reported it stands in the bytes as they are. */
async function namesAnybody(ctx: Context, bytes: Uint8Array, { addresses, names }: People): Promise<boolean> {
  if (addresses.length + names.length === 0) return false
  const answer = await ctx.sandbox.run(findPeopleTask, { bytes, addresses, names }, { time: cleaningTime })
  if ('ok' in answer) return answer.ok.found
  if (answer.died === 'crash') throw new Failure('unavailable', 'cooperation.reader', 'the reader was stopped')
  throw unclean()
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
