import { createHash, randomBytes } from 'node:crypto'
import { Failure, present } from '../../../base/failure.ts'
import { type ActionId, type CaseId, newId, type OrganisationId, type ReleaseId } from '../../../base/id.ts'
import type { BlockEntry, BlockKind } from '../../../formats/blocklist/index.ts'
import { readEntry } from '../../../formats/blocklist/index.ts'
import { formatPrefix, parseAddress, parsePrefix } from '../../../formats/ip.ts'
import type { Config } from '../../../platform/config.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { Work } from '../../../platform/work.ts'
import { findOrganisation, listSystems } from '../../directory/index.ts'
import { type Guard, guardEntry, guardOf, type Refusal, shippedNames } from '../blocklist/guard.ts'
import { mayDraft, mayKeepBack, maySetForms } from '../policy.ts'
import type { ReleaseRow } from '../release.ts'
import { findDraft } from '../store/drafts.ts'
import {
  countListed,
  endConsumer,
  endEntries,
  endGuard,
  type GuardRow,
  hasListed,
  insertConsumer,
  insertGuard,
  listConsumerRows,
  listGuardRows,
  putEntry,
} from '../store/lists.ts'
import { findRelease, updateRelease } from '../store/releases.ts'
import type { ThingLine } from '../thing.ts'
import { askRelease, setDraft } from './draft.ts'
import { noteEvent, ownerOf } from './note.ts'

/** entries that an organisation's lists hold at most */
export const mostListed = 50_000
const mostConsumers = 100
const mostGuards = 1_000

/** Names and networks that are the organisation's own: its systems, and the node's domains. */
export async function ownPlaces(tx: Tx, owner: OrganisationId, config: Config): Promise<readonly string[]> {
  const systems = (await listSystems(tx, owner)).map(({ value }) => value)
  return [...new Set([...systems, config.TOCSIN_MAIL_DOMAIN, new URL(config.TOCSIN_PUBLIC_URL).hostname])]
}

export async function readGuard(tx: Tx, owner: OrganisationId, config: Config): Promise<Guard> {
  return guardOf(await ownPlaces(tx, owner, config), await listGuardRows(tx, owner))
}

export type Wanted = { readonly kind: BlockKind; readonly value: string }
export type Refused = { readonly kind: BlockKind; readonly value: string; readonly why: Refusal; readonly by: string }

/** The bytes that are approved: what is listed and for how long. */
type Listing = { readonly entries: readonly BlockEntry[]; readonly days: number; readonly reason: string }

export type AskedBlock = {
  readonly wanted: readonly Wanted[]
  readonly reason: string
  readonly days: number
  readonly action: { readonly id: ActionId; readonly case: CaseId; readonly code: string; readonly ground: string | null } | null
}

/**
 * Drafts a release of entries for the organisation's lists; approved, they are listed. What must not be listed is left out and told. Answers no release where nothing
 * is left, and for an action a release that says so.
 */
