import { createHash } from 'node:crypto'
import { Failure, present } from '../../../../base/failure.ts'
import { newId } from '../../../../base/id.ts'
import type { Work } from '../../../../platform/work.ts'
import { takeNoticesBack } from '../../../directory/index.ts'
import type { Member } from '../../network/member.ts'
import {
  emptyText,
  entryFault,
  mayChangeEntry,
  mayEnter,
  type RegisterEntry,
  type RegisterKind,
  type RegisterText,
  reportAudience,
  reportNotice,
  tidyEntry,
} from '../../network/register.ts'
import type { Standing } from '../../network/standing.ts'
import { endGrants, grant, listStandingGroups } from '../../store/network/groups.ts'
import { findMember } from '../../store/network/members.ts'
import {
  insertRegisterEntry,
  insertSupportMatch,
  listCallsOfItems,
  lockRegisterEntry,
  setRegisterState,
  setRegisterWithdrawn,
  updateRegisterEntry,
} from '../../store/network/register.ts'
import { takeTellingsBack } from '../../store/network/tellings.ts'
import { settleAudience } from './call-audience.ts'
import { tellLater } from './telling.ts'

/** The member that acts, whole; undefined for the office. */
export async function ownMember(tx: Work['tx'], { member }: Standing): Promise<Member | undefined> {
  return member === null ? undefined : findMember(tx, member.id)
}

/** Makes an entry and shows it to its audience. Refuses as the contract says. */
export async function addRegisterEntry(work: Work, standing: Standing, kind: RegisterKind, text: RegisterText): Promise<string> {
  work.require(mayEnter(standing, await ownMember(work.tx, standing), kind, text.country))
  const said = await checked(work, kind, text)
  const id = newId(work.now.getTime())
  const of = { member: standing.member?.id ?? null, byName: '', item: null }
  const row = { ...of, id, owner: standing.network, kind, at: work.now, by: work.actor.id }
  await insertRegisterEntry(work.tx, row, said)
  await show(work, standing, id, said)
  work.record('cooperation.register-added', id, { kind })
  work.witness('cooperation.register', id, { kind, country: said.country, title: said.title, sha256: hashOf(said) }, true)
  work.announce('register', id)
  tellOfReport(work, standing, id, kind, said)
  return id
}

/** Changes an entry; its hash before and after are leaves of the log. Refuses as the contract says. */
export async function changeRegisterEntry(work: Work, standing: Standing, id: string, text: RegisterText, seen: Date): Promise<void> {
  const entry = await take(work, standing, id)
  const own = await ownMember(work.tx, standing)
  // whoever may not say something of a country does not move an entry there
  work.require(text.country === entry.country || mayEnter(standing, own, entry.kind, text.country))
  if (entry.changedAt.getTime() !== seen.getTime())
    throw new Failure('conflict', 'cooperation.disclosure-changed', `entry ${id} changed meanwhile`)
  const said = await checked(work, entry.kind, { ...text, audience: entry.item === null ? text.audience : 'item' })
  if (entry.item !== null) await refuseOutside(work, standing, { item: entry.item, before: entry.responsible, after: said.responsible })
  await updateRegisterEntry(work.tx, id, said, work.now, work.actor.id)
  if (entry.item === null && said.audience !== entry.audience) await settleShown(work, standing, entry, said)
  work.record('cooperation.register-changed', id, { kind: entry.kind })
  const named = entry.item === null ? { country: said.country, title: said.title } : {}
  work.witness('cooperation.register', id, { kind: entry.kind, ...named, sha256: hashOf(said) })
  tellOf(work, entry)
}

/** Another audience: whoever sees it from now on is told of a report, and from whoever sees it no more the notice is taken back. */
async function settleShown(work: Work, standing: Standing, entry: RegisterEntry, said: RegisterText): Promise<void> {
  await show(work, standing, entry.id, said)
  if (entry.kind !== 'report') return
  if (said.audience === 'members') tellOfReport(work, standing, entry.id, entry.kind, said)
  else await takeReportBack(work, entry.id, 'industry')
}

/** What was told to other bodies is told to all who may see it, with proof. */
function tellOfReport(work: Work, { member }: Standing, id: string, kind: RegisterKind, { title, audience }: RegisterText): void {
  if (kind !== 'report') return
  tellLater(work, reportAudience(audience), { kind: reportNotice, subject: id, params: { title } }, member?.id ?? null)
}

/** That they were told stays; the notice, which holds the title, goes, and nobody has to read it any more. `of` null: of all. */
async function takeReportBack(work: Work, id: string, of: 'industry' | null): Promise<void> {
  for (const organisation of await takeTellingsBack(work.tx, reportNotice, id, of, work.now))
    if (organisation !== null) await takeNoticesBack(work, organisation, id)
}

/** To whoever sees it: of what belongs to a call, whoever sees the item. */
function tellOf(work: Work, { id, item }: Pick<RegisterEntry, 'id' | 'item'>): void {
  if (item === null) work.tell('register-entry', id)
  else work.tell('call-item', item)
  work.announce('register', id)
}

type Charged = { readonly item: string; readonly before: string | null; readonly after: string | null }

/**
 * Whoever is to solve an obstacle of a call sees it. Industry is not told who else of industry does: it names agencies and itself, whoever sees what. Refuses
 * `cooperation.not-in-audience`.
 */
