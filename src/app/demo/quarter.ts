import { convene, fairTime, hold } from './calls.ts'
import { confirmContacts } from './contacts.ts'
import { caseOf, handIn, handInWanted } from './desk.ts'
import { beginCampaign, type Campaign, countSince } from './education.ts'
import { applyFor, objectTo } from './joining.ts'
import { goOn, type Joint, openJoint, workJoint } from './joint.ts'
import type { Cast, Member, Network } from './members.ts'
import type { DemoNode } from './node.ts'
import { holdRound } from './questionnaire.ts'
import type { Random } from './random.ts'
import { enterQuarter } from './registers.ts'
import { askAround } from './requests.ts'
import { callBack, gather, readAll, show, showReport } from './sharing.ts'
import { type Kept, keepTechnique, tryTechniques } from './techniques.ts'
import { closeSession, offerSession } from './trainings.ts'
import { mailAt, newcomerOf, type Scale } from './world.ts'

const day = 86_400_000

/** What goes on from one quarter to the next. */
export type Running = { readonly joint: Joint[]; readonly techniques: Kept[]; readonly campaigns: Campaign[] }

export type Quarter = {
  readonly cast: Cast
  readonly network: Network
  readonly contacts: ReadonlyMap<string, string>
  readonly questionnaire: string
  readonly series: string
  readonly scale: Scale
  readonly running: Running
  /** the first is 1 */
  readonly number: number
  /** says what is done next */
  readonly next: (part: Part) => void
}

/** Something to do, and the seconds that it took when the whole story was measured. */
export type Part = { readonly what: string; readonly time: number }

/** What a quarter is made of, in its order. */
export const partsOfQuarter = [
  { what: 'contacts are confirmed', time: 7 },
  { what: 'requests are asked', time: 9 },
  { what: 'joint cases go on', time: 2 },
  { what: 'the call is held', time: 11 },
  { what: 'education is counted', time: 4 },
] as const satisfies readonly Part[]

/** What comes after the last. */
export const desksWork: Part = { what: 'desks take reports and try techniques', time: 65 }

/** Which of so many come in a quarter, from 0. */
const dueIn = (all: number, { quarters }: Scale, number: number): readonly number[] =>
  Array.from({ length: all }, (_, at) => at).filter((at) => Math.floor((at * quarters) / all) + 1 === number)

export async function liveQuarter(node: DemoNode, quarter: Quarter): Promise<void> {
  const { cast, network, contacts, questionnaire, series, scale, running, number, next } = quarter
  const { agencies, industry, random } = cast
  const [contacted, asked, joined, called, taught] = partsOfQuarter
  next(contacted)
  await confirmContacts(node, [...agencies, ...industry], contacts, random)
  await node.call(network.office, 'POST', '/api/network/office-contact/confirm')
  await newcomer(node, network, agencies, random, number)
  next(asked)
  await askAround(node, agencies, industry, random, Math.ceil(agencies.length / 5))
  await enterQuarter(node, network, cast, number)
  await tellOthers(node, cast, number)
  next(joined)
  const begun: Joint[] = []
  for (const one of dueIn(scale.joint, scale, number)) begun.push(await openJoint(node, cast, one, number))
  const open: Joint[] = []
  for (const one of running.joint) if (await goOn(node, one, number)) open.push(one)
  running.joint.splice(0, running.joint.length, ...open, ...begun)
  for (const one of dueIn(scale.techniques, scale, number)) running.techniques.push(await keepTechnique(node, cast, one))
  next(called)
  const session = await offerSession(node, network, cast, number - 1, new Date(node.ctx.now().getTime() + 5 * day))
  const startsAt = await fairTime(node, network, 10)
  const id = await convene(node, network, { series, number, startsAt }, agencies, industry)
  await node.until(startsAt)
  await hold(node, network, { id, number }, cast)
  await closeSession(node, session, cast)
  next(taught)
  for (const one of begun) await workJoint(node, one)
  for (const one of running.campaigns) await countSince(node, network, one, cast, number)
  for (const one of dueIn(scale.campaigns, scale, number))
    running.campaigns.push(await beginCampaign(node, network, cast, { number: one, begun: number, days: 14 }))
  if (number % 2 === 0) await announce(node, network, cast, number)
  // a round each year, in its second quarter
  if (number % 4 === 2)
    await holdRound(node, network, { questionnaire, title: `Round ${Math.ceil(number / 4)}`, days: 60, share: 0.75 }, agencies, random)
}

