import type { Actor } from '../../../../base/actor.ts'
import { Failure } from '../../../../base/failure.ts'
import { sealedZip } from '../../../../formats/archive/index.ts'
import {
  archivePassword,
  hashList,
  innerName,
  type PackagedItem,
  type PackageWriter,
  places,
  serialiseDescription,
} from '../../../../formats/evidence-package/index.ts'
import type { Context } from '../../../../platform/context.ts'
import type { Pinned } from '../../../../platform/log/prove.ts'
import { findPrinter, type Printer } from '../../adapters/print.ts'
import type { Item } from '../../item.ts'
import type { PackageChapter } from '../../package/chapter.ts'
import { describe } from '../../package/describe.ts'
import { chaptersOnPage, type Package, packageName } from '../../package/package.ts'
import { chaptersPage, guidePage } from '../../package/page.ts'
import type { PackageSource } from '../../sources.ts'
import { listHoldsOver } from '../../store/holds.ts'
import { findItem, findParent } from '../../store/items.ts'
import { listPackagedItems } from '../../store/packages.ts'
import { openListed } from '../open.ts'
import { pinCheckpoints, proveCustody } from './prove.ts'

export type Payload = {
  readonly pinned: Pinned
  readonly leftOut: number
  readonly withheld: number
  readonly printed: boolean
  /** why nothing was printed; null where it was */
  readonly unprinted: string | null
}

export type Told = { readonly organisation: string; readonly byName: string | null; readonly keys: readonly string[] }
type Progress = (done: number) => Promise<void>

/** Writes all that lies under `data/`: one original at a time is in memory. */
export async function writePayload(
  ctx: Context,
  actor: Actor,
  one: Package,
  source: PackageSource,
  writer: PackageWriter,
  told: Told,
  progress: Progress,
): Promise<Payload> {
  await progress(1)
  const ids = await ctx.read(actor, (tx) => listPackagedItems(tx, one.id))
  const pinned = await pinCheckpoints(ctx, actor, ids)
  const { items, withheld } = await writeItems(ctx, actor, one, writer, ids, pinned, progress)
  const checkpoints = [...pinned.values()].map(({ note }, at) => ({ path: places.checkpoint(at + 1), note }))
  for (const { path, note } of checkpoints) await writer.addPayload(path, Buffer.from(note))
  const cover = { one, organisation: told.organisation, byName: told.byName, items, withheld: one.withheld + withheld }
  const printer = await findPrinter(ctx.config.TOCSIN_CHROMIUM)
  const written = await writeChapters(ctx, actor, source, writer, cover, printer, (done) => progress(1 + ids.length + done))
  await writer.addPayload(places.hashes, Buffer.from(hashList(items)))
  const file = `${packageName(one)}.zip`
  for (const language of ['en', 'zh-CN', 'ar'] as const) {
    const stamped = ctx.config.TOCSIN_TSA !== null
    const guide = guidePage({ one, file, organisation: told.organisation, keys: told.keys, stamped }, language)
    await writer.addPayload(places.guide(language), Buffer.from(guide))
  }
  const printed = { by: written.unprinted === null && printer.kind === 'here' ? printer.name : null, why: written.unprinted }
  const description = describe(cover, { ...written, printed, checkpoints: checkpoints.map(({ path }) => path) })
  await writer.addPayload(places.description, Buffer.from(serialiseDescription(description)))
  return {
    pinned,
    leftOut: items.filter(({ leftOut }) => leftOut !== null).length,
    withheld: cover.withheld,
    printed: written.unprinted === null,
    unprinted: written.unprinted,
  }
}

