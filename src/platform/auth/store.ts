import { sql } from 'kysely'
import type { PersonId } from '../../base/id.ts'
import type { Database, Tx } from '../db/pools.ts'

// What we read and write of schema auth beside the library. The pool acts as tocsin_auth.

/** Gives a person that has none a login, in the caller's own unit of work (a definer function: the application can't touch schema auth). */
export async function addLogin(tx: Tx, person: PersonId, email: string, passwordHash: string): Promise<void> {
  await sql`select platform.add_login(${person}::uuid, ${email}, ${passwordHash})`.execute(tx)
}

export async function findPasswordHash(db: Database, person: PersonId): Promise<string | undefined> {
  const row = await db
    .selectFrom('auth.credential')
    .select('password')
    .where('login', '=', person)
    .where('provider', '=', 'credential')
    .executeTakeFirst()
  return row?.password ?? undefined
}

export async function findLoginByEmail(db: Database, email: string): Promise<PersonId | undefined> {
  const row = await db.selectFrom('auth.login').select('id').where('email', '=', email).executeTakeFirst()
  return row?.id as PersonId | undefined
}

/** Whose sign-in waits for its second step under this challenge. */
export async function findChallenged(db: Database, identifier: string): Promise<PersonId | undefined> {
  const row = await db
    .selectFrom('auth.challenge as c')
    .innerJoin('auth.login as l', (join) => join.on((eb) => eb(sql<string>`l.id::text`, '=', eb.ref('c.value'))))
    .select('l.id')
    .where('c.identifier', '=', identifier)
    .executeTakeFirst()
  return row?.id as PersonId | undefined
}

export async function findPasskeyOwner(db: Database, credential: string): Promise<PersonId | undefined> {
  const row = await db.selectFrom('auth.passkey').select('login').where('credential', '=', credential).executeTakeFirst()
  return row?.login as PersonId | undefined
}

export async function listSessionsOf(db: Database, person: PersonId, now: Date) {
  return db
    .selectFrom('auth.session')
    .select(['id', 'network', 'user_agent', 'created_at', 'updated_at', 'expires_at'])
    .where('login', '=', person)
    .where('expires_at', '>', now)
    .orderBy('updated_at', 'desc')
    .limit(200)
    .execute()
}

/** Ends one session of the person, or all but one, or all. Answers how many there were. */
export async function endSessionsOf(db: Database, person: PersonId, which: { only: string } | { allBut: string } | 'all'): Promise<number> {
  let query = db.deleteFrom('auth.session').where('login', '=', person)
  if (which !== 'all') query = 'only' in which ? query.where('id', '=', which.only) : query.where('id', '<>', which.allBut)
  return Number((await query.executeTakeFirst()).numDeletedRows)
}

export async function listPasskeysOf(db: Database, person: PersonId) {
  return db.selectFrom('auth.passkey').select(['id', 'name', 'backed_up', 'created_at']).where('login', '=', person).orderBy('id').execute()
}

export async function removePasskeyOf(db: Database, person: PersonId, id: string): Promise<boolean> {
  const done = await db.deleteFrom('auth.passkey').where('login', '=', person).where('id', '=', id).executeTakeFirst()
  return done.numDeletedRows > 0n
}

export async function hasSecondFactor(db: Database, person: PersonId): Promise<boolean> {
  const row = await db.selectFrom('auth.login').select('second_factor').where('id', '=', person).executeTakeFirst()
  return row?.second_factor === true
}

/** Marks a code as used; false where it was used already (RFC 6238 §5.2). A code is good for less than two minutes. */
export async function spendCode(db: Database, person: PersonId, code: string): Promise<boolean> {
  await db.deleteFrom('auth.spent_code').where('until', '<', new Date()).execute()
  const { rows } = await sql`insert into auth.spent_code (login, code, until) values (${person}, ${code}, now() + interval '3 minutes')
    on conflict do nothing returning code`.execute(db)
  return rows.length > 0
}

export async function addRecovery(db: Database, hash: Buffer, person: PersonId, resetFactors: boolean, expiresAt: Date): Promise<void> {
  await db.insertInto('auth.recovery').values({ hash, login: person, reset_factors: resetFactors, expires_at: expiresAt }).execute()
}

export async function findRecovery(db: Database, hash: Buffer, now: Date): Promise<{ person: PersonId; email: string } | undefined> {
  const row = await db
    .selectFrom('auth.recovery as r')
    .innerJoin('auth.login as l', 'l.id', 'r.login')
    .select(['l.id', 'l.email'])
    .where('r.hash', '=', hash)
    .where('r.expires_at', '>', now)
    .executeTakeFirst()
  return row === undefined ? undefined : { person: row.id as PersonId, email: row.email }
}

/** Uses a recovery link up: the new password, all sessions ended, other links void; the factors dropped where it says so. False: no such link any more. */
export async function recoverWith(db: Database, hash: Buffer, passwordHash: string, now: Date): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const spent = await tx
      .deleteFrom('auth.recovery')
      .where('hash', '=', hash)
      .where('expires_at', '>', now)
      .returning(['login', 'reset_factors'])
      .executeTakeFirst()
    if (spent === undefined) return false
    await tx.deleteFrom('auth.recovery').where('login', '=', spent.login).execute()
    await tx
      .updateTable('auth.credential')
      .set({ password: passwordHash, updated_at: now })
      .where('login', '=', spent.login)
      .where('provider', '=', 'credential')
      .execute()
    await tx.deleteFrom('auth.session').where('login', '=', spent.login).execute()
    if (spent.reset_factors) {
      await tx.deleteFrom('auth.passkey').where('login', '=', spent.login).execute()
      await tx.deleteFrom('auth.second_factor').where('login', '=', spent.login).execute()
      await tx.updateTable('auth.login').set({ second_factor: false }).where('id', '=', spent.login).execute()
    } else {
      await tx.updateTable('auth.second_factor').set({ failures: 0, locked_until: null }).where('login', '=', spent.login).execute()
    }
    return true
  })
}

/** Removes what has run out. Answers how many rows. */
export async function sweepAuth(db: Database, now: Date): Promise<number> {
  const yesterday = new Date(now.getTime() - 86_400_000)
  const done = [
    await db.deleteFrom('auth.session').where('expires_at', '<', now).executeTakeFirst(),
    await db.deleteFrom('auth.challenge').where('expires_at', '<', now).executeTakeFirst(),
    await db.deleteFrom('auth.recovery').where('expires_at', '<', now).executeTakeFirst(),
    await db.deleteFrom('auth.spent_code').where('until', '<', now).executeTakeFirst(),
    await db.deleteFrom('auth.throttle').where('at', '<', yesterday).executeTakeFirst(),
  ]
  return done.reduce((sum, { numDeletedRows }) => sum + Number(numDeletedRows), 0)
}
