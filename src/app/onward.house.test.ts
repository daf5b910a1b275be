import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'
import { accept } from './testing/relief.ts'
import { asked, decide, draft, member, paper, type Share, show } from './testing/sharing.ts'
import { leavesOf } from './testing/witnessed.ts'

// What may be passed on after asking the owner: asked, answered, used once, and ended with what it rests on.

let house: House
let network: TestNetwork
let regulator: Joined
let police: Joined
let bank: Joined
let carrier: Joined
let hoster: Joined

beforeAll(async () => {
  house = await openHouse()
  network = await openNetwork(house, await firstRun(house))
  regulator = await network.join({ kind: 'agency', name: 'Messaging Regulator', country: 'NZ' })
  police = await network.join({ kind: 'agency', name: 'Cyber Police', country: 'FR' })
  bank = await network.join({ kind: 'industry', name: 'Bank', country: 'SG' })
  carrier = await network.join({ kind: 'industry', name: 'Carrier', country: 'FR' })
  hoster = await network.join({ kind: 'industry', name: 'Hoster', country: 'FR' })
})
afterAll(() => house.close())

type Ask = {
  id: string
  from: { name: string }
  to: { name: string; audience: string[] }
  what: string
  state: string
  answer: { reason: string } | null
  own: { share: string | null } | null
  may: { withdraw: boolean; consent: boolean; refuse: boolean }
  ceiling: string | null
}
/** by name: those of one moment have no order */
const leaves = async (subject: string) => (await leavesOf(house, subject)).sort()
const items = ({ body }: { body: unknown }) => (body as { items: Ask[] }).items
const own = async (who: Client, copy: string) => items(await who.call('GET', `/api/shared/${copy}/onward`))
const others = async (who: Client, share: string) => items(await who.call('GET', `/api/shares/${share}/onward`))
const ask = (who: Client, copy: string, to: object, words = {}) =>
  who.call('POST', `/api/shared/${copy}/onward`, { to, what: 'the accounts', why: 'they can freeze them', ...words })
const consent = (who: Client, id: string) => who.call('POST', `/api/onward/${id}/consent`, {})
const giveFrom = (title: string, more = {}) => show(regulator.client, asked(paper(title), [member(police)], { onward: 'ask', ...more }))
const onTo = (title: string, { copy }: Share, more = {}, to: object[] = [member(bank)]) => asked(paper(title), to, more, [copy])
const sees = async ({ client }: Joined, { copy }: Share) => (await client.call('GET', `/api/shared/${copy}`)).status === 200
async function agreed(title: string, more = {}): Promise<{ share: Share; ask: Ask }> {
  const share = await giveFrom(title, more)
  const [made] = items(await ask(police.client, share.copy, member(bank)))
  expect((await consent(regulator.client, String(made?.id))).status).toBe(200)
  return { share, ask: made as Ask }
}
const notices = async (who: Client, subject: string) => {
  const answer = (await who.call('GET', '/api/notices')).body as { items: { kind: string; subject: string; params: object }[] }
  return answer.items.filter((one) => one.subject === subject).map(({ kind, params }) => [kind, params])
}

