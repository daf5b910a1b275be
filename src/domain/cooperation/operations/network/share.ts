import { Failure, present } from '../../../../base/failure.ts'
import { newId } from '../../../../base/id.ts'
import { announceElsewhere, type Work } from '../../../../platform/work.ts'
import { tokensOf } from '../../../analysis/index.ts'
import { recordGiven } from '../../../evidence/index.ts'
import type { CopyContent, Terms } from '../../contract/network/copied.ts'
import { bytesOf, copyForm, hashOf, titleOf, wordsOf } from '../../network/copy.ts'
import { aboveCeiling, isSecondPerson, mayDraftShare, mayShare, type Recipient } from '../../network/sharing.ts'
import type { Standing } from '../../network/standing.ts'
import { contradicts, marksIn, whyMore } from '../../network/tlp.ts'
import { holdCopies, listOwnAsks, setOnwardUsed } from '../../store/network/onward.ts'
import { findOwnFile } from '../../store/network/shared-files.ts'
import {
  grantCopy,
  insertCopy,
  insertShare,
  listNewcomers,
  listRecipients,
  type ShareRow,
  setCopy,
  setCopyShared,
  setDecided,
  setDrafted,
  setRecipients,
} from '../../store/network/shares.ts'
import { findRule } from '../../store/network/sharing.ts'
import { ownerOf } from '../note.ts'
import { copyOf, type Most, type Rest, refuseWithheld, type Wanted } from './copy.ts'
import type { Ready } from './copy-evidence.ts'
import type { People } from './copy-source.ts'
import { keepBytes } from './ready-evidence.ts'
import { dropDraft } from './recall.ts'
import { audienceNow, eachNow, grantsOf, holdJointCases, type Resolved, resolveRecipients } from './recipients.ts'
import { restingOn, sourcesOf } from './resting-on.ts'
import { refuseSecret } from './secrets.ts'
import { noteShare, takeDraft } from './share-note.ts'
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
  await noteShare(work, { id, sha256: made.sha256 }, 'drafted')
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
  await noteShare(work, { id, sha256: made.sha256 }, 'changed')
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
  const wanted = await resolveRecipients(work.tx, standing, asked)
  const above = aboveCeiling(rule, work.actor.role, { tlp: share.tlp, recipients: wanted })
  if (above !== undefined)
    throw new Failure('forbidden', 'cooperation.above-ceiling', `above the ceiling of the role: ${above}`, { detail: { what: above } })
  const consents = await refuseUnfit(work, standing, share, wanted, known)
  // a consent is for those whom its owner was asked for: whoever comes into a group later has none
  const recipients = consents.length === 0 ? wanted : eachNow(wanted)
  if (consents.length > 0) await setRecipients(work.tx, owner, id, recipients, work.now)
  const grants = grantsOf(recipients)
  if (!decision.unusual) await refuseNewcomers(work, owner, recipients)
  const { content } = share
  const file = await findOwnFile(work.tx, share.copy)
  if (file !== undefined) await recordGiven(work, [file.item], id, 'share')
  await grantCopy(work.tx, owner, share.copy, grants, share.until, content?.terms.ground ?? '', work.now)
  await setCopyShared(work.tx, share.copy, work.now)
  await setDecided(work.tx, id, work.now, work.actor.id)
  await spendConsents(work, id, consents)
  await noteShare(work, share, 'shared', {
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
  await consentsIn(work, [...rests, ...(await sourcesOf(work, asked.restsOn))], asked.terms, recipients)
  const made = { title: titleOf(body, body.kind), content, sha256: hashOf(content), tokens: tokensOf(wordsOf(content)), at: work.now }
  return { made, recipients }
}

/** What was fit to be drafted may be so no more. Answers the consents that it rests on. */
async function refuseUnfit(
  work: Work,
  standing: Standing,
  share: ShareRow,
  recipients: readonly Resolved[],
  known: People | null,
): Promise<readonly string[]> {
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
  await refuseWithheld(work.tx, content.body)
  await refuseGone(work, share, content)
  refuseUnknown(share, content, people, known)
  // neither called back nor passed on by anybody else until this is decided
  await holdCopies(work.tx, [...share.restsOn, ...rests.flatMap(({ copy }) => copy ?? [])])
  // one of them may have been called back since it was read
  const { rests: now } = await copyOf(work.tx, share.owner, asked.object)
  return consentsIn(work, [...now, ...(await sourcesOf(work, share.restsOn))], content.terms, recipients)
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

/** Refuses `cooperation.wider` where the owner itself said that it goes less far, `cooperation.share-longer` where it had it for less long. */
function refuseMore(most: Most | null, { tlp, permitted, until }: Terms): void {
  if (most === null) return
  const why = whyMore(most, { tlp, permitted })
  if (why !== undefined) throw new Failure('conflict', 'cooperation.wider', `more than its own mark: ${why}`, { detail: { why } })
  if (most.until !== null && (until === null || new Date(until) > new Date(most.until)))
    throw new Failure('conflict', 'cooperation.share-longer', `it was given until ${most.until}`, { detail: { until: most.until } })
}

/** Each once; those who gave them see that they were used. Refuses `cooperation.onward-over`. */
async function spendConsents(work: Work, share: string, consents: readonly string[]): Promise<void> {
  if (consents.length === 0) return
  const owners = await setOnwardUsed(work.tx, consents, share)
  if (owners.length < new Set(consents).size)
    throw new Failure('conflict', 'cooperation.onward-over', `a consent of share ${share} was used meanwhile`)
  for (const owner of new Set(owners)) await announceElsewhere(work.tx, owner, [{ kind: 'share', id: '' }])
}

/** The consents that it needs to rest on these; refuses what `restingOn` refuses. */
async function consentsIn(work: Work, sources: readonly Rest[], terms: Terms, recipients: readonly Resolved[]): Promise<readonly string[]> {
  if (sources.length === 0) return []
  const copies = sources.flatMap(({ copy }) => copy ?? [])
  return restingOn(sources, terms, recipients, await listOwnAsks(work.tx, copies))
}

async function refuseNewcomers(work: Work, owner: ShareRow['owner'], recipients: readonly Resolved[]): Promise<void> {
  const fresh = new Set(await listNewcomers(work.tx, owner, grantsOf(recipients)))
  const names = recipients.filter(({ grants }) => grants.some((one) => fresh.has(one))).map(({ name }) => name)
  if (names.length > 0)
    throw new Failure('conflict', 'cooperation.unusual', 'somebody would get something for the first time', {
      detail: { names: names.slice(0, 50) },
    })
}