export async function askBlock(
  work: Work,
  config: Config,
  asked: AskedBlock,
): Promise<{
  readonly release: ReleaseId | null
  readonly sha256: string | null
  readonly taken: number
  readonly refused: readonly Refused[]
}> {
  work.require(mayDraft(work.actor))
  const owner = ownerOf(work)
  const guard = await readGuard(work.tx, owner, config)
  const { entries, refused } = sift(guard, asked.wanted)
  if (entries.length === 0) return { release: null, sha256: null, taken: 0, refused }
  const { action } = asked
  const title = `${entries[0]?.value ?? ''}${entries.length > 1 ? ` +${entries.length - 1}` : ''}`.slice(0, 200)
  const release = await askRelease(work, {
    kind: 'block',
    case: action?.case ?? null,
    objectKind: action === null ? 'indicator' : 'case',
    object: action?.case ?? newId(work.now.getTime()),
    recipient: { kind: 'public', value: 'block-lists', name: null, role: null, party: null, contact: null, language: null, format: 'text' },
    purpose: 'block',
    ground: action?.ground ?? 'by-hand',
    tlp: 'clear',
    profile: null,
    title,
    mediaType: 'application/json',
    grouping: null,
    codes: action === null ? [] : [action.code],
    atMostEvery: null,
    actions: action === null ? [] : [{ action: action.id, case: action.case }],
  })
  const listing: Listing = { entries, days: asked.days, reason: asked.reason }
  const bytes = Buffer.from(`${JSON.stringify(listing, null, 2)}\n`)
  const text = [
    ...entries.map(({ kind, value }) => `${kind}  ${value}`),
    ...refused.map(({ value, why, by }) => `— ${value.slice(0, 200)}  (${why}: ${by})`),
  ].join('\n')
  const sha256 = await setDraft(work, release, {
    title,
    mediaType: 'application/json',
    bytes,
    outline: {
      title,
      text,
      parts: [],
      things: entries.map((entry) => lineOf(entry, action?.code ?? '')),
      items: [],
      redaction: { profile: null, removed: [], left: [] },
      inputs: createHash('sha256').update(bytes).update(text).digest('hex'),
    },
    warnings: refused.length > 0 ? ['entries-refused'] : [],
    thread: null,
    codes: action === null ? [] : [action.code],
  })
  return { release, sha256, taken: entries.length, refused }
}

function lineOf({ kind, value }: BlockEntry, code: string): ThingLine {
  return { kind, value, port: null, at: null, code, caseKind: 'other' }
}

function sift(guard: Guard, wanted: readonly Wanted[]): { readonly entries: readonly BlockEntry[]; readonly refused: readonly Refused[] } {
  const entries = new Map<string, BlockEntry>()
  const refused: Refused[] = []
  for (const { kind, value } of wanted) {
    const answer = guardEntry(guard, kind, value)
    if ('entry' in answer) entries.set(`${answer.entry.kind} ${answer.entry.value}`, answer.entry)
    else refused.push({ kind, value, why: answer.refused, by: answer.by })
  }
  return { entries: [...entries.values()], refused }
}

/** Lists what was approved. What came to be spared since is left out. Answers the receipt, or why nothing could be listed. */
export async function publishEntries(
  work: Work,
  config: Config,
  found: ReleaseRow,
): Promise<{ readonly listed: number; readonly spared: number } | { readonly why: string }> {
  const draft = found.sha256 === null ? undefined : await findDraft(work.tx, found.id, found.sha256)
  if (draft === undefined) return { why: 'bytes-gone' }
  const { entries, days, reason } = JSON.parse(draft.bytes.toString()) as Listing
  const guard = await readGuard(work.tx, found.owner, config)
  const left = sift(guard, entries).entries
  if ((await countListed(work.tx, found.owner, work.now)) + left.length > mostListed) return { why: 'list-full' }
  const expiresAt = new Date(work.now.getTime() + days * 86_400_000)
  for (const entry of left) {
    const row = { id: newId(work.now.getTime()), case: found.case, release: found.id, addedBy: found.decidedBy ?? work.actor.id }
    await putEntry(work.tx, found.owner, { ...entry, ...row, reason, expiresAt }, work.now)
  }
  work.record('cooperation.entries-listed', found.id, { listed: left.length, spared: entries.length - left.length })
  work.announce('block-entry', found.id)
  return { listed: left.length, spared: entries.length - left.length }
}

/** Takes entries off the lists at once; the releases that let them out have it in their history. Answers how many were listed. */
export async function withdrawEntries(work: Work, ids: readonly string[], reason: string): Promise<number> {
  work.require(mayKeepBack(work.actor))
  const ended = await endEntries(work.tx, ids, { by: work.actor.id, why: reason, at: work.now })
  for (const id of new Set(ended.map(({ release }) => release))) {
    const release = present(await findRelease(work.tx, id), 'cooperation.no-release', `release ${id}`)
    if (!(await hasListed(work.tx, id)) && release.state === 'delivered') await updateRelease(work.tx, id, { state: 'recalled' })
    await noteEvent(work, release, 'recalled', { entries: ended.filter((one) => one.release === id).length })
  }
  work.record('cooperation.entries-withdrawn', ended[0]?.release ?? '', { count: ended.length })
  work.announce('block-entry', '')
  return ended.length
}

