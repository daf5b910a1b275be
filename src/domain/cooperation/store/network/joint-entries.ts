import { sql } from 'kysely'
import type { Cursor } from '../../../../base/cursor.ts'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import { storableText } from '../../../../base/storable.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { permittedUses, secrecyMarks } from '../../contract/network/names.ts'
import type { JointEntryKind, JointReach, JointTaskState } from '../../network/joint.ts'
import type { Tlp } from '../../network/tlp.ts'

// What parties give to a joint case: rows of whoever gives them.

/** What stands in an entry; gone for all but its owner once it is taken back. */
export type EntryWords = {
  readonly title: string
  readonly text: string
  readonly writtenAt: Date
  readonly sha256: string
  readonly ground: string | null
  readonly permitted: (typeof permittedUses)[number] | null
  readonly happenedAt: Date | null
  /** ISO 8601 */
  readonly due: string | null
  readonly assignee: string | null
  readonly taskState: JointTaskState | null
  readonly taskAt: Date | null
}
export type EntryRow = {
  readonly id: string
  readonly owner: OrganisationId
  readonly joint: string
  readonly kind: JointEntryKind
  readonly reach: JointReach
  readonly late: boolean
  readonly tlp: Tlp
  readonly secrecy: (typeof secrecyMarks)[number] | null
  readonly byName: string
  readonly by: string
  readonly at: Date
  readonly changedAt: Date | null
  readonly takenBackAt: Date | null
  readonly words: EntryWords | null
}

type Flat = Omit<EntryRow, 'words'> & Partial<EntryWords> & { readonly text: string | null }

const columns = sql`e.id, e.owner, e.joint, e.kind, e.reach, e.late, e.tlp, e.secrecy, e.by_name as "byName", e.by, e.at, e.changed_at as "changedAt",
  e.taken_back_at as "takenBackAt", t.title, t.text, t.written_at as "writtenAt", t.sha256, t.ground, t.permitted, t.happened_at as "happenedAt",
  t.due::text as due, t.assignee, t.task_state as "taskState", t.task_at as "taskAt"`
const from = sql`cooperation.joint_entry e left join cooperation.joint_text t on t.id = e.id`

function rowOf(flat: Flat): EntryRow {
  const { title, text, writtenAt, sha256, ground, permitted, happenedAt, due, assignee, taskState, taskAt, ...entry } = flat
  if (text === null || title === undefined || writtenAt === undefined || sha256 === undefined) return { ...entry, words: null }
  const more = { ground: ground ?? null, permitted: permitted ?? null, happenedAt: happenedAt ?? null, due: due ?? null }
  const task = { assignee: assignee ?? null, taskState: taskState ?? null, taskAt: taskAt ?? null }
  return { ...entry, words: { title, text, writtenAt, sha256, ...more, ...task } }
}

export async function findEntry(tx: Tx, id: string): Promise<EntryRow | undefined> {
  const { rows } = await sql<Flat>`select ${columns} from ${from} where e.id = ${id}::uuid`.execute(tx)
  return rows[0] === undefined ? undefined : rowOf(rows[0])
}

/** What the case is about, as whoever leads it says. */
export async function findBrief(tx: Tx, joint: string, lead: OrganisationId): Promise<EntryRow | undefined> {
  const { rows } =
    await sql<Flat>`select ${columns} from ${from} where e.joint = ${joint}::uuid and e.kind = 'brief' and e.owner = ${lead}::uuid
    order by e.at desc, e.id desc limit 1`.execute(tx)
  return rows[0] === undefined ? undefined : rowOf(rows[0])
}

export type EntryFilter = {
  readonly kind?: readonly JointEntryKind[] | undefined
  readonly words?: string | undefined
}

