import { Failure, present } from '../../../../base/failure.ts'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import { canonical } from '../../../../formats/tlog/canonical.ts'
import type { Work } from '../../../../platform/work.ts'
import { findNetwork, findOrganisation, findMember as findPerson, notifyElsewhere } from '../../../directory/index.ts'
import { blocking } from '../../network/request.ts'
import { hashText } from '../../network/request-content.ts'
import type { RequestPeriods } from '../../network/request-course.ts'
import { type Course, courseAfter, passedOn, type RequestAct, rankOf } from '../../network/request-course.ts'
import { type AttachedFile, type MessageDetail, messageRecord, type RequestProof } from '../../network/request-view.ts'
import { mayDraftShare, mayShare } from '../../network/sharing.ts'
import { mayKeepNetwork, type Standing } from '../../network/standing.ts'
import { listUnits } from '../../store/network/contacts.ts'
import { listAgenciesOf } from '../../store/network/country-contacts.ts'
import { grant } from '../../store/network/groups.ts'
import { deleteAnswer } from '../../store/network/request-answers.ts'
import {
  type Call,
  type FileRow,
  findFile,
  insertFile,
  setCall,
  setCourse,
  setHolder,
  setWeight,
} from '../../store/network/request-files.ts'
import { insertMessage, insertNote } from '../../store/network/request-messages.ts'
import { clearCost } from '../../store/network/request-results.ts'
import { findRequest, lockRequest, putRequestPeriods, type RequestRow, setSent } from '../../store/network/requests.ts'
import { findRule } from '../../store/network/sharing.ts'
import { ownerOf } from '../note.ts'
import { inPlaceOf } from './in-place.ts'
import { type Act, draftAnswer, dropWaiting, givesContent, refuseAnswer, refuseWords, untilOf } from './request-answers.ts'
import { attachedTo, sayAttachments } from './request-attachments.ts'
import { type AskedRequest, prepareRequest, takeDraft, wrongState } from './request-drafts.ts'
import { type CheckedSignature, signatureOf } from './request-signing.ts'
import { readStanding } from './standing.ts'

/**
 * Lets whoever is asked see exactly what was looked at. Refuses `cooperation.request-changed`, `cooperation.request-check` with the codes that keep it from
 * going, `cooperation.signature` where what was signed, or the unit's key, is not what was checked any more, and what drafting refuses.
 */
export async function sendRequest(work: Work, id: string, sha256: string, signed?: CheckedSignature): Promise<void> {
  work.require(mayShare(work.actor))
  const owner = ownerOf(work)
  const { row, file } = await takeDraft(work, id)
  if (row.sha256 !== sha256 || row.content === null)
    throw new Failure('conflict', 'cooperation.request-changed', `request ${id} is not what was looked at`)
  const asked = file.asked as AskedRequest
  const { to, from, findings, dues, content } = await prepareRequest(work.tx, await readStanding(work.tx, work.actor), asked, work.now)
  // how it came to be this agency is told to both, and must be so still
  if (content.to.member === row.content.to.member && content.to.route !== row.content.to.route)
    throw new Failure('conflict', 'cooperation.request-changed', `request ${id} would go by another route`)
  const against = blocking(findings, row.content)
  if (against.length > 0 || to.organisation === null || to.organisation !== file.other)
    throw new Failure('conflict', 'cooperation.request-check', `the check of request ${id} keeps it from going`, {
      detail: { codes: [...new Set(against.map(({ code }) => code))] },
    })
  const course: Course = { ...fresh, ...dues, state: 'sent', sentAt: work.now }
  await setSent(work.tx, id, await proofOf(work, owner, from.member, row.sha256, signed), work.now)
  await setCourse(work.tx, id, course, work.now)
  await grant(work.tx, owner, 'request', id, to.organisation, work.now)
  await openFile(work, to.organisation, { ...file, ...course, other: owner, otherMember: from.member, otherName: from.name })
  const leaf = { request: id, sha256 }
  work.witness('cooperation.request-sent', id, leaf)
  work.record('cooperation.request-sent', id, { sha256, to: to.member })
  work.announce('request', id)
  await tell(work, to.organisation, id, 'cooperation.request-received', file.reference)
}

const fresh = { acknowledgedAt: null, questionedAt: null, partlyAt: null, endedAt: null }

/** Who approves it, by what proves that to others. */
async function proofOf(
  work: Work,
  owner: OrganisationId,
  member: string,
  sha256: string,
  signed: CheckedSignature | undefined,
): Promise<RequestProof> {
  const person = await findPerson(work.tx, owner, work.actor.id)
  const [unit] = await listUnits(work.tx, [member])
  const mail = unit?.mail?.toLowerCase()
  return {
    person: person?.name ?? '…',
    means: work.actor.means ?? null,
    unit: mail !== undefined && mail === person?.email.toLowerCase(),
    at: work.now.toISOString(),
    ...(signed === undefined ? {} : { signature: signatureOf(unit, sha256, signed) }),
  }
}

