import { Failure, present } from '../../../../base/failure.ts'
import { newId } from '../../../../base/id.ts'
import type { Work } from '../../../../platform/work.ts'
import { tokensOf } from '../../../analysis/index.ts'
import { findNetwork, findOrganisation } from '../../../directory/index.ts'
import { recordGiven } from '../../../evidence/index.ts'
import type { CopyContent, Terms } from '../../contract/network/copied.ts'
import { bytesOf, copyForm, hashOf, titleOf, wordsOf } from '../../network/copy.ts'
import { aboveCeiling, isSecondPerson, mayDraftShare, mayShare, type Recipient } from '../../network/sharing.ts'
import type { Standing } from '../../network/standing.ts'
import { contradicts, marksIn, type Tlp, whyMore, whyNotOn } from '../../network/tlp.ts'
import { endGrants } from '../../store/network/groups.ts'
import { listMembersOf } from '../../store/network/own-groups.ts'
import { findSharedAmong, insertTombstones, listReceipts } from '../../store/network/shared.ts'
import { findOwnFile } from '../../store/network/shared-files.ts'
import {
  emptyCopies,
  grantCopy,
  insertCopy,
  insertShare,
  insertShareEvent,
  listNewcomers,
  listReaders,
  listRecipients,
  lockShare,
  type ShareRow,
  setCopy,
  setCopyShared,
  setDecided,
  setDrafted,
  setEnded,
  setRecipients,
} from '../../store/network/shares.ts'
import { findRule } from '../../store/network/sharing.ts'
import { ownerOf } from '../note.ts'
import { copyOf, type Most, type Rest, refuseWithheld, type Wanted } from './copy.ts'
import type { Ready } from './copy-evidence.ts'
import type { People } from './copy-source.ts'
import { keepBytes } from './ready-evidence.ts'
import { audienceNow, grantsOf, holdJointCases, type Resolved, resolveRecipients } from './recipients.ts'
import { refuseSecret } from './secrets.ts'
import { readStanding } from './standing.ts'
import { tellRecipientsJob } from './tell-recipients.ts'

/** What somebody wants to show to others, to whom and on which terms. */
export type Asked = {
  readonly object: Wanted
  readonly recipients: readonly Recipient[]
  readonly terms: Terms
  /** copies of others that it rests on */
  readonly restsOn: readonly string[]
}

/** Drafts a share: nobody sees anything of it yet. `ready` is what `readyFor` made of it before. */
export async function draftShare(work: Work, asked: Asked, ready: Ready | null = null): Promise<string> {
  work.require(mayDraftShare(work.actor))
  const owner = ownerOf(work)
  const { made, recipients } = await prepare(work, asked, ready)
  const [id, copy] = [newId(work.now.getTime()), newId(work.now.getTime())]
  await insertCopy(work.tx, { ...made, id: copy, owner, kind: asked.object.kind })
  await keepBytes(work, copy, asked.object, ready)
  await insertShare(
    work.tx,
    { id, owner, copy, sourceKind: asked.object.kind, source: sourceOf(asked.object), asked, restsOn: asked.restsOn },
    work.now,
    work.actor.id,
  )
  await setRecipients(work.tx, owner, id, recipients, work.now)
  await note(work, { id, sha256: made.sha256 }, 'drafted')
  return id
}

/** Drafts it anew in the place of what was there, from the source as it is now. Refuses `cooperation.share-state` once it was decided. */
export async function redraftShare(work: Work, id: string, asked: Asked, ready: Ready | null = null): Promise<void> {
  work.require(mayDraftShare(work.actor))
  const share = await takeDraft(work, id)
  if (share.sourceKind !== asked.object.kind || share.source !== sourceOf(asked.object))
    throw new Failure('invalid', 'cooperation.share-source', 'a draft stays of what it was made of')
  const { made, recipients } = await prepare(work, asked, ready)
  await setCopy(work.tx, { ...made, id: share.copy })
  await keepBytes(work, share.copy, asked.object, ready)
  await setDrafted(work.tx, id, asked, asked.restsOn, work.now, work.actor.id)
  await setRecipients(work.tx, ownerOf(work), id, recipients, work.now)
  await note(work, { id, sha256: made.sha256 }, 'changed')
}

export type Decision = {
  /** lower-case hex, of the bytes that were looked at */
  readonly sha256: string
  readonly revision: number
  /** that somebody gets something for the first time was read and is meant */
  readonly unusual: boolean
}

