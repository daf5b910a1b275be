import { Failure, present } from '../../../../base/failure.ts'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import type { Work } from '../../../../platform/work.ts'
import { notifyElsewhere } from '../../../directory/index.ts'
import { seenBy } from '../../contract/network/joint-names.ts'
import type { JointReach, JointTaskState } from '../../network/joint.ts'
import { mayDraftShare, mayShare } from '../../network/sharing.ts'
import { endGrants } from '../../store/network/groups.ts'
import { listJointGroups, type PartyRow } from '../../store/network/joint-cases.ts'
import {
  type EntryRow,
  findEntry,
  grantEntry,
  insertEntry,
  listEntryReaders,
  setTakenBack,
  setTask,
  setWordsOf,
} from '../../store/network/joint-entries.ts'
import { findJointFile } from '../../store/network/joint-files.ts'
import { ownerOf } from '../note.ts'
import { inPlaceOf } from './in-place.ts'
import { type Inside, inside, takeJoint, tellParties } from './joint.ts'
import { refuseClosed } from './joint-cases.ts'
import { type Given, wordsOf } from './joint-words.ts'
import { readStanding } from './standing.ts'

/** What a party gives, and to whom. */
export type Gift = Given & {
  readonly kind: 'note' | 'task' | 'event'
  readonly reach: JointReach
  /** parties by id, where it is for these alone */
  readonly chosen: readonly string[]
  /** whether whoever joins later sees it */
  readonly late: boolean
  readonly secrecy: EntryRow['secrecy']
}

/**
 * Gives something to the case: a row of the acting organisation's own, shown to whom it says. Refuses `cooperation.joint-closed`, `cooperation.joint-chosen` where
 * one of those named is not in the case, `cooperation.joint-assignee` where whoever is to do it would not see it, and what `wordsOf` does.
 */
export async function giveEntry(work: Work, joint: string, gift: Gift): Promise<string> {
  work.require(mayShare(work.actor))
  await readStanding(work.tx, work.actor)
  const found = await takeJoint(work, joint)
  refuseClosed(found.joint)
  const readers = readersOf(found, gift)
  const { words, byName } = await wordsOf(work, gift.kind, gift)
  const [id, owner] = [newId(work.now.getTime()), ownerOf(work)]
  const { kind, reach, late, tlp, secrecy } = gift
  await insertEntry(work.tx, { id, owner, joint, kind, reach, late, tlp, secrecy, byName, by: work.actor.id, at: work.now, words })
  await grantEntry(work.tx, owner, id, await recipientsOf(work, joint, gift, readers), work.now, !late && reach !== 'chosen')
  note(work, joint, id, 'given', { sha256: words.sha256, reach })
  const to = readers.find((one) => one.id === words.assignee)
  const told = { code: found.joint.code, from: byName }
  const rest = readers.filter((one) => one !== to)
  await tellParties(work, found.joint, rest, { kind: 'cooperation.joint-given', params: told })
  if (to !== undefined) await tellParties(work, found.joint, [to], { kind: 'cooperation.joint-task', params: told })
  return id
}

function readersOf(
  { parties, own }: Inside,
  { reach, chosen, assignee }: Pick<Gift, 'reach' | 'chosen' | 'assignee'>,
): readonly PartyRow[] {
  const readers = seenBy(parties, own.id, reach, chosen)
  const wanted = new Set(chosen)
  if (reach === 'chosen' && (wanted.size === 0 || readers.length < wanted.size))
    throw new Failure('invalid', 'cooperation.joint-chosen', 'one of these is not in the case, or nobody is named')
  if (assignee != null && assignee !== own.id && !readers.some(({ id }) => id === assignee))
    throw new Failure('invalid', 'cooperation.joint-assignee', 'whoever is to do it would not see it')
  return readers
}

async function recipientsOf(work: Work, joint: string, { reach, late }: Gift, readers: readonly PartyRow[]): Promise<readonly string[]> {
  // by the seats, so that who goes and comes again does not see it
  if (reach === 'chosen') return readers.map(({ seat }) => seat)
  return (await listJointGroups(work.tx, joint)).filter((one) => one.reach === reach && one.late === late).map(({ id }) => id)
}

/**
 * Says it anew; who sees it stays. Whoever is to do it now is told. Refuses `cooperation.no-joint-entry` of another's, `cooperation.joint-taken-back`,
 * `cooperation.joint-assignee` where whoever is to do it does not see it.
 */
export async function changeEntry(work: Work, id: string, given: Omit<Given, 'tlp' | 'taskState'>): Promise<void> {
  work.require(mayShare(work.actor))
  const { entry, found } = await takeOwnEntry(work, id)
  const before = entry.words
  const assignee = given.assignee ?? null
  const next = assignee === before?.assignee ? undefined : inside(found.parties).find(({ id: one }) => one === assignee)
  if (assignee !== null && assignee !== before?.assignee && (next === undefined || !(await mayDo(work, id, next, found.own))))
    throw new Failure('invalid', 'cooperation.joint-assignee', 'whoever is to do it does not see it')
  const { words, byName } = await wordsOf(work, entry.kind, { ...given, tlp: entry.tlp })
  await setWordsOf(work.tx, id, { ...words, taskState: before?.taskState ?? null, taskAt: before?.taskAt ?? null }, work.now)
  note(work, entry.joint, id, 'changed', { sha256: words.sha256 })
  if (next === undefined) return
  await tellParties(work, found.joint, [next], { kind: 'cooperation.joint-task', params: { code: found.joint.code, from: byName } })
}

