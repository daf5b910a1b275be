import type { Actor } from '../../../../base/actor.ts'
import { Failure } from '../../../../base/failure.ts'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import { sealedZip } from '../../../../formats/archive/index.ts'
import { archivePassword, openPackageWriter, type PackageWriter, places } from '../../../../formats/evidence-package/index.ts'
import { serialiseBundle } from '../../../../formats/tlog/bundle.ts'
import type { Context } from '../../../../platform/context.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import { readStill } from '../../../../platform/db/scope.ts'
import { latestCheckpoints, proveBundle } from '../../../../platform/log/prove.ts'
import type { Draft } from '../../../../platform/made-files.ts'
import { perform } from '../../../../platform/work.ts'
import { findOrganisation } from '../../../directory/index.ts'
import { untilPlaced } from '../../../evidence/index.ts'
import type { OwnTable } from '../../leaving/own-table.ts'
import { readme } from '../../leaving/readme.ts'
import { columnsTakenOut, describeTables, notTakenOut, type Takeout, takeoutName } from '../../leaving/takeout.ts'
import { listOwnTables, readOwnRows } from '../../store/leaving/own-tables.ts'
import { listDealings, listOriginals, listOwnPlaces, listShownToUs, type OwnOriginal } from '../../store/leaving/takeouts.ts'

type Progress = (done: number, total: number) => Promise<void>
export type Written = { readonly rows: number; readonly originals: number; readonly leftOut: number; readonly leaf: string }

/**
 * Writes the archive: a bag (RFC 8493) in a ZIP. All rows are those of one moment, chosen by row-level security alone; some of them and one original are in
 * memory at a time. Its manifest is a leaf of the log.
 */
export async function writeTakeout(ctx: Context, actor: Actor, one: Takeout, draft: Draft, progress: Progress): Promise<Written> {
  const writer = openPackageWriter((bytes) => draft.write(bytes), takeoutName(one), one.createdAt)
  const from = ctx.now()
  const { organisation, tables, rows, originals, without } = await readStill(ctx.db, actor, async (tx) => {
    const all = await listOwnTables(tx)
    const written = await writeTables(tx, writer, all, progress)
    await writeJsonLines(writer, 'data/shown-to-us.jsonl', listShownToUs(tx))
    await writeLog(tx, writer)
    const { kept, without: gone } = await listOriginals(tx)
    const own = await findOrganisation(tx, actor.organisation as OrganisationId)
    return { organisation: own?.name ?? '…', tables: all, rows: written, originals: kept, without: gone }
  })
  const damaged = await writeOriginals(ctx, writer, originals, tables.length, progress)
  const counts = { rows, originals: originals.length - damaged, leftOut: without + damaged }
  await writer.addPayload('data/schema.json', text(JSON.stringify(describeTables(tables), null, 2)))
  await writer.addPayload('data/README.txt', text(readme({ organisation, from: from.toISOString(), ...counts })))
  return { ...counts, leaf: await seal(ctx, actor, one, writer, organisation) }
}

const text = (words: string) => Buffer.from(`${words}\n`)

async function writeTables(tx: Tx, writer: PackageWriter, tables: readonly OwnTable[], progress: Progress): Promise<number> {
  let rows = 0
  for (const [at, table] of tables.entries()) {
    await progress(at, tables.length + 1)
    if (table.name in notTakenOut) continue
    rows += await writeJsonLines(
      writer,
      `data/tables/${table.name.replaceAll('"', '')}.jsonl`,
      each(readOwnRows(tx, table.name, columnsTakenOut(table), table.key)),
    )
  }
  return rows
}

async function* each<T>(pages: AsyncIterable<readonly T[]>): AsyncGenerator<T> {
  for await (const page of pages) yield* page
}

// a row is never cut, so a part may be larger by one
const partBytes = 8_000_000

