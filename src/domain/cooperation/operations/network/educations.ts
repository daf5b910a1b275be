import { Failure, present } from '../../../../base/failure.ts'
import { newId } from '../../../../base/id.ts'
import type { Context } from '../../../../platform/context.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { Work } from '../../../../platform/work.ts'
import { locateAddresses } from '../../../directory/index.ts'
import {
  type Counted,
  countSenders,
  type DeclaredFigure,
  type Education,
  type EducationText,
  mayEducate,
  mayReport,
  mayRunEducation,
  type Phase,
  phaseOf,
  type Reach,
  type Stretch,
  stretchesOf,
} from '../../network/education.ts'
import type { Standing } from '../../network/standing.ts'
import {
  endPartner,
  findFigure,
  findReach,
  insertEducation,
  insertFigure,
  insertReach,
  listPartners,
  listSeenSenders,
  lockEducation,
  putPartner,
  setDeclaredWithdrawn,
  setEducationEnded,
  updateEducation,
} from '../../store/network/educations.ts'
import { endGrants, grant, listStandingGroups } from '../../store/network/groups.ts'
import { listMembersNamed } from '../../store/network/members.ts'
import { listTrainingGrants } from '../../store/network/trainings.ts'

/** Begins a joint campaign; whoever begins it is its first partner, and its audience sees it from now on. Refuses `cooperation.education-days`. */
export async function beginEducation(work: Work, standing: Standing, asked: EducationText): Promise<string> {
  work.require(mayEducate(standing))
  const text = checked(asked)
  const id = newId(work.now.getTime())
  const member = standing.acting ? null : (standing.member?.id ?? null)
  const education = { ...text, id, owner: standing.network, member, endedAt: null, madeAt: work.now, changedAt: work.now }
  await insertEducation(work.tx, education, work.actor.id)
  await show(work, education)
  if (member !== null)
    await putPartner(work.tx, standing.network, { education: id, member, note: '', at: work.now }, newId(), work.actor.id)
  work.record('cooperation.education-begun', id)
  work.witness('cooperation.education', id, { title: text.title, startsOn: text.startsOn, endsOn: text.endsOn }, true)
  say(work, id)
  return id
}

function checked(text: EducationText): EducationText {
  if (text.endsOn !== null && text.endsOn < text.startsOn)
    throw new Failure('invalid', 'cooperation.education-days', 'a campaign ends after it begins', { detail: { field: 'endsOn' } })
  const once = <T>(all: readonly T[]) => [...new Set(all)]
  return { ...text, addressed: once(text.addressed), languages: once(text.languages), countries: once(text.countries) }
}

export async function changeEducation(work: Work, standing: Standing, id: string, asked: EducationText): Promise<void> {
  const education = await take(work, id)
  work.require(mayRunEducation(standing, education))
  const text = checked(asked)
  await updateEducation(work.tx, id, text, work.now)
  if (text.audience !== education.audience) await show(work, { ...education, ...text })
  work.record('cooperation.education-changed', id)
  say(work, id)
}

/** Refuses `cooperation.education-over`. */
export async function endEducation(work: Work, standing: Standing, id: string): Promise<void> {
  const education = await take(work, id)
  work.require(mayRunEducation(standing, education))
  if (education.endedAt !== null) throw new Failure('conflict', 'cooperation.education-over', `campaign ${id} has ended`)
  await setEducationEnded(work.tx, id, work.now)
  work.record('cooperation.education-ended', id)
  say(work, id)
}

/** A member joins by its own word. Refuses `cooperation.education-over`. */
export async function joinEducation(work: Work, standing: Standing, id: string, note: string): Promise<void> {
  const education = await take(work, id)
  const { member, network } = standing
  work.require(member !== null && mayEducate(standing))
  if (education.endedAt !== null) throw new Failure('conflict', 'cooperation.education-over', `campaign ${id} has ended`)
  const partner = { education: id, member: member?.id ?? '', note, at: work.now }
  await putPartner(work.tx, network, partner, newId(work.now.getTime()), work.actor.id)
  work.record('cooperation.education-joined', id, { member: partner.member })
  say(work, id)
}

/** Refuses `cooperation.no-partner`. */
export async function leaveEducation(work: Work, standing: Standing, id: string): Promise<void> {
  await take(work, id)
  const { member } = standing
  work.require(member !== null && mayEducate(standing))
  if (!(await endPartner(work.tx, id, member?.id ?? '', work.now)))
    throw new Failure('missing', 'cooperation.no-partner', `no partner of campaign ${id}`)
  work.record('cooperation.education-left', id, { member: member?.id })
  say(work, id)
}

export type NewReach = Pick<Reach, 'counted' | 'number' | 'note' | 'source' | 'onDate'>

