import { randomBytes } from 'node:crypto'
import { beginSeries, convene, fairTime, hold } from './calls.ts'
import { confirmContacts, designate, disclose, nameForCountry } from './contacts.ts'
import { caseOf, handIn } from './desk.ts'
import { applyFor, layDown, objectTo } from './joining.ts'
import { found, handOffice, join, type Member, type Network } from './members.ts'
import type { DemoNode } from './node.ts'
import { holdRound, shipQuestions } from './questionnaire.ts'
import { type Random, randomOf } from './random.ts'
import { askAround } from './requests.ts'
import { gather, readAll, show } from './sharing.ts'
import { bodiesOf, mailAt, newcomerOf, type Scale } from './world.ts'

const day = 86_400_000
const quarter = 91 * day

/** Who can sign in afterwards, all with one password. */
export type Told = { readonly password: string; readonly people: readonly { readonly of: string; readonly email: string }[] }

/** Tells how far it is: `done` of `all` steps, and what is being done. */
export type Progress = (done: number, all: number, what: string) => void

/** When the history of a network of this size begins, so that it ends at `end`. */
export const beginningOf = (scale: Scale, end: Date): Date => new Date(end.getTime() - scale.quarters * quarter - 30 * day)

/**
 * Lives through the history of a network on an empty node, by its API alone and by its clock: what a member does here, a person could have done.
 * The same seed tells the same story. Takes minutes for 135 members; answers who can sign in.
 */
export async function live(node: DemoNode, scale: Scale, seed: number, onProgress: Progress): Promise<Told> {
  const random = randomOf(seed)
  const bodies = bodiesOf(scale, random)
  const all = scale.agencies + scale.industry + scale.quarters + 2
  let done = 0
  const step = (what: string) => onProgress(++done, all, what)

  const password = passwordOf()
  const operator = 'operator@node.example'
  const founded = await found(node, password, operator)
  step('the network is founded')
  const members: Member[] = []
  for (const body of [...bodies.agencies, ...bodies.industry]) {
    members.push(await join(node, founded.network, body, password))
    step(`${body.name} joins`)
  }
  const agencies = members.filter(({ kind }) => kind === 'agency')
  const industry = members.filter(({ kind }) => kind === 'industry')
  const [first, second] = agencies
  if (first === undefined || second === undefined) throw new Error('a network wants two agencies at least')

  const contacts = await settleIn(node, agencies, industry, random)
  let network = await handOffice(node, founded.network, first)
  const questionnaire = await shipQuestions(node, network)
  const series = await beginSeries(node, network)
  await layDown(node, network, agencies, Math.ceil(agencies.length * 0.9))
  step('units are designated, the instrument is signed')

  const start = node.ctx.now().getTime()
  for (let passed = 1; passed <= scale.quarters; passed++) {
    if (passed === Math.ceil(scale.quarters / 2) + 1) network = await handOffice(node, network, second)
    await liveQuarter(node, {
      network,
      agencies,
      industry,
      contacts,
      questionnaire,
      series,
      random,
      passed,
      desks: passed === scale.quarters ? scale.desks : 0,
    })
    await node.until(new Date(start + passed * quarter))
    step(`quarter ${passed} of ${scale.quarters}`)
  }
  await confirmContacts(node, members, contacts, random)
  await convene(node, network, { series, number: scale.quarters + 1, startsAt: await fairTime(node, network, 40) }, agencies, industry)
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

type Quarter = {
  readonly network: Network
  readonly agencies: readonly Member[]
  readonly industry: readonly Member[]
  readonly contacts: ReadonlyMap<string, string>
  readonly questionnaire: string
  readonly series: string
  readonly random: Random
  readonly passed: number
  /** how many take reports in this quarter */
  readonly desks: number
}

async function liveQuarter(
  node: DemoNode,
  { network, agencies, industry, contacts, questionnaire, series, random, passed, desks }: Quarter,
): Promise<void> {
  await confirmContacts(node, [...agencies, ...industry], contacts, random)
  await newcomer(node, network, agencies, random, passed)
  await askAround(node, agencies, industry, random, Math.ceil(agencies.length / 5))
  const startsAt = await fairTime(node, network, 10)
  const call = await convene(node, network, { series, number: passed, startsAt }, agencies, industry)
  await node.until(startsAt)
  await hold(node, network, call, agencies, industry, random)
  // a round each year, in its second quarter
  if (passed % 4 === 2)
    await holdRound(node, network, { questionnaire, title: `Round ${Math.ceil(passed / 4)}`, days: 60, share: 0.75 }, agencies, random)
  if (desks === 0) return
  // one in three of the desks is a provider's
  const providers = Math.floor(desks / 3)
  await workOn(node, [...agencies.slice(0, desks - providers), ...industry.slice(0, providers)], agencies, random)
}

/** Somebody applies; now and then an agency objects. */
async function newcomer(node: DemoNode, network: Network, agencies: readonly Member[], random: Random, passed: number): Promise<void> {
  const body = newcomerOf(passed)
  const statement = `We host ${random.between(2, 90)},000 sites and want to act sooner. Write to ${mailAt(body, 'abuse')}.`
  const proposal = await applyFor(node, network, body, statement)
  if (passed % 3 === 0) await objectTo(node, random.pick(agencies), proposal, 'It does not answer notices about its customers.')
}

/** Reports come in, become campaigns and cases, and are shared. */
async function workOn(node: DemoNode, desks: readonly Member[], agencies: readonly Member[], random: Random): Promise<void> {
  for (const [at, desk] of desks.entries()) {
    const lured = [at, at + 1, at + 3]
    const handed = new Map<number, readonly string[]>()
    for (const lure of lured) handed.set(lure, await handIn(node, desk.who, random, lure, random.between(4, 9)))
    await node.rest()
    for (const lure of lured.slice(0, 2)) {
      const id = await caseOf(node, desk.who, lure, handed.get(lure) ?? [])
      const others = agencies.filter((one) => one !== desk && one.country !== desk.country)
      await show(node, desk, {
        object: { kind: 'case', id },
        to: random.chance(0.5) ? [{ kind: 'agencies' }] : [{ kind: 'member', value: random.pick(others).id }],
        tlp: random.pick(['amber', 'green', 'amber-strict']),
        purpose: 'To find who is behind it, and to warn those who are written to',
      })
    }
  }
  const [lead, ...others] = desks
  if (lead === undefined) return
  const group = await gather(
    node,
    lead,
    'Parcel fee task force',
    others.filter(({ kind }) => kind === 'agency'),
  )
  await show(node, lead, {
    object: {
      kind: 'document',
      title: 'What we know of the parcel fees',
      language: 'en',
      text: 'The same kit is used in four countries. Hosts answer within two days when the path of the kit is named.',
    },
    to: [{ kind: 'group', value: group }],
    tlp: 'amber',
    purpose: 'To agree on who acts first',
  })
  for (const reader of agencies.slice(0, 6)) await readAll(node, reader)
}
