import type { CallWhole } from '../../domain/cooperation/contract.ts'
import type { Cast, Member, Network } from './members.ts'
import type { DemoNode } from './node.ts'
import { pageOf, tableOf } from './paper.ts'
import type { Random } from './random.ts'
import { lookAfter } from './registers.ts'

/** The network's calls: one in each quarter, with papers, minutes, and what was given out to be done. */

const said: Readonly<Record<string, string>> = {
  cases: 'Two cases were told of that use the same hosts. Their leads will share what they have.',
  progress: 'One country has a new act in force, another has begun to collect its fines.',
  techniques: 'The token table for parcel fees was tried by three desks and found good.',
  obstacles: 'Logs are gone before a request arrives; preservation first was recommended.',
  education: 'The campaign on calls in the name of banks begins in spring.',
  training: 'A day on reading header lines will be held twice, for both halves of the world.',
}

/** Begins the series that the calls are of. Answers its id. */
export async function beginSeries(node: DemoNode, { office }: Network): Promise<string> {
  return (await node.call<{ id: string }>(office, 'POST', '/api/call-series', { name: 'Quarterly calls', months: 3 })).id
}

/** The fairest time within the ten days that begin so many days from now. */
export async function fairTime(node: DemoNode, { office }: Network, days: number): Promise<Date> {
  const dayIn = (more: number) => new Date(node.ctx.now().getTime() + more * 86_400_000).toISOString().slice(0, 10)
  const query = `from=${dayIn(days)}&to=${dayIn(days + 10)}&zone=UTC&minutes=90`
  const { items } = await node.call<{ items: { startsAt: string }[] }>(office, 'GET', `/api/call-times?${query}`)
  return new Date(items[0]?.startsAt ?? node.ctx.now().getTime() + days * 86_400_000)
}

type Meeting = { readonly series: string; readonly number: number; readonly startsAt: Date }

/** Plans the next call and convenes it; an agency invites industry to some of its items. Answers the call's id. */
export async function convene(
  node: DemoNode,
  { office }: Network,
  { series, number, startsAt }: Meeting,
  agencies: readonly Member[],
  industry: readonly Member[],
): Promise<string> {
  const { id } = await node.call<{ id: string }>(office, 'POST', '/api/calls', {
    title: `Call ${number}`,
    series,
    startsAt: startsAt.toISOString(),
    timeZone: agencies[number % agencies.length]?.timeZone ?? 'UTC',
    duration: 90,
    link: `https://meet.example/call-${number}`,
    chair: agencies[0]?.id ?? null,
  })
  const [host] = agencies.slice(number % agencies.length)
  const { items } = await node.call<CallWhole>(office, 'GET', `/api/calls/${id}`)
  const open = items.filter(({ standing }) => standing === 'techniques' || standing === 'obstacles').map((item) => item.id)
  const members = industry.slice(0, 4).map((member) => member.id)
  if (host !== undefined && members.length > 0) await node.call(host.who, 'POST', `/api/calls/${id}/invitations`, { members, items: open })
  if (number % 2 === 0) await node.call(office, 'POST', `/api/calls/${id}/guests`, { name: 'A. Lecturer', body: 'Institute of Networks' })
  await node.call(office, 'POST', `/api/calls/${id}/move`, { to: 'convened' })
  for (const [at, { who }] of [...agencies.slice(0, 10), ...industry.slice(0, 3)].entries())
    await node.call(who, 'POST', `/api/calls/${id}/answer`, { answer: answers[(at + number) % answers.length] })
  await node.rest()
  if (number % 2 === 0) await keepOut(node, agencies[1], items, industry[2])
  return id
}

/** An agency takes one member out of an item that it had been invited to. */
async function keepOut(node: DemoNode, agency: Member | undefined, items: CallWhole['items'], member: Member | undefined): Promise<void> {
  const item = items.find(({ standing }) => standing === 'techniques')?.id
  if (agency === undefined || member === undefined || item === undefined) return
  await node.call(agency.who, 'POST', '/api/call-objections', { item, members: [member.id], reason: 'An inquiry runs.' })
}

const answers = ['accepted', 'accepted', 'tentative', 'accepted', 'declined'] as const