/** Whoever gave it, and each who sees it now. */
async function mayDo({ tx }: Work, id: string, party: PartyRow, own: PartyRow): Promise<boolean> {
  return party.id === own.id || ((await listEntryReaders(tx, [id])).get(id) ?? []).includes(party.organisation)
}

/**
 * Takes it back: from this moment on others see that there was something, and no word of it; those who saw it till now are told. Also by who is out of the case,
 * and once it is closed.
 */
export async function takeEntryBack(work: Work, id: string): Promise<void> {
  work.require(mayDraftShare(work.actor))
  const entry = await findOwnEntry(work, id)
  const readers = (await listEntryReaders(work.tx, [id])).get(id) ?? []
  await setTakenBack(work.tx, id, work.now)
  await endGrants(work.tx, entry.owner, 'joint-text', id)
  note(work, entry.joint, id, 'taken-back', { sha256: entry.words?.sha256 ?? null })
  const { code } = present(await findJointFile(work.tx, entry.joint), 'cooperation.no-joint', `a file of joint case ${entry.joint}`)
  const notice = { kind: 'cooperation.joint-taken-back', subject: entry.joint, params: { code, from: entry.byName } }
  for (const organisation of readers)
    await notifyElsewhere(work, organisation as OrganisationId, 'analyst', notice, [{ kind: 'joint-case', id: entry.joint }])
}

/** Moves a task on: whoever is to do it, or whoever gave it. Refuses `cooperation.joint-task`. */
export async function moveTask(work: Work, id: string, state: JointTaskState): Promise<void> {
  work.require(mayDraftShare(work.actor))
  const seen = present(await findEntry(work.tx, id), 'cooperation.no-joint-entry', `an entry ${id}`)
  const { joint, parties, own } = await takeJoint(work, seen.joint)
  refuseClosed(joint)
  const entry = present(await findEntry(work.tx, id), 'cooperation.no-joint-entry', `an entry ${id}`)
  if (entry.kind !== 'task' || entry.words === null || (entry.owner !== own.organisation && entry.words.assignee !== own.id))
    throw new Failure('forbidden', 'cooperation.joint-task', 'a task is moved on by whoever gave it, and whoever is to do it')
  if (entry.takenBackAt !== null) throw takenBack(id)
  if (entry.words.taskState === state) return
  await inPlaceOf(work, entry.owner, () => setTask(work.tx, id, state, work.now))
  work.witness('cooperation.joint-task-moved', joint.id, { joint: joint.id, entry: id, state })
  work.record('cooperation.joint-task-moved', joint.id, { entry: id, state })
  work.announce('joint-case', joint.id)
  const other = inside(parties).find(({ organisation, id: one }) =>
    entry.owner === own.organisation ? one === entry.words?.assignee : organisation === entry.owner,
  )
  if (entry.owner === own.organisation) work.tell('joint-entry', id)
  if (other !== undefined && state === 'done' && entry.owner !== own.organisation)
    await tellParties(work, joint, [other], { kind: 'cooperation.joint-task-done', params: { code: joint.code, from: own.name } })
  else if (other !== undefined) await tellParties(work, joint, [other])
}

async function findOwnEntry(work: Work, id: string): Promise<EntryRow> {
  const found = await findEntry(work.tx, id)
  if (found?.owner !== ownerOf(work) || found.kind === 'brief' || found.kind === 'outcome')
    throw new Failure('missing', 'cooperation.no-joint-entry', `an entry ${id} of one’s own`)
  if (found.takenBackAt !== null) throw takenBack(id)
  return found
}

const takenBack = (id: string) => new Failure('conflict', 'cooperation.joint-taken-back', `entry ${id} was taken back`)

async function takeOwnEntry(work: Work, id: string): Promise<{ readonly entry: EntryRow; readonly found: Inside }> {
  const first = await findOwnEntry(work, id)
  const found = await takeJoint(work, first.joint)
  refuseClosed(found.joint)
  return { entry: await findOwnEntry(work, id), found }
}

/** In the audit and the log of whoever gives; `detail` holds codes and hashes, and no content. Those who see it look again. */
function note(
  work: Work,
  joint: string,
  entry: string,
  what: 'given' | 'changed' | 'taken-back',
  detail: Readonly<Record<string, string | null>>,
): void {
  work.witness(`cooperation.joint-${what}`, joint, { joint, entry, ...detail })
  work.record(`cooperation.joint-${what}`, joint, { entry, ...detail })
  work.announce('joint-case', joint)
  work.tell('joint-entry', entry)
}
