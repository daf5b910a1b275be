import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { Answer, Sheet } from '../../network/questionnaire.ts'
import type { Statement } from '../../network/secrecy.ts'

const columns = sql`s.id, s.round, s.member, s.version, s.state, s.joint, s.audience, s.changed_at as "changedAt", s.changed_by as "changedBy",
  s.submitted_at as "submittedAt", s.submitted_by as "submittedBy", s.superseded_at as "supersededAt"`

const sources = sql`(select coalesce(jsonb_agg(jsonb_build_object('law', o.law, 'article', o.article, 'url', o.url) order by o.place), '[]'::jsonb)
  from cooperation.answer_source o where o.sheet = a.sheet and o.code = a.code) as sources`

export async function findSheet(tx: Tx, id: string): Promise<Sheet | undefined> {
  const { rows } = await sql<Sheet>`select ${columns} from cooperation.answer_sheet s where s.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

/** All versions of an agency in a round that the reader may see, the newest first; two hundred at most. */
export async function listSheetVersions(tx: Tx, round: string, member: string): Promise<readonly Sheet[]> {
  const { rows } =
    await sql<Sheet>`select ${columns} from cooperation.answer_sheet s where s.round = ${round}::uuid and s.member = ${member}::uuid
    order by s.version desc limit 200`.execute(tx)
  return rows
}

/** What is open or submitted of an agency in a round, locked; the network's own act. */
export async function lockSheets(tx: Tx, round: string, member: string): Promise<readonly Sheet[]> {
  const { rows } = await sql<Sheet>`select ${columns} from cooperation.answer_sheet s
    where s.round = ${round}::uuid and s.member = ${member}::uuid and s.state <> 'superseded' order by s.id for update`.execute(tx)
  return rows
}

export type RoundSheet = Pick<Sheet, 'member' | 'state' | 'joint' | 'submittedAt'> & { readonly country: string }

/** What there is in a round, of those whose version stands; of one country, or of all. */
export async function listRoundSheets(tx: Tx, round: string, country?: string): Promise<readonly RoundSheet[]> {
  const { rows } = await sql<RoundSheet>`select s.member, s.state, s.joint, s.submitted_at as "submittedAt", m.country
    from cooperation.answer_sheet s join cooperation.member m on m.id = s.member
    where s.round = ${round}::uuid and s.state <> 'superseded' and (${country === undefined} or m.country = ${country ?? null})`.execute(tx)
  return rows
}

export type NamedSheet = Sheet & { readonly name: string; readonly country: string }
export type SheetCursor = readonly [country: string, name: string, id: string]
const zero = '00000000-0000-0000-0000-000000000000'

/** What was submitted in a round, by country and name. */
export async function pageSheets(
  tx: Tx,
  round: string,
  country: string | undefined,
  after: SheetCursor | undefined,
  limit: number,
): Promise<readonly NamedSheet[]> {
  const [c, n, i] = after ?? ['', '', zero]
  const { rows } =
    await sql<NamedSheet>`select ${columns}, m.name, m.country from cooperation.answer_sheet s join cooperation.member m on m.id = s.member
    where s.round = ${round}::uuid and s.state = 'submitted' and (${country === undefined} or m.country = ${country ?? null})
      and (${after === undefined} or (m.country, lower(m.name), s.id) > (${c}, lower(${n}), ${i}::uuid))
    order by m.country, lower(m.name), s.id limit ${limit}`.execute(tx)
  return rows
}

/** By sheet, in the order of the codes; of these codes alone where some are named. */
export async function listAnswers(
  tx: Tx,
  sheets: readonly string[],
  codes?: readonly string[],
): Promise<ReadonlyMap<string, readonly Answer[]>> {
  const { rows } = await sql<Answer & { sheet: string }>`select a.sheet, a.code, a.choice, a.amount::float8 as amount, a.words, ${sources}
    from cooperation.answer a where a.sheet = any (${[...sheets]}::uuid[]) and (${codes === undefined} or a.code = any (${[...(codes ?? [])]}::text[]))
    order by a.sheet, a.code`.execute(tx)
  const found = new Map<string, Answer[]>()
  for (const { sheet, ...answer } of rows) {
    const known = found.get(sheet)
    if (known === undefined) found.set(sheet, [answer])
    else known.push(answer)
  }
  return found
}

export async function insertSheet(
  tx: Tx,
  owner: OrganisationId,
  {
    id,
    round,
    member,
    version,
    joint,
    audience,
    changedAt,
    changedBy,
  }: Pick<Sheet, 'id' | 'round' | 'member' | 'version' | 'joint' | 'audience' | 'changedAt' | 'changedBy'>,
): Promise<void> {
  await tx
    .insertInto('cooperation.answer_sheet')
    .values({ id, owner, round, member, version, state: 'draft', joint, audience, changed_at: changedAt, changed_by: changedBy })
    .execute()
}

export async function updateSheet(
  tx: Tx,
  id: string,
  { joint, audience, changedAt, changedBy }: Pick<Sheet, 'joint' | 'audience' | 'changedAt' | 'changedBy'>,
): Promise<void> {
  await tx
    .updateTable('cooperation.answer_sheet')
    .set({ joint, audience, changed_at: changedAt, changed_by: changedBy })
    .where('id', '=', id)
    .execute()
}

export async function replaceAnswers(tx: Tx, owner: OrganisationId, sheet: string, answers: readonly Answer[]): Promise<void> {
  await tx.deleteFrom('cooperation.answer').where('sheet', '=', sheet).execute()
  if (answers.length === 0) return
  await tx
    .insertInto('cooperation.answer')
    .values(answers.map(({ code, choice, amount, words }) => ({ sheet, owner, code, choice, amount, words })))
    .execute()
  const rows = answers.flatMap(({ code, sources: all }) => all.map((one, place) => ({ sheet, owner, code, place, ...one })))
  if (rows.length > 0) await tx.insertInto('cooperation.answer_source').values(rows).execute()
}

export async function setSubmitted(tx: Tx, id: string, at: Date, by: string): Promise<void> {
  await tx
    .updateTable('cooperation.answer_sheet')
    .set({ state: 'submitted', submitted_at: at, submitted_by: by })
    .where('id', '=', id)
    .execute()
}

export async function supersedeSheet(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.updateTable('cooperation.answer_sheet').set({ state: 'superseded', superseded_at: at }).where('id', '=', id).execute()
}

export async function deleteSheet(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('cooperation.answer_sheet').where('id', '=', id).execute()
}

/**
 * What a member answered to questions of known meaning, in the newest sheet of it that the reader may see; else in the newest that speaks for all agencies of
 * its country.
 */
export async function listStatements(tx: Tx, member: { readonly id: string; readonly country: string }): Promise<readonly Statement[]> {
  const { rows } = await sql<Statement>`with sheet as (
      select s.id, r.questionnaire from cooperation.answer_sheet s
        join cooperation.questionnaire_round r on r.id = s.round join cooperation.member m on m.id = s.member
      where s.state = 'submitted' and (s.member = ${member.id}::uuid or (s.joint and m.country = ${member.country} and m.kind = 'agency'
          and exists (select from cooperation.member o where o.id = ${member.id}::uuid and o.kind = 'agency')))
        and exists (select from cooperation.question n where n.questionnaire = r.questionnaire and n.meaning is not null)
      order by s.member = ${member.id}::uuid desc, s.submitted_at desc limit 1)
    select n.meaning, a.choice as said, a.words, ${sources}, s.id as sheet, n.code
    from sheet s join cooperation.question n on n.questionnaire = s.questionnaire and n.meaning is not null
      join cooperation.answer a on a.sheet = s.id and a.code = n.code
    order by n.place`.execute(tx)
  return rows
}
