import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { done as doneBy } from './testing/calls.ts'
import { differing, everything, listen } from './testing/everything.ts'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'
import { accept } from './testing/relief.ts'
import { decide, draft, type Share, terms } from './testing/sharing.ts'
import { leavesOf } from './testing/witnessed.ts'

// Joint cases over HTTP: what one party gives reaches those it was given to, and no answer of the product tells anybody else.

type Party = { id: string; member: string; name: string; state: string }
type Joint = {
  id: string
  code: string
  title: string | null
  state: string
  case: string | null
  lead: { name: string } | null
  brief: { text: string } | null
  parties: Party[]
  acts: { what: string; by: string; name: string | null }[]
  copies: { id: string; title: string; own: boolean }[]
  groups: { id: string; reach: string; late: boolean }[]
  proposed: string | null
  closed: { outcome: string } | null
  leads: boolean
  may: Record<string, boolean>
}
type Entry = {
  id: string
  words: { title: string; text: string; task: string | null; assignee: { name: string } | null } | null
  takenBackAt: string | null
  readers: { name: string }[] | null
  may: Record<string, boolean>
}

const secret = 'zanzibarmarker'
const open = 'wellingtonmarker'

let house: House
let network: TestNetwork
let regulator: Joined
let police: Joined
let tribunal: Joined
let carrier: Joined
let bank: Joined
let outsider: Client
const known = new Set<string>()

beforeAll(async () => {
  house = await openHouse({ TOCSIN_CALLER_RATE: '1000000' })
  const ann = await firstRun(house)
  network = await openNetwork(house, ann)
  regulator = await network.join({ kind: 'agency', name: 'Messaging Regulator', country: 'NZ' })
  police = await network.join({ kind: 'agency', name: 'Cyber Police', country: 'FR' })
  tribunal = await network.join({ kind: 'agency', name: 'Tribunal', country: 'SG' })
  carrier = await network.join({ kind: 'industry', name: 'Carrier', country: 'FR' })
  bank = await network.join({ kind: 'industry', name: 'Bank', country: 'SG' })
  const made = await ann.call('POST', '/api/node/organisations', {
    organisation: { name: 'Outsider', kind: 'provider', country: 'FR' },
    administrator: 'eve@outsider.example',
  })
  outsider = await accept(house, (made.body as { link: string }).link, 'eve@outsider.example')
})
afterAll(() => house.close())

async function done<T>(who: Joined, method: 'POST' | 'PUT', path: string, body?: object): Promise<T> {
  const answer = await doneBy(who.client, method, path, body)
  if (typeof answer['id'] === 'string') known.add(answer['id'])
  return answer as T
}
const refused = async (who: { readonly client: Client }, method: 'POST' | 'PUT', path: string, body?: object) => {
  const { status, body: said } = await who.client.call(method, path, body)
  return [status, (said as { code: string }).code]
}
const brief = (title: string) => ({ title, text: `${title} words`, ground: 'Act 2007', permitted: 'internally-visible' })
const begin = (more: object = {}) => done<Joint>(regulator, 'POST', '/api/joint-cases', { ...brief('Dialler wave'), tlp: 'amber', ...more })
const read = async ({ client }: Joined, id: string) => (await client.call('GET', `/api/joint-cases/${id}`)).body as Joint
const entries = async ({ client }: Joined, id: string, query = '') =>
  ((await client.call('GET', `/api/joint-cases/${id}/entries${query}`)).body as { items: Entry[] }).items
const listed = async ({ client }: Joined, query = '') =>
  ((await client.call('GET', `/api/joint-cases${query}`)).body as { items: Joint[] }).items
const titlesOf = async (who: Joined, id: string) => (await entries(who, id)).map(({ words }) => words?.title ?? null)
const note = (title: string, more: object = {}) => ({
  ...{ kind: 'note', title, text: `${title} words`, reach: 'agencies', late: true, tlp: 'amber' },
  ...more,
})
const give = (who: Joined, id: string, body: object) => done<Entry>(who, 'POST', `/api/joint-cases/${id}/entries`, body)
const partyOf = async (who: Joined, id: string, { id: member }: Joined) =>
  (await read(who, id)).parties.find((one) => one.member === member && ['in', 'invited'].includes(one.state))?.id ?? ''

