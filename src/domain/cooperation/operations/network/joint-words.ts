import { createHash } from 'node:crypto'
import { Failure } from '../../../../base/failure.ts'
import { storableText } from '../../../../base/storable.ts'
import { canonical } from '../../../../formats/tlog/canonical.ts'
import type { Work } from '../../../../platform/work.ts'
import { aboveCeiling } from '../../network/sharing.ts'
import { marksIn, type Tlp } from '../../network/tlp.ts'
import type { EntryRow, EntryWords } from '../../store/network/joint-entries.ts'
import { findRule } from '../../store/network/sharing.ts'
import { ownerOf } from '../note.ts'
import { copyOf } from './copy.ts'

/** Words that somebody gives to a joint case, with what belongs to their kind. */
export type Given = {
  readonly title: string
  readonly text: string
  readonly tlp: Tlp
} & Partial<Pick<EntryWords, 'ground' | 'permitted' | 'happenedAt' | 'due' | 'assignee' | 'taskState'>>

/** As the table takes them, in UTF-16 units. */
const most = { title: 300, text: 20_000, ground: 2_000 }

/**
 * The words as they go: like a document that is shared, without what the organisation's own redaction profile takes out, and cut where
 * what stands in its place made them too long. Refuses `cooperation.above-ceiling`,
 * `cooperation.marks-contradict`, `cooperation.hotline-only`.
 */
export async function wordsOf(
  work: Work,
  kind: EntryRow['kind'],
  given: Given,
): Promise<{ readonly words: EntryWords; readonly byName: string }> {
  const owner = ownerOf(work)
  const above = aboveCeiling(await findRule(work.tx, owner), work.actor.role, { tlp: given.tlp, recipients: [{ kind: 'group' }] })
  if (above !== undefined)
    throw new Failure('forbidden', 'cooperation.above-ceiling', `above the ceiling of the role: ${above}`, { detail: { what: above } })
  if (marksIn([given.title, given.text, given.ground ?? ''].join('\n')).some((mark) => mark !== given.tlp))
    throw new Failure('conflict', 'cooperation.marks-contradict', 'the mark contradicts a mark in the text')
  const title = storableText(given.title, most.title)
  const clean = async (of: 'text' | 'ground', said: string) => {
    const text = storableText(said, most[of])
    const { body, by } = await copyOf(work.tx, owner, { kind: 'document', title, language: 'und', text })
    const kept = body.kind === 'document' ? body.text : text
    return { title: storableText(body.title, most.title), text: storableText(kept, most[of]), byName: by.name }
  }
  const whole = await clean('text', given.text)
  const ground = given.ground == null ? null : (await clean('ground', given.ground)).text
  const { permitted = null, happenedAt = null, due = null, assignee = null, taskState = null } = given
  const said = { title: whole.title || '…', text: whole.text, ground, permitted, due, assignee }
  const record = { kind, tlp: given.tlp, ...said, happenedAt: happenedAt?.toISOString() ?? null }
  const sha256 = createHash('sha256').update(canonical(record)).digest('hex')
  return { words: { ...said, happenedAt, taskState, taskAt: null, writtenAt: work.now, sha256 }, byName: whole.byName }
}
