import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ReleaseView } from '../domain/cooperation/contract.ts'
import { type Departure, watchDepartures } from '../platform/departures.ts'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { openRelay, type Relay, readMail } from './testing/relay.ts'

type Contact = { readonly id: string; readonly address: string }
type Party = { readonly id: string; readonly contactList: readonly Contact[] }

/** What a test does at a desk, whether its node has a relay or not. */
function deskOf(house: House, ann: Client) {
  const get = async (id: string) => (await ann.call('GET', `/api/releases/${id}`)).body as ReleaseView
  return {
    get,
    async openCase(title: string): Promise<string> {
      const opened = await ann.call('POST', '/api/cases', { title, kind: 'spam' })
      expect(opened.status).toBe(201)
      return (opened.body as { id: string }).id
    },
    async party(name: string, contact: object, domain: string): Promise<Party> {
      const responsibilities = [{ kind: 'domain', value: domain }]
      const made = await ann.call('POST', '/api/parties', {
        kind: 'customer',
        name,
        reference: name,
        contacts: [contact],
        responsibilities,
      })
      expect(made.status).toBe(201)
      return (await ann.call('GET', `/api/parties/${(made.body as { id: string }).id}`)).body as Party
    },
    async propose(caseId: string, kind: string, value: string, recipient: object | null): Promise<string> {
      const answer = await ann.call('POST', `/api/cases/${caseId}/actions`, { kind, recipient, things: [{ kind: 'url', value }] })
      expect(answer.status).toBe(201)
      await house.settle()
      return (answer.body as { id: string }).id
    },
    async releaseOf(action: string): Promise<ReleaseView> {
      const { body } = await ann.call('GET', `/api/releases?action=${action}`)
      return get((body as { items: { id: string }[] }).items[0]?.id ?? '')
    },
    async approve({ id, sha256 }: ReleaseView): Promise<number> {
      const { status } = await ann.call('POST', `/api/releases/${id}/approve`, { sha256 })
      await house.settle()
      return status
    },
    actionOf: async (id: string) => (await ann.call('GET', `/api/actions/${id}`)).body as { state: string; rule: string | null },
  }
}

const toContact = (name: string, party: Party) => ({
  ...{ name, party: party.id, contact: party.contactList[0]?.id, address: party.contactList[0]?.address },
  ...{ role: 'customer', language: 'en', format: 'text' },
})

