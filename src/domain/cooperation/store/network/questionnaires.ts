import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { Question, Questionnaire, Round } from '../../network/questionnaire.ts'

const columns = sql`q.id, q.owner, q.version, q.title, q.sha256, q.made_at as "madeAt", q.made_by as "madeBy"`

export type CountedQuestionnaire = Questionnaire & { readonly questions: number }

/** The newest first; a hundred at most. */
export async function listQuestionnaires(tx: Tx, network: OrganisationId): Promise<readonly CountedQuestionnaire[]> {
  const { rows } = await sql<CountedQuestionnaire>`select ${columns},
      (select count(*)::int from cooperation.question n where n.questionnaire = q.id) as questions
    from cooperation.questionnaire q where q.owner = ${network} order by q.version desc limit 100`.execute(tx)
  return rows
}

export async function findQuestionnaire(tx: Tx, id: string): Promise<Questionnaire | undefined> {
  const { rows } = await sql<Questionnaire>`select ${columns} from cooperation.questionnaire q where q.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

/** Until the end of the transaction nobody else makes a version. */
export async function lockQuestionnaires(tx: Tx, network: OrganisationId): Promise<Questionnaire | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`cooperation.questionnaire ${network}`}, 0))`.execute(tx)
  const { rows } = await sql<Questionnaire>`select ${columns} from cooperation.questionnaire q where q.owner = ${network}
    order by q.version desc limit 1`.execute(tx)
  return rows[0]
}

/** In their order, with their texts in all languages. */
export async function listQuestions(tx: Tx, questionnaire: string): Promise<readonly Question[]> {
  const { rows } = await sql<Question>`select n.code, n.section, n.kind, n.meaning, n.options,
      (select coalesce(jsonb_object_agg(t.language, jsonb_build_object('text', t.text, 'options', to_jsonb(t.options))), '{}'::jsonb)
        from cooperation.question_text t where t.questionnaire = n.questionnaire and t.code = n.code) as texts
    from cooperation.question n where n.questionnaire = ${questionnaire}::uuid order by n.place, n.code`.execute(tx)
  return rows
}

export async function insertQuestionnaire(tx: Tx, row: Questionnaire, questions: readonly Question[]): Promise<void> {
  const { id, owner, version, title, sha256, madeAt, madeBy } = row
  await tx.insertInto('cooperation.questionnaire').values({ id, owner, version, title, sha256, made_at: madeAt, made_by: madeBy }).execute()
  const rows = questions.map(({ texts: _, options, ...one }, place) => ({ ...one, options, place }))
  const texts = questions.flatMap(({ code, texts: all }) => Object.entries(all).map(([language, one]) => ({ code, language, ...one })))
  await sql`insert into cooperation.question (questionnaire, owner, code, place, section, kind, meaning, options)
    select ${id}::uuid, ${owner}::uuid, r.code, r.place, r.section, r.kind, r.meaning, r.options
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r(code text, place integer, section text, kind text, meaning text, options text[])`.execute(
    tx,
  )
  await sql`insert into cooperation.question_text (questionnaire, owner, code, language, text, options)
    select ${id}::uuid, ${owner}::uuid, r.code, r.language, r.text, r.options
    from jsonb_to_recordset(${JSON.stringify(texts)}::jsonb) r(code text, language text, text text, options text[])`.execute(tx)
}

const roundColumns = sql`r.id, r.owner, r.questionnaire, r.title, r.opened_at as "openedAt", r.opened_by as "openedBy", r.closes_at as "closesAt",
  r.reminded_at as "remindedAt"`

export type CountedRound = Round & { readonly version: number; readonly agencies: number; readonly answered: number }

/** How many agencies there are now, and how many of them have answered, themselves or by another of their country. */
const counted = sql`${roundColumns}, q.version,
  (select count(*)::int from cooperation.member m where m.owner = r.owner and m.kind = 'agency' and m.state = 'member') as agencies,
  (select count(*)::int from cooperation.member m where m.owner = r.owner and m.kind = 'agency' and m.state = 'member' and exists (
    select from cooperation.answer_sheet s join cooperation.member w on w.id = s.member
    where s.round = r.id and s.state = 'submitted' and (s.member = m.id or (s.joint and w.country = m.country)))) as answered`

export async function listRounds(tx: Tx, network: OrganisationId): Promise<readonly CountedRound[]> {
  const { rows } = await sql<CountedRound>`select ${counted} from cooperation.questionnaire_round r
    join cooperation.questionnaire q on q.id = r.questionnaire where r.owner = ${network} order by r.opened_at desc, r.id desc limit 100`.execute(
    tx,
  )
  return rows
}

export async function findRound(tx: Tx, id: string): Promise<CountedRound | undefined> {
  const { rows } = await sql<CountedRound>`select ${counted} from cooperation.questionnaire_round r
    join cooperation.questionnaire q on q.id = r.questionnaire where r.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

/** Those whose end is still to come. */
export async function listOpenRounds(tx: Tx, network: OrganisationId, now: Date): Promise<readonly Round[]> {
  const { rows } = await sql<Round>`select ${roundColumns} from cooperation.questionnaire_round r
    where r.owner = ${network} and r.closes_at > ${now} order by r.closes_at, r.id limit 100`.execute(tx)
  return rows
}

export async function insertRound(
  tx: Tx,
  { id, owner, questionnaire, title, openedAt, openedBy, closesAt }: Omit<Round, 'remindedAt'>,
): Promise<void> {
  await tx
    .insertInto('cooperation.questionnaire_round')
    .values({ id, owner, questionnaire, title, opened_at: openedAt, opened_by: openedBy, closes_at: closesAt })
    .execute()
}

export async function updateRound(tx: Tx, id: string, title: string, closesAt: Date): Promise<void> {
  await tx.updateTable('cooperation.questionnaire_round').set({ title, closes_at: closesAt }).where('id', '=', id).execute()
}

export async function setReminded(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.updateTable('cooperation.questionnaire_round').set({ reminded_at: at }).where('id', '=', id).execute()
}