async function invite(id: string, ...members: Joined[]): Promise<void> {
  await done(regulator, 'POST', `/api/joint-cases/${id}/invitations`, { members: members.map((one) => one.id) })
}
async function come(id: string, ...members: Joined[]): Promise<void> {
  await invite(id, ...members)
  for (const one of members) await done(one, 'POST', `/api/joint-cases/${id}/answer`, { accept: true })
}
async function share(who: Joined, joint: Joint, title: string, reach: string): Promise<Share> {
  const group = joint.groups.find((one) => one.reach === reach && one.late)?.id
  const object = { kind: 'document', title, text: `${title} words` }
  const drafted = await draft(who.client, { object, recipients: [{ kind: 'group', value: group }], terms, restsOn: [] })
  expect((await decide(who.client, drafted)).status).toBe(200)
  known.add(drafted.id).add(drafted.copy)
  return drafted
}
const notices = async ({ client }: Joined, subject: string) =>
  ((await client.call('GET', '/api/notices')).body as { items: { kind: string; subject: string }[] }).items
    .filter((one) => one.subject === subject)
    .map(({ kind }) => kind)

describe('a joint case', () => {
  test('is opened by an agency, shown to those it invites by what it is about, and worked by those who come in', async () => {
    const own = (await regulator.client.call('POST', '/api/cases', { title: 'Own case', kind: 'phishing' })).body as { id: string }
    expect(await refused(carrier, 'POST', '/api/joint-cases', { ...brief('Not'), tlp: 'amber' })).toEqual([403, 'cooperation.joint-agency'])
    const joint = await begin({ case: own.id })
    expect(joint).toMatchObject({ title: 'Dialler wave', state: 'in', leads: true, case: own.id, lead: { name: 'Messaging Regulator' } })
    await give(regulator, joint.id, note('Begun'))
    await invite(joint.id, police, carrier, bank)
    for (const who of [police, carrier]) {
      expect(await listed(who, '?list=invited')).toMatchObject([{ title: 'Dialler wave', code: joint.code }])
      const asked = await read(who, joint.id)
      expect(asked).toMatchObject({ state: 'invited', brief: { text: 'Dialler wave words' }, groups: [], acts: [], case: null })
      expect(asked.parties.map(({ name }) => name)).toEqual([who.name])
      expect(await entries(who, joint.id)).toEqual([])
      expect(await notices(who, joint.id)).toEqual(['cooperation.joint-invited'])
    }
    expect(await refused(police, 'POST', `/api/joint-cases/${joint.id}/entries`, note('Not in'))).toEqual([404, 'cooperation.no-joint'])
    await done(police, 'POST', `/api/joint-cases/${joint.id}/answer`, { accept: true })
    await done(carrier, 'POST', `/api/joint-cases/${joint.id}/answer`, { accept: true })
    await done(bank, 'POST', `/api/joint-cases/${joint.id}/answer`, { accept: false })
    expect((await read(bank, joint.id)).title).toBeNull()
    expect(await notices(bank, joint.id)).toEqual([])
    // agencies read who declined, industry does not
    expect((await read(police, joint.id)).acts.map(({ what }) => what)).toContain('declined')
    expect((await read(carrier, joint.id)).acts.map(({ what }) => what)).toEqual(['opened', 'joined', 'joined'])
    expect((await read(carrier, joint.id)).parties.map(({ name }) => name)).toEqual(['Messaging Regulator', 'Cyber Police', 'Carrier'])
    expect(await titlesOf(police, joint.id)).toEqual(['Begun'])
    expect(await titlesOf(carrier, joint.id)).toEqual([])
    // that it goes with a case of the lead's is for the lead alone
    expect((await read(police, joint.id)).case).toBeNull()
    const kinds = ['joint-opened', 'joint-invited', 'joint-given']
    const leaves = await leavesOf(house, joint.id)
    for (const kind of kinds) expect(leaves).toContain(`cooperation.${kind}`)
  })

  test('moves to another agency that takes it over, and is closed with what came of it', async () => {
    const joint = await begin()
    await come(joint.id, police, carrier)
    const [lead, other] = [await partyOf(regulator, joint.id, police), await partyOf(regulator, joint.id, carrier)]
    expect(await refused(regulator, 'POST', `/api/joint-cases/${joint.id}/lead`, { party: other })).toEqual([
      400,
      'cooperation.joint-agency',
    ])
    expect(await refused(regulator, 'POST', `/api/joint-cases/${joint.id}/leave`)).toEqual([409, 'cooperation.joint-leads'])
    await done(regulator, 'POST', `/api/joint-cases/${joint.id}/lead`, { party: lead })
    expect((await read(police, joint.id)).may['take']).toBe(true)
    await done(police, 'POST', `/api/joint-cases/${joint.id}/lead/answer`, { accept: true })
    expect(await read(carrier, joint.id)).toMatchObject({ lead: { name: 'Cyber Police' }, title: 'Dialler wave' })
    expect(await refused(regulator, 'POST', `/api/joint-cases/${joint.id}/close`, { outcome: 'stopped', text: '' })).toEqual([
      403,
      'cooperation.joint-lead',
    ])
    // whoever led may go now, and sees nothing more
    await done(regulator, 'POST', `/api/joint-cases/${joint.id}/leave`)
    expect(await read(regulator, joint.id)).toMatchObject({ state: 'left', title: null, parties: [], acts: [] })
    await done(police, 'POST', `/api/joint-cases/${joint.id}/close`, { outcome: 'prosecuted', text: 'Two people' })
    expect(await read(carrier, joint.id)).toMatchObject({ state: 'closed', closed: { outcome: 'prosecuted' } })
    expect((await entries(carrier, joint.id)).map(({ words }) => words?.text)).toEqual(['Two people'])
    expect(await refused(carrier, 'POST', `/api/joint-cases/${joint.id}/entries`, note('Late', { reach: 'all' }))).toEqual([
      409,
      'cooperation.joint-closed',
    ])
  })

  test('gives its tasks to a party that sees them, which moves them on; what is taken back leaves no word', async () => {
    const joint = await begin()
    await come(joint.id, police, carrier)
    const doer = await partyOf(regulator, joint.id, carrier)
    const task = { kind: 'task', due: '2027-01-31', assignee: doer }
    expect(await refused(regulator, 'POST', `/api/joint-cases/${joint.id}/entries`, note('Logs', task))).toEqual([
      400,
      'cooperation.joint-assignee',
    ])
    const given = await give(regulator, joint.id, note('Logs', { ...task, reach: 'chosen', chosen: [doer] }))
    expect(given.readers).toEqual([{ name: 'Carrier', kind: 'industry' }])
    expect(await titlesOf(police, joint.id)).toEqual([])
    expect(await notices(carrier, joint.id)).toContain('cooperation.joint-task')
    expect(await refused(police, 'POST', `/api/joint-entries/${given.id}/task`, { state: 'done' })).toEqual([
      404,
      'cooperation.no-joint-entry',
    ])
    await done(carrier, 'POST', `/api/joint-entries/${given.id}/task`, { state: 'done' })
    expect((await entries(regulator, joint.id))[0]?.words).toMatchObject({ task: 'done', assignee: { name: 'Carrier' } })
    const all = await give(police, joint.id, note('Found', { reach: 'all' }))
    expect(await titlesOf(carrier, joint.id)).toEqual(['Found', 'Logs'])
    expect(await entries(carrier, joint.id, '?words=found%20words')).toHaveLength(1)
    expect(await refused(carrier, 'POST', `/api/joint-entries/${all.id}/take-back`)).toEqual([404, 'cooperation.no-joint-entry'])
    await done(police, 'POST', `/api/joint-entries/${all.id}/take-back`)
    expect(await titlesOf(carrier, joint.id)).toEqual([null, 'Logs'])
    expect(await notices(carrier, joint.id)).toContain('cooperation.joint-taken-back')
    expect(await entries(carrier, joint.id, '?words=found%20words')).toEqual([])
    expect(await titlesOf(police, joint.id)).toEqual(['Found'])
  })

  test('has a task go to another that sees it, who is told, and to nobody else', async () => {
    const joint = await begin()
    await come(joint.id, police, carrier)
    const [first, second] = [await partyOf(regulator, joint.id, police), await partyOf(regulator, joint.id, carrier)]
    const here = await give(regulator, joint.id, note('Logs', { kind: 'task', late: false }))
    const chosen = await give(
      regulator,
      joint.id,
      note('Names', { kind: 'task', reach: 'chosen', chosen: [first, second], assignee: first }),
    )
    await come(joint.id, tribunal)
    const later = await partyOf(regulator, joint.id, tribunal)
    const words = (assignee: string) => ({ title: 'Logs', text: '', assignee })
    const unseen = [400, 'cooperation.joint-assignee']
    expect(await refused(regulator, 'PUT', `/api/joint-entries/${here.id}`, words(later))).toEqual(unseen)
    expect(await refused(regulator, 'PUT', `/api/joint-entries/${here.id}`, words(second))).toEqual(unseen)
    expect(await refused(regulator, 'PUT', `/api/joint-entries/${chosen.id}`, words(later))).toEqual(unseen)
    expect(await notices(carrier, joint.id)).not.toContain('cooperation.joint-task')
    await done(regulator, 'PUT', `/api/joint-entries/${chosen.id}`, words(second))
    expect((await entries(carrier, joint.id))[0]?.words?.assignee).toMatchObject({ name: 'Carrier' })
    expect(await notices(carrier, joint.id)).toContain('cooperation.joint-task')
  })

  test('shows who comes in later what its owner lets those see', async () => {
    const joint = await begin()
    await come(joint.id, police)
    await give(regulator, joint.id, note('For whoever comes'))
    await give(regulator, joint.id, note('For those here', { late: false }))
    await come(joint.id, tribunal)
    expect(await titlesOf(police, joint.id)).toEqual(['For those here', 'For whoever comes'])
    expect(await titlesOf(tribunal, joint.id)).toEqual(['For whoever comes'])
    await give(regulator, joint.id, note('Later', { late: false }))
    expect(await titlesOf(tribunal, joint.id)).toEqual(['Later', 'For whoever comes'])
  })

  test('takes shared copies by the one way there is, which are called back like any', async () => {
    const joint = await begin()
    await come(joint.id, police, carrier)
    const paper = await share(carrier, await read(carrier, joint.id), 'From industry', 'agencies')
    expect((await read(police, joint.id)).copies.map(({ title }) => title)).toEqual(['From industry'])
    expect((await read(carrier, joint.id)).copies).toMatchObject([{ own: true }])
    expect((await police.client.call('GET', `/api/shared/${paper.copy}`)).status).toBe(200)
    // its group is none that one keeps or leaves
    const group = (await read(police, joint.id)).groups[0]?.id
    expect(((await police.client.call('GET', '/api/groups')).body as { items: unknown[] }).items).toEqual([])
    expect(await refused(police, 'POST', `/api/groups/${group}/leave`)).toEqual([404, 'cooperation.no-group'])
    expect((await carrier.client.call('POST', `/api/shares/${paper.id}/recall`)).status).toBe(200)
    expect((await read(police, joint.id)).copies).toEqual([])
  })
})

