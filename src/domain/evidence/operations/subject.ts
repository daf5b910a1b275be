import { randomBytes } from 'node:crypto'
import type { Actor } from '../../../base/actor.ts'
import { Failure } from '../../../base/failure.ts'
import { type ItemId, newId } from '../../../base/id.ts'
import { sealedZip } from '../../../formats/archive/index.ts'
import type { Context } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { shortestSubject } from '../contract.ts'
import type { Item } from '../item.ts'
import { mayServeSubjects } from '../policy.ts'
import type { ErasureManner, EvidenceSources, SubjectHit, SubjectSource } from '../sources.ts'
import { listItems } from '../store/items.ts'
import { type Erasure, insertErasure, listErasuresFor, listItemsNaming, type NamedItem, setNames } from '../store/subjects.ts'
import { normaliseSubject, subjectMatcher } from '../subject.ts'
import { ownerOf } from './custody.ts'
import { destroyItems, refuseHeld } from './destroy.ts'
import { archivePassword, type Handout, recordHandout } from './export.ts'
import { openItem } from './open.ts'

export type SubjectFound = {
  readonly kinds: readonly { readonly kind: string; readonly hits: readonly SubjectHit[] }[]
  /** what was erased for the same text before */
  readonly erased: readonly Erasure[]
}

function wantedText(actor: Actor, text: string): string {
  if (!mayServeSubjects(actor)) throw new Failure('forbidden', 'evidence.forbidden', 'data subjects are served by managers')
  const wanted = normaliseSubject(text)
  if (wanted.length < shortestSubject) throw new Failure('invalid', 'evidence.subject-too-short', 'a longer address or name is needed')
  return wanted
}

/** Keyed by the node's secret, since addresses are few enough to be guessed from a plain hash. */
const digestOf = (ctx: Context, text: string) => (salt: Uint8Array) =>
  ctx.mac('evidence.erasure', `${Buffer.from(salt).toString('hex')} ${text.toLowerCase()}`)

const labelOf = (item: NamedItem) => [item.name, item.handedBy].filter((one) => one !== null).join(' · ')

const ownSource: Pick<SubjectSource, 'kind' | 'find' | 'export'> = {
  kind: 'evidence.item',
  find: async (tx, text) => (await listItemsNaming(tx, text)).map((item) => ({ id: item.id, label: labelOf(item), at: item.receivedAt })),
  export: async (tx, text) => {
    const items = await listItemsNaming(tx, text)
    return { rows: items, items: items.map((item) => item.id) }
  },
}

/** Everything in the acting organisation that speaks of a person, by address or name. That someone asked is in the audit; for whom is not. */
export async function findSubject(ctx: Context, actor: Actor, text: string, sources: readonly SubjectSource[]): Promise<SubjectFound> {
  const wanted = wantedText(actor, text)
  return perform(ctx, actor, async (work) => {
    work.require(mayServeSubjects(actor))
    const kinds: { kind: string; hits: readonly SubjectHit[] }[] = []
    for (const source of [ownSource, ...sources]) kinds.push({ kind: source.kind, hits: await source.find(work.tx, wanted) })
    work.record('evidence.subject-sought', 'subject', Object.fromEntries(kinds.map(({ kind, hits }) => [kind, hits.length])))
    return { kinds, erased: await listErasuresFor(work.tx, ownerOf(work), digestOf(ctx, wanted)) }
  })
}

// what one archive may hold in memory; what is left out is named in it and can be had one by one
const mostBytes = 200_000_000

/**
 * A ZIP under the password `infected`: `subject.json` with all rows, and the files that belong to them under `files/`. Each file is
 * recorded in custody as exported.
 */
