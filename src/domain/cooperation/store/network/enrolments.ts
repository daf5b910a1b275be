import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { Enrolment, EnrolmentState, Evaluation, Training } from '../../network/training.ts'

// Who signed up for a session and was there, and what participants said of it.

const columns = sql`e.id, e.training, e.member, e.organisation, e.person, e.name, e.state, e.at, e.attended, e.evaluated`

/** In the order in which they signed up. */
export async function listEnrolments(tx: Tx, training: string): Promise<readonly Enrolment[]> {
  const { rows } = await sql<Enrolment>`select ${columns} from cooperation.training_enrolment e
    where e.training = ${training}::uuid order by e.at, e.id limit 20000`.execute(tx)
  return rows
}

/** A person's own of these sessions, for the organisation that they act for. */
export async function listOwnEnrolments(
  tx: Tx,
  organisation: string,
  person: string,
  trainings: readonly string[],
): Promise<ReadonlyMap<string, Enrolment>> {
  const { rows } = await sql<Enrolment>`select ${columns} from cooperation.training_enrolment e
    where e.training = any (${[...trainings]}::uuid[]) and e.organisation = ${organisation}::uuid and e.person = ${person}::uuid`.execute(
    tx,
  )
  return new Map(rows.map((row) => [row.training, row]))
}

export async function findEnrolment(tx: Tx, training: string, organisation: string, person: string): Promise<Enrolment | undefined> {
  return (await listOwnEnrolments(tx, organisation, person, [training])).get(training)
}

/** How many come and wait; the network's own question. */
export async function countEnrolments(
  tx: Tx,
  trainings: readonly string[],
): Promise<ReadonlyMap<string, { readonly enrolled: number; readonly waiting: number }>> {
  const { rows } = await sql<{ training: string; enrolled: number; waiting: number }>`select e.training,
      count(*) filter (where e.state = 'enrolled')::int as enrolled, count(*) filter (where e.state = 'waiting')::int as waiting
    from cooperation.training_enrolment e where e.training = any (${[...trainings]}::uuid[]) group by e.training`.execute(tx)
  return new Map(rows.map(({ training, ...counts }) => [training, counts]))
}

/** Whoever withdrew and comes back stands at the end of the list, as the member that they act for now; that they were there before holds no more. */
export async function putEnrolment(tx: Tx, owner: OrganisationId, enrolment: Omit<Enrolment, 'attended' | 'evaluated'>): Promise<string> {
  const { id, training, member, organisation, person, name, state, at } = enrolment
  const done = await tx
    .insertInto('cooperation.training_enrolment')
    .values({ id, owner, training, member, organisation, person, name, state, at })
    .onConflict((conflict) =>
      conflict.columns(['training', 'organisation', 'person']).doUpdateSet({ member, name, state, at, attended: null, attended_at: null }),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  return done.id
}

export async function setEnrolments(tx: Tx, ids: readonly string[], state: EnrolmentState): Promise<void> {
  if (ids.length === 0) return
  await tx
    .updateTable('cooperation.training_enrolment')
    .set({ state })
    .where('id', 'in', [...ids])
    .execute()
}

/** Of those who signed up, these were there and the others were not. */
export async function setAttended(tx: Tx, training: string, there: readonly string[], at: Date): Promise<void> {
  await sql`update cooperation.training_enrolment e set attended = (e.id = any (${[...there]}::uuid[])), attended_at = ${at}
    where e.training = ${training}::uuid and e.state = 'enrolled'`.execute(tx)
}

export async function setEvaluated(tx: Tx, id: string): Promise<void> {
  await tx.updateTable('cooperation.training_enrolment').set({ evaluated: true }).where('id', '=', id).execute()
}

/** The network's own question. */
export async function listEvaluations(tx: Tx, training: string): Promise<readonly Evaluation[]> {
  const { rows } = await sql<Evaluation>`select v.batch, v.useful, v.clear, v.pace, v.apply, v.words from cooperation.training_evaluation v
    where v.training = ${training}::uuid order by v.batch, v.id limit 20000`.execute(tx)
  return rows
}

export async function insertEvaluation(tx: Tx, owner: OrganisationId, id: string, training: string, said: Evaluation): Promise<void> {
  await tx
    .insertInto('cooperation.training_evaluation')
    .values({ ...said, id, owner, training })
    .execute()
}

/** more than anybody comes to in a year and a half */
const most = 500

/** What a person signed up for and that has a time, from a moment on: for their calendar. Row-level security says what they may still see. */
export async function listEnrolledFrom(
  tx: Tx,
  organisation: string,
  person: string,
  from: Date,
): Promise<
  readonly Pick<Training, 'id' | 'title' | 'note' | 'startsAt' | 'timeZone' | 'duration' | 'link' | 'state' | 'madeAt' | 'changedAt'>[]
> {
  const { rows } =
    await sql<Training>`select t.id, t.title, t.note, t.starts_at as "startsAt", t.time_zone as "timeZone", t.duration, t.link, t.state,
      t.made_at as "madeAt", t.changed_at as "changedAt"
    from cooperation.training_enrolment e join cooperation.training t on t.id = e.training
    where e.organisation = ${organisation}::uuid and e.person = ${person}::uuid and e.state = 'enrolled' and t.starts_at >= ${from}
    order by t.starts_at, t.id limit ${most}`.execute(tx)
  return rows
}
