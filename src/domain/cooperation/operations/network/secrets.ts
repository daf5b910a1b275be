import { Failure, present } from '../../../../base/failure.ts'
import { type CampaignId, type CaseId, type ItemId, newId, type OrganisationId, type ReportId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { Work } from '../../../../platform/work.ts'
import { findCampaign } from '../../../analysis/index.ts'
import { findCase } from '../../../cases/index.ts'
import { listItems } from '../../../evidence/index.ts'
import { findReports } from '../../../intake/index.ts'
import type { CopiedBody } from '../../contract/network/copied.ts'
import { type GivenMark, indicatorKey, keptBy, type SecrecyKind, type SecrecyName } from '../../network/secret.ts'
import { mayLiftSecret, mayMarkSecret } from '../../network/sharing.ts'
import { clearCopyMarks, findMessageOwner, insertSecrecyMark, liftSecrecyMark, listSecrecyMarks } from '../../store/network/secrecy.ts'
import { findSharedAmong } from '../../store/network/shared.ts'
import { findShare, insertShareEvent, lockShare } from '../../store/network/shares.ts'
import { findTechnique } from '../../store/network/techniques.ts'
import { ownerOf } from '../note.ts'
import { nothingToShare } from './copy-source.ts'

/** Refuses `cooperation.nothing-to-share` for what is not the organisation's own, of that kind where one is named. */
export async function refuseOthers(tx: Tx, owner: OrganisationId, object: string, kind?: SecrecyKind): Promise<void> {
  for (const one of kind === undefined ? kinds : [kind]) if (await isOwn(tx, owner, one, object)) return
  throw nothingToShare()
}

const kinds = ['case', 'campaign', 'evidence', 'finding', 'technique', 'document', 'answer'] as const

async function isOwn(tx: Tx, owner: OrganisationId, kind: SecrecyKind, object: string): Promise<boolean> {
  // these are read as one's own alone
  if (kind === 'technique') return (await findTechnique(tx, object)) !== undefined
  if (kind === 'document') return (await findShare(tx, object))?.sourceKind === 'document'
  return (await ownerOfThing(tx, kind, object)) === owner
}

async function ownerOfThing(tx: Tx, kind: SecrecyKind, object: string): Promise<string | undefined> {
  if (kind === 'case') return (await findCase(tx, object as CaseId))?.owner
  if (kind === 'campaign') return (await findCampaign(tx, object as CampaignId))?.owner
  if (kind === 'evidence') return (await listItems(tx, [object as ItemId]))[0]?.owner
  if (kind === 'finding') return (await findReports(tx, [object as ReportId]))[0]?.owner
  return kind === 'answer' ? findMessageOwner(tx, object) : undefined
}

/** Keeps something of the organisation's own to itself. Nothing happens where the mark stands already. */
export async function markSecret(work: Work, kind: Exclude<SecrecyKind, 'indicator'>, object: string, mark: SecrecyName): Promise<void> {
  work.require(mayMarkSecret(work.actor))
  await refuseOthers(work.tx, ownerOf(work), object, kind)
  await put(work, { kind, object, mark, label: null })
}

/** The same of an indicator, by what it says: it need not have been seen. Answers by what the mark is known. */
export async function markIndicator(work: Work, of: string, value: string, mark: SecrecyName): Promise<string> {
  work.require(mayMarkSecret(work.actor))
  const object = indicatorKey(of, value)
  await put(work, { kind: 'indicator', object, mark, label: `${of} ${value.trim()}` })
  return object
}

type New = {
  readonly kind: SecrecyKind
  readonly object: string
  readonly mark: SecrecyName
  readonly label: string | null
}

async function put(work: Work, mark: New): Promise<void> {
  if (!(await insertSecrecyMark(work.tx, ownerOf(work), mark, work.now, work.actor.id))) return
  work.record('cooperation.marked-secret', mark.object, { mark: mark.mark, kind: mark.kind })
  work.announce('secrecy-mark', mark.object)
}

/** Takes a mark of secrecy away: an administrator of the owner alone. Refuses `cooperation.no-mark`. */
export async function liftSecret(work: Work, id: string): Promise<string> {
  work.require(mayLiftSecret(work.actor))
  const { object, mark } = present(await liftSecrecyMark(work.tx, id, work.now, work.actor.id), 'cooperation.no-mark', `a mark ${id}`)
  work.record('cooperation.secret-lifted', object, { mark })
  work.announce('secrecy-mark', object)
  return object
}

/**
 * Takes the marks away under which something is shown: an administrator of its owner alone. What recipients have then goes as far as its other terms say. In the log; whoever sees the copy
 * is told. Refuses `cooperation.no-share`, `cooperation.no-mark`.
 */
export async function liftShare(work: Work, id: string): Promise<void> {
  work.require(mayLiftSecret(work.actor))
  const share = present(await lockShare(work.tx, id), 'cooperation.no-share', `share ${id}`)
  if (share.state !== 'shared' || share.secrecy.length === 0) throw new Failure('missing', 'cooperation.no-mark', `a mark on share ${id}`)
  await clearCopyMarks(work.tx, share.copy)
  const leaf = work.witness('cooperation.share-lifted', id, { share: id, sha256: share.sha256, secrecy: share.secrecy })
  const event = { id: newId(work.now.getTime()), at: work.now, what: 'lifted', actor: work.actor.id, leaf }
  await insertShareEvent(work.tx, ownerOf(work), id, event)
  work.record('cooperation.share-lifted', id, { sha256: share.sha256 })
  work.announce('share', id)
  work.tell('shared-copy', share.copy)
}

type Named = { readonly kind: string; readonly value: string }

/** What is to be given, and to whom. */
export type Giving = {
  readonly objects: readonly string[]
  /** what it says, where it is a copy */
  readonly body?: { readonly kind: CopiedBody['kind']; readonly indicators?: readonly Named[]; readonly indicator?: Named }
  /** places and other things that it names beside */
  readonly named?: readonly Named[]
  /** marks of others that it bears by itself, and copies of theirs that it rests on */
  readonly given?: readonly GivenMark[]
  readonly restsOn?: readonly string[]
  /** marks that it would go under, and organisations and groups that it would be granted to; nobody of them is an outside body */
  readonly carried?: readonly SecrecyName[]
  readonly grants?: readonly string[]
}

/** The marks that keep it from being given, each once: its owner's own, and those of whoever gave what it rests on. */
export async function marksKeeping(tx: Tx, giving: Giving): Promise<readonly SecrecyName[]> {
  const { objects, body, named = [], given = [], restsOn = [], carried = [], grants = [] } = giving
  const inside = body?.kind === 'case' || body?.kind === 'campaign' ? objects : []
  const own = await listSecrecyMarks(tx, [...objects, ...indicatorsIn(body, named)], inside)
  const copies = restsOn.length === 0 ? [] : await findSharedAmong(tx, restsOn)
  const toOwner = (owner: string) => grants.length > 0 && grants.every((one) => one === owner)
  return [...new Set([...own.map(({ mark }) => mark), ...keptBy([...given, ...copies], toOwner, carried)])]
}

function indicatorsIn(body: Giving['body'], named: NonNullable<Giving['named']>): readonly string[] {
  const all = body?.indicators ?? (body?.indicator === undefined ? [] : [body.indicator])
  return [...all, ...named].map(({ kind, value }) => indicatorKey(kind, value))
}

/** Refuses `cooperation.secret` with the marks that keep it. */
export async function refuseSecret(tx: Tx, giving: Giving): Promise<void> {
  const marks = await marksKeeping(tx, giving)
  if (marks.length > 0) throw new Failure('conflict', 'cooperation.secret', 'a mark of secrecy stands on it', { detail: { marks } })
}
