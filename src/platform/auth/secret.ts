import { createHmac, randomBytes } from 'node:crypto'
import { link, open, readFile, rename, rm } from 'node:fs/promises'
import { sql } from 'kysely'
import { Failure } from '../../base/failure.ts'
import type { Database, Tx } from '../db/pools.ts'

/**
 * The node's secret that signs cookies, encrypts authenticator secrets and makes tracking links: 32 random bytes in a file, made at first, readable by its
 * owner only. All processes of a node need the same one, on whatever machine they run, so the database remembers which it is (a keyed digest, from which
 * nothing leads back): another is refused, and none is made once there is one. Fails with `auth.secret` on a file that holds anything else, with
 * `auth.secret-missing` and `auth.secret-other`.
 */
export async function openNodeSecret(db: Database, file: string): Promise<string> {
  return db.transaction().execute(async (tx) => {
    const known = await lockDigest(tx)
    const found = await readSecret(file)
    if (known === undefined) {
      const secret = found ?? (await makeSecret(file))
      await keepDigest(tx, secret)
      return secret
    }
    if (found === undefined) throw new Failure('conflict', 'auth.secret-missing', `the secret of this node is not in ${file}: ${advice}`)
    if (digestOf(found) !== known)
      throw new Failure('conflict', 'auth.secret-other', `${file} holds another secret than this node's: ${advice}`)
    return found
  })
}

const advice =
  'copy sign-in-secret there from the machine that the node was begun on, or set TOCSIN_SIGN_IN_SECRET to a copy of it (lost for good: tocsin admin renew-secret)'

/**
 * Puts another secret in the place of one that was lost; the old file, where there is one, is kept beside it. All processes must be given the new one and
 * started again: sessions end, authenticators must be enrolled again.
 */
export async function renewNodeSecret(tx: Tx, file: string): Promise<void> {
  await lockDigest(tx)
  await rename(file, `${file}.${randomBytes(4).toString('hex')}.old`).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  await keepDigest(tx, await makeSecret(file))
}

/** Lets the next process that starts say which secret is the node's: after a restore that brought none. */
export async function forgetNodeSecret(tx: Tx): Promise<void> {
  await sql`update platform.fact set value = 'null', at = now() where name = ${fact}`.execute(tx)
}

const fact = 'sign-in-secret'

/** Held until the transaction ends: of several processes that start at once, the first says which secret it is. */
async function lockDigest(tx: Tx): Promise<string | undefined> {
  await sql`select pg_advisory_xact_lock(hashtext('tocsin.sign-in-secret'))`.execute(tx)
  const { rows } = await sql<{ value: string | null }>`select value from platform.fact where name = ${fact}`.execute(tx)
  return rows[0]?.value ?? undefined
}

async function keepDigest(tx: Tx, secret: string): Promise<void> {
  await sql`insert into platform.fact (name, value) values (${fact}, ${JSON.stringify(digestOf(secret))}::jsonb)
    on conflict (name) do update set value = excluded.value, at = now()`.execute(tx)
}

function digestOf(secret: string): string {
  return createHmac('sha256', secret).update('which secret it is').digest('hex')
}

/** The secret in a file; made there if there is none. Of several processes that start at once, all read the same. */
export async function openSecret(file: string): Promise<string> {
  return (await readSecret(file)) ?? makeSecret(file)
}

async function makeSecret(file: string): Promise<string> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  const handle = await open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(`${randomBytes(32).toString('base64url')}\n`)
    await handle.sync()
    await handle.close()
    // a link never replaces: who comes second reads what the first wrote, whole
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  } finally {
    await rm(draft, { force: true })
  }
  const made = await readSecret(file)
  if (made === undefined) throw new Failure('unavailable', 'auth.secret', `${file} could not be written`)
  return made
}

async function readSecret(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'latin1').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  if (!/^[A-Za-z0-9_-]{43}$/.test(text.trim()))
    throw new Failure('conflict', 'auth.secret', `${file} does not hold a secret of this program: restore it from a backup`)
  return text.trim()
}
