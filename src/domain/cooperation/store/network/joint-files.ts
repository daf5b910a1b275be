import { sql } from 'kysely'
import type { Cursor } from '../../../../base/cursor.ts'
import type { OrganisationId } from '../../../../base/id.ts'
import { storableText } from '../../../../base/storable.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { jointLists } from '../../contract/network/joint-names.ts'
import type { JointState } from '../../network/joint.ts'

// How it stands with joint cases for the acting organisation, as its own rows.

export type JointFile = {
  readonly id: string
  readonly joint: string
  readonly code: string
  readonly state: JointState
  readonly at: Date
  readonly endedAt: Date | null
  readonly case: string | null
}
/** With what the reader sees of the case: nothing once it is out. */
export type JointFileLine = JointFile & {
  readonly title: string | null
  readonly lead: string | null
  readonly leadName: string | null
  readonly leadCountry: string | null
}

const columns = sql`f.id, f.joint, f.code, f.state, f.at, f.ended_at as "endedAt", f."case"`

/** The acting organisation's own. */
export async function findJointFile(tx: Tx, joint: string): Promise<JointFile | undefined> {
  const { rows } =
    await sql<JointFile>`select ${columns} from cooperation.joint_file f where f.joint = ${joint}::uuid and f.owner = platform.acting()`.execute(
      tx,
    )
  return rows[0]
}

/** Whoever is asked again has its file go on, with the case that it goes with; what it gives from now on has its own time. */
export async function putJointFile(tx: Tx, owner: OrganisationId, { joint, case: own, ...file }: JointFile): Promise<void> {
  const { endedAt, ...rest } = file
  await tx
    .insertInto('cooperation.joint_file')
    .values({ ...rest, joint, owner, case: own, ended_at: endedAt })
    .onConflict((conflict) =>
      conflict.columns(['owner', 'joint']).doUpdateSet({ state: file.state, at: file.at, ended_at: endedAt, emptied_at: null }),
    )
    .execute()
}

export async function setJointFile(tx: Tx, joint: string, state: JointState, at: Date): Promise<void> {
  const endedAt = state === 'invited' || state === 'in' ? null : at
  await sql`update cooperation.joint_file set state = ${state}, at = ${at}, ended_at = ${endedAt}
    where joint = ${joint}::uuid and owner = platform.acting()`.execute(tx)
}

export async function setOwnCase(tx: Tx, joint: string, own: string | null): Promise<void> {
  await sql`update cooperation.joint_file set "case" = ${own}::uuid where joint = ${joint}::uuid and owner = platform.acting()`.execute(tx)
}

const statesOf: Readonly<Record<(typeof jointLists)[number], readonly JointState[]>> = {
  open: ['in'],
  invited: ['invited'],
  past: ['closed', 'left', 'out', 'declined', 'withdrawn'],
}

export type JointFilter = {
  readonly list: (typeof jointLists)[number]
  /** words that stand in something of it that the reader sees */
  readonly words?: string | undefined
  /** one of the organisation's own cases */
  readonly case?: string | undefined
}

/** Those that moved last first. */
export async function pageJointFiles(
  tx: Tx,
  owner: OrganisationId,
  { list, words, case: own }: JointFilter,
  before: Cursor | undefined,
  limit: number,
): Promise<readonly JointFileLine[]> {
  const sought = storableText(words ?? '', 200)
  const { rows } = await sql<JointFileLine>`select ${columns}, b.title, p.id as lead, p.name as "leadName", p.country as "leadCountry"
    from cooperation.joint_file f
    left join cooperation.joint_case j on j.id = f.joint
    left join cooperation.member p on p.id = j.lead_member
    left join lateral (select t.title from cooperation.joint_entry e join cooperation.joint_text t on t.id = e.id
      where e.joint = j.id and e.kind = 'brief' and e.owner = j.lead order by e.at desc, e.id desc limit 1) b on true
    where f.owner = ${owner} and f.state = any (${[...statesOf[list]]}::text[])
      and (${own === undefined} or f."case" = ${own ?? null}::uuid)
      and (${words === undefined} or position(lower(${sought}) in lower(f.code)) > 0 or exists (
        select from cooperation.joint_entry e join cooperation.joint_text t on t.id = e.id
        where e.joint = f.joint and position(lower(${sought}) in lower(t.title || E'\n' || t.text)) > 0))
      ${before === undefined ? sql`` : sql`and (f.at, f.id) < (${before.at}, ${before.id}::uuid)`}
    order by f.at desc, f.id desc limit ${limit}`.execute(tx)
  return rows
}