/** An address for somebody who fetches the lists; only its hash is kept. Refuses `cooperation.too-many-consumers`. */
export async function addConsumer(work: Work, name: string): Promise<{ readonly id: string; readonly token: string }> {
  work.require(maySetForms(work.actor))
  const owner = ownerOf(work)
  const open = (await listConsumerRows(work.tx, owner)).filter(({ revokedAt }) => revokedAt === null)
  if (open.length >= mostConsumers) throw new Failure('conflict', 'cooperation.too-many-consumers', `at most ${mostConsumers}`)
  const token = randomBytes(24).toString('base64url')
  const id = newId(work.now.getTime())
  await insertConsumer(work.tx, owner, { id, name, hash: hashOf(token), at: work.now, by: work.actor.id })
  work.record('cooperation.consumer-added', id)
  work.announce('block-consumer', id)
  return { id, token }
}

export const hashOf = (token: string) => createHash('sha256').update(token).digest('hex')

export async function revokeConsumer(work: Work, id: string): Promise<void> {
  work.require(maySetForms(work.actor))
  if (!(await endConsumer(work.tx, id, work.actor.id, work.now))) throw new Failure('missing', 'cooperation.no-consumer', `consumer ${id}`)
  work.record('cooperation.consumer-revoked', id)
  work.announce('block-consumer', id)
}

/**
 * Spares a name or a network, or permits a name that ships as spared. Refuses `cooperation.guard-value` for what is neither, `cooperation.guard-not-shipped` where
 * there is nothing to permit, `cooperation.guard-known`.
 */
export async function addGuard(
  work: Work,
  { stance, value, note }: { readonly stance: 'spare' | 'permit'; readonly value: string; readonly note: string },
): Promise<GuardRow> {
  work.require(maySetForms(work.actor))
  const owner = ownerOf(work)
  const prefix = parseAddress(value) === undefined && !value.includes('/') ? undefined : parsePrefix(value)
  const canonical = prefix === undefined ? readEntry('domain', value.replace(/^\*?\./, ''))?.value : formatPrefix(prefix)
  if (canonical === undefined) throw new Failure('invalid', 'cooperation.guard-value', 'neither a name nor a network')
  if (stance === 'permit' && !shippedNames.includes(canonical))
    throw new Failure('invalid', 'cooperation.guard-not-shipped', `${canonical} is not among those that ship`)
  if ((await listGuardRows(work.tx, owner)).length >= mostGuards)
    throw new Failure('conflict', 'cooperation.too-many-guards', `at most ${mostGuards}`)
  const row: GuardRow = { id: newId(work.now.getTime()), stance, value: canonical, note, at: work.now, by: work.actor.id }
  if (!(await insertGuard(work.tx, owner, row))) throw new Failure('conflict', 'cooperation.guard-known', `${canonical} is there`)
  work.record('cooperation.guard-added', row.id, { stance })
  work.announce('block-guard', row.id)
  return row
}

export async function removeGuard(work: Work, id: string): Promise<void> {
  work.require(maySetForms(work.actor))
  if (!(await endGuard(work.tx, id, work.actor.id, work.now))) throw new Failure('missing', 'cooperation.no-guard', `guard ${id}`)
  work.record('cooperation.guard-removed', id)
  work.announce('block-guard', id)
}

/** Whoever acts for the organisation whose lists these are. */
export async function codeOf(tx: Tx, owner: OrganisationId): Promise<{ readonly code: string; readonly suspended: boolean }> {
  const found = present(await findOrganisation(tx, owner), 'cooperation.no-organisation', `organisation ${owner}`)
  return { code: found.code, suspended: found.suspended_at !== null }
}