/** The file of whoever is asked, in its own name. */
async function openFile(work: Work, organisation: OrganisationId, file: FileRow): Promise<void> {
  await inPlaceOf(work, organisation, () =>
    insertFile(work.tx, {
      ...file,
      id: newId(work.now.getTime()),
      owner: organisation,
      side: 'asked',
      case: null,
      draftedBy: null,
      asked: null,
      rank: rankOf(file.harm, null),
      lastAt: work.now,
      draftedAt: file.sentAt ?? work.now,
    }),
  )
}

async function tell(work: Work, organisation: OrganisationId, id: string, kind: string, reference: string): Promise<void> {
  await notifyElsewhere(work, organisation, 'analyst', { kind, subject: id, params: { reference } }, [{ kind: 'request', id }])
}

/**
 * Says something to the other side, and moves the request on for both; an answer of an organisation that wants a second person waits for one. Refuses
 * `cooperation.request-state` where it may not be done now, and what `carryOut` does.
 */
export async function actOnRequest(work: Work, id: string, said: Act): Promise<void> {
  work.require(mayShare(work.actor))
  if (!givesContent(said) || !(await findRule(work.tx, ownerOf(work))).secondPerson) return carryOut(work, id, said)
  const { file } = await takeRequest(work, id)
  if (courseAfter(file.side, file, said.act, work.now) === undefined) throw wrongState(id, file.state)
  await draftAnswer(work, file, said)
}

/**
 * Says it. Refuses `cooperation.request-state`, `cooperation.no-addressee` where it may not be passed on to that agency, `cooperation.no-attachment`,
 * `cooperation.hotline-only` where its words name a place that is withheld; of an answer what `refuseAnswer` does.
 */
export async function carryOut(work: Work, id: string, said: Act): Promise<void> {
  const owner = ownerOf(work)
  const { row, file } = await takeRequest(work, id)
  const course = courseAfter(file.side, file, said.act, work.now)
  if (course === undefined) throw wrongState(id, file.state)
  const holder = said.act === 'pass-on' ? await passableTo(work, row, file, said.member ?? '') : undefined
  await refuseWords(work, said)
  const files = await attachedTo(work, id, said.files ?? [])
  if (givesContent(said))
    await refuseAnswer(
      work,
      file,
      said,
      files.map(({ sha256 }) => sha256),
    )
  const message = await say(work, owner, file, said, holder, files)
  const until = untilOf(said.terms)
  await sayAttachments(work, message, files, file.other, until)
  await grant(work.tx, owner, 'request-message', message, file.other, work.now, until)
  await dropWaiting(work, id, said.act)
  await setCourse(work.tx, id, course, work.now)
  const elsewhere = holder === undefined ? course : passedOn(file)
  await inPlaceOf(work, file.other, async () => {
    await setCourse(work.tx, id, elsewhere, work.now)
    // what the other side lets wait it may say still after a reply, and after nothing else
    if (said.act !== 'reply') await deleteAnswer(work.tx, id)
    if (holder === undefined) return
    await setHolder(work.tx, id, holder)
    await clearCost(work.tx, id)
    // the asker's own row, which it has said may be passed on
    await grant(work.tx, row.owner, 'request', id, holder.organisation, work.now)
  })
  if (holder !== undefined) {
    // what was agreed was for answering it; what was paid stays known to whoever has it
    if (file.cost?.state !== 'paid') await clearCost(work.tx, id)
    await grant(work.tx, owner, 'request-message', message, holder.organisation, work.now)
    await openFile(work, holder.organisation, { ...file, ...elsewhere })
    await tell(work, holder.organisation, id, 'cooperation.request-received', file.reference)
  }
  work.announce('request', id)
  await tell(work, file.other, id, `cooperation.request-${said.act}`, file.reference)
}

/** acts that are leaves of the log, also where they bring no file */
const logged: readonly RequestAct[] = ['partial', 'answer', 'refuse', 'withdraw', 'pass-on']