/**
 * Lets the recipients see exactly what was looked at. `known` is whom `lookAgain` looked for in bytes that go with it. Refuses `cooperation.share-changed`, `cooperation.second-person`, `cooperation.above-ceiling`,
 * `cooperation.unusual` with the names, `cooperation.share-over`, and what drafting refuses.
 */
export async function decideShare(work: Work, id: string, decision: Decision, known: People | null = null): Promise<void> {
  work.require(mayShare(work.actor))
  const owner = ownerOf(work)
  const standing = await readStanding(work.tx, work.actor)
  const share = await takeDraft(work, id)
  if (share.sha256 !== decision.sha256 || share.revision !== decision.revision)
    throw new Failure('conflict', 'cooperation.share-changed', `share ${id} is not what was looked at`)
  const rule = await findRule(work.tx, owner)
  if (!isSecondPerson(rule, work.actor, share.draftedBy))
    throw new Failure('forbidden', 'cooperation.second-person', 'whoever drafted it may not decide on it')
  const asked = await listRecipients(work.tx, [id])
  await holdJointCases(work.tx, asked)
  const recipients = await resolveRecipients(work.tx, standing, asked)
  const above = aboveCeiling(rule, work.actor.role, { tlp: share.tlp, recipients })
  if (above !== undefined)
    throw new Failure('forbidden', 'cooperation.above-ceiling', `above the ceiling of the role: ${above}`, { detail: { what: above } })
  await refuseUnfit(work, standing, share, recipients, known)
  const grants = grantsOf(recipients)
  if (!decision.unusual) await refuseNewcomers(work, owner, recipients)
  const { content } = share
  const file = await findOwnFile(work.tx, share.copy)
  if (file !== undefined) await recordGiven(work, [file.item], id, 'share')
  await grantCopy(work.tx, owner, share.copy, grants, share.until, content?.terms.ground ?? '', work.now)
  await setCopyShared(work.tx, share.copy, work.now)
  await setDecided(work.tx, id, work.now, work.actor.id)
  await note(work, share, 'shared', {
    tlp: share.tlp,
    ...(share.secrecy.length === 0 ? {} : { secrecy: share.secrecy }),
    recipients: recipients.map(({ kind, value }) => ({ kind, value })),
    until: share.until?.toISOString() ?? null,
  })
  work.tell('shared-copy', share.copy)
  work.enqueue(tellRecipientsJob, { share: id, what: 'shared' })
}

/** Decides that it shall not be shown. Nobody has to say why. */
export async function refuseShare(work: Work, id: string): Promise<void> {
  work.require(mayDraftShare(work.actor))
  await dropDraft(work, id)
}

/** As `refuseShare`, for whoever has asked already whether this may be. */
export async function dropDraft(work: Work, id: string): Promise<void> {
  const share = await takeDraft(work, id)
  await emptyCopies(work.tx, [share.copy], work.now)
  await setEnded(work.tx, id, 'refused', work.now, work.actor.id)
  await note(work, share, 'refused')
}

/**
 * Calls it back: from this moment on nobody sees it. A tombstone without content stays with everybody who could see it or had read it, and asks them to say that
 * they have deleted what they kept.
 */
export async function recallShare(work: Work, id: string): Promise<void> {
  work.require(mayDraftShare(work.actor))
  await callBack(work, id)
}

/** As `recallShare`, for whoever has asked already whether this may be. */
export async function callBack(work: Work, id: string): Promise<void> {
  const owner = ownerOf(work)
  const share = present(await lockShare(work.tx, id), 'cooperation.no-share', `share ${id}`)
  if (share.state !== 'shared') throw wrongState(share)
  const readers = await listReaders(work.tx, share.copy)
  const receipts = new Map((await listReceipts(work.tx, [share.copy])).map((one) => [one.reader, one.name]))
  // whoever left the network calls back what it showed all the same
  const network = await findNetwork(work.tx)
  const members = network === undefined ? [] : await listMembersOf(work.tx, network, readers)
  const names = new Map(members.map((one) => [one.organisation, one.name]))
  const asked = [...new Set([...readers, ...receipts.keys()])].map((organisation) => ({
    organisation,
    name: names.get(organisation) ?? receipts.get(organisation) ?? '…',
    hadRead: receipts.has(organisation),
  }))
  const by = present(await findOrganisation(work.tx, owner), 'cooperation.no-organisation', 'the organisation')
  await insertTombstones(
    work.tx,
    {
      owner,
      ownerName: by.name,
      copy: share.copy,
      kind: share.sourceKind,
      sha256: share.sha256,
      sharedAt: share.sharedAt ?? work.now,
      recalledAt: work.now,
    },
    asked,
  )
  await endGrants(work.tx, owner, 'shared-copy', share.copy)
  await setEnded(work.tx, id, 'recalled', work.now, work.actor.id)
  await note(work, share, 'recalled', { asked: asked.length, read: receipts.size })
  work.tell('shared-copy', share.copy)
  work.enqueue(tellRecipientsJob, { share: id, what: 'recalled' })
}

