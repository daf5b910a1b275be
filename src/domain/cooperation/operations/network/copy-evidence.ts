import { Failure } from '../../../../base/failure.ts'
import type { ItemId, OrganisationId, ReportId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import { custodyOf, type Item, itemsUnder, lineageOf, listItems, listMarked, rootsHolding } from '../../../evidence/index.ts'
import { reportsOf } from '../../../intake/index.ts'
import type { CopiedBytes, CopiedEvidence } from '../../contract/network/copied.ts'
import type { sharedBytes } from '../../contract/network/names.ts'
import { findSighted, listLetters } from '../../store/network/lineage.ts'
import { listGivenMarks } from '../../store/network/secrecy.ts'
import { findChannelKind, listFetchedTerms } from '../../store/network/shared-files.ts'
import { findRule } from '../../store/network/sharing.ts'
import { aroundReports, hotlineOnly, nothingToShare, type People, peopleOf } from './copy-source.ts'

export type WantedEvidence = { readonly kind: 'evidence'; readonly id: string; readonly bytes: (typeof sharedBytes)[number] }

/** What was made ready before the unit of work: the item's seal, and the bytes that go, which lie in the blob store. */
export type Ready = { readonly seal: Readonly<Record<string, unknown>>; readonly bytes: CopiedBytes | null }

/** bytes of an item that go with a copy */
export const largestShared = 16_000_000
/** reports of the same bytes whose reporters are looked for */
const mostReports = 1_000
// what was looked at, and what is held back and why, is the owner's own matter
const toldActs = new Set(['received', 'derived', 'exported', 'verified', 'altered', 'sealed'])
const mostLines = 200

export type Ground = {
  readonly item: Item
  readonly root: Item
  /** whoever reported these bytes, and whoever wrote the letter that they came in */
  readonly people: People
  readonly objects: readonly string[]
  /** the item, what it came out of, and what came out of it */
  readonly lineage: readonly Item[]
  /** that it is a message, whatever type it bears: by its type, or since a report points at it as one */
  readonly message: boolean
}

/**
 * An item of the acting organisation's, with the reports and letters that it came by. Refuses `cooperation.nothing-to-share` where it is not there or not kept,
 * `cooperation.hotline-only`, `cooperation.reported-often`, and what `refuseBytes` does.
 */
export async function groundOf(tx: Tx, owner: OrganisationId, wanted: WantedEvidence): Promise<Ground> {
  const [item] = await listItems(tx, [wanted.id as ItemId])
  if (item?.owner !== owner) throw nothingToShare()
  const [root] = await listItems(tx, [item.root])
  if (item.destroyedWhy === 'child-material') throw hotlineOnly()
  if (item.state !== 'kept' || root === undefined) throw nothingToShare()
  const lineage = await lineageOf(tx, [item.id])
  if ((await listMarked(tx, hashesOf(lineage))).size > 0) throw hotlineOnly()
  // whoever reported the same bytes, whatever they lay in
  const roots = [...new Set([item.root, ...(await rootsHolding(tx, item.sha256))])]
  const reported = await reportsOf(tx, roots)
  if (reported.length > mostReports)
    throw new Failure('conflict', 'cooperation.reported-often', `${reported.length} reports`, { detail: { most: mostReports } })
  const letters = await listLetters(tx, roots)
  const about = letters.flatMap((one) => (one.aboutKind === 'report' ? [one.about as ReportId] : []))
  const { reports, objects } = await aroundReports(tx, owner, [...new Set([...reported, ...about])])
  const reporters = peopleOf(reports)
  const people = {
    addresses: [...new Set([...reporters.addresses, ...letters.flatMap(({ addresses }) => addresses)])],
    names: [...new Set([...reporters.names, ...letters.flatMap(({ name }) => name ?? [])])],
  }
  const sighted = await findSighted(tx, reported, item.id, item.sha256)
  if (wanted.bytes !== 'none')
    await refuseBytes(tx, owner, item, wanted, reported.length > 0 && (item.origin === 'derived' || sighted.itself))
  return {
    ...{ item, root, people, lineage, message: sighted.message || isMessage(item) },
    objects: [...new Set<string>([...lineage.map(({ id }) => id), item.root, ...objects, ...letters.map((one) => one.about)])],
  }
}

/**
 * Refuses `cooperation.bytes-large`, `cooperation.bytes-carrier` for what somebody wrote or sent to the organisation itself rather than reported, and
 * `cooperation.bytes-original` where the organisation lets no message go unredacted.
 */
async function refuseBytes(tx: Tx, owner: OrganisationId, item: Item, { bytes }: WantedEvidence, reported: boolean): Promise<void> {
  if (item.size > largestShared)
    throw new Failure('conflict', 'cooperation.bytes-large', `item ${item.id} has ${item.size} bytes`, { detail: { most: largestShared } })
  if (!reported) throw new Failure('conflict', 'cooperation.bytes-carrier', `item ${item.id} was written to the organisation itself`)
  if (bytes === 'original' && !(await findRule(tx, owner)).originals)
    throw new Failure('conflict', 'cooperation.bytes-original', 'messages go without redaction only where the organisation says so')
}

const isMessage = ({ mediaType }: Pick<Item, 'mediaType'>) => mediaType.startsWith('message/') || mediaType === 'text/rfc822-headers'

export const hashesOf = (items: readonly Item[]): readonly string[] => [...new Set(items.map(({ sha256 }) => sha256))]

/** An item as others see it; without `ready` to look whether it may be shown at all. */
export async function copyEvidence(tx: Tx, owner: OrganisationId, wanted: WantedEvidence, ready: Ready | null) {
  const { item, root, people, objects, lineage } = await groundOf(tx, owner, wanted)
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
  const hashes = hashesOf(lineage)
  return { body, objects, people, rests: await listFetchedTerms(tx, hashes), given: await listGivenMarks(tx, hashes) }
}

async function parentOf(tx: Tx, item: Item): Promise<CopiedEvidence['parent']> {
  const under = await itemsUnder(tx, item.root)
  const found = under.find(({ id }) => id === item.id)
  if (found === undefined) return null
  const [parent] = await listItems(tx, [found.parent])
  return parent === undefined ? null : { sha256: parent.sha256, how: found.how }
}