describe('asking the owner', () => {
  test('is read by the owner and whoever asks, and by nobody else', async () => {
    const share = await giveFrom('Accounts')
    expect(await police.client.call('POST', '/api/shares', onTo('Too early', share))).toMatchObject({
      status: 409,
      body: { code: 'cooperation.wider', detail: { why: 'audience' } },
    })
    const made = await ask(police.client, share.copy, member(bank))
    expect(items(made)).toMatchObject([
      { to: { name: 'Bank', audience: ['Bank'] }, state: 'open', may: { withdraw: true, consent: false } },
    ])
    const [one] = await others(regulator.client, share.id)
    expect(one).toMatchObject({ from: { name: 'Cyber Police' }, what: 'the accounts', own: null, may: { consent: true, refuse: true } })
    const id = String(one?.id)
    for (const other of [bank.client, carrier.client, network.secretariat]) {
      expect((await other.call('GET', `/api/shared/${share.copy}/onward`)).status).toBe(404)
      expect((await other.call('GET', `/api/shares/${share.id}/onward`)).status).toBe(404)
      for (const act of ['consent', 'refuse']) expect((await other.call('POST', `/api/onward/${id}/${act}`, {})).status).toBe(404)
      expect((await other.call('POST', `/api/onward/${id}/withdraw`)).status).toBe(404)
      expect((await ask(other, share.copy, member(carrier))).status).toBe(404)
    }
    // neither side does the other's part
    expect((await consent(police.client, id)).status).toBe(404)
    expect((await regulator.client.call('POST', `/api/onward/${id}/withdraw`)).status).toBe(404)
    expect(await notices(regulator.client, share.id)).toEqual([['cooperation.onward-asked', { from: 'Cyber Police' }]])
    expect(await leaves(id)).toEqual(['cooperation.onward-asked'])
  })

  test('is not possible where the owner said so, nor twice, nor of the owner itself, nor for everybody', async () => {
    for (const onward of ['none', 'as-marked']) {
      const share = await giveFrom(`Rule ${onward}`, { onward })
      expect(await ask(police.client, share.copy, member(bank))).toMatchObject({ status: 409, body: { code: 'cooperation.onward-rule' } })
    }
    const share = await giveFrom('Once')
    expect((await ask(police.client, share.copy, member(bank))).status).toBe(200)
    expect(await ask(police.client, share.copy, member(bank))).toMatchObject({ status: 409, body: { code: 'cooperation.onward-asked' } })
    for (const to of [member(regulator), member(police)])
      expect(await ask(police.client, share.copy, to)).toMatchObject({ status: 400, body: { code: 'cooperation.no-recipient' } })
    expect((await ask(police.client, share.copy, { kind: 'agencies', value: '' })).status).toBe(400)
  })

  test('is refused without a reason, taken back, and asked anew', async () => {
    const share = await giveFrom('Refused')
    const [first] = items(await ask(police.client, share.copy, member(bank)))
    expect((await regulator.client.call('POST', `/api/onward/${first?.id}/refuse`, {})).status).toBe(200)
    expect(await own(police.client, share.copy)).toMatchObject([{ state: 'refused', answer: { reason: '' }, may: { withdraw: false } }])
    expect(await notices(police.client, share.copy)).toContainEqual(['cooperation.onward-refused', { from: 'Messaging Regulator' }])
    expect(await consent(regulator.client, String(first?.id))).toMatchObject({ status: 409, body: { code: 'cooperation.onward-over' } })
    expect((await police.client.call('POST', '/api/shares', onTo('All the same', share))).status).toBe(409)
    const [again] = items(await ask(police.client, share.copy, member(bank)))
    expect((await police.client.call('POST', `/api/onward/${again?.id}/withdraw`)).status).toBe(200)
    expect(await consent(regulator.client, String(again?.id))).toMatchObject({ status: 409, body: { code: 'cooperation.onward-over' } })
    expect(await leaves(String(again?.id))).toEqual(['cooperation.onward-asked', 'cooperation.onward-withdrawn'])
  })
})

