import { Failure, present } from '../../../../base/failure.ts'
import { type CaseId, newId, type OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { Work } from '../../../../platform/work.ts'
import { caseHarm, findCase, outsideCodeOf } from '../../../cases/index.ts'
import { findOrganisation } from '../../../directory/index.ts'
import type { DisclosureLine } from '../../contract/network/disclosures.ts'
import type { Disclosure } from '../../network/disclosure.ts'
import type { Asking, Finding } from '../../network/request.ts'
import { checkRequest } from '../../network/request.ts'
import {
  type Ask,
  hashText,
  type ReleasedHarm,
  type RequestContent,
  referenceOf,
  requestBytes,
  requestForm,
  requestTexts,
} from '../../network/request-content.ts'
import { type Dues, duesOf, isOpen, rankOf, stateAt } from '../../network/request-course.ts'
import { mayDraftShare } from '../../network/sharing.ts'
import type { Standing } from '../../network/standing.ts'
import { listUnits } from '../../store/network/contacts.ts'
import { listLines, listVersions } from '../../store/network/disclosures.ts'
import { findMember } from '../../store/network/members.ts'
import { type FileRow, findFile, insertFile, type NewFile, setCourse, setFileDraft } from '../../store/network/request-files.ts'
import {
  findRequest,
  findRequestPeriods,
  insertRequest,
  lockRequest,
  nextNumber,
  type RequestRow,
  setContent,
  setDropped,
} from '../../store/network/requests.ts'
import { ownerOf } from '../note.ts'
import { refuseWithheldIn } from './copy.ts'
import { type Addressee, addresseeOf, type To } from './request-recipient.ts'
import { refuseSecret } from './secrets.ts'
import { readStanding } from './standing.ts'

/** What somebody wants to ask of another member. */
export type AskedRequest = {
  readonly to: To
  readonly case: string | null
  readonly nameCase: boolean
  readonly releaseHarm: boolean
  readonly goesOn: string | null
  readonly ask: Ask
}

/** What it comes to at this moment. */
export type PreparedRequest = {
  readonly to: Addressee
  readonly disclosure: Disclosure | null
  readonly lines: readonly DisclosureLine[]
  readonly findings: readonly Finding[]
  readonly dues: Dues
  readonly content: Omit<RequestContent, 'reference'>
  readonly from: { readonly name: string; readonly country: string; readonly code: string; readonly member: string }
}

/**
 * All that a request comes to now: to whom, what it says, what speaks against it. Refuses `cooperation.request-asker` unless an agency asks,
 * `cooperation.no-addressee`, `cooperation.secret`, `cooperation.hotline-only`, `cooperation.nothing-to-share`,
 * `cooperation.no-preservation`.
 */
export async function prepareRequest(tx: Tx, standing: Standing, asked: AskedRequest, now: Date): Promise<PreparedRequest> {
  if (standing.member?.kind !== 'agency') throw new Failure('forbidden', 'cooperation.request-asker', 'an agency that is a member asks')
  const owner = standing.actor.organisation as OrganisationId
  const own = present(await findMember(tx, standing.member.id), 'cooperation.no-member', 'the own card')
  const { code } = present(await findOrganisation(tx, owner), 'cooperation.no-organisation', 'the organisation')
  const to = await addresseeOf(tx, standing.network, asked.to)
  const disclosure = to.kind === 'agency' ? undefined : (await listVersions(tx, to.member)).find(({ state }) => state === 'in-force')
  const lines = disclosure === undefined ? [] : await listLines(tx, disclosure.id)
  const about = asked.case === null ? undefined : await caseOf(tx, owner, asked.case)
  const preserved = asked.goesOn === null ? undefined : await preservationOf(tx, asked.goesOn, to)
  await refuseWithheldIn(tx, requestTexts(asked.ask))
  await refuseSecret(tx, { objects: [], named: asked.ask.things })
  const [unit] = await listUnits(tx, [own.id])
  const asking: Asking = {
    from: { member: own.id, country: own.country },
    to: { member: to.member, country: to.country, kind: to.kind, here: to.organisation !== null, fallback: to.fallback },
    disclosure: disclosure === undefined ? null : { how: disclosure, lines },
    preserved:
      preserved === undefined ? null : { until: preserved.preserveUntil?.toISOString().slice(0, 10) ?? null, open: keeps(preserved, now) },
    callable: unit?.phone != null,
    today: now.toISOString().slice(0, 10),
  }
  const findings = checkRequest(asked.ask, asking)
  const said = disclosure === undefined ? null : { lines, emergencyHours: disclosure.emergencyHours }
  const foreign = own.country !== to.country
  const { urgency, data } = asked.ask
  const dues = duesOf(now, { urgency, data, foreign }, said, await findRequestPeriods(tx, standing.network))
  const harm: ReleasedHarm | null = asked.releaseHarm && about !== undefined ? await caseHarm(tx, owner, about.id) : null
  const content = {
    ...asked.ask,
    form: requestForm,
    from: { name: own.name, country: own.country },
    to: {
      ...{ member: to.member, name: to.name, country: to.country, kind: to.kind, route: to.route },
      ...(to.fallback === null ? {} : { law: to.fallback.law }),
    },
    about: asked.nameCase && about !== undefined ? outsideCodeOf(code, about.code) : null,
    goesOn: preserved?.reference ?? null,
    harm,
    // what nothing stands against any more needs no reason
    overrides: asked.ask.overrides.filter(({ code: one }) => findings.some((finding) => finding.code === one && finding.override)),
  }
  return {
    to,
    disclosure: disclosure ?? null,
    lines,
    findings,
    dues,
    content,
    from: { name: own.name, country: own.country, code, member: own.id },
  }
}

/** The organisation's own case that a request may speak of. */
async function caseOf(tx: Tx, owner: OrganisationId, id: string) {
  const found = await findCase(tx, id as CaseId)
  if (found === undefined || found.owner !== owner || found.emptied_at !== null)
    throw new Failure('missing', 'cooperation.nothing-to-share', 'nothing of the organisation’s own')
  if (found.kind === 'child-material')
    throw new Failure('conflict', 'cooperation.hotline-only', 'what concerns child-abuse material goes to a hotline alone')
  await refuseSecret(tx, { objects: [id], body: { kind: 'case' } })
  return found
}

const keeps = (file: FileRow, now: Date) => isOpen(stateAt(file, now)) || file.state === 'answered'

async function preservationOf(tx: Tx, id: string, to: Addressee): Promise<FileRow> {
  const file = await findFile(tx, id)
  if (file?.side !== 'asker' || file.kind !== 'preservation' || file.sentAt === null || file.otherMember !== to.member)
    throw new Failure('missing', 'cooperation.no-preservation', `request ${id} is no request of one’s own to preserve there`)
  return file
}

/** Drafts a request: nobody else sees anything of it yet. Refuses what `prepareRequest` does. */
export async function draftRequest(work: Work, asked: AskedRequest): Promise<string> {
  work.require(mayDraftShare(work.actor))
  const owner = ownerOf(work)
  const prepared = await prepareRequest(work.tx, await readStanding(work.tx, work.actor), asked, work.now)
  const year = work.now.getUTCFullYear()
  const number = await nextNumber(work.tx, owner, year)
  const id = newId(work.now.getTime())
  const reference = referenceOf(prepared.from.code, year, number)
  const made = madeOf(prepared, reference, work.now)
  await insertRequest(work.tx, { ...made, id, owner, year, number })
  await insertFile(work.tx, fileOf(work, { id: newId(work.now.getTime()), request: id, reference, owner }, prepared, asked))
  note(work, id, 'drafted', made.sha256)
  return id
}

/** Drafts it anew in the place of what was there. Refuses `cooperation.request-state` once it went. */
export async function redraftRequest(work: Work, id: string, asked: AskedRequest): Promise<void> {
  work.require(mayDraftShare(work.actor))
  const { file } = await takeDraft(work, id)
  const prepared = await prepareRequest(work.tx, await readStanding(work.tx, work.actor), asked, work.now)
  const made = madeOf(prepared, file.reference, work.now)
  await setContent(work.tx, id, made)
  await setFileDraft(work.tx, fileOf(work, { id: file.id, request: id, reference: file.reference, owner: file.owner }, prepared, asked))
  note(work, id, 'changed', made.sha256)
}

/** Decides that it shall not be sent; its words go. Nobody has to say why. */
export async function dropRequest(work: Work, id: string): Promise<void> {
  work.require(mayDraftShare(work.actor))
  const { row, file } = await takeDraft(work, id)
  await setDropped(work.tx, id, work.now)
  await setFileDraft(work.tx, { ...file, asked: null, title: '…', lastAt: work.now })
  await setCourse(work.tx, id, { ...file, state: 'dropped', endedAt: work.now }, work.now)
  note(work, id, 'dropped', row.sha256)
}

/** The draft with the own file, locked; refuses `cooperation.no-request`, `cooperation.request-state`. */
export async function takeDraft(work: Work, id: string): Promise<{ readonly row: RequestRow; readonly file: FileRow }> {
  await lockRequest(work.tx, id)
  const row = present(await findRequest(work.tx, id), 'cooperation.no-request', `request ${id}`)
  const file = present(await findFile(work.tx, id), 'cooperation.no-request', `a file of request ${id}`)
  if (row.state !== 'draft' || row.owner !== file.owner) throw wrongState(id, file.state)
  return { row, file }
}

export const wrongState = (id: string, state: string) =>
  new Failure('conflict', 'cooperation.request-state', `request ${id} is ${state}`, { detail: { state } })

function madeOf(prepared: PreparedRequest, reference: string, at: Date) {
  const content: RequestContent = { ...prepared.content, reference }
  return { content, sha256: hashText(requestBytes(content)), at }
}

type Named = { readonly id: string; readonly request: string; readonly reference: string; readonly owner: OrganisationId }

function fileOf(work: Work, named: Named, { to, from, content }: PreparedRequest, asked: AskedRequest): NewFile {
  const { preserveUntil } = asked.ask
  const nothing = { acknowledgeDue: null, answerDue: null, expiresAt: null, acknowledgedAt: null, questionedAt: null, partlyAt: null }
  return {
    ...named,
    ...{
      side: 'asker',
      kind: content.kind,
      urgency: content.urgency,
      title: content.title,
      state: 'draft',
      sentAt: null,
      endedAt: null,
      ...nothing,
    },
    // whoever does not work here is nobody that could be granted anything; it is not sent either
    other: to.organisation ?? named.owner,
    otherMember: to.member,
    otherName: to.name,
    fromCountry: from.country,
    toCountry: to.country,
    draftedAt: work.now,
    lastAt: work.now,
    preserveUntil: preserveUntil === null ? null : new Date(`${preserveUntil}T23:59:59.000Z`),
    harm: content.harm?.score ?? null,
    rank: rankOf(content.harm?.score ?? null, null),
    case: asked.case,
    draftedBy: work.actor.id,
    asked,
  }
}

function note(work: Work, id: string, what: 'drafted' | 'changed' | 'dropped', sha256: string): void {
  work.record(`cooperation.request-${what}`, id, { sha256 })
  work.announce('request', id)
}