/** Those that the reader sees, the newest first; `own` alone where it is out of the case. */
export async function pageEntries(
  tx: Tx,
  joint: string,
  { kind, words }: EntryFilter,
  before: Cursor | undefined,
  limit: number,
): Promise<readonly EntryRow[]> {
  const { rows } = await sql<Flat>`select ${columns} from ${from} where e.joint = ${joint}::uuid and e.kind <> 'brief'
      and (${kind === undefined} or e.kind = any (${[...(kind ?? [])]}::text[]))
      and (${words === undefined} or position(lower(${storableText(words ?? '', 200)}) in lower(t.title || E'\n' || t.text)) > 0)
      ${before === undefined ? sql`` : sql`and (e.at, e.id) < (${before.at}, ${before.id}::uuid)`}
    order by e.at desc, e.id desc limit ${limit}`.execute(tx)
  return rows.map(rowOf)
}

export type NewEntry = Omit<EntryRow, 'changedAt' | 'takenBackAt' | 'words'> & { readonly words: EntryWords }

export async function insertEntry(tx: Tx, { words, ...entry }: NewEntry): Promise<void> {
  const { id, owner, joint, kind, reach, late, tlp, secrecy, byName, by, at } = entry
  await tx
    .insertInto('cooperation.joint_entry')
    .values({ id, owner, joint, kind, reach, late, tlp, secrecy, by_name: byName, by, at })
    .execute()
  await tx
    .insertInto('cooperation.joint_text')
    .values({ id, owner, ...wordColumns(words) })
    .execute()
}

export async function setWordsOf(tx: Tx, id: string, words: EntryWords, at: Date): Promise<void> {
  await tx.updateTable('cooperation.joint_text').set(wordColumns(words)).where('id', '=', id).execute()
  await tx.updateTable('cooperation.joint_entry').set({ changed_at: at }).where('id', '=', id).execute()
}

function wordColumns(words: EntryWords) {
  const { title, text, writtenAt, sha256, ground, permitted, happenedAt, due, assignee, taskState, taskAt } = words
  return {
    ...{ title, text, written_at: writtenAt, sha256, ground, permitted, happened_at: happenedAt },
    ...{ due, assignee, task_state: taskState, task_at: taskAt },
  }
}

export async function setTask(tx: Tx, id: string, state: JointTaskState, at: Date): Promise<void> {
  await tx.updateTable('cooperation.joint_text').set({ task_state: state, task_at: at }).where('id', '=', id).execute()
}

/** Its words are seen by its owner alone from this moment on. */
export async function setTakenBack(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.updateTable('cooperation.joint_entry').set({ taken_back_at: at }).where('id', '=', id).execute()
}

/**
 * Shows an entry of the acting organisation's, and its words, to these groups and organisations. By the database's clock: as of the start of the transaction or,
 * `atOnce`, of this very moment, where whoever enters later is not to see it. That is after what `Work.tell` reads in the same transaction.
 */
export async function grantEntry(
  tx: Tx,
  owner: OrganisationId,
  id: string,
  recipients: readonly string[],
  at: Date,
  atOnce = false,
): Promise<void> {
  const pairs = recipients.flatMap((recipient) =>
    ['joint-entry', 'joint-text'].map((kind) => ({ grant: newId(at.getTime()), recipient, kind })),
  )
  await sql`insert into platform.access_grant (id, owner, recipient, kind, object, since)
    select i.grant, ${owner}::uuid, i.recipient, i.kind, ${id}::uuid, case when ${atOnce}::boolean then clock_timestamp() else now() end
    from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) i ("grant" uuid, recipient uuid, kind text)`.execute(tx)
}

/** By entry, the organisations that see its words now; of the acting organisation's own. */
export async function listEntryReaders(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ id: string; organisations: string[] }>`select i.id, array(
      select r.organisation from platform.readers_of('joint-text', i.id, false) r) as organisations
    from unnest(${[...ids]}::uuid[]) i (id)`.execute(tx)
  return new Map(rows.map(({ id, organisations }) => [id, organisations]))
}
