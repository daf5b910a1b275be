import { randomBytes } from 'node:crypto'
import { beginSeries, convene, fairTime } from './calls.ts'
import { confirmContacts, designate, disclose, nameForCountry } from './contacts.ts'
import { beginCampaign } from './education.ts'
import { layDown } from './joining.ts'
import { type Cast, found, handOffice, join, type Member, type Network } from './members.ts'
import type { DemoNode } from './node.ts'
import { desksWork, liveQuarter, type Part, partsOfQuarter, type Running, readNotices, workDesks, workToday } from './quarter.ts'
import { shipQuestions } from './questionnaire.ts'
import { type Random, randomOf } from './random.ts'
import { enterLaws } from './registers.ts'
import { offerSession } from './trainings.ts'
import { bodiesOf, type Scale } from './world.ts'

const day = 86_400_000
const quarter = 91 * day
/** what the last quarter may run on, by calls that are held within it */
const lead = 30 * day

// seconds that parts of the whole story took when they were measured, for telling how far it is: of `join` each member
const times = { found: 1, join: 0.27, settle: 29, over: 7, ahead: 39 } as const

/** Who can sign in afterwards, all with one password. */
export type Told = { readonly password: string; readonly people: readonly { readonly of: string; readonly email: string }[] }

/** Tells which share of the time has gone, 0 to 1, and what is being done now. */
export type Progress = (share: number, what: string) => void

/** When the history of a network of this size begins, so that it ends at `end`. */
export const beginningOf = (scale: Scale, end: Date): Date => new Date(end.getTime() - scale.quarters * quarter - lead)

/**
 * Lives through the history of a network on an empty node, by its API alone and by its clock: what a member does here, a person could have done.
 * The same seed tells the same story. Takes minutes for 135 members; answers who can sign in.
 */
export async function live(node: DemoNode, scale: Scale, seed: number, onProgress: Progress): Promise<Told> {
  const random = randomOf(seed)
  const end = node.ctx.now().getTime() + scale.quarters * quarter + lead
  const bodies = bodiesOf(scale, random)
  const bodiesTime = (scale.agencies + scale.industry) * times.join
  const quarterTime = partsOfQuarter.reduce<number>((sum, { time }) => sum + time, times.over)
  const all = times.found + bodiesTime + times.settle + scale.quarters * quarterTime + desksWork.time + times.ahead
  let gone = 0
  const begin = (what: string, time: number) => {
    onProgress(gone / all, what)
    gone += time
  }

  const password = passwordOf()
  const operator = 'operator@node.example'
  begin('the network is founded', times.found)
  const founded = await found(node, password, operator)
  const members: Member[] = []
  for (const body of [...bodies.agencies, ...bodies.industry]) {
    begin(`${body.name} joins`, times.join)
    members.push(await join(node, founded.network, body, password))
  }
  const agencies = members.filter(({ kind }) => kind === 'agency')
  const industry = members.filter(({ kind }) => kind === 'industry')
  const [first, second] = agencies
  if (first === undefined || second === undefined) throw new Error('a network wants two agencies at least')

  begin('units are designated, the instrument is signed', times.settle)
  const contacts = await settleIn(node, agencies, industry, random)
  let network = await handOffice(node, founded.network, first)
  const questionnaire = await shipQuestions(node, network)
  const series = await beginSeries(node, network)
  await layDown(node, network, agencies, Math.ceil(agencies.length * 0.9))
  const cast: Cast = { agencies, industry, random }
  await enterLaws(node, cast)

  const running: Running = { joint: [], techniques: [], campaigns: [] }
  const start = node.ctx.now().getTime()
  for (let number = 1; number <= scale.quarters; number++) {
    if (number === Math.ceil(scale.quarters / 2) + 1) network = await handOffice(node, network, second)
    const next = ({ what, time }: Part) => begin(`quarter ${number} of ${scale.quarters}: ${what}`, time)
    await liveQuarter(node, { cast, network, contacts, questionnaire, series, scale, running, number, next })
    next({ what: 'what is due is done', time: times.over })
    await node.until(new Date(start + number * quarter))
    await readNotices(node, cast)
  }
  begin(desksWork.what, desksWork.time)
  await node.until(new Date(end - 5 * day))
  await workDesks(node, cast, scale, running.techniques)
  begin('what is to come is planned', times.ahead)
  await node.until(new Date(end))
  await confirmContacts(node, members, contacts, random)
  await lookAhead(node, network, cast, scale)
  await workToday(node, cast, scale)
  await convene(node, network, { series, number: scale.quarters + 1, startsAt: await fairTime(node, network, 10) }, agencies, industry)
  onProgress(1, 'done')
  const people = [
    { of: 'the node, as its operator', email: operator },
    { of: `the secretariat, and ${second.name}`, email: second.signIn },
    { of: first.name, email: first.signIn },
    ...industry.slice(0, 1).map((member) => ({ of: member.name, email: member.signIn })),
  ]
  return { password, people }
}

/** Four words' worth of chance, so that a demonstration that somebody leaves running is not everybody's. */
const passwordOf = () => `demo-${randomBytes(9).toString('base64url')}`

/** Sessions to sign up for, sessions at one's own pace, and a campaign that begins in a month. */
async function lookAhead(node: DemoNode, network: Network, cast: Cast, { quarters, campaigns }: Scale): Promise<void> {
  for (const [at, days] of [6, 20, 45].entries())
    await offerSession(node, network, cast, quarters + at, new Date(node.ctx.now().getTime() + days * day))
  for (const number of [1, 2]) await offerSession(node, network, cast, quarters + 2 + number, null)
  await beginCampaign(node, network, cast, { number: campaigns, begun: quarters, days: 30 })
}

async function settleIn(
  node: DemoNode,
  agencies: readonly Member[],
  industry: readonly Member[],
  random: Random,
): Promise<ReadonlyMap<string, string>> {
  const contacts = new Map<string, string>()
  // a few have not said yet how they are reached
  for (const member of [...agencies, ...industry])
    if (member === agencies[0] || random.chance(0.94)) contacts.set(member.id, await designate(node, member, random))
  const countries = Map.groupBy(agencies, ({ country }) => country)
  for (const group of countries.values()) await nameForCountry(node, group)
  for (const member of industry) if (random.chance(0.85)) await disclose(node, member, random)
  return contacts
}
