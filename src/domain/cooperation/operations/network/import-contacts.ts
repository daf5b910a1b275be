import { createHash } from 'node:crypto'
import type { Actor } from '../../../../base/actor.ts'
import { Failure } from '../../../../base/failure.ts'
import { isMalformed } from '../../../../base/parsed.ts'
import type { Context } from '../../../../platform/context.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { Work } from '../../../../platform/work.ts'
import type { ContactFileOutcome } from '../../contract/network/contact-exchange.ts'
import { type ContactFault, type ContactFile, contactKey, type FileContact, type SupposedContact } from '../../network/contact-file.ts'
import { gatherFaults, type RowFault } from '../../network/file-table.ts'
import { memberKey } from '../../network/member-file.ts'
import { mayKeepNetwork, type Standing } from '../../network/standing.ts'
import { listContactKeys, lockContactFiles } from '../../store/network/contacts.ts'
import { listMembersToName } from '../../store/network/members.ts'
import { readContactsTask } from '../../tasks.ts'
import { addContact } from './contacts.ts'

export type ContactsRead = { readonly file: ContactFile; readonly sha256: string }

/** Reads a file in a worker thread; before the unit of work. Refuses `directory.import-unreadable` with why. */
export async function readContacts(
  ctx: Pick<Context, 'sandbox' | 'now'>,
  bytes: Uint8Array,
  supposed: SupposedContact,
): Promise<ContactsRead> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const today = ctx.now().toISOString().slice(0, 10)
  const read = await ctx.sandbox.run(readContactsTask, { bytes, supposed, today }, { time: 30_000 })
  if (!('ok' in read) || isMalformed(read.ok)) {
    const why = 'ok' in read && isMalformed(read.ok) ? read.ok.malformed : 'too-large'
    throw new Failure('invalid', 'directory.import-unreadable', `no file of contacts: ${why}`, { detail: { why } })
  }
  return { file: read.ok, sha256 }
}

type New = FileContact & { readonly member: string }
type Planned = {
  readonly added: readonly New[]
  readonly known: number
  readonly errors: readonly RowFault<ContactFault>[]
  readonly errorCount: number
}

/** What it would add. Reads alone. */
export async function previewContacts(tx: Tx, { network, actor }: Standing, read: ContactsRead): Promise<ContactFileOutcome> {
  return outcomeOf(read, await planOf(tx, network, actor, read.file))
}

/** Takes in whom nobody has entered yet, or with any error nothing. Each is unconfirmed, as one that the secretariat enters by hand is. */
export async function runContacts(
  work: Work,
  standing: Standing,
  read: ContactsRead,
  previewed: string | undefined,
): Promise<ContactFileOutcome> {
  work.require(mayKeepNetwork(standing))
  if (previewed !== undefined && previewed !== read.sha256)
    throw new Failure('conflict', 'directory.import-other', 'this is not the file that was looked at')
  // of two files at once the second sees what the first added
  await lockContactFiles(work.tx, standing.network)
  const planned = await planOf(work.tx, standing.network, work.actor, read.file)
  if (planned.errorCount > 0)
    throw new Failure('invalid', 'directory.import-errors', `${planned.errorCount} rows have errors`, {
      detail: { count: planned.errorCount },
    })
  for (const { member, said } of planned.added) await addContact(work, standing, { ...said, member })
  return outcomeOf(read, planned)
}

/** Held against the members that there are, and their contacts. */
async function planOf(tx: Tx, network: Standing['network'], { kind: actor }: Pick<Actor, 'kind'>, file: ContactFile): Promise<Planned> {
  const members = new Map((await listMembersToName(tx, network)).map((one) => [memberKey({ kind: one.kind, card: one }), one.id]))
  const known = new Map((await listContactKeys(tx, network)).map((one) => [`${one.member} ${contactKey(one)}`, one]))
  const { errors, counted, fault } = gatherFaults<ContactFault>()
  const added: New[] = []
  let there = 0
  for (const row of file.rows) {
    const { line, said } = row
    const member = members.get(memberKey({ kind: row.kind, card: row }))
    if (member === undefined) {
      fault(line, 'member', 'no-member', row.name)
      continue
    }
    const before = known.get(`${member} ${contactKey(said)}`)
    if (before !== undefined && (said.role === 'staff' || sameWay(before, said))) there += 1
    else if (before !== undefined) fault(line, 'role', 'designated', row.name)
    // another OpenPGP key is a person's act (contacts.ts:enterKey)
    else if (said.pgp !== null && actor !== 'person') fault(line, 'pgp', 'key-person')
    else added.push({ ...row, member })
  }
  const all = [...file.errors, ...errors].sort((one, other) => one.line - other.line)
  return { added, known: there, errors: all.slice(0, 500), errorCount: file.errorCount + counted.errorCount }
}

type Way = Pick<FileContact['said'], 'mail' | 'phone'>
const sameWay = (one: Way, other: Way) =>
  one.mail === null && other.mail === null ? one.phone === other.phone : one.mail?.toLowerCase() === other.mail?.toLowerCase()

function outcomeOf({ file, sha256 }: ContactsRead, { added, known, errors, errorCount }: Planned): ContactFileOutcome {
  return {
    ...{ format: file.format, sha256, rows: file.read },
    counts: { added: added.length, known },
    errors: [...errors],
    errorCount,
    sample: added
      .slice(0, 5)
      .map(({ name, country, said }) => ({ member: name, country, role: said.role, name: said.person || said.unit })),
  }
}