describe('nothing is told to whom it was not given', () => {
  test('what agencies give each other changes not one answer that industry gets', { timeout: 600_000 }, async () => {
    const joint = await begin()
    known.add(joint.id)
    await come(joint.id, police, carrier)
    await house.drain()
    for (const { id } of (await read(regulator, joint.id)).parties) known.add(id)
    const before = await everything(house, carrier.client, known)
    for (const kind of ['note', 'event'])
      await give(police, joint.id, note(`${secret} ${kind}`, { kind, happenedAt: '2026-01-02T10:00:00.000Z' }))
    const doer = await partyOf(regulator, joint.id, police)
    await give(regulator, joint.id, note(`${secret} task`, { kind: 'task', assignee: doer }))
    const taken = await give(regulator, joint.id, note(`${secret} taken back`))
    await done(regulator, 'POST', `/api/joint-entries/${taken.id}/take-back`)
    await share(regulator, await read(regulator, joint.id), `${secret} paper`, 'agencies')
    await invite(joint.id, bank)
    await done(bank, 'POST', `/api/joint-cases/${joint.id}/answer`, { accept: false })
    await house.drain()
    const after = await everything(house, carrier.client, [...known])
    expect(differing(before, after)).toEqual([])
    expect([...after.values()].filter((one) => one.includes(secret))).toEqual([])
  })

  test('a party that is taken out keeps its own and gets nothing more, nor do the secretariat and strangers', {
    timeout: 600_000,
  }, async () => {
    const joint = await begin({ title: `${open} title`, text: open })
    await come(joint.id, police, carrier)
    await give(police, joint.id, note(`${open} note`, { reach: 'all' }))
    await give(carrier, joint.id, note('Of the carrier', { reach: 'all' }))
    await share(regulator, await read(regulator, joint.id), `${open} paper`, 'all')
    await house.drain()
    expect(await titlesOf(carrier, joint.id)).toEqual(['Of the carrier', `${open} note`])
    const live = await listen(house, carrier.client)
    await done(regulator, 'POST', `/api/joint-cases/${joint.id}/remove`, { party: await partyOf(regulator, joint.id, carrier) })
    while (!live.told.text.includes(joint.id)) await sleep(20)
    await house.drain()
    live.told.text = ''
    await give(police, joint.id, note(`${open} afterwards`, { reach: 'all' }))
    await house.drain()
    await sleep(300)
    expect(live.told.text).not.toContain('joint')
    live.stop()
    const seen = await everything(house, carrier.client, known)
    expect([...seen].filter(([, body]) => body.includes(open))).toEqual([])
    expect(await read(carrier, joint.id)).toMatchObject({ state: 'out', title: null, brief: null, parties: [], acts: [], copies: [] })
    expect(await titlesOf(carrier, joint.id)).toEqual(['Of the carrier'])
    expect((await entries(carrier, joint.id))[0]?.readers).toBeNull()
    expect(await notices(carrier, joint.id)).toEqual(['cooperation.joint-taken-out'])
    for (const who of [network.secretariat, outsider]) {
      const all = await everything(house, who, known)
      expect([...all].filter(([, body]) => body.includes(open) || body.includes(secret))).toEqual([])
    }
    // what it gave stays its own, to be taken back
    const own = (await entries(carrier, joint.id))[0]?.id
    await done(carrier, 'POST', `/api/joint-entries/${own}/take-back`)
    expect(await titlesOf(police, joint.id)).toEqual([`${open} afterwards`, null, `${open} note`])
  })

  test('a member that leaves the network is out of all of them, and what it led goes on under another agency', async () => {
    const joint = await begin()
    await come(joint.id, tribunal, carrier)
    expect((await regulator.client.call('POST', `/api/network/members/${regulator.id}/leave`, {})).status).toBe(200)
    expect(await read(regulator, joint.id)).toMatchObject({ state: 'left', title: null })
    expect(await read(carrier, joint.id)).toMatchObject({ title: 'Dialler wave', lead: { name: 'Tribunal' } })
    expect((await read(tribunal, joint.id)).leads).toBe(true)
    expect(await notices(tribunal, joint.id)).toContain('cooperation.joint-lead-moved')
  })
})