async function refuseOutside(
  work: Work,
  { network, acting, member }: Standing,
  { item, before, after: responsible }: Charged,
): Promise<void> {
  if (responsible === null || (await findMember(work.tx, responsible))?.kind !== 'industry') return
  if (!acting && member?.kind !== 'agency') {
    if (responsible === before || responsible === member?.id) return
    throw new Failure('conflict', 'cooperation.not-in-audience', 'industry charges nobody else of industry')
  }
  const { call } = present((await listCallsOfItems(work.tx, [item])).get(item), 'cooperation.no-call-item', `item ${item}`)
  if ((await settleAudience(work, network, call)).items.get(item)?.has(responsible) !== true)
    throw new Failure('conflict', 'cooperation.not-in-audience', `member ${responsible} does not see item ${item}`)
}

type Obstacle = Pick<RegisterText, 'title' | 'text'> & { readonly item: string; readonly member: string; readonly name: string }

/** An obstacle that industry reports to an item of a call: an entry of the register that belongs to the item. The caller has asked for leave. */
export async function enterObstacle(work: Work, standing: Standing, { item, member, name, title, text }: Obstacle): Promise<string> {
  const id = newId(work.now.getTime())
  const said = { ...emptyText, title: title.slice(0, 300), text, state: 'open', audience: 'item' as const }
  const of = { member, byName: name, item }
  await insertRegisterEntry(work.tx, { ...of, id, owner: standing.network, kind: 'obstacle', at: work.now, by: work.actor.id }, said)
  work.witness('cooperation.register', id, { kind: 'obstacle', sha256: hashOf(said) }, true)
  tellOf(work, { id, item })
  return id
}

/** The way round it that was found, by whoever keeps the call or reported it. The caller has asked for leave. Refuses `cooperation.entry-unfit`. */
export async function settleObstacle(work: Work, entry: RegisterEntry, solution: string, solved: boolean): Promise<void> {
  const state = solved ? 'solved' : solution.trim() === '' ? 'open' : 'solving'
  const said = await checked(work, 'obstacle', { ...textOf(entry), solution, state })
  await updateRegisterEntry(work.tx, entry.id, said, work.now, work.actor.id)
  work.witness('cooperation.register', entry.id, { kind: 'obstacle', sha256: hashOf(said) })
  tellOf(work, entry)
}

function textOf(entry: RegisterEntry): RegisterText {
  const { id: _, owner: __, kind: ___, member, byName, item, madeAt, changedAt, changedBy, withdrawnAt, ...said } = entry
  return said
}

/** From then on nobody but the office sees it. */
export async function withdrawRegisterEntry(work: Work, standing: Standing, id: string): Promise<void> {
  const entry = await take(work, standing, id)
  const { kind } = entry
  tellOf(work, entry)
  await endGrants(work.tx, standing.network, 'register-entry', id)
  if (kind === 'report') await takeReportBack(work, id, null)
  await setRegisterWithdrawn(work.tx, id, work.now, work.actor.id)
  work.record('cooperation.register-withdrawn', id, { kind })
  work.witness('cooperation.register-withdrawn', id, { kind })
}

/** Brings an offer and an ask together: whoever made one of them, or the office. Refuses `cooperation.no-support`, `cooperation.matched-already`. */
export async function matchSupport(work: Work, standing: Standing, offerId: string, askId: string, note: string): Promise<void> {
  const [offer, ask] = [await lockRegisterEntry(work.tx, offerId), await lockRegisterEntry(work.tx, askId)]
  const own = await ownMember(work.tx, standing)
  const fit = offer?.kind === 'offer' && ask?.kind === 'ask' && offer.withdrawnAt === null && ask.withdrawnAt === null
  if (!fit) throw new Failure('missing', 'cooperation.no-support', `an offer ${offerId} and an ask ${askId}`)
  work.require(mayChangeEntry(standing, own, offer) || mayChangeEntry(standing, own, ask))
  if (!(await insertSupportMatch(work.tx, standing.network, offerId, askId, note, work.now, work.actor.id)))
    throw new Failure('conflict', 'cooperation.matched-already', `offer ${offerId} and ask ${askId}`)
  await setRegisterState(work.tx, [offerId, askId], 'matched', work.now, work.actor.id)
  work.record('cooperation.support-matched', offerId, { ask: askId })
  work.witness('cooperation.support-matched', offerId, { ask: askId })
  for (const id of [offerId, askId]) {
    work.tell('register-entry', id)
    work.announce('register', id)
  }
}

async function take(work: Work, standing: Standing, id: string): Promise<RegisterEntry> {
  const entry = present(await lockRegisterEntry(work.tx, id), 'cooperation.no-entry', `entry ${id}`)
  work.require(mayChangeEntry(standing, await ownMember(work.tx, standing), entry))
  return entry
}

async function checked(work: Work, kind: RegisterKind, text: RegisterText): Promise<RegisterText> {
  const said = tidyEntry(kind, text)
  const unknown = said.responsible !== null && (await findMember(work.tx, said.responsible))?.state !== 'member'
  const fault = entryFault(kind, said) ?? (unknown ? 'responsible' : undefined)
  if (fault !== undefined)
    throw new Failure('invalid', 'cooperation.entry-unfit', `the field ${fault} of ${kind}`, { detail: { field: fault, fault } })
  return said
}

/** Agencies see every entry, by their own group; industry those that are for all members. */
async function show(work: Work, { network }: Standing, id: string, { audience }: RegisterText): Promise<void> {
  for (const group of await listStandingGroups(work.tx, network)) {
    if (group.standing === 'agencies' || (group.standing === 'members' && audience === 'members'))
      await grant(work.tx, network, 'register-entry', id, group.id, work.now)
    else if (group.standing === 'members') await endGrants(work.tx, network, 'register-entry', id, group.id)
  }
}

const hashOf = (said: RegisterText) =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(said).sort()))
    .digest('hex')
