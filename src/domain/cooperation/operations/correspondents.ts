import type { CaseId, OrganisationId, PartyId, ReportId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { type CaseRow, listCaseLives, listCaseParties, listCaseReports, listCaseThreads } from '../../cases/index.ts'
import { findParty, listContacts } from '../../directory/index.ts'
import { findReports, isOpen, listRepliesIn, type ReplyLine, type ReportRow } from '../../intake/index.ts'
import { type Correspondent, type CorrespondentTrust, joinCorrespondents } from '../correspondent.ts'
import { listTold } from '../store/correspondence.ts'

const mostReplies = 500
const mostTold = 200
const mostParties = 200
/** of those who only reported: of the latest reports of a case so many */
const mostReporters = 20

/**
 * Whom a case may be answered to: whoever wrote in it, whoever was told, its parties, and those of its latest reporters whose address was shown to be theirs.
 * Nobody else is ever written to by an answer.
 */
export async function listCorrespondents(tx: Tx, { owner, id }: Pick<CaseRow, 'owner' | 'id'>): Promise<readonly Correspondent[]> {
  const lives = await listCaseLives(tx, id)
  return joinCorrespondents([
    ...(await answered(tx, id)),
    ...(await told(tx, lives)),
    ...(await parties(tx, owner, id)),
    ...(await reporters(tx, owner, id)),
  ]).slice(0, mostTold)
}

const nothing = { name: null, role: null, party: null, contact: null, reply: null, report: null, said: {} } as const

async function answered(tx: Tx, id: CaseId): Promise<readonly Correspondent[]> {
  const threads = await listCaseThreads(tx, id)
  const replies = await listRepliesIn(
    tx,
    threads.map((thread) => thread.id),
    { limit: mostReplies },
  )
  const reports = await reportsOf(tx, replies)
  return replies.flatMap((reply) => whoWrote(reply, reports) ?? [])
}

/** The reports that replies are about. */
export async function reportsOf(tx: Tx, replies: readonly ReplyLine[]): Promise<ReadonlyMap<string, ReportRow>> {
  const ids = replies.flatMap(({ about_kind: kind, about }) => (kind === 'report' ? [about as ReportId] : []))
  return new Map((await findReports(tx, [...new Set(ids)])).map((report) => [report.id, report]))
}

/** Who wrote a reply, as somebody to be answered; undefined where nobody did, or their words are gone or spam. */
export function whoWrote(reply: ReplyLine, reports: ReadonlyMap<string, ReportRow>): Correspondent | undefined {
  if (reply.automatic !== null || (reply.state !== 'read' && reply.state !== 'unread')) return undefined
  const report = reply.about_kind === 'report' ? reports.get(reply.about) : undefined
  // of what is withheld or taken back nothing goes on
  if (report !== undefined && !isOpen(report)) return undefined
  const theirs = report?.reporter_address?.toLowerCase()
  const byLink = (reply.arrival as { link?: boolean }).link === true
  // by the link nobody says who they are: only an address that was shown to be the reporter's is theirs
  const address = byLink ? (report?.proven === true ? theirs : undefined) : reply.from_address?.toLowerCase()
  if (address === undefined || address === '') return undefined
  const isReporter = theirs === address
  return {
    ...nothing,
    address,
    name: byLink ? (report?.reporter_name ?? null) : reply.from_name,
    role: isReporter ? 'reporter' : null,
    how: 'answered',
    trust: trustIn(reply, address, isReporter ? report : undefined),
    reply: reply.id,
    report: report === undefined || !isReporter ? null : { id: report.id, reference: report.reference },
    said: { message: reply.language, ...(isReporter ? { report: report?.language ?? null } : {}) },
  }
}

function trustIn(reply: ReplyLine, address: string, reporter: ReportRow | undefined): CorrespondentTrust {
  if (reporter?.proven === true || reply.authenticated === 'pass') return 'proven'
  // whom a thread about a report is with was typed by whoever reported; in all others we chose them
  if (reply.about_kind !== 'report' && reply.correspondent?.toLowerCase() === address) return 'known'
  return reply.authenticated === 'fail' ? 'forged' : 'unproven'
}

async function told(tx: Tx, lives: readonly CaseId[]): Promise<readonly Correspondent[]> {
  return (await listTold(tx, lives, mostTold)).map(({ value, name, role, party, contact, language }) => ({
    ...nothing,
    ...{ name, party, contact, role: role as Correspondent['role'] },
    address: value.toLowerCase(),
    how: 'told',
    trust: 'known',
    said: { contact: language },
  }))
}

async function parties(tx: Tx, owner: OrganisationId, id: CaseId): Promise<readonly Correspondent[]> {
  const parts = await listCaseParties(tx, owner, id, undefined, mostParties)
  const ids = [...new Set(parts.flatMap(({ party }) => (party === null ? [] : [party])))] as PartyId[]
  const known = new Map<string, Awaited<ReturnType<typeof findParty>>>()
  for (const party of ids) known.set(party, await findParty(tx, party))
  const contacts = await listContacts(tx, ids)
  return parts.flatMap(({ name, role, party, address }): Correspondent[] => {
    const own = contacts.filter((one) => one.party === party)
    const contact =
      address === null ? (own.find(({ purpose }) => purpose === 'abuse') ?? own[0]) : own.find((one) => same(one.address, address))
    const value = (address ?? contact?.address ?? '').trim().toLowerCase()
    const found = party === null ? undefined : known.get(party)
    const said = { contact: contact?.language ?? null, party: found?.language ?? null, country: found?.country ?? null }
    return value === ''
      ? []
      : [{ ...nothing, address: value, name, role, party, contact: contact?.id ?? null, how: 'party', trust: 'known', said }]
  })
}

const same = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase()

async function reporters(tx: Tx, owner: OrganisationId, id: CaseId): Promise<readonly Correspondent[]> {
  const { items } = await listCaseReports(tx, { owner, id }, undefined, mostReporters)
  const reports = await findReports(
    tx,
    items.map((report) => report.id),
  )
  return reports.flatMap((report): Correspondent[] => {
    const address = report.reporter_address?.toLowerCase()
    if (!report.proven || address === undefined || !isOpen(report)) return []
    return [
      {
        ...nothing,
        ...{ address, name: report.reporter_name, role: 'reporter', how: 'reporter', trust: 'proven' },
        report: { id: report.id, reference: report.reference },
        said: { report: report.language },
      },
    ]
  })
}