async function say(
  work: Work,
  owner: OrganisationId,
  file: FileRow,
  said: Act,
  holder: Holder | undefined,
  files: readonly AttachedFile[],
): Promise<string> {
  const { act, text, lines, refusal, otherRoute, terms } = said
  const detail: MessageDetail = {
    ...(lines === undefined ? {} : { lines }),
    ...(refusal === undefined ? {} : { refusal }),
    ...(otherRoute === undefined ? {} : { otherRoute }),
    ...(terms === undefined ? {} : { terms }),
    ...(files.length === 0 ? {} : { files }),
    ...(holder === undefined ? {} : { passedTo: { member: holder.member, name: holder.name } }),
  }
  const sha256 = hashText(canonical(messageRecord(file.request, act, text, detail)))
  const id = newId(work.now.getTime())
  const person = await findPerson(work.tx, owner, work.actor.id)
  const by = await findOrganisation(work.tx, owner)
  // a file that was given is proven by the message that it is bound to
  const leaf =
    logged.includes(act) || files.length > 0
      ? work.witness(`cooperation.request-${act}`, file.request, { request: file.request, message: id, sha256 })
      : null
  const names = { byName: by?.name ?? '…', person: work.actor.id, personName: person?.name ?? '…' }
  await insertMessage(work.tx, { id, owner, request: file.request, at: work.now, act, text, detail, sha256, leaf, ...names })
  work.record(`cooperation.request-${act}`, file.request, { sha256 })
  return id
}

type Holder = { readonly organisation: OrganisationId; readonly member: string; readonly name: string }

/** The other agencies of the same country that it may be passed on to: once, by whoever it was sent to, where the asker let it. */
export async function listPassable(work: Pick<Work, 'tx' | 'actor'>, row: RequestRow, file: FileRow): Promise<readonly Holder[]> {
  const { content } = row
  const network = await findNetwork(work.tx)
  if (content === null || !content.mayPass || content.to.kind !== 'agency' || file.side !== 'asked' || network === undefined) return []
  const agencies = await listAgenciesOf(work.tx, network, content.to.country)
  // whoever it was passed on to does not pass it on again: the asker would lose sight of who knows what
  if (!agencies.some((one) => one.id === content.to.member && one.organisation === work.actor.organisation)) return []
  return agencies.flatMap(({ id, name, organisation }) =>
    organisation === null || organisation === work.actor.organisation || organisation === row.owner
      ? []
      : [{ organisation, member: id, name }],
  )
}

async function passableTo(work: Work, row: RequestRow, file: FileRow, member: string): Promise<Holder> {
  const found = (await listPassable(work, row, file)).find((one) => one.member === member)
  if (found === undefined) throw new Failure('invalid', 'cooperation.no-addressee', `may not be passed on to ${member}`)
  return found
}

/** Weighs the harm oneself; what the asker released stands beside it. Of whoever is asked alone. */
export async function weighRequest(work: Work, id: string, weight: number, reason: string): Promise<void> {
  work.require(mayDraftShare(work.actor))
  const { file } = await takeRequest(work, id)
  if (file.side !== 'asked') throw wrongState(id, file.state)
  const kept = Math.round(weight * 10) / 10
  await setWeight(work.tx, file.id, kept, reason, rankOf(file.harm, kept), work.now, work.actor.id)
  work.record('cooperation.request-weighed', id, { weight: kept })
  work.announce('request', id)
}

/** Notes what was heard when the asker was called back. The number is the directory's. Refuses `cooperation.no-number` where that names none. */
export async function callBackRequest(work: Work, id: string, call: Omit<Call, 'number'>): Promise<void> {
  work.require(mayShare(work.actor))
  const { file } = await takeRequest(work, id)
  if (file.side !== 'asked') throw wrongState(id, file.state)
  const [unit] = await listUnits(work.tx, file.otherMember === null ? [] : [file.otherMember])
  const number = present(unit?.phone, 'cooperation.no-number', 'a number of the asker in the directory')
  await setCall(work.tx, file.id, { ...call, number }, work.now, work.actor.id)
  work.record('cooperation.request-called-back', id, { result: call.result })
  work.announce('request', id)
}

/** Writes down something that the other side is not told. */
export async function noteOnRequest(work: Work, id: string, text: string): Promise<void> {
  work.require(mayDraftShare(work.actor))
  const { file } = await takeRequest(work, id)
  await insertNote(work.tx, file.owner, id, { id: newId(work.now.getTime()), at: work.now, by: work.actor.id, text })
  work.record('cooperation.request-noted', id)
  work.announce('request', id)
}

/** The request and the own file of it, locked for both sides; refuses `cooperation.no-request`. */
export async function takeRequest(work: Work, id: string): Promise<{ readonly row: RequestRow; readonly file: FileRow }> {
  await lockRequest(work.tx, id)
  const file = present(await findFile(work.tx, id), 'cooperation.no-request', `a file of request ${id}`)
  return { row: present(await findRequest(work.tx, id), 'cooperation.no-request', `request ${id}`), file }
}

/** How soon the members acknowledge and answer: the secretariat sets it. */
export async function changeRequestPeriods(work: Work, standing: Standing, periods: RequestPeriods): Promise<void> {
  work.require(mayKeepNetwork(standing))
  await putRequestPeriods(work.tx, standing.network, periods, work.now, work.actor.id)
  work.record('cooperation.request-periods-set', standing.network, { ...periods })
  work.announce('request-periods', '')
}
