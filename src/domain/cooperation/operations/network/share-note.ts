import { Failure, present } from '../../../../base/failure.ts'
import { newId } from '../../../../base/id.ts'
import type { Work } from '../../../../platform/work.ts'
import { insertShareEvent, lockShare, type ShareRow } from '../../store/network/shares.ts'
import { ownerOf } from '../note.ts'

/** A share on which nothing was decided yet, locked. Refuses `cooperation.no-share`, `cooperation.share-state`. */
export async function takeDraft(work: Work, id: string): Promise<ShareRow> {
  const share = present(await lockShare(work.tx, id), 'cooperation.no-share', `share ${id}`)
  if (share.state !== 'draft') throw wrongState(share)
  return share
}

export const wrongState = ({ id, state }: ShareRow) => new Failure('conflict', 'cooperation.share-state', `share ${id} is ${state}`)

/** A line of its history, in the audit and the log; `detail` holds codes, ids, counts and hashes, and no content. */
export async function noteShare(
  work: Work,
  { id, sha256 }: Pick<ShareRow, 'id' | 'sha256'>,
  what: 'drafted' | 'changed' | 'shared' | 'refused' | 'recalled',
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const logged = what === 'shared' || what === 'recalled'
  const leaf = logged ? work.witness(`cooperation.share-${what}`, id, { share: id, sha256, ...detail }) : null
  await insertShareEvent(work.tx, ownerOf(work), id, { id: newId(work.now.getTime()), at: work.now, what, actor: work.actor.id, leaf })
  work.record(`cooperation.share-${what}`, id, { sha256, ...detail })
  work.announce('share', id)
}
