import { createHash } from 'node:crypto'
import { Failure } from '../../../base/failure.ts'
import { newId, type PartyId } from '../../../base/id.ts'
import { isMalformed } from '../../../base/parsed.ts'
import type { Context } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { Work } from '../../../platform/work.ts'
import type { CustomerRow } from '../import/customers.ts'
import type { Heard, RowFault } from '../import/heard.ts'
import { type Plan, planCustomers } from '../import/plan.ts'
import { mayImport } from '../policy.ts'
import { countKnown, endAssignments, putAssignments } from '../store/assignments.ts'
import { insertImport, lockImports } from '../store/imports.ts'
import {
  closeContacts,
  endResponsibilities,
  insertChanges,
  insertContacts,
  insertParties,
  insertResponsibilities,
  listContacts,
  listReferenced,
  listResponsibilities,
  updateParty,
} from '../store/parties.ts'
import { type ImportFile, readImportTask } from '../tasks.ts'
import { actingIn } from './invite.ts'

export const importLimit = 64 * 1024 * 1024

export type FileAsked = { readonly kind: ImportFile['kind']; readonly name: string; readonly whole: boolean }
export type FileRead = { readonly asked: FileAsked; readonly file: ImportFile; readonly sha256: string; readonly size: number }

export type Outcome = {
  readonly kind: ImportFile['kind']
  readonly sha256: string
  readonly rows: number
  readonly counts: Record<string, number>
  readonly errors: RowFault[]
  readonly errorCount: number
  readonly sample: Record<string, string>[]
}

/** Reads a file in a worker thread; before the unit of work. Refuses `directory.import-unreadable` with why. */
export async function readFile(ctx: Pick<Context, 'sandbox'>, asked: FileAsked, bytes: Uint8Array): Promise<FileRead> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const read = await ctx.sandbox.run(readImportTask, { kind: asked.kind, bytes }, { time: 60_000 })
  const why = !('ok' in read)
    ? read.died === 'time' || read.died === 'memory'
      ? 'too-large'
      : 'unreadable'
    : isMalformed(read.ok)
      ? read.ok.malformed
      : undefined
  if (why !== undefined || !('ok' in read) || isMalformed(read.ok))
    throw new Failure('invalid', 'directory.import-unreadable', `the file is none that can be read: ${why}`, {
      detail: { why, line: 'ok' in read && isMalformed(read.ok) ? (read.ok.at ?? null) : null },
    })
  return { asked, file: read.ok, sha256, size: bytes.length }
}

/** What it would change. Reads alone. */
export async function previewFile(tx: Tx, work: Pick<Work, 'actor' | 'now'>, read: FileRead): Promise<Outcome> {
  const { file } = read
  if (file.kind === 'customers')
    return outcomeOf(read, (await planOf(tx, work, file.reading.rows, read.asked.whole)).counts, sampleOfCustomers(file.reading.rows))
  const rows = file.reading.rows
  const keys = [...new Set(rows.filter(({ since }) => since !== null).map(({ key }) => key))]
  const known = await countKnown(tx, keys)
  const ended = rows.filter(({ since }) => since === null).length
  return outcomeOf(read, { added: keys.length - known, known, ended }, sampleOfHeard(rows))
}

/**
 * Takes the whole file in, or with any error nothing: refuses `directory.import-errors`, and `directory.import-other` where other bytes were looked at.
 * The same file again changes nothing.
 */
export async function runFile(work: Work, read: FileRead, previewed: string | undefined): Promise<Outcome> {
  work.require(mayImport(work.actor))
  const { file, sha256, size, asked } = read
  if (previewed !== undefined && previewed !== sha256)
    throw new Failure('conflict', 'directory.import-other', 'this is not the file that was looked at')
  if (file.reading.errorCount > 0)
    throw new Failure('invalid', 'directory.import-errors', `${file.reading.errorCount} rows have errors`, {
      detail: { count: file.reading.errorCount },
    })
  const owner = actingIn(work.actor)
  await lockImports(work.tx, owner)
  const counts =
    file.kind === 'customers' ? await importCustomers(work, file.reading.rows, asked.whole) : await importHeard(work, file.reading.rows)
  const id = newId<'import'>(work.now.getTime())
  const { kind: actorKind, id: actor } = work.actor
  await insertImport(work.tx, {
    id,
    owner,
    kind: file.kind,
    name: asked.name,
    sha256,
    size,
    counts,
    at: work.now,
    actor_kind: actorKind,
    actor,
  })
  work.record('directory.imported', id, { kind: file.kind, rows: file.reading.read, ...counts })
  work.announce('import', id)
  work.announce('party', '')
  return outcomeOf(read, counts, [])
}