describe('with a relay', () => {
  let relay: Relay
  let house: House
  let ann: Client
  let desk: ReturnType<typeof deskOf>
  let caseId: string
  beforeAll(async () => {
    relay = await openRelay()
    house = await openHouse({ TOCSIN_RELAY: relay.url })
    ann = await firstRun(house)
    desk = deskOf(house, ann)
    caseId = await desk.openCase('Newsletter that nobody asked for')
  })
  afterAll(async () => {
    await house.close()
    await relay.away()
  })
  beforeEach(() => {
    relay.mails.length = 0
  })

  test('a rule of a manager approves what is not doubtful, so many a day, and it is sent without a person', async () => {
    const rule = await ann.call('POST', '/api/action-rules', { actionKind: 'tell-customer', roles: ['customer'], perDay: 1 })
    expect(rule.status).toBe(201)
    const shop = await desk.party('Shop', { address: 'post@shop.example' }, 'shop.example')
    const action = await desk.propose(caseId, 'tell-customer', 'https://a.shop.example/', toContact('Shop', shop))
    const sent = await desk.releaseOf(action)
    expect(sent).toMatchObject({ state: 'delivered', rule: (rule.body as { id: string }).id })
    expect(relay.mails.map(({ to }) => to)).toEqual(['post@shop.example'])
    expect(await desk.actionOf(action)).toMatchObject({ state: 'done', rule: sent.rule })
    const other = await desk.party('Other', { address: 'post@other.example' }, 'other.example')
    const second = await desk.propose(caseId, 'tell-customer', 'https://a.other.example/', toContact('Other', other))
    // the limit of the day is used up
    expect(await desk.releaseOf(second)).toMatchObject({ state: 'draft', warnings: [] })
    expect(relay.mails.length).toBe(1)
    expect((await ann.call('POST', `/api/action-rules/${sent.rule}/end`)).status).toBe(200)
  })

  test('whoever wants letters no more often has what came meanwhile in one, also where a rule would approve each', async () => {
    const rule = await ann.call('POST', '/api/action-rules', { actionKind: 'tell-customer', perDay: 50 })
    const calm = await desk.party('Calm', { address: 'post@calm.example', atMostEvery: 3_600 }, 'calm.example')
    const to = toContact('Calm', calm)
    await desk.propose(caseId, 'tell-customer', 'https://one.calm.example/', to)
    expect(relay.mails.map(({ to: one }) => one)).toEqual(['post@calm.example'])
    const second = await desk.propose(caseId, 'tell-customer', 'https://two.calm.example/', to)
    const third = await desk.propose(await desk.openCase('Another'), 'tell-customer', 'https://three.calm.example/', to)
    const waiting = await desk.releaseOf(second)
    expect(waiting).toMatchObject({ state: 'draft', id: (await desk.releaseOf(third)).id })
    expect(waiting.actions.length).toBe(2)
    expect(waiting.draft?.things.map(({ value }) => value)).toEqual(['https://two.calm.example/', 'https://three.calm.example/'])
    expect(relay.mails.length).toBe(1)
    await ann.call('POST', `/api/action-rules/${(rule.body as { id: string }).id}/end`)
    // a person may approve it now; it goes when the hour is over, not before
    expect(await desk.approve(waiting)).toBe(200)
    const later = await desk.get(waiting.id)
    expect(later).toMatchObject({ state: 'decided', waitsFor: 'not-before' })
    expect(relay.mails.length).toBe(1)
  })

  test('what was approved and has not gone is taken back, with its actions; what went is called back by a mail', async () => {
    const slow = await desk.party('Slow', { address: 'post@slow.example', atMostEvery: 3_600 }, 'slow.example')
    const first = await desk.releaseOf(await desk.propose(caseId, 'tell-customer', 'https://one.slow.example/', toContact('Slow', slow)))
    expect(await desk.approve(first)).toBe(200)
    const action = await desk.propose(caseId, 'tell-customer', 'https://two.slow.example/', toContact('Slow', slow))
    const second = await desk.releaseOf(action)
    expect(await desk.approve(second)).toBe(200)
    const back = await ann.call('POST', `/api/releases/${second.id}/recall`, { reason: 'it was somebody else' })
    expect(back.body).toMatchObject({ state: 'recalled', receipt: { reason: 'it was somebody else' } })
    expect(await desk.actionOf(action)).toMatchObject({ state: 'withdrawn' })
    // who has it is asked to delete it, in a mail of its own
    expect((await ann.call('POST', `/api/releases/${first.id}/recall`, { reason: 'too late' })).body).toMatchObject({
      state: 'delivered',
      recall: { confirmedAt: null },
    })
    await house.settle()
    expect(relay.mails.length).toBe(2)
  })

  test('an action that names nobody is drafted to whom the directory names, saying so, and waits for a person', async () => {
    await ann.call('POST', '/api/action-rules', { actionKind: 'tell-customer', perDay: 50 })
    const known = await desk.party('Known', { address: 'post@known.example', language: 'ar', format: 'xarf' }, 'known.example')
    const draft = await desk.releaseOf(await desk.propose(caseId, 'tell-customer', 'https://x.known.example/', null))
    expect(draft).toMatchObject({
      state: 'draft',
      recipient: {
        value: 'post@known.example',
        name: 'Known',
        role: 'customer',
        party: known.id,
        contact: known.contactList[0]?.id,
        language: 'ar',
      },
      receipt: { proposed: { source: 'customers', date: expect.stringMatching(/^\d{4}-/), of: 'known.example' } },
    })
    expect(draft.warnings).toContain('looked-up')
    const nobody = await desk.releaseOf(await desk.propose(caseId, 'tell-customer', 'https://nobody.example/', null))
    expect(nobody).toMatchObject({ fault: 'no-address', receipt: {} })
    expect(relay.mails).toEqual([])
    expect(await desk.approve(draft)).toBe(200)
    expect(relay.mails.map(({ to }) => to)).toEqual(['post@known.example'])
    expect(relay.mails.map((mail) => readMail(mail).text).join()).toContain('hxxps://x[.]known[.]example/')
  })
})

test('without a relay nothing leaves, however much is approved: it waits in the outbox and says why', async () => {
  const left: Departure[] = []
  const stop = watchDepartures((one) => left.push(one))
  const house = await openHouse()
  try {
    const ann = await firstRun(house)
    const desk = deskOf(house, ann)
    const shop = await desk.party('Shop', { address: 'post@shop.example' }, 'shop.example')
    const caseId = await desk.openCase('Newsletter')
    const action = await desk.propose(caseId, 'tell-customer', 'https://a.shop.example/', toContact('Shop', shop))
    expect(await desk.approve(await desk.releaseOf(action))).toBe(200)
    const release = await desk.releaseOf(action)
    expect(release).toMatchObject({ state: 'decided', waitsFor: 'no-relay' })
    const { items } = (await ann.call('GET', '/api/outbox')).body as { items: { state: string; recipient: string }[] }
    expect(items).toMatchObject([{ state: 'waiting' }])
    expect(left.filter(({ way }) => way === 'smtp')).toEqual([])
    expect(await desk.actionOf(action)).toMatchObject({ state: 'approved' })
  } finally {
    stop()
    await house.close()
  }
})
