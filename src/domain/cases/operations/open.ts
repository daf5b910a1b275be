import { Failure } from '../../../base/failure.ts'
import { type CampaignId, type CaseId, type ItemId, newId, type PersonId, type ReportId } from '../../../base/id.ts'
import { storableText } from '../../../base/storable.ts'
import type { Work } from '../../../platform/work.ts'
import { type CaseKind, type CaseRow, codeOf, yearOf } from '../case.ts'
import { caseOpened } from '../events.ts'
import type { HarmValue } from '../harm.ts'
import { mayWorkCases } from '../policy.ts'
import { rankOf } from '../queue.ts'
import { insertCase, recount, takeNumber } from '../store/cases.ts'
import { countUnread } from '../store/conversation.ts'
import { index, ownerOf, tell } from './acting.ts'
import { attachCampaigns, attachItems, attachReports } from './attach.ts'
import { sayHarm } from './harm.ts'
import { addNote } from './notes.ts'
import { memberOf, notifyPeople, watchIfPerson } from './people.ts'

export type Opening = {
  readonly title: string
  readonly kind: CaseKind
  readonly reports?: readonly ReportId[]
  readonly campaigns?: readonly CampaignId[]
  readonly items?: readonly ItemId[]
  readonly assignee?: string | null
  readonly dueAt?: Date | null
  readonly note?: string
  readonly how?: CaseRow['opened_how']
  readonly harm?: ReadonlyMap<string, HarmValue>
}

/**
 * Opens a case under the next number of the year. What has a case already is not put into another: refuses `cases.has-case`, with which, and whatever does not
 * exist here with `cases.no-report`, `cases.no-campaign`, `cases.no-item`, `cases.no-person`.
 */
export async function openCase(work: Work, opening: Opening): Promise<CaseId> {
  work.require(mayWorkCases(work.actor))
  const owner = ownerOf(work.actor)
  const assignee = opening.assignee == null ? null : await memberOf(work, opening.assignee)
  const row = await insertNew(work, opening, assignee)
  await tell(work, row.id, 'opened', { how: row.opened_how, code: row.code })
  await fill(work, row, opening)
  if (opening.note !== undefined && opening.note !== '') await addNote(work, row.id, 'internal', opening.note)
  await recount(work.tx, [row.id])
  await countUnread(work.tx, row.id)
  await sayHarm(
    work,
    row,
    opening.harm ??
      new Map<string, HarmValue>([
        ['content', row.kind],
        ['reports', opening.reports?.length ?? 0],
      ]),
  )
  await index(work, row.id)
  await watchIfPerson(work, { id: row.id, owner })
  if (assignee !== null) {
    await tell(work, row.id, 'assigned', { to: assignee, from: null })
    await notifyPeople(work, [assignee], row, 'cases.assigned')
  }
  work.record('cases.opened', row.id, { code: row.code, how: row.opened_how })
  work.publish(caseOpened, { caseId: row.id })
  return row.id
}

async function insertNew(work: Work, opening: Opening, assignee: PersonId | null) {
  const owner = ownerOf(work.actor)
  const year = yearOf(work.now)
  const number = await takeNumber(work.tx, owner, year)
  const row = {
    id: newId<'case'>(work.now.getTime()),
    owner,
    year,
    number,
    code: codeOf(year, number),
    title: storableText(opening.title, 300),
    kind: opening.kind,
    state: 'open' as const,
    assignee,
    opened_by: work.actor.id,
    opened_how: opening.how ?? 'hand',
    due_at: opening.dueAt ?? null,
    harm: 0,
    rank: rankOf(0, work.now),
  }
  await insertCase(work.tx, { ...row, at: work.now })
  return { ...row, since: work.now } as unknown as CaseRow
}

async function fill(work: Work, row: CaseRow, { reports = [], campaigns = [], items = [] }: Opening): Promise<void> {
  const refused = [
    ...(reports.length > 0 ? await attachReports(work, row, reports) : []),
    ...(campaigns.length > 0 ? await attachCampaigns(work, row, campaigns) : []),
    ...(items.length > 0 ? await attachItems(work, row, items) : []),
  ]
  const [first] = refused
  if (first === undefined) return
  throw new Failure(first.code === 'cases.has-case' ? 'conflict' : 'missing', first.code, `${first.id} cannot be put into a new case`, {
    detail: { id: first.id, ...(first.case === undefined ? {} : { case: first.case }) },
  })
}