function outcomeOf({ file, sha256 }: FileRead, counts: Record<string, number>, sample: Record<string, string>[]): Outcome {
  const { errors, errorCount, read } = file.reading
  return { kind: file.kind, sha256, rows: read, counts, errors: [...errors], errorCount, sample }
}

const shown = 5

function sampleOfCustomers(rows: readonly CustomerRow[]): Record<string, string>[] {
  return rows.slice(0, shown).map((row) => ({
    reference: row.reference,
    name: row.name,
    contacts: row.contacts.map(({ address }) => address).join(' '),
    responsibilities: row.stated
      .slice(0, 5)
      .map(({ value }) => value)
      .join(' '),
  }))
}

function sampleOfHeard(rows: readonly Heard[]): Record<string, string>[] {
  return rows.slice(0, shown).map(({ net, lowPort, highPort, subscriber, since, until }) => ({
    net,
    ports: lowPort === null ? '' : `${lowPort}–${highPort}`,
    subscriber,
    since: since ?? '',
    until: until ?? '',
  }))
}

async function planOf(tx: Tx, { actor, now }: Pick<Work, 'actor' | 'now'>, rows: readonly CustomerRow[], whole: boolean): Promise<Plan> {
  const owner = actingIn(actor)
  const before = await listReferenced(tx, whole ? undefined : rows.map(({ reference }) => reference))
  const named = new Set(rows.map(({ reference }) => reference))
  const ids = before.filter(({ reference }) => reference !== null && named.has(reference)).map(({ id }) => id)
  const contacts = await inLots(ids, (lot) => listContacts(tx, lot))
  const responsibilities = await inLots(ids, (lot) => listResponsibilities(tx, lot))
  return planCustomers({ owner, now, rows, whole, before, contacts, responsibilities })
}

async function inLots<T>(ids: readonly PartyId[], run: (lot: readonly PartyId[]) => Promise<readonly T[]>): Promise<readonly T[]> {
  const all: T[] = []
  for (let i = 0; i < ids.length; i += 100) all.push(...(await run(ids.slice(i, i + 100))))
  return all
}

async function importCustomers(work: Work, rows: readonly CustomerRow[], whole: boolean): Promise<Record<string, number>> {
  const plan = await planOf(work.tx, work, rows, whole)
  await insertParties(work.tx, plan.added)
  for (const { id, change } of plan.changed) await updateParty(work.tx, id, { ...change, changed_at: work.now })
  await closeContacts(work.tx, plan.closed, work.now)
  await insertContacts(work.tx, plan.contacts)
  await endResponsibilities(work.tx, plan.ended, work.now)
  await insertResponsibilities(work.tx, plan.responsibilities, plan.keys)
  const { kind: actorKind, id: actor } = work.actor
  await insertChanges(
    work.tx,
    plan.told.map(({ party, what, detail }) => ({
      id: newId(work.now.getTime()),
      owner: actingIn(work.actor),
      party,
      at: work.now,
      actor_kind: actorKind,
      actor,
      what,
      detail,
    })),
  )
  return plan.counts
}

const lot = 20_000

async function importHeard(work: Work, rows: readonly Heard[]): Promise<Record<string, number>> {
  const owner = actingIn(work.actor)
  const begun = rows.filter(({ since }) => since !== null)
  const counts = { added: 0, known: 0, ended: 0 }
  for (let i = 0; i < begun.length; i += lot) {
    const { added, known } = await putAssignments(work.tx, owner, begun.slice(i, i + lot), work.now)
    counts.added += added
    counts.known += known
  }
  counts.ended = await endAssignments(
    work.tx,
    rows.filter(({ since }) => since === null),
  )
  return counts
}