/** Ends it as it stands by now, and takes the words and bytes off: for what must not be shown at all. Whoever decides on it at this moment is waited for. */
export async function withdrawShare(work: Work, id: string): Promise<void> {
  const share = await lockShare(work.tx, id)
  if (share === undefined) return
  if (share.state === 'draft') await dropDraft(work, id)
  else if (share.state === 'shared') await callBack(work, id)
  await emptyCopies(work.tx, [share.copy], work.now)
}

function sourceOf(wanted: Wanted): string | null {
  return 'id' in wanted ? wanted.id : null
}

/** The copy and its recipients, after all that a draft is refused for. */
async function prepare(work: Work, asked: Asked, ready: Ready | null) {
  const owner = ownerOf(work)
  const standing = await readStanding(work.tx, work.actor)
  const { body, objects, by, rests, given, most } = await copyOf(work.tx, owner, asked.object, ready)
  const content: CopyContent = { form: copyForm, from: { name: by.name, country: by.country }, terms: termsSaid(asked.terms), body }
  const recipients = await resolveRecipients(work.tx, standing, asked.recipients)
  refuseTerms(content, work.now)
  const { restsOn, terms } = asked
  await refuseSecret(work.tx, { objects, body, given, restsOn, carried: terms.secrecy ?? [], grants: grantsOf(recipients) })
  refuseMore(most, asked.terms)
  refuseWider(rests, asked.terms.tlp, recipients)
  await refuseSources(work, asked.restsOn, asked.terms.tlp, recipients)
  const made = { title: titleOf(body, body.kind), content, sha256: hashOf(content), tokens: tokensOf(wordsOf(content)), at: work.now }
  return { made, recipients }
}

/** What was fit to be drafted may be so no more. */
async function refuseUnfit(
  work: Work,
  standing: Standing,
  share: ShareRow,
  recipients: readonly Resolved[],
  known: People | null,
): Promise<void> {
  const content = present(share.content ?? undefined, 'cooperation.nothing-to-share', `the copy of share ${share.id}`)
  refuseTerms(content, work.now)
  if (audienceNow(recipients).length === 0 && recipients.every(({ grows }) => !grows))
    throw new Failure('conflict', 'cooperation.no-recipient', 'nobody would see it')
  const { asked } = share as { readonly asked: Asked }
  const { objects, rests, given, most, people } = await copyOf(work.tx, standing.actor.organisation ?? share.owner, asked.object)
  const { restsOn, secrecy: carried } = share
  await refuseSecret(work.tx, {
    objects: [...objects, share.id],
    body: content.body,
    given,
    restsOn,
    carried,
    grants: grantsOf(recipients),
  })
  refuseMore(most, content.terms)
  refuseWider(rests, share.tlp, recipients)
  await refuseWithheld(work.tx, content.body)
  await refuseGone(work, share, content)
  refuseUnknown(share, content, people, known)
  await refuseSources(work, share.restsOn, share.tlp, recipients)
}

/** Refuses `cooperation.bytes-gone` where the bytes that were looked at are there no more. */
async function refuseGone(work: Work, { copy }: ShareRow, { body }: CopyContent): Promise<void> {
  if (body.kind !== 'evidence' || body.bytes === null) return
  if ((await findOwnFile(work.tx, copy))?.sha256 !== body.bytes.sha256)
    throw new Failure('missing', 'cooperation.bytes-gone', `the bytes of copy ${copy}`)
}

/** Refuses `cooperation.share-changed` where somebody was not looked for in the bytes: they were reported once more at this very moment. */
function refuseUnknown({ id }: ShareRow, { body }: CopyContent, people: People, known: People | null): void {
  if (body.kind !== 'evidence' || body.bytes === null) return
  const [addresses, names] = [new Set(known?.addresses), new Set(known?.names)]
  if (people.addresses.every((one) => addresses.has(one)) && people.names.every((one) => names.has(one))) return
  throw new Failure('conflict', 'cooperation.share-changed', `the bytes of share ${id} were not looked through for everybody`)
}

