import { Failure, present } from '../../../../base/failure.ts'
import { newId } from '../../../../base/id.ts'
import { announceElsewhere, type Work } from '../../../../platform/work.ts'
import { findOrganisation, type NewNotice, notifyElsewhere } from '../../../directory/index.ts'
import { askStateOf } from '../../network/onward.ts'
import { aboveCeiling, mayDraftShare, mayShare } from '../../network/sharing.ts'
import {
  findOnwardAsk,
  holdCopies,
  insertOnwardAnswer,
  insertOnwardAsk,
  listOwnAsks,
  type OnwardAskRow,
  setOnwardWithdrawn,
} from '../../store/network/onward.ts'
import { findShared } from '../../store/network/shared.ts'
import { findShareOf, type ShareRow } from '../../store/network/shares.ts'
import { findRule } from '../../store/network/sharing.ts'
import { ownerOf } from '../note.ts'
import { refuseWithheldIn } from './copy.ts'
import { inPlaceOf } from './in-place.ts'
import { audienceNow, grantsOf, resolveRecipients } from './recipients.ts'
import { noteReading } from './shared.ts'
import { readStanding } from './standing.ts'

/** What somebody wants to pass on of a copy, to whom and why. */
export type Asking = {
  readonly to: { readonly kind: 'member' | 'group'; readonly value: string }
  readonly what: string
  readonly why: string
}

/**
 * Asks a copy's owner whether it may go on to one recipient. The owner's people are told. Refuses `cooperation.no-shared`, `cooperation.onward-rule` where the owner
 * does not want to be asked, `cooperation.no-recipient`, `cooperation.onward-asked` where it was asked and stands, `cooperation.hotline-only`.
 */
export async function askOnward(work: Work, copy: string, { to, what, why }: Asking): Promise<void> {
  work.require(mayShare(work.actor))
  const owner = ownerOf(work)
  const standing = await readStanding(work.tx, work.actor)
  const shared = present(await findShared(work.tx, copy), 'cooperation.no-shared', `shared copy ${copy}`)
  if (shared.onward !== 'ask') throw new Failure('conflict', 'cooperation.onward-rule', `the rule of copy ${copy} is ${shared.onward}`)
  await holdCopies(work.tx, [copy])
  const recipients = await resolveRecipients(work.tx, standing, [to])
  const audience = audienceNow(recipients)
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .slice(0, 500)
  if (audience.length === 0 || grantsOf(recipients).every((one) => one === shared.owner))
    throw new Failure('invalid', 'cooperation.no-recipient', 'nobody but its owner would see it')
  const stands = (await listOwnAsks(work.tx, [copy])).filter((one) => ['open', 'consented'].includes(askStateOf(one)))
  if (stands.some(({ toKind, toValue }) => toKind === to.kind && toValue === to.value))
    throw new Failure('conflict', 'cooperation.onward-asked', `copy ${copy} was asked for already`)
  await refuseWithheldIn(work.tx, [what, why])
  const { name } = present(await findOrganisation(work.tx, owner), 'cooperation.no-organisation', 'the organisation')
  const id = newId(work.now.getTime())
  const of = { id, owner, ownerName: name, copy, copyOwner: shared.owner, toKind: to.kind, toValue: to.value }
  const toName = (recipients[0]?.name ?? '').slice(0, 200)
  await insertOnwardAsk(work.tx, {
    ...of,
    ...{
      toName,
      audience: audience.map((one) => one.name),
      audienceIds: audience.map((one) => one.organisation),
      what,
      why,
      askedAt: work.now,
      askedBy: work.actor.id,
    },
  })
  // whoever asks for it has read it: a recall asks them
  await noteReading(work, shared)
  work.witness('cooperation.onward-asked', id, { ask: id, copy, sha256: shared.sha256, to })
  work.record('cooperation.onward-asked', id, { copy, to })
  work.announce('shared-copy', copy)
  // its owner's people are led to their share
  const share = await inPlaceOf(work, shared.owner, () => findShareOf(work.tx, copy))
  const notice = { kind: 'cooperation.onward-asked', subject: share?.id ?? copy, params: { from: name } }
  await notifyElsewhere(work, shared.owner, 'analyst', notice, [{ kind: 'share', id: '' }])
}