/** One file, or several that are numbered where there is much; none where there is nothing. Answers how many lines. */
async function writeJsonLines(writer: PackageWriter, path: string, lines: AsyncIterable<string>): Promise<number> {
  let [count, part, size] = [0, 0, 0]
  let held: string[] = []
  const flush = async () => {
    part += 1
    await writer.addPayload(part === 1 ? path : path.replace('.jsonl', `-${part}.jsonl`), text(held.join('\n')))
    held = []
    size = 0
  }
  for await (const line of lines) {
    held.push(line)
    count += 1
    size += line.length
    if (size >= partBytes) await flush()
  }
  if (held.length > 0) await flush()
  return count
}

/** The places of all its leaves, and the proof of what it did with others. */
async function writeLog(tx: Tx, writer: PackageWriter): Promise<void> {
  await writeJsonLines(writer, 'data/log/leaves.jsonl', listOwnPlaces(tx))
  const pinned = await latestCheckpoints(tx)
  for (const [log, { note }] of pinned) await writer.addPayload(`data/log/checkpoint-${log}.txt`, Buffer.from(note))
  const dealings = await listDealings(tx)
  async function* proofs() {
    for (const leaf of dealings) {
      const proof = await proveBundle(tx, leaf, pinned)
      if (proof.kind === 'bundle') yield JSON.stringify(JSON.parse(serialiseBundle(proof.bundle)))
    }
  }
  await writeJsonLines(writer, 'data/log/proofs.jsonl', proofs())
}

/** Each once, in a protected archive of its own. Answers how many could not be read as they were taken in. */
async function writeOriginals(
  ctx: Context,
  writer: PackageWriter,
  originals: readonly OwnOriginal[],
  before: number,
  progress: Progress,
): Promise<number> {
  const list: string[] = []
  let damaged = 0
  const step = Math.max(1, Math.floor(originals.length / 50))
  for (const [at, { sha256, size, mediaType, items }] of originals.entries()) {
    if (at % step === 0) await progress(before + at, before + originals.length + 1)
    const bytes = await readBlob(ctx, sha256)
    const file = bytes === undefined ? null : `data/originals/${sha256}.zip`
    if (bytes === undefined) damaged += 1
    // an archive under a password is not made smaller by another
    else
      await writer.addPayload(`data/originals/${sha256}.zip`, await sealedZip([{ name: sha256, bytes }], archivePassword), {
        compress: false,
      })
    list.push(JSON.stringify({ sha256, size, mediaType, items, file }))
  }
  await writer.addPayload('data/originals.jsonl', Buffer.from(list.map((line) => `${line}\n`).join('')))
  return damaged
}

async function readBlob(ctx: Context, sha256: string): Promise<Uint8Array | undefined> {
  try {
    return await ctx.blobs.read(sha256)
  } catch (error) {
    if (error instanceof Failure && error.code === 'platform.blob-altered') return undefined
    throw error
  }
}

/** The manifests, the line in the log that the payload's manifest is, and its proof. */
async function seal(ctx: Context, actor: Actor, one: Takeout, writer: PackageWriter, organisation: string): Promise<string> {
  const { sha256 } = await writer.endPayload()
  await writer.describe([
    { label: 'Source-Organization', value: organisation },
    { label: 'External-Identifier', value: one.id },
    { label: 'Bagging-Date', value: one.createdAt.toISOString().slice(0, 10) },
    { label: 'Bag-Software-Agent', value: 'Tocsin' },
    { label: 'Tocsin-Form', value: 'tocsin-takeout/1' },
  ])
  const leaf = await perform(ctx, actor, async (work) => {
    work.require(actor.kind === 'system')
    return work.witness('cooperation.takeout-made', newId(work.now.getTime()), { takeout: one.id, sha256 }, true)
  })
  await writer.addTag(places.proof, Buffer.from(serialiseBundle(await untilPlaced(ctx, actor, leaf))))
  await writer.close()
  return leaf
}