/** Refuses `cooperation.marks-contradict`, `cooperation.share-over`. */
function refuseTerms(content: CopyContent, now: Date): void {
  const { terms } = content
  if (contradicts(terms) || marksIn(bytesOf(content)).some((mark) => mark !== terms.tlp))
    throw new Failure('conflict', 'cooperation.marks-contradict', 'the mark contradicts a rule, or a mark in the text')
  if (terms.until !== null && new Date(terms.until) <= now)
    throw new Failure('conflict', 'cooperation.share-over', 'it would be over at once')
}

/** As they stand in the copy: nothing of marks where it bears none, so that what was said before there were any is said the same. */
function termsSaid({ secrecy = [], ...terms }: Terms): Terms {
  return secrecy.length === 0 ? terms : { ...terms, secrecy: [...new Set(secrecy)].sort() }
}

/** Refuses `cooperation.no-shared` where it is said to rest on what is not there, and `cooperation.wider` with why where a mark would be overstepped. */
async function refuseSources(work: Work, restsOn: readonly string[], tlp: Tlp, recipients: readonly Resolved[]): Promise<void> {
  if (restsOn.length === 0) return
  const sources = await findSharedAmong(work.tx, restsOn)
  if (sources.length < new Set(restsOn).size) throw new Failure('missing', 'cooperation.no-shared', 'a source is not there')
  refuseWider(sources, tlp, recipients)
}

/** Refuses `cooperation.wider` where the owner itself said that it goes less far, `cooperation.share-longer` where it had it for less long. */
function refuseMore(most: Most | null, { tlp, permitted, until }: Terms): void {
  if (most === null) return
  const why = whyMore(most, { tlp, permitted })
  if (why !== undefined) throw new Failure('conflict', 'cooperation.wider', `more than its own mark: ${why}`, { detail: { why } })
  if (most.until !== null && (until === null || new Date(until) > new Date(most.until)))
    throw new Failure('conflict', 'cooperation.share-longer', `it was given until ${most.until}`, { detail: { until: most.until } })
}

/** Refuses `cooperation.wider` with why where a mark of what it rests on would be overstepped. */
function refuseWider(sources: readonly Rest[], tlp: Tlp, recipients: readonly Resolved[]): void {
  const grants = grantsOf(recipients)
  for (const source of sources) {
    const why = whyNotOn(
      source,
      tlp,
      grants.every((one) => one === source.owner),
    )
    if (why !== undefined)
      throw new Failure('conflict', 'cooperation.wider', `against the mark of what it rests on: ${why}`, { detail: { why } })
  }
}

async function refuseNewcomers(work: Work, owner: ShareRow['owner'], recipients: readonly Resolved[]): Promise<void> {
  const fresh = new Set(await listNewcomers(work.tx, owner, grantsOf(recipients)))
  const names = recipients.filter(({ grants }) => grants.some((one) => fresh.has(one))).map(({ name }) => name)
  if (names.length > 0)
    throw new Failure('conflict', 'cooperation.unusual', 'somebody would get something for the first time', {
      detail: { names: names.slice(0, 50) },
    })
}

async function takeDraft(work: Work, id: string): Promise<ShareRow> {
  const share = present(await lockShare(work.tx, id), 'cooperation.no-share', `share ${id}`)
  if (share.state !== 'draft') throw wrongState(share)
  return share
}

const wrongState = ({ id, state }: ShareRow) => new Failure('conflict', 'cooperation.share-state', `share ${id} is ${state}`)

/** A line of its history, in the audit and the log; `detail` holds codes, ids, counts and hashes, and no content. */
async function note(
  work: Work,
  { id, sha256 }: Pick<ShareRow, 'id' | 'sha256'>,
  what: 'drafted' | 'changed' | 'shared' | 'refused' | 'recalled',
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const logged = what === 'shared' || what === 'recalled'
  const leaf = logged ? work.witness(`cooperation.share-${what}`, id, { share: id, sha256, ...detail }) : null
  await insertShareEvent(work.tx, ownerOf(work), id, { id: newId(work.now.getTime()), at: work.now, what, actor: work.actor.id, leaf })
  work.record(`cooperation.share-${what}`, id, { sha256, ...detail })
  work.announce('share', id)
}
