import { present } from '../../../../base/failure.ts'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Work } from '../../../../platform/work.ts'
import { findNetwork, findOrganisation } from '../../../directory/index.ts'
import { mayDraftShare } from '../../network/sharing.ts'
import { endGrants } from '../../store/network/groups.ts'
import { holdCopies, listOnwardShares, tellReaders } from '../../store/network/onward.ts'
import { listMembersOf } from '../../store/network/own-groups.ts'
import { insertTombstones, listReceipts } from '../../store/network/shared.ts'
import { emptyCopies, listReaders, lockShare, type ShareRow, setEnded } from '../../store/network/shares.ts'
import { inPlaceOf } from './in-place.ts'
import { noteShare, takeDraft, wrongState } from './share-note.ts'
import { tellRecipientsJob } from './tell-recipients.ts'

/**
 * Calls it back: from this moment on nobody sees it. A tombstone without content stays with everybody who could see it or had read it, and asks them to say that
 * they have deleted what they kept. What others passed on with the owner's consent ends with it, for whoever got it, in the same way.
 */
export async function recallShare(work: Work, id: string): Promise<void> {
  work.require(mayDraftShare(work.actor))
  await callBack(work, id)
}

/** Ends it as it stands by now, and takes the words and bytes off: for what must not be shown at all. Whoever decides on it at this moment is waited for. */
export async function withdrawShare(work: Work, id: string): Promise<void> {
  const share = await lockShare(work.tx, id)
  if (share === undefined) return
  if (share.state === 'draft') await dropDraft(work, id)
  else if (share.state === 'shared') await callBack(work, id)
  await emptyCopies(work.tx, [share.copy], work.now)
  // what was called back before, here or by whoever passed it on, keeps its words until now
  for (const { owner, share: onward } of await listOnwardShares(work.tx, share.copy)) await emptyOnward(work, owner, onward)
}

/** Takes the words and bytes off what another showed by the acting organisation's consent, whatever became of it since. */
async function emptyOnward(work: Work, owner: OrganisationId, id: string): Promise<void> {
  await inPlaceOf(work, owner, async () => {
    const share = await lockShare(work.tx, id)
    if (share !== undefined) await emptyCopies(work.tx, [share.copy], work.now)
  })
}

/** Decides that a draft shall not be shown, for whoever has asked already whether this may be. */
export async function dropDraft(work: Work, id: string): Promise<void> {
  const share = await takeDraft(work, id)
  await emptyCopies(work.tx, [share.copy], work.now)
  await setEnded(work.tx, id, 'refused', work.now, work.actor.id)
  await noteShare(work, share, 'refused')
}

async function callBack(work: Work, id: string): Promise<void> {
  const share = present(await lockShare(work.tx, id), 'cooperation.no-share', `share ${id}`)
  if (share.state !== 'shared') throw wrongState(share)
  // whoever decides at this moment to pass it on is waited for, or finds it gone
  await holdCopies(work.tx, [share.copy])
  const asked = await endShown(work, share, work.actor.id)
  await noteShare(work, share, 'recalled', asked)
  work.tell('shared-copy', share.copy)
  work.enqueue(tellRecipientsJob, { share: id, what: 'recalled' })
  for (const { owner, share: onward } of await listOnwardShares(work.tx, share.copy)) await endOnward(work, owner, onward)
}

/** What another showed by the acting organisation's consent, as that other: its people, the log and whoever got it are told by `tellRecipientsJob`. */
async function endOnward(work: Work, owner: OrganisationId, id: string): Promise<void> {
  await inPlaceOf(work, owner, async () => {
    const share = await lockShare(work.tx, id)
    if (share?.state !== 'shared') return
    await endShown(work, share, 'cooperation.onward')
    await tellReaders(work.tx, share.copy)
  })
}

/** In the name of its owner. */
async function endShown({ tx, now }: Work, share: ShareRow, by: string): Promise<{ readonly asked: number; readonly read: number }> {
  const { owner, copy } = share
  const readers = await listReaders(tx, copy)
  const receipts = new Map((await listReceipts(tx, [copy])).map((one) => [one.reader, one.name]))
  // whoever left the network calls back what it showed all the same
  const network = await findNetwork(tx)
  const members = network === undefined ? [] : await listMembersOf(tx, network, readers)
  const names = new Map(members.map((one) => [one.organisation, one.name]))
  const asked = [...new Set([...readers, ...receipts.keys()])].map((organisation) => ({
    organisation,
    name: names.get(organisation) ?? receipts.get(organisation) ?? '…',
    hadRead: receipts.has(organisation),
  }))
  const { name } = present(await findOrganisation(tx, owner), 'cooperation.no-organisation', 'the organisation')
  const { sourceKind: kind, sha256 } = share
  await insertTombstones(tx, { owner, ownerName: name, copy, kind, sha256, sharedAt: share.sharedAt ?? now, recalledAt: now }, asked)
  await endGrants(tx, owner, 'shared-copy', copy)
  await setEnded(tx, share.id, 'recalled', now, by)
  return { asked: asked.length, read: receipts.size }
}
