import { Failure, present } from '../../../base/failure.ts'
import { type CaseId, type NoteId, newId } from '../../../base/id.ts'
import { storableText } from '../../../base/storable.ts'
import type { Work } from '../../../platform/work.ts'
import { mayChangeNote, mayRemoveNote, mayWorkCases } from '../policy.ts'
import { recount } from '../store/cases.ts'
import { blankNote, findNote, insertNote, type NoteRow, setNoteText } from '../store/notes.ts'
import { index, takeCase, tell, touch } from './acting.ts'
import { notifyMentioned, watchIfPerson } from './people.ts'

const longest = 20_000

/** Writes a note, for the organisation alone or for partners too; whom it calls by name is told. Notes may be written into closed cases as well. */
export async function addNote(work: Work, id: CaseId, audience: NoteRow['audience'], text: string): Promise<NoteId> {
  const row = await takeCase(work, id)
  const note = newId<'note'>(work.now.getTime())
  await insertNote(work.tx, row.owner, {
    id: note,
    case: id,
    audience,
    text: storableText(text, longest),
    by_kind: work.actor.kind,
    by_actor: work.actor.id,
    at: work.now,
  })
  await recount(work.tx, [id])
  await touch(work, id)
  await index(work, id)
  await watchIfPerson(work, row)
  const called = await notifyMentioned(work, row, text)
  await tell(work, id, 'note-added', { note, audience, called })
  work.record('cases.note-added', id, { note })
  return note
}

/** Refuses `cases.no-note`, `cases.note-removed`; only whoever wrote it may. */
export async function changeNote(work: Work, note: NoteId, text: string): Promise<void> {
  const found = await own(work, note, mayChangeNote)
  const row = await takeCase(work, found.case)
  await setNoteText(work.tx, note, storableText(text, longest), work.now)
  await index(work, found.case)
  await notifyMentioned(work, row, text)
  await tell(work, found.case, 'note-changed', { note })
  work.record('cases.note-changed', found.case, { note })
}

/** The words go; that there was a note stays. */
export async function removeNote(work: Work, note: NoteId): Promise<void> {
  const found = await own(work, note, mayRemoveNote)
  await takeCase(work, found.case)
  await blankNote(work.tx, note, work.now)
  await recount(work.tx, [found.case])
  await index(work, found.case)
  await tell(work, found.case, 'note-removed', { note })
  work.record('cases.note-removed', found.case, { note })
}

async function own(work: Work, note: NoteId, may: typeof mayChangeNote): Promise<NoteRow> {
  work.require(mayWorkCases(work.actor))
  const found = present(await findNote(work.tx, note), 'cases.no-note', `note ${note}`)
  work.require(may(work.actor, found.by_actor))
  if (found.removed_at !== null) throw new Failure('conflict', 'cases.note-removed', `note ${note} was removed`)
  return found
}
