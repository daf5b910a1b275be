import { Failure } from '../../../base/failure.ts'
import type { ReleaseId } from '../../../base/id.ts'
import type { Work } from '../../../platform/work.ts'
import { findAction, recordOutcome, withdrawAction } from '../../cases/index.ts'
import { mayDecide } from '../policy.ts'
import { isByHand, type ReleaseRow } from '../release.ts'
import { listActions, lockRelease, updateRelease } from '../store/releases.ts'
import { noteGiven } from './answers.ts'
import { noteEvent, takeRelease } from './note.ts'

/** Told where something went by another way than mail: what the other side said when it took it. */
export async function settleRelease(
  work: Work,
  id: ReleaseId,
  state: 'delivered' | 'failed',
  receipt: Readonly<Record<string, unknown>>,
): Promise<void> {
  work.require(work.actor.kind === 'system')
  const found = await lockRelease(work.tx, id)
  if (found === undefined || found.state !== 'decided') return
  await settle(work, found, state, receipt)
}

/** What a person gave to the recipient themselves, on their page. Refuses `cooperation.release-state`, also for what goes by itself. */
export async function settleByHand(work: Work, id: ReleaseId, reference: string | null): Promise<void> {
  work.require(mayDecide(work.actor) && work.actor.kind === 'person')
  const found = await takeRelease(work, id, 'delivered')
  if (!isByHand(found)) throw new Failure('conflict', 'cooperation.release-state', `release ${id} goes by itself`)
  await settle(work, found, 'delivered', { byHand: true, by: work.actor.id, reference })
}

export async function settle(
  work: Work,
  found: ReleaseRow,
  state: 'delivered' | 'failed' | 'recalled',
  receipt: Readonly<Record<string, unknown>>,
): Promise<void> {
  const why = typeof receipt['why'] === 'string' ? receipt['why'] : null
  await updateRelease(work.tx, found.id, {
    state,
    settled_at: work.now,
    fault: state === 'failed' ? (why ?? 'refused') : null,
    receipt: { ...found.receipt, ...receipt },
  })
  await noteEvent(work, found, state, why === null ? {} : { why })
  if (state === 'delivered' && found.kind === 'submit-sample') await noteGiven(work, found.id)
  for (const { action } of await listActions(work.tx, found.id)) {
    const current = (await findAction(work.tx, action))?.state
    if (current === undefined || current === 'proposed' || current === 'withdrawn' || current === 'declined') continue
    if (state === 'recalled') await withdrawAction(work, action, why ?? 'recalled')
    else
      await recordOutcome(work, action, {
        kind: state === 'failed' ? 'failed' : found.kind === 'block' ? 'published' : 'sent',
        detail: why,
        ...(typeof receipt['reference'] === 'string' ? { reference: receipt['reference'] } : {}),
      })
  }
}
