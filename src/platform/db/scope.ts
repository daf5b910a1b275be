import { CompiledQuery } from 'kysely'
import type { Actor } from '../../base/actor.ts'
import { Connection, inScope, type Scope, scopeStatement } from './dialect.ts'
import type { Database, Tx } from './pools.ts'

/** What a store made, to be sent with others. */
export type Statement = CompiledQuery

function scopeOf(actor: Actor): Scope {
  return {
    organisation: actor.organisation ?? '',
    actor: `${actor.kind}:${actor.id}`,
    operator: actor.operator ? 'on' : '',
  }
}

/** Says for the rest of an open transaction who acts and for which organisation: what row-level security compares with. */
export async function setScope(tx: Tx, actor: Actor): Promise<void> {
  const { organisation, actor: who, operator } = scopeOf(actor)
  await tx.executeQuery(CompiledQuery.raw(scopeStatement, [organisation, who, operator]))
}

/** A transaction in which the actor acts from its first statement on. */
export function writeAs<T>(db: Database, actor: Actor, run: (tx: Tx) => Promise<T>): Promise<T> {
  return inScope(scopeOf(actor), db.transaction(), run)
}

/** Reads under the actor's own rights: a read-only transaction that sees what row-level security shows the acting organisation. */
export function readAs<T>(db: Database, actor: Actor, run: (tx: Tx) => Promise<T>): Promise<T> {
  return inScope(scopeOf(actor), db.transaction().setAccessMode('read only'), run)
}

/** The same, all of it as of one moment, however long it takes: for what is taken out whole. */
export function readStill<T>(db: Database, actor: Actor, run: (tx: Tx) => Promise<T>): Promise<T> {
  return inScope(scopeOf(actor), db.transaction().setAccessMode('read only').setIsolationLevel('repeatable read'), run)
}

/** Sends statements that do not need each other's answers in one go, in this order; the first that fails fails them all. Answers how many rows each wrote. */
export async function sendTogether(tx: Tx, statements: readonly Statement[]): Promise<readonly number[]> {
  const results = await tx
    .getExecutor()
    .provideConnection((connection) => Promise.all(statements.map((one) => connection.executeQuery(one))))
  return results.map(({ numAffectedRows }) => Number(numAffectedRows ?? 0n))
}

/** The same for the last ones of a transaction, which then go out with its `commit`: that one fails when any of them does. */
export async function sendLast(tx: Tx, statements: readonly Statement[]): Promise<void> {
  if (statements.length === 0) return
  await tx.getExecutor().provideConnection(async (connection) => {
    if (connection instanceof Connection) connection.sendLast(statements)
    else for (const one of statements) await connection.executeQuery(one)
  })
}