/** What a partner says that it reached. */
export async function reportReach(work: Work, standing: Standing, id: string, said: NewReach): Promise<void> {
  await takeToReport(work, standing, id)
  const reach = {
    ...said,
    id: newId(work.now.getTime()),
    education: id,
    member: standing.member?.id ?? null,
    at: work.now,
    withdrawnAt: null,
  }
  await insertReach(work.tx, standing.network, reach, work.actor.id)
  work.record('cooperation.reach-reported', id)
  say(work, id)
}

export type NewFigure = Pick<DeclaredFigure, 'counted' | 'country' | 'asn' | 'since' | 'until' | 'number' | 'note' | 'source'>

/** What a member counted before or after. Refuses `cooperation.figure-days` where the campaign began in between, so that it would say nothing of either. */
export async function declareFigure(work: Work, standing: Standing, id: string, said: NewFigure): Promise<void> {
  const { startsOn } = await takeToReport(work, standing, id)
  if (said.until <= said.since || phaseOf(startsOn, said) === undefined)
    throw new Failure(
      'invalid',
      'cooperation.figure-days',
      `from ${said.since} until ${said.until}, and the campaign began on ${startsOn}`,
      {
        detail: { field: 'until' },
      },
    )
  const figure = {
    ...said,
    id: newId(work.now.getTime()),
    education: id,
    member: standing.member?.id ?? null,
    at: work.now,
    withdrawnAt: null,
  }
  await insertFigure(work.tx, standing.network, figure, work.actor.id)
  work.record('cooperation.figure-declared', id)
  work.witness('cooperation.education-figure', figure.id, { education: id, ...said }, true)
  say(work, id)
}

/** Takes back what was declared: whoever declared it, or the office. */
export async function takeDeclaredBack(work: Work, standing: Standing, what: 'reach' | 'figure', id: string): Promise<void> {
  const found = what === 'reach' ? await findReach(work.tx, id) : await findFigure(work.tx, id)
  const { education, member } = present(found?.withdrawnAt === null ? found : undefined, 'cooperation.no-figure', `${what} ${id}`)
  work.require(mayEducate(standing) && (standing.acting || (member !== null && member === standing.member?.id)))
  await setDeclaredWithdrawn(work.tx, what === 'reach' ? 'education_reach' : 'education_figure', id, work.now)
  work.record(`cooperation.${what}-withdrawn`, education)
  say(work, education)
}

async function takeToReport(work: Work, standing: Standing, id: string): Promise<Education> {
  const education = await take(work, id)
  const partners = (await listPartners(work.tx, [id])).map(({ member }) => member)
  work.require(mayReport(standing, education, partners))
  return education
}

async function take(work: Work, id: string): Promise<Education> {
  return present(await lockEducation(work.tx, id), 'cooperation.no-education', `campaign ${id}`)
}

/** Its audience sees it, and in any case whoever began it and its partners. */
async function show(work: Work, { id, owner, audience, member }: Education): Promise<void> {
  const groups = (await listStandingGroups(work.tx, owner)).filter(
    ({ standing }) => standing === 'agencies' || (standing === 'industry' && audience === 'members'),
  )
  const partners = (await listPartners(work.tx, [id])).map((one) => one.member)
  const own = await listMembersNamed(work.tx, owner, [...(member === null ? [] : [member]), ...partners])
  const wanted = new Set<string>([...groups.map((one) => one.id), ...own.flatMap(({ organisation }) => organisation ?? [])])
  for (const { recipient } of await listTrainingGrants(work.tx, owner, id)) {
    if (wanted.has(recipient)) continue
    await endGrants(work.tx, owner, 'training', id, recipient)
    work.tell('training', id)
  }
  for (const recipient of wanted) await grant(work.tx, owner, 'training', id, recipient, work.now)
}

function say(work: Work, id: string): void {
  work.announce('education', id)
  work.tell('training', id)
}

/** how much is looked through, so that a page costs what it costs however much was shared */
const mostCopies = 500
const mostAddresses = 5_000

export type CountedMeasure = Counted & {
  readonly stretches: Readonly<Record<Phase, Stretch>>
  readonly whole: boolean
  readonly placesOn: string
}

/**
 * Addresses that released findings name, by country and network, before a campaign began and since: counted for this reader, from what they were shown and what
 * their own organisation shows. Undefined before it began. `whole`: nothing was left out for its number.
 */
export async function countMeasure(
  ctx: Context,
  read: <T>(run: (tx: Tx) => Promise<T>) => Promise<T>,
  education: Education,
): Promise<CountedMeasure | undefined> {
  const stretches = stretchesOf(education, ctx.now().toISOString().slice(0, 10))
  if (stretches === undefined) return undefined
  const { senders, whole } = await read((tx) => listSeenSenders(tx, mostCopies, mostAddresses))
  const { places, day } = await locateAddresses(ctx, [...new Set(senders.map(({ address }) => address))])
  const counted = countSenders(senders, places, stretches, education.countries)
  return { ...counted, stretches, whole, placesOn: day }
}