/** Each item's bytes, once for all that have the same, and its custody. What is gone or damaged is said. */
async function writeItems(
  ctx: Context,
  actor: Actor,
  one: Package,
  writer: PackageWriter,
  ids: readonly Item['id'][],
  pinned: Pinned,
  progress: Progress,
): Promise<{ items: readonly PackagedItem[]; withheld: number }> {
  const items: PackagedItem[] = []
  const files = new Map<string, string>()
  let withheld = 0
  for (const [at, id] of ids.entries()) {
    const found = await ctx.read(actor, async (tx) => {
      const item = await findItem(tx, id)
      return item === undefined ? undefined : { item, from: await findParent(tx, id), held: (await listHoldsOver(tx, [id])).length > 0 }
    })
    // marked since it was asked for: nothing is said of it
    if (found === undefined || found.item.destroyedWhy === 'child-material') withheld += 1
    else {
      const { item, from, held } = found
      const written = await writeOriginal(ctx, actor, item, one.originals, writer, files)
      const custody = `${places.custody}${id}.json`
      await writer.addPayload(custody, await proveCustody(ctx, actor, id, pinned))
      const { root, sha256, size, mediaType, name } = item
      const place = { parent: from?.parent ?? null, how: from?.how ?? null }
      items.push({
        id,
        root,
        ...place,
        sha256,
        size,
        mediaType,
        name,
        receivedAt: item.receivedAt.toISOString(),
        held,
        ...written,
        custody,
      })
    }
    await progress(2 + at)
  }
  return { items, withheld }
}

async function writeOriginal(
  ctx: Context,
  actor: Actor,
  item: Item,
  form: Package['originals'],
  writer: PackageWriter,
  files: Map<string, string>,
): Promise<Pick<PackagedItem, 'file' | 'leftOut'>> {
  if (item.state !== 'kept') return { file: null, leftOut: item.state }
  const before = files.get(item.sha256)
  if (before !== undefined) return { file: before, leftOut: null }
  const bytes = await openListed(ctx, actor, item).catch((error: unknown) => {
    if (error instanceof Failure && error.code === 'evidence.altered') return 'altered' as const
    if (error instanceof Failure && error.code === 'evidence.destroyed') return 'destroyed' as const
    throw error
  })
  if (typeof bytes === 'string') return { file: null, leftOut: bytes }
  const name = innerName(item)
  const path = `${places.items}${form === 'sealed' ? `${item.sha256}.zip` : name}`
  // an archive under a password is not made smaller by another
  if (form === 'sealed')
    await writer.addPayload(path, Buffer.from(await sealedZip([{ name, bytes }], archivePassword)), { compress: false })
  else await writer.addPayload(path, bytes)
  files.set(item.sha256, path)
  return { file: path, leftOut: null }
}

type Written = {
  readonly findings: readonly string[]
  readonly readable: readonly { readonly html: string; readonly pdf: string | null }[]
  readonly unprinted: string | null
}

/** The findings of each chapter as a file, and some chapters at a time as a page for people, printed where there is a printer. */
async function writeChapters(
  ctx: Context,
  actor: Actor,
  source: PackageSource,
  writer: PackageWriter,
  cover: Parameters<typeof chaptersPage>[0],
  printer: Printer,
  progress: Progress,
): Promise<Written> {
  const { one } = cover
  const pages = Math.max(1, Math.ceil((one.total - one.items - 1) / chaptersOnPage))
  const findings: string[] = []
  const readable: { html: string; pdf: string | null }[] = []
  let unprinted = printer.kind === 'here' ? null : printer.why
  let page: PackageChapter[] = []
  const turn = async () => {
    const number = readable.length + 1
    const text = chaptersPage(cover, number, pages, page)
    page = []
    const html = `${places.readable}part-${number}.html`
    await writer.addPayload(html, Buffer.from(text))
    const printed = printer.kind === 'here' ? await printer.print(text) : undefined
    if (printer.kind === 'here' && printed === undefined) unprinted = 'the Chromium of the node did not print'
    const pdf = printed === undefined ? null : `${places.readable}part-${number}.pdf`
    if (pdf !== null && printed !== undefined) await writer.addPayload(pdf, printed, { compress: false })
    readable.push({ html, pdf })
  }
  for await (const chapter of source.chapters(ctx, actor, one.about.subjects, one.language)) {
    const path = `${places.findings}${chapter.name}.json`
    await writer.addPayload(path, Buffer.from(`${JSON.stringify(chapter.findings, null, 2)}\n`))
    findings.push(path)
    page.push(chapter)
    if (page.length === chaptersOnPage) await turn()
    await progress(findings.length)
  }
  if (page.length > 0 || readable.length === 0) await turn()
  return { findings, readable, unprinted }
}
