import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { Training, TrainingState, TrainingText } from '../../network/training.ts'

// Training sessions, and whom they are open to. Row-level security says which of them a reader sees.

const columns = sql`t.id, t.owner, t.member, t.title, t.topic, t.note, t.trainers, t.languages, t.starts_at as "startsAt", t.time_zone as "timeZone", t.duration, t.link, t.seats,
  t.audience, t.state, t.made_at as "madeAt", t.changed_at as "changedAt"`

export async function findTraining(tx: Tx, id: string): Promise<Training | undefined> {
  const { rows } = await sql<Training>`select ${columns} from cooperation.training t where t.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

/** The same, locked until the end of the transaction; the network's own act. */
export async function lockTraining(tx: Tx, id: string): Promise<Training | undefined> {
  const { rows } = await sql<Training>`select ${columns} from cooperation.training t where t.id = ${id}::uuid for update`.execute(tx)
  return rows[0]
}

export type TrainingFilter = {
  readonly when: 'coming' | 'self-paced' | 'past'
  readonly topic?: string | undefined
  readonly language?: string | undefined
}

const ended = (now: Date) => sql`t.starts_at + t.duration * interval '1 minute' <= ${now}`

/** Those to come or going on, the next first; those at one's own pace and those that are over, the newest first. */
export async function pageTrainings(
  tx: Tx,
  network: OrganisationId,
  { when, topic, language }: TrainingFilter,
  now: Date,
  after: { readonly at: Date; readonly id: string } | undefined,
  limit: number,
): Promise<readonly Training[]> {
  const asked = sql`t.owner = ${network} and (${topic === undefined} or t.topic = ${topic ?? null})
    and (${language === undefined} or ${language ?? ''} = any (t.languages))`
  const edge = sql`(${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid)`
  const { rows } =
    when === 'coming'
      ? await sql<Training>`select ${columns} from cooperation.training t where ${asked} and t.state = 'open' and t.starts_at is not null
          and not ${ended(now)} and (${after === undefined} or (t.starts_at, t.id) > ${edge}) order by t.starts_at, t.id limit ${limit}`.execute(
          tx,
        )
      : await sql<Training>`select ${columns} from cooperation.training t where ${asked}
          and ${when === 'past' ? sql`(t.state <> 'open' or ${ended(now)})` : sql`t.state = 'open' and t.starts_at is null`}
          and (${after === undefined} or (coalesce(t.starts_at, t.made_at), t.id) < ${edge})
          order by coalesce(t.starts_at, t.made_at) desc, t.id desc limit ${limit}`.execute(tx)
  return rows
}

function columnsOf({ startsAt, timeZone, languages, ...rest }: TrainingText) {
  return { ...rest, languages: [...languages], starts_at: startsAt, time_zone: timeZone }
}

export async function insertTraining(tx: Tx, training: Training, by: string): Promise<void> {
  const { id, owner, member, state, madeAt, changedAt, ...text } = training
  await tx
    .insertInto('cooperation.training')
    .values({ id, owner, member, state, ...columnsOf(text), made_at: madeAt, made_by: by, changed_at: changedAt })
    .execute()
}

/** `again`: those who come are to be reminded again. */
export async function updateTraining(tx: Tx, id: string, text: TrainingText, again: boolean, at: Date): Promise<void> {
  await tx
    .updateTable('cooperation.training')
    .set({ ...columnsOf(text), changed_at: at, ...(again ? { reminded_at: null } : {}) })
    .where('id', '=', id)
    .execute()
}

export async function setTrainingState(tx: Tx, id: string, state: TrainingState, at: Date): Promise<void> {
  await tx.updateTable('cooperation.training').set({ state, changed_at: at }).where('id', '=', id).execute()
}

const unreminded = (now: Date, before: Date) =>
  sql`t.state = 'open' and t.reminded_at is null and t.starts_at > ${now} and t.starts_at <= ${before}`

/** Of the network's: those that begin before then, and of which nobody was reminded yet. */
export async function listToRemind(tx: Tx, network: OrganisationId, now: Date, before: Date): Promise<readonly Training[]> {
  const { rows } =
    await sql<Training>`select ${columns} from cooperation.training t where t.owner = ${network} and ${unreminded(now, before)}
    order by t.starts_at, t.id limit 200`.execute(tx)
  return rows
}

/** The same of one, locked; undefined where it is no such session any more. */
export async function lockToRemind(tx: Tx, id: string, now: Date, before: Date): Promise<Training | undefined> {
  const { rows } = await sql<Training>`select ${columns} from cooperation.training t
    where t.id = ${id}::uuid and ${unreminded(now, before)} for update`.execute(tx)
  return rows[0]
}

export async function setTrainingReminded(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.updateTable('cooperation.training').set({ reminded_at: at }).where('id', '=', id).execute()
}

export type TrainingInvitation = {
  readonly id: string
  readonly training: string
  readonly member: string
  /** by which agency; null: by whoever offers it */
  readonly agency: string | null
}

export async function listTrainingInvitations(tx: Tx, training: string): Promise<readonly TrainingInvitation[]> {
  const { rows } = await sql<TrainingInvitation>`select i.id, i.training, i.member, i.agency from cooperation.training_invitation i
    where i.training = ${training}::uuid and i.ended_at is null order by i.at, i.id limit 2000`.execute(tx)
  return rows
}

export async function findTrainingInvitation(tx: Tx, id: string): Promise<TrainingInvitation | undefined> {
  const { rows } = await sql<TrainingInvitation>`select i.id, i.training, i.member, i.agency from cooperation.training_invitation i
    where i.id = ${id}::uuid and i.ended_at is null`.execute(tx)
  return rows[0]
}

/** False where the member is let in already. */
export async function insertTrainingInvitation(
  tx: Tx,
  owner: OrganisationId,
  invitation: TrainingInvitation,
  at: Date,
  by: string,
): Promise<boolean> {
  const done = await tx
    .insertInto('cooperation.training_invitation')
    .values({ ...invitation, owner, at, by })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
}

export async function endTrainingInvitation(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.updateTable('cooperation.training_invitation').set({ ended_at: at }).where('id', '=', id).execute()
}

/** Sessions that this member offers, was let into, or whose people signed up for, be it that they withdrew. */
export async function listTrainingsOf(tx: Tx, member: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select t.id from cooperation.training t where t.member = ${member}::uuid
    or t.id in (select i.training from cooperation.training_invitation i where i.member = ${member}::uuid and i.ended_at is null)
    or t.id in (select e.training from cooperation.training_enrolment e where e.member = ${member}::uuid) order by t.id`.execute(tx)
  return rows.map(({ id }) => id)
}

export type TrainingObjection = { readonly id: string; readonly agency: string }

/** Those that stand, as far as the reader sees them. */
export async function listTrainingObjections(tx: Tx, training: string): Promise<readonly TrainingObjection[]> {
  const { rows } = await sql<TrainingObjection>`select o.id, o.agency from cooperation.training_objection o
    where o.training = ${training}::uuid and o.withdrawn_at is null order by o.at, o.id`.execute(tx)
  return rows
}

/** False where the agency objects already. */
export async function insertTrainingObjection(
  tx: Tx,
  owner: OrganisationId,
  training: string,
  { id, agency }: TrainingObjection,
  at: Date,
  by: string,
): Promise<boolean> {
  const done = await tx
    .insertInto('cooperation.training_objection')
    .values({ id, owner, training, agency, at, by })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** False where none of the agency's stands. */
export async function endTrainingObjection(tx: Tx, training: string, agency: string, at: Date): Promise<boolean> {
  const done = await tx
    .updateTable('cooperation.training_objection')
    .set({ withdrawn_at: at })
    .where('training', '=', training)
    .where('agency', '=', agency)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}

/** Who is granted something of a session now, by kind. */
export async function listTrainingGrants(
  tx: Tx,
  network: OrganisationId,
  training: string,
): Promise<readonly { readonly kind: 'training' | 'training-inside'; readonly recipient: string }[]> {
  const { rows } = await sql<{
    kind: 'training' | 'training-inside'
    recipient: string
  }>`select g.kind, g.recipient from platform.access_grant g
    where g.owner = ${network} and g.kind in ('training', 'training-inside') and g.object = ${training}::uuid and g.ended_at is null`.execute(
    tx,
  )
  return rows
}