/** Holds a call that was convened: adopted, attended, reported to, minuted, closed. */
export async function hold(
  node: DemoNode,
  network: Network,
  { id, number }: { readonly id: string; readonly number: number },
  { agencies, industry, random }: Cast,
): Promise<void> {
  const { office } = network
  const move = (to: string) => node.call(office, 'POST', `/api/calls/${id}/move`, { to })
  await node.call(office, 'POST', `/api/calls/${id}/adopt`)
  await move('under-way')
  const { items, carried, inside } = await node.call<CallWhole>(office, 'GET', `/api/calls/${id}`)
  for (const action of carried.slice(0, 1))
    await node.call(office, 'POST', `/api/call-actions/${action.id}/settle`, {
      done: true,
      outcome: 'The list was shared with six agencies.',
    })
  const present = agencies.filter(() => random.chance(0.7))
  const [speaker = agencies[0]] = present
  for (const { id: item, standing } of items) {
    const path = `/api/call-items/${item}`
    const invited = inside?.audience.items.find((one) => one.item === item)?.members ?? []
    const guests = (inside?.guests ?? []).map((guest) => guest.id)
    await node.call(office, 'PUT', `${path}/attendance`, { members: [...present, ...invited.slice(0, 3)].map((one) => one.id), guests })
    if (speaker !== undefined && (standing === 'cases' || random.chance(0.5)))
      await contribute(node, speaker, item, said[standing ?? ''] ?? 'As sent before.')
    if (standing === 'obstacles') {
      const reported = await report(node, item, industry, random, number)
      if (reported !== undefined && speaker !== undefined) await lookAfter(node, network, reported, speaker, number)
    }
    await node.call(office, 'POST', `${path}/minutes`, { text: said[standing ?? ''] ?? 'Taken note of.' })
    await node.call(office, 'POST', `${path}/minutes/approve`, { revision: 1 })
    if (standing === 'obstacles')
      await node.call(office, 'POST', `${path}/decisions`, { kind: 'recommendation', text: 'Ask for preservation first.' })
    if (standing === 'cases' && speaker !== undefined)
      await node.call(office, 'POST', `${path}/actions`, { member: speaker.id, text: 'Share the list of hosts', due: null })
  }
  await move('held')
  await move('reported')
}

/** A contribution, with a page and a table as files. */
async function contribute(node: DemoNode, { who, name }: Member, item: string, text: string): Promise<void> {
  const { id } = await node.call<{ id: string }>(who, 'POST', `/api/call-items/${item}/papers`, {
    kind: 'contribution',
    title: 'What we have seen',
    text,
  })
  const path = `/api/call-papers/${id}/files`
  await node.call(who, 'POST', `${path}?name=what-we-have-seen.pdf`, pageOf('What we have seen', [name, '', ...text.split('. ')]))
  const rows = [['host', 'reports'], ...['foxglove-delivery-fee.example', 'lantern-refund.example'].map((host, at) => [host, 40 - at * 13])]
  await node.call(who, 'POST', `${path}?name=hosts.csv`, tableOf(rows))
}

const hindrances = [
  ['Requests in languages that nobody here reads', 'They wait for a translation, two weeks on average.'],
  ['Ports are missing in requests', 'Behind one address are hundreds of customers; without a port we cannot tell which.'],
  ['Moments without a time zone', 'We ask back each time, and logs are gone meanwhile.'],
  ['Letters to an address that is not read any more', 'The disclosure page names another one since last year.'],
] as const

const records = [
  {
    ...{ kind: 'cases', title: 'Calls that offer a refund', text: 'The same voice in four languages.' },
    details: { state: 'acted', countries: ['NZ', 'SG'], channels: ['calls'], number: 1_840, result: 'The numbers were cut off.' },
  },
  {
    ...{ kind: 'techniques', title: 'Links behind pictures of codes', text: 'The picture is drawn anew for each mail.' },
    details: { countries: ['FR', 'DE', 'SN'], channels: ['mail', 'messages'], result: 'Read the code before the mail is shown.' },
  },
  {
    ...{ kind: 'models', title: 'One desk for all agencies of a country', text: 'They hear of each other what was asked already.' },
    details: { state: 'tried', partners: 'Three agencies and two carriers', result: 'Answers within two days.' },
  },
] as const

/** Industry reports to an item that it is invited to: an obstacle, and what it counts. Answers the obstacle's id in the register. */
async function report(
  node: DemoNode,
  item: string,
  industry: readonly Member[],
  random: Random,
  number: number,
): Promise<string | undefined> {
  const [first, second] = industry
  const path = `/api/call-items/${item}/reports`
  const [title, text] = hindrances[number % hindrances.length] ?? []
  const obstacle =
    first === undefined ? undefined : await node.call<{ id: string }>(first.who, 'POST', path, { kind: 'obstacles', title, text })
  if (second === undefined) return obstacle?.id
  const told = records[number % records.length]
  if (told !== undefined) await node.call(second.who, 'POST', path, told)
  const month = (back: number) => new Date(node.ctx.now().getTime() - back * 30 * 86_400_000).toISOString().slice(0, 10)
  const figures = [6, 5, 4, 3, 2, 1].map((back) => ({ period: month(back), value: random.between(200, 900) }))
  await node.call(second.who, 'POST', path, {
    kind: 'figures',
    title: 'Zombies among our customers',
    unit: 'machines',
    threshold: 800,
    figures,
  })
  return obstacle?.id
}