/** Takes a question back, or a consent that was not used. Refuses `cooperation.onward-over`. Answers the copy. */
export async function withdrawOnward(work: Work, id: string): Promise<string> {
  work.require(mayDraftShare(work.actor))
  const ask = await find(work, id, true)
  if (ask.owner !== work.actor.organisation) throw none(id)
  if (!['open', 'consented'].includes(askStateOf(ask))) throw over(ask)
  await setOnwardWithdrawn(work.tx, id, work.now)
  work.witness('cooperation.onward-withdrawn', id, { ask: id, copy: ask.copy })
  work.record('cooperation.onward-withdrawn', id, { copy: ask.copy })
  work.announce('shared-copy', ask.copy)
  await announceElsewhere(work.tx, ask.copyOwner, [{ kind: 'share', id: '' }])
  return ask.copy
}

/**
 * Lets whoever asked pass the copy on to the one recipient, once; nobody sees more of it yet. Refuses `cooperation.onward-over` where it was answered or taken back, or
 * the share has ended, and `cooperation.above-ceiling`. Answers the share.
 */
export async function consentOnward(work: Work, id: string, reason: string): Promise<string> {
  work.require(mayShare(work.actor))
  const { ask, share } = await asked(work, id)
  const rule = await findRule(work.tx, ownerOf(work))
  const above = aboveCeiling(rule, work.actor.role, { tlp: share.tlp, recipients: [{ kind: ask.toKind }] })
  if (above !== undefined)
    throw new Failure('forbidden', 'cooperation.above-ceiling', `above the ceiling of the role: ${above}`, { detail: { what: above } })
  return answer(work, ask, share, true, reason)
}

/** Refuses that it is passed on; nobody has to say why. Refuses `cooperation.onward-over`. Answers the share. */
export async function refuseOnward(work: Work, id: string, reason: string): Promise<string> {
  work.require(mayDraftShare(work.actor))
  const { ask, share } = await asked(work, id)
  return answer(work, ask, share, false, reason)
}

async function answer(work: Work, ask: OnwardAskRow, share: ShareRow, consent: boolean, reason: string): Promise<string> {
  await refuseWithheldIn(work.tx, [reason])
  if (!(await insertOnwardAnswer(work.tx, ask, consent, reason, work.now, work.actor.id))) throw over(ask)
  const what = consent ? 'consented' : 'refused'
  const to = { kind: ask.toKind, value: ask.toValue }
  work.witness(`cooperation.onward-${what}`, ask.id, { ask: ask.id, copy: ask.copy, sha256: share.sha256, asker: ask.owner, to })
  work.record(`cooperation.onward-${what}`, ask.id, { share: share.id, asker: ask.owner, to })
  work.announce('share', share.id)
  const notice: NewNotice = { kind: `cooperation.onward-${what}`, subject: ask.copy, params: { from: share.byName } }
  await notifyElsewhere(work, ask.owner, 'analyst', notice, [{ kind: 'shared-copy', id: ask.copy }])
  return share.id
}

/** A question to the acting organisation that stands open, and the share that it is about. */
async function asked(work: Work, id: string): Promise<{ readonly ask: OnwardAskRow; readonly share: ShareRow }> {
  const ask = await find(work, id, false)
  if (ask.copyOwner !== work.actor.organisation) throw none(id)
  await holdCopies(work.tx, [ask.copy])
  const share = present(await findShareOf(work.tx, ask.copy), 'cooperation.no-onward', `the share of copy ${ask.copy}`)
  const ended = share.state !== 'shared' || (share.until !== null && share.until <= work.now)
  if (ended || askStateOf(ask) !== 'open') throw over(ask)
  return { ask, share }
}

const find = async (work: Work, id: string, lock: boolean) =>
  present(await findOnwardAsk(work.tx, id, lock), 'cooperation.no-onward', `onward question ${id}`)
const none = (id: string) => new Failure('missing', 'cooperation.no-onward', `onward question ${id}`)
const over = ({ id }: OnwardAskRow) => new Failure('conflict', 'cooperation.onward-over', `onward question ${id} was answered, or is over`)