/** Desks take reports, share what they make of them, and try what others found; one technique is called back. */
export async function workDesks(
  node: DemoNode,
  { agencies, industry, random }: Cast,
  scale: Scale,
  techniques: readonly Kept[],
): Promise<void> {
  // one in three of the desks is a provider's
  const providers = Math.floor(scale.desks / 3)
  const desks = [...agencies.slice(0, scale.desks - providers), ...industry.slice(0, providers)]
  await workOn(node, desks, agencies, random)
  await tryTechniques(node, desks, techniques)
  const [first] = desks
  if (first !== undefined) {
    const readers = agencies.slice(1, 9)
    await callBack(node, first, await showFirstList(node, first, readers), readers, 3)
  }
  const recalled = techniques.at(-3)
  if (recalled !== undefined)
    await callBack(
      node,
      recalled.maker,
      recalled.share,
      agencies.filter((one) => one !== recalled.maker),
      Math.min(3, agencies.length - 2),
    )
}

/** A list that is wrong in one line, as its owner finds out. Answers the share's id. */
const showFirstList = (node: DemoNode, by: Member, readers: readonly Member[]): Promise<string> =>
  show(node, by, {
    object: {
      kind: 'document',
      title: 'Hosts of the refund gateway, first list',
      language: 'en',
      text: 'lantern-refund.example\nmail.lantern-refund.example',
    },
    to: readers.map(({ id }) => ({ kind: 'member', value: id })),
    tlp: 'amber',
    purpose: 'To find the same elsewhere',
  })

/** The last day: what came in goes on coming in, and somebody looks after it. */
export async function workToday(node: DemoNode, { agencies, random }: Cast, { desks }: Scale): Promise<void> {
  for (const [at, { who }] of agencies.slice(0, Math.min(2, desks)).entries()) {
    for (const lure of [at, at + 1]) await handIn(node, who, random, lure, random.between(3, 5))
    await node.rest()
    const me = await node.call<{ person: { id: string } }>(who, 'GET', '/api/session')
    const { items } = await node.call<{ items: { id: string }[] }>(who, 'GET', '/api/cases')
    const [own] = items
    if (own !== undefined) await node.call(who, 'POST', `/api/cases/${own.id}/assign`, { assignee: me.person.id })
  }
}

/** Most read what they were told since they looked last; those who can sign in always do. */
export async function readNotices(node: DemoNode, { agencies, industry, random }: Cast): Promise<void> {
  const always = new Set([...agencies.slice(0, 2), ...industry.slice(0, 1)])
  for (const member of [...agencies, ...industry])
    if (always.has(member) || random.chance(0.6)) await node.call(member.who, 'POST', '/api/notices/read', {})
}

/** The secretariat tells all members something; most open it. */
async function announce(node: DemoNode, { office }: Network, { agencies, industry, random }: Cast, number: number): Promise<void> {
  const text =
    'Minutes and papers of the last call are there. Whoever has not confirmed its contacts is asked to do so before the next one.'
  const title = `After call ${number}`
  const said = { title, text, language: 'en', audience: 'members' }
  const { id } = await node.call<{ id: string }>(office, 'POST', '/api/network/announcements', said)
  await node.rest()
  for (const { who } of [...agencies, ...industry]) if (random.chance(0.6)) await node.call(who, 'GET', `/api/network/announcements/${id}`)
}

/** A few agencies show something to others by name. */
async function tellOthers(node: DemoNode, { agencies, industry, random }: Cast, number: number): Promise<void> {
  for (let at = 0; at < Math.ceil(agencies.length / 12); at++) {
    const by = random.pick(agencies)
    const to = [...new Set([random.pick(agencies), random.pick(agencies), random.pick(industry)])].filter((one) => one !== by)
    await show(node, by, {
      object:
        (number + at) % 2 === 0
          ? { kind: 'indicator', of: 'domain', value: random.pick(hosts), note: 'Seen in complaints of the last week.' }
          : {
              kind: 'document',
              title: random.pick(papers),
              language: 'en',
              text: 'In short: it is done by rented servers, and paid for by vouchers. Details on request.',
            },
      to: to.map(({ id }) => ({ kind: 'member', value: id })),
      tlp: random.pick(['amber', 'green']),
      purpose: 'So that you know it when you see it',
    })
    for (const reader of to) if (random.chance(0.7)) await readAll(node, reader)
  }
}

const hosts = ['foxglove-delivery-fee.example', 'lantern-refund.example', 'blue-quarry-verify.example', 'tamarind-prize.example']
const papers = [
  'How refund messages are sent',
  'Vouchers as a way to pay for spam',
  'A kit for parcel fees taken apart',
  'What we ask of gateways',
]

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
    await handInWanted(node, desk.who, random, random.between(2, 4))
    await node.rest()
    const told = handed.get(at)?.[0]
    const reader = agencies.find((one) => one !== desk && one.country !== desk.country)
    if (told !== undefined && reader !== undefined && desk.kind === 'agency') await showReport(node, desk, told, reader)
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
