import { Failure } from '../../../../base/failure.ts'
import type { ItemId, OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import { custodyOf, type Item, itemsUnder, listItems, listMarked, rootsHolding } from '../../../evidence/index.ts'
import { listSightings, type ReportRow, reportsOf } from '../../../intake/index.ts'
import type { CopiedBytes, CopiedEvidence } from '../../contract/network/copied.ts'
import type { sharedBytes } from '../../contract/network/names.ts'
import { findChannelKind, listFetchedTerms } from '../../store/network/shared-files.ts'
import { findRule } from '../../store/network/sharing.ts'
import { aroundReports, hotlineOnly, nothingToShare, type People, peopleOf } from './copy-source.ts'

export type WantedEvidence = { readonly kind: 'evidence'; readonly id: string; readonly bytes: (typeof sharedBytes)[number] }

/** What was made ready before the unit of work: the item's seal, and the bytes that go, which lie in the blob store. */
export type Ready = { readonly seal: Readonly<Record<string, unknown>>; readonly bytes: CopiedBytes | null }

/** bytes of an item that go with a copy */
export const largestShared = 16_000_000
// what was looked at, and what is held back and why, is the owner's own matter
const toldActs = new Set(['received', 'derived', 'exported', 'verified', 'altered', 'sealed'])
const mostLines = 200

export type Ground = {
  readonly item: Item
  readonly root: Item
  readonly reports: readonly ReportRow[]
  readonly people: People
  readonly objects: readonly string[]
}

/**
 * An item of the acting organisation's, with the reports that it came by. Refuses `cooperation.nothing-to-share` where it is not there or not kept,
 * `cooperation.hotline-only`, and what `refuseBytes` does.
 */
export async function groundOf(tx: Tx, owner: OrganisationId, wanted: WantedEvidence): Promise<Ground> {
  const [item] = await listItems(tx, [wanted.id as ItemId])
  if (item?.owner !== owner) throw nothingToShare()
  const [root] = await listItems(tx, [item.root])
  if (item.destroyedWhy === 'child-material') throw hotlineOnly()
  if (item.state !== 'kept' || root === undefined) throw nothingToShare()
  const roots = [...new Set([item.root, ...(await rootsHolding(tx, item.sha256))])]
  // whoever reported the same bytes, and whatever lies in them
  const inside = [item, root, ...(await itemsUnder(tx, item.id))].map(({ sha256 }) => sha256)
  if ((await listMarked(tx, [...new Set(inside)])).size > 0) throw hotlineOnly()
  const { reports, objects } = await aroundReports(tx, owner, await reportsOf(tx, roots))
  const ground: Ground = { item, root, reports, people: peopleOf(reports), objects: [item.id, item.root, ...objects] }
  if (wanted.bytes !== 'none') await refuseBytes(tx, owner, ground, wanted)
  return ground
}

/**
 * Refuses `cooperation.bytes-large`, `cooperation.bytes-carrier` for the mail that a reporter or correspondent wrote, and `cooperation.bytes-original` where the
 * organisation lets no message go unredacted.
 */
async function refuseBytes(tx: Tx, owner: OrganisationId, { item, reports }: Ground, { bytes }: WantedEvidence): Promise<void> {
  if (item.size > largestShared)
    throw new Failure('conflict', 'cooperation.bytes-large', `item ${item.id} has ${item.size} bytes`, { detail: { most: largestShared } })
  if (!isMessage(item)) return
  if (reports.length === 0 || (item.origin === 'received' && !(await wasReported(tx, item, reports))))
    throw new Failure('conflict', 'cooperation.bytes-carrier', `item ${item.id} is a mail to the organisation itself`)
  if (bytes === 'original' && !(await findRule(tx, owner)).originals)
    throw new Failure('conflict', 'cooperation.bytes-original', 'messages go without redaction only where the organisation says so')
}

export const isMessage = ({ mediaType }: Pick<Item, 'mediaType'>) => mediaType.startsWith('message/')

/** Whether it is what a report points at, rather than the mail that brought it. */
async function wasReported(tx: Tx, { id }: Item, reports: readonly ReportRow[]): Promise<boolean> {
  for (const report of reports) if ((await listSightings(tx, report.id)).some(({ item }) => item === id)) return true
  return false
}

/** An item as others see it; without `ready` to look whether it may be shown at all. */
export async function copyEvidence(tx: Tx, owner: OrganisationId, wanted: WantedEvidence, ready: Ready | null) {
  const { item, root, people, objects } = await groundOf(tx, owner, wanted)
  const lines = (await custodyOf(tx, item.id)).filter(({ act }) => toldActs.has(act)).slice(-mostLines)
  const body: CopiedEvidence = {
    kind: 'evidence',
    title: item.name === null || item.name.trim() === '' ? item.sha256.slice(0, 16) : item.name,
    mediaType: item.mediaType,
    size: item.size,
    sha256: item.sha256,
    receivedAt: item.receivedAt.toISOString(),
    channel: root.channel === null ? null : await findChannelKind(tx, root.channel),
    parent: item.origin === 'derived' ? await parentOf(tx, item) : null,
    custody: lines.map(({ at, act, actorKind }) => ({ at: at.toISOString(), act, by: actorKind })),
    seal: ready?.seal ?? null,
    bytes: ready?.bytes ?? null,
  }
  return { body, objects, people, rests: await listFetchedTerms(tx, [item.sha256, root.sha256]) }
}

async function parentOf(tx: Tx, item: Item): Promise<CopiedEvidence['parent']> {
  const under = await itemsUnder(tx, item.root)
  const found = under.find(({ id }) => id === item.id)
  if (found === undefined) return null
  const [parent] = await listItems(tx, [found.parent])
  return parent === undefined ? null : { sha256: parent.sha256, how: found.how }
}