export async function exportSubject(ctx: Context, actor: Actor, text: string, sources: readonly SubjectSource[]): Promise<Handout> {
  const wanted = wantedText(actor, text)
  const { rows, items } = await ctx.read(actor, (tx) => gather(tx, wanted, [ownSource, ...sources]))
  const files = new Map<string, Uint8Array>()
  const given: Item[] = []
  const leftOut: { item: ItemId; why: string }[] = []
  let bytes = 0
  for (const item of items) {
    if (item.state !== 'kept') leftOut.push({ item: item.id, why: item.state })
    else if (!files.has(item.sha256) && bytes + item.size > mostBytes) leftOut.push({ item: item.id, why: 'too much for one archive' })
    else {
      const opened = await openItem(ctx, actor, item.id)
      if (!files.has(item.sha256)) bytes += item.size
      files.set(item.sha256, opened.bytes)
      given.push(item)
    }
  }
  const document = { form: 'tocsin-subject/1', subject: wanted, at: ctx.now().toISOString(), ...rows, leftOut }
  await recordHandout(ctx, actor, given, 'subject')
  const zip = await sealedZip(
    [
      { name: 'subject.json', bytes: Buffer.from(`${JSON.stringify(document, null, 2)}\n`) },
      ...[...files].map(([sha256, content]) => ({ name: `files/${sha256}`, bytes: content })),
    ],
    archivePassword,
  )
  return { name: 'subject.zip', mediaType: 'application/zip', bytes: zip }
}

async function gather(tx: Tx, text: string, sources: readonly Pick<SubjectSource, 'kind' | 'export'>[]) {
  const rows: Record<string, readonly unknown[]> = {}
  const ids = new Set<ItemId>()
  for (const source of sources) {
    const found = await source.export(tx, text)
    rows[source.kind] = found.rows
    for (const id of found.items) ids.add(id)
  }
  return { rows: { rows }, items: await listItems(tx, [...ids]) }
}

/**
 * Erases or pseudonymises all that speaks of a person, in one unit of work, and keeps a record that answers only who names the same
 * person again. `erase` destroys the originals whose name or giver matches, with all that came out of them and all they came out of;
 * `pseudonymise` puts one pseudonym in the place of names, so that what is of one person can still be told to be, and leaves the bytes. Refused as a whole with `evidence.held` where a hold protects any of it.
 */
export async function eraseSubject(
  ctx: Context,
  actor: Actor,
  asked: { readonly text: string; readonly manner: ErasureManner; readonly reason: string },
  { subjects, forget }: Pick<EvidenceSources, 'subjects' | 'forget'>,
): Promise<Erasure> {
  const wanted = wantedText(actor, asked.text)
  return perform(ctx, actor, async (work) => {
    work.require(mayServeSubjects(actor))
    const named = await listItemsNaming(work.tx, wanted)
    await refuseHeld(
      work.tx,
      named.flatMap((item) => [item.id, item.root]),
    )
    const counts: Record<string, number> = { [ownSource.kind]: named.length }
    // counted before anything goes: what one room erases, another does not find any more
    for (const source of subjects) counts[source.kind] = (await source.find(work.tx, wanted)).length
    const pseudonym = `pseudonym-${randomBytes(6).toString('hex')}`
    for (const source of subjects) await source.erase(work, wanted, asked.manner, pseudonym)
    await takeNames(work, await listItemsNaming(work.tx, wanted), wanted, pseudonym)
    if (asked.manner === 'erase') {
      const roots = [...new Set(named.map((item) => item.root))]
      await destroyItems(work, roots, 'erasure')
      if (roots.length > 0) for (const one of forget) await one(work, roots)
    }
    const id = newId<'erasure'>(work.now.getTime())
    const erasure: Erasure = { id, at: work.now, by: actor.id, manner: asked.manner, reason: asked.reason, counts }
    const salt = randomBytes(16)
    await insertErasure(work.tx, ownerOf(work), erasure, salt, digestOf(ctx, wanted)(salt))
    work.record('evidence.subject-erased', id, { manner: asked.manner, ...counts })
    return erasure
  })
}

async function takeNames(work: Work, named: readonly NamedItem[], wanted: string, pseudonym: string): Promise<void> {
  if (named.length === 0) return
  const matches = subjectMatcher(wanted)
  await setNames(
    work.tx,
    named.map(({ id, name, handedBy }) => ({
      id,
      name: matches(name) ? null : name,
      handedBy: matches(handedBy) ? pseudonym : handedBy,
    })),
  )
}
