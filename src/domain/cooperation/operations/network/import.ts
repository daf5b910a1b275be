import { createHash } from 'node:crypto'
import { Failure } from '../../../../base/failure.ts'
import { isMalformed } from '../../../../base/parsed.ts'
import type { Context } from '../../../../platform/context.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { Work } from '../../../../platform/work.ts'
import type { FileOutcome } from '../../contract/network/exchange.ts'
import { type FileMember, type MemberFile, memberKey } from '../../network/member-file.ts'
import type { Supposed } from '../../network/raw-member.ts'
import { mayKeepNetwork, type Standing } from '../../network/standing.ts'
import { listMemberKeys, lockMembers } from '../../store/network/members.ts'
import { readMembersTask } from '../../tasks.ts'
import { addMember } from './members.ts'

export type FileRead = { readonly file: MemberFile; readonly sha256: string }

/** Reads a file in a worker thread; before the unit of work. Refuses `directory.import-unreadable` with why. */
export async function readFile(ctx: Pick<Context, 'sandbox'>, bytes: Uint8Array, supposed: Supposed): Promise<FileRead> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const read = await ctx.sandbox.run(readMembersTask, { bytes, supposed }, { time: 30_000 })
  if (!('ok' in read) || isMalformed(read.ok)) {
    const why = 'ok' in read && isMalformed(read.ok) ? read.ok.malformed : 'too-large'
    throw new Failure('invalid', 'directory.import-unreadable', `no file of members: ${why}`, { detail: { why } })
  }
  return { file: read.ok, sha256 }
}

/** What it would add. Reads alone. */
export async function previewFile(tx: Tx, { network }: Standing, read: FileRead): Promise<FileOutcome> {
  return outcomeOf(read, await newOf(tx, network, read.file.rows))
}

/** Takes in whoever is not there yet, or with any error nothing. Each joins as one that was entered by hand does. */
export async function runFile(work: Work, standing: Standing, read: FileRead, previewed: string | undefined): Promise<FileOutcome> {
  work.require(mayKeepNetwork(standing))
  if (previewed !== undefined && previewed !== read.sha256)
    throw new Failure('conflict', 'directory.import-other', 'this is not the file that was looked at')
  if (read.file.errorCount > 0)
    throw new Failure('invalid', 'directory.import-errors', `${read.file.errorCount} rows have errors`, {
      detail: { count: read.file.errorCount },
    })
  // of two files at once the second sees what the first added
  await lockMembers(work.tx, standing.network)
  const added = await newOf(work.tx, standing.network, read.file.rows)
  for (const { kind, card } of added) await addMember(work, standing, kind, card)
  return outcomeOf(read, added)
}

async function newOf(tx: Tx, network: Standing['network'], rows: readonly FileMember[]): Promise<readonly FileMember[]> {
  const known = new Set((await listMemberKeys(tx, network)).map(({ kind, country, name }) => memberKey({ kind, card: { country, name } })))
  return rows.filter((row) => !known.has(memberKey(row)))
}

function outcomeOf({ file, sha256 }: FileRead, added: readonly FileMember[]): FileOutcome {
  const { format, errors, errorCount, read, rows } = file
  return {
    format,
    sha256,
    rows: read,
    counts: { added: added.length, known: rows.length - added.length },
    errors: [...errors],
    errorCount,
    sample: added.slice(0, 5).map(({ kind, card }) => ({ kind, name: card.name, country: card.country })),
  }
}
