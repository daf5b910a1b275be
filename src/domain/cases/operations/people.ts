import { present } from '../../../base/failure.ts'
import type { PersonId } from '../../../base/id.ts'
import type { Work } from '../../../platform/work.ts'
import { findMember, listMembers, type NewNotice, notify } from '../../directory/index.ts'
import type { CaseRow } from '../case.ts'
import { mentionsIn } from '../mentions.ts'
import { insertWatcher, listWatchers } from '../store/timeline.ts'
import { ownerOf } from './acting.ts'

/** A person of the acting organisation. Refuses `cases.no-person`. */
export async function memberOf(work: Work, person: string): Promise<PersonId> {
  return present(await findMember(work.tx, ownerOf(work.actor), person), 'cases.no-person', `person ${person}`).id
}

/** Tells whoever has the case and whoever watches it, but for the one who did it. */
export async function notifyCase(work: Work, row: CaseRow, kind: string, params: NewNotice['params'] = {}): Promise<void> {
  const people = [...(await listWatchers(work.tx, row.owner, row.id)), ...(row.assignee === null ? [] : [row.assignee])]
  await notifyPeople(work, people, row, kind, params)
}

export async function notifyPeople(
  work: Work,
  people: readonly PersonId[],
  row: Pick<CaseRow, 'id' | 'code'>,
  kind: string,
  params: NewNotice['params'] = {},
): Promise<void> {
  const others = [...new Set(people)].filter((person) => person !== work.actor.id)
  await notify(work, others, { kind, subject: row.id, params: { code: row.code, ...params } })
}

const membersAtMost = 1_000

/** Tells those whom a text calls by `@name`; from then on they watch the case. */
export async function notifyMentioned(work: Work, row: CaseRow, text: string): Promise<number> {
  if (!text.includes('@')) return 0
  const people = await listMembers(work.tx, row.owner, undefined, membersAtMost)
  const called = mentionsIn(text, people) as readonly PersonId[]
  for (const person of called) await insertWatcher(work.tx, row.owner, row.id, person, work.now)
  await notifyPeople(work, called, row, 'cases.mentioned')
  return called.length
}

/** A person who works on a case goes on hearing of it. */
export async function watchIfPerson(work: Work, row: Pick<CaseRow, 'id' | 'owner'>): Promise<void> {
  if (work.actor.kind === 'person') await insertWatcher(work.tx, row.owner, row.id, work.actor.id, work.now)
}
