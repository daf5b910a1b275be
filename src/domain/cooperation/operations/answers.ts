import { Failure, present } from '../../../base/failure.ts'
import { newId, type ReleaseId } from '../../../base/id.ts'
import { storableText } from '../../../base/storable.ts'
import type { Work } from '../../../platform/work.ts'
import { findAction, type OutcomeKind, recordOutcome } from '../../cases/index.ts'
import { recordGiven } from '../../evidence/index.ts'
import { mayDraft } from '../policy.ts'
import { findRelease, listActions } from '../store/releases.ts'
import {
  type AnswerRow,
  findSubmission,
  findSubmissionOf,
  insertAnswer,
  type SubmissionRow,
  setSubmission,
  type Verdict,
} from '../store/samples.ts'
import { noteEvent, ownerOf } from './note.ts'

export type VendorAnswer = {
  readonly verdict: Verdict
  readonly detection: string | null
  readonly definition: string | null
  readonly definitionAt: Date | null
  readonly said: string
  readonly reply: string | null
}

const outcomes: Readonly<Record<Verdict, OutcomeKind>> = {
  received: 'acknowledged',
  detected: 'acted',
  'not-detected': 'answered',
  clean: 'answered',
  'more-wanted': 'answered',
  refused: 'refused',
}

/** Writes down what a vendor answered: added to what they said before, and the last word in the ledger. Refuses `cooperation.not-submitted` for what has not gone. */
export async function addAnswer(work: Work, id: string, answer: VendorAnswer): Promise<void> {
  work.require(mayDraft(work.actor))
  const found = present(await findSubmission(work.tx, id), 'cooperation.no-submission', `submission ${id}`)
  if (found.owner !== ownerOf(work)) throw new Failure('missing', 'cooperation.no-submission', `submission ${id}`)
  if (found.releaseState !== 'delivered') throw new Failure('conflict', 'cooperation.not-submitted', `submission ${id} has not gone`)
  const { verdict, detection, definition, definitionAt } = answer
  await keep(work, found, { ...answer, came: 'person', definition_at: definitionAt })
  await setSubmission(work.tx, id, {
    verdict,
    // what was told before stays where nothing is told now
    detection: detection ?? found.detection,
    definition: definition ?? found.definition,
    definition_at: definitionAt ?? found.definitionAt,
    answered_at: work.now,
  })
  const release = present(await findRelease(work.tx, found.release), 'cooperation.no-release', `release ${found.release}`)
  await noteEvent(work, release, 'answered', { verdict })
  for (const { action } of await listActions(work.tx, found.release)) {
    if ((await findAction(work.tx, action))?.state === 'done')
      await recordOutcome(work, action, { kind: outcomes[verdict], detail: detection })
  }
}

type Kept = Pick<AnswerRow, 'came' | 'verdict' | 'detection' | 'definition' | 'definition_at' | 'said' | 'reply'>

async function keep(
  work: Work,
  found: SubmissionRow,
  { came, verdict, detection, definition, definition_at, said, reply }: Kept,
): Promise<void> {
  await insertAnswer(work.tx, found.owner, found.id, {
    id: newId(work.now.getTime()),
    at: work.now,
    by: work.actor.id,
    ...{ came, verdict, detection, definition, definition_at, reply },
    said: storableText(said, 20_000),
  })
  work.record('cooperation.submission-answered', found.id, { came, verdict })
  work.announce('submission', found.id)
}

const nothing = { verdict: null, detection: null, definition: null, definition_at: null, said: '', reply: null }

/** A vendor answered by mail: that they did; a person reads it and writes down what it says. */
export async function noteMailed(work: Work, release: ReleaseId, reply: string): Promise<void> {
  const found = await findSubmissionOf(work.tx, release)
  if (found === undefined) return
  await keep(work, found, { ...nothing, came: 'mail', reply })
  await setSubmission(work.tx, found.id, { answered_at: work.now })
}

/** An API answered at once: it has taken the sample, and what it said is kept as text. */
export async function noteSaid(work: Work, release: ReleaseId, said: string): Promise<void> {
  const found = await findSubmissionOf(work.tx, release)
  if (found === undefined) return
  const taken = found.releaseState === 'delivered'
  await keep(work, found, { ...nothing, came: 'http', verdict: taken ? 'received' : null, said })
  if (taken) await setSubmission(work.tx, found.id, { verdict: 'received', answered_at: work.now })
}

/** It went: a line of custody of the item. */
export async function noteGiven(work: Work, release: ReleaseId): Promise<void> {
  const found = await findSubmissionOf(work.tx, release)
  if (found?.item != null) await recordGiven(work, [found.item], release)
  work.announce('submission', release)
}
