import { Failure, present } from '../../../../base/failure.ts'
import type { Work } from '../../../../platform/work.ts'
import { hashText } from '../../network/request-content.ts'
import { isSecondPerson, mayShare } from '../../network/sharing.ts'
import { deleteAnswer, findAnswer } from '../../store/network/request-answers.ts'
import { findRule } from '../../store/network/sharing.ts'
import { ownerOf } from '../note.ts'
import { carryOut, takeRequest } from './request-acts.ts'
import type { Act } from './request-answers.ts'

/**
 * Says exactly what was looked at, as a second person; nobody drafts another meanwhile. Refuses `cooperation.no-answer-draft`, `cooperation.request-changed` where it is not what was looked at,
 * `cooperation.second-person`, and what answering refuses.
 */
export async function approveAnswer(work: Work, id: string, sha256: string): Promise<void> {
  work.require(mayShare(work.actor))
  await takeRequest(work, id)
  const waits = present(await findAnswer(work.tx, id), 'cooperation.no-answer-draft', `an answer to request ${id} that waits`)
  if (hashText(waits.said) !== sha256)
    throw new Failure('conflict', 'cooperation.request-changed', `the answer to request ${id} is not what was looked at`)
  if (!isSecondPerson(await findRule(work.tx, ownerOf(work)), work.actor, waits.draftedBy))
    throw new Failure('forbidden', 'cooperation.second-person', 'whoever drafted it may not say it')
  if (!(await deleteAnswer(work.tx, id)))
    throw new Failure('conflict', 'cooperation.request-changed', `no answer to request ${id} waits any more`)
  await carryOut(work, id, JSON.parse(waits.said) as Act)
}