describe('a consent', () => {
  test('lets one share rest on it, for this recipient, never wider, longer or further', async () => {
    const until = '2030-01-01T00:00:00.000Z'
    const { share, ask: given } = await agreed('Consented', { until })
    expect(await notices(police.client, share.copy)).toContainEqual(['cooperation.onward-consented', { from: 'Messaging Regulator' }])
    const refused = async (body: object) => (await police.client.call('POST', '/api/shares', body)).body
    expect(await refused(onTo('Other', share, { until }, [member(carrier)]))).toMatchObject({ detail: { why: 'audience' } })
    expect(await refused(onTo('Both', share, { until }, [member(bank), member(carrier)]))).toMatchObject({ detail: { why: 'audience' } })
    expect(await refused(onTo('Wider', share, { until, tlp: 'green' }))).toMatchObject({ detail: { why: 'wider' } })
    expect(await refused(onTo('More', share, { until, permitted: 'externally-visible-direct' }))).toMatchObject({
      detail: { why: 'permitted' },
    })
    expect(await refused(onTo('Further', share, { until, onward: 'ask' }))).toMatchObject({ detail: { why: 'again' } })
    expect(await refused(onTo('Longer', share))).toMatchObject({ code: 'cooperation.share-longer' })
    // two drafts may wait for one consent; the one that is decided first has it
    const second = await draft(police.client, onTo('Second', share, { until }))
    const passed = await show(police.client, onTo('First', share, { until }))
    expect(await sees(bank, passed)).toBe(true)
    expect(await own(police.client, share.copy)).toMatchObject([{ state: 'used', own: { share: passed.id }, may: { withdraw: false } }])
    expect(await others(regulator.client, share.id)).toMatchObject([{ state: 'used', own: null }])
    const { sha256, revision } = second
    expect(await police.client.call('POST', `/api/shares/${second.id}/approve`, { sha256, revision, unusual: true })).toMatchObject({
      status: 409,
      body: { code: 'cooperation.wider' },
    })
    expect(await leaves(given.id)).toEqual(['cooperation.onward-asked', 'cooperation.onward-consented'])
  })

  test('ends with the share: whoever got it sees it no more, and is asked to delete it', async () => {
    const { share } = await agreed('Called back')
    const passed = await show(police.client, onTo('Passed on', share))
    expect(await sees(bank, passed)).toBe(true)
    expect((await regulator.client.call('POST', `/api/shares/${share.id}/recall`)).status).toBe(200)
    // before any job has run
    expect(await sees(bank, passed)).toBe(false)
    await house.drain()
    const { body } = await police.client.call('GET', `/api/shares/${passed.id}`)
    expect(body).toMatchObject({ state: 'recalled', deletions: [{ name: 'Bank', read: true, confirmedAt: null }] })
    expect(await leaves(passed.id)).toEqual(['cooperation.share-recalled', 'cooperation.share-shared'])
    expect(await notices(police.client, passed.id)).toEqual([['cooperation.onward-recalled', { from: 'Messaging Regulator' }]])
    expect(await notices(bank.client, passed.copy)).toContainEqual(['cooperation.copy-recalled', { from: 'Cyber Police' }])
    const { items: left } = (await bank.client.call('GET', '/api/tombstones')).body as { items: { copy: string; from: string }[] }
    expect(left).toMatchObject([{ copy: passed.copy, from: 'Cyber Police' }])
  })

  test('that was not used ends with the share too', async () => {
    const { share } = await agreed('Never used')
    const waits = await draft(police.client, onTo('Waits', share))
    expect((await regulator.client.call('POST', `/api/shares/${share.id}/recall`)).status).toBe(200)
    const { sha256, revision } = waits
    expect(await police.client.call('POST', `/api/shares/${waits.id}/approve`, { sha256, revision, unusual: true })).toMatchObject({
      status: 404,
      body: { code: 'cooperation.no-shared' },
    })
  })

  test('is given by a role that may share so far, and for a group that the owner is told of', async () => {
    const { id: made } = (await police.client.call('POST', '/api/groups', { name: 'Payments' })).body as { id: string }
    await police.client.call('POST', `/api/groups/${made}/members`, { members: [bank.id, carrier.id], past: true })
    const share = await giveFrom('To a group')
    const [one] = items(await ask(police.client, share.copy, { kind: 'group', value: made }))
    expect(one?.to).toMatchObject({ name: 'Payments', audience: ['Bank', 'Carrier'] })
    const low = { tlp: 'amber', reach: 'member' }
    const rule = { secondPerson: false, analyst: low, manager: low, originals: false }
    expect((await regulator.client.call('PUT', '/api/sharing-rule', rule)).status).toBe(200)
    const invited = await regulator.client.call('POST', '/api/invitations', { email: 'ana@regulator.example', role: 'analyst' })
    const analyst = await accept(house, (invited.body as { link: string }).link, 'ana@regulator.example')
    expect(await others(analyst, share.id)).toMatchObject([{ ceiling: 'reach', may: { consent: false, refuse: true } }])
    expect(await consent(analyst, String(one?.id))).toMatchObject({ status: 403, body: { code: 'cooperation.above-ceiling' } })
    expect((await consent(regulator.client, String(one?.id))).status).toBe(200)
    const passed = await show(police.client, onTo('For the group', share, {}, [{ kind: 'group', value: made }]))
    expect([await sees(bank, passed), await sees(carrier, passed)]).toEqual([true, true])
    // who comes into the group later sees nothing of it, whatever else they see
    await police.client.call('POST', `/api/groups/${made}/members`, { members: [hoster.id], past: true })
    expect(await sees(hoster, passed)).toBe(false)
    await regulator.client.call('POST', `/api/shares/${share.id}/recall`)
    expect([await sees(bank, passed), await sees(carrier, passed)]).toEqual([false, false])
  })

  test('for a group is not used once somebody is in it whom the owner was not asked for', async () => {
    const { id: made } = (await police.client.call('POST', '/api/groups', { name: 'Banks' })).body as { id: string }
    const put = (who: Joined) => police.client.call('POST', `/api/groups/${made}/members`, { members: [who.id], past: true })
    await put(bank)
    const to = { kind: 'group', value: made }
    const share = await giveFrom('To banks')
    const [one] = items(await ask(police.client, share.copy, to))
    expect((await consent(regulator.client, String(one?.id))).status).toBe(200)
    const waits = await draft(police.client, onTo('For banks', share, {}, [to]))
    await put(hoster)
    const over = { status: 409, body: { code: 'cooperation.onward-over' } }
    expect(await decide(police.client, waits)).toMatchObject(over)
    expect(await police.client.call('POST', '/api/shares', onTo('For more', share, {}, [to]))).toMatchObject(over)
    await police.client.call('POST', `/api/groups/${made}/members/remove`, { members: [hoster.id] })
    expect((await decide(police.client, waits)).status).toBe(200)
    expect([await sees(bank, waits), await sees(hoster, waits)]).toEqual([true, false])
  })
})

test('words of people in questions and answers are found and taken out for a data subject', async () => {
  const name = 'Wilhelmina Quist'
  const share = await giveFrom('Of a person')
  const [one] = items(await ask(police.client, share.copy, member(bank), { why: `${name} works there.` }))
  await regulator.client.call('POST', `/api/onward/${one?.id}/refuse`, { reason: `${name} is a witness.` })
  for (const who of [police.client, regulator.client]) {
    const erased = await who.call('POST', '/api/subjects/erase', { text: name, manner: 'erase', reason: 'asked for it' })
    expect(erased.status).toBe(200)
  }
  expect(JSON.stringify(await own(police.client, share.copy))).not.toContain('Wilhelmina')
  expect(await own(police.client, share.copy)).toMatchObject([{ why: '… works there.', answer: { reason: '… is a witness.' } }])
})
