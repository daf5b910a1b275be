import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'
import { accept } from './testing/relief.ts'
import { asked, decide, draft, member, paper, type Share, show, terms } from './testing/sharing.ts'

let house: House
let ann: Client
let network: TestNetwork
let regulator: Joined
let police: Joined
let carrier: Joined
let bank: Joined
let outsider: Client

beforeAll(async () => {
  house = await openHouse()
  ann = await firstRun(house)
  network = await openNetwork(house, ann)
  regulator = await network.join({ kind: 'agency', name: 'Messaging Regulator', country: 'NZ' })
  police = await network.join({ kind: 'agency', name: 'Cyber Police', country: 'FR' })
  carrier = await network.join({ kind: 'industry', name: 'Carrier', country: 'FR' })
  bank = await network.join({ kind: 'industry', name: 'Bank', country: 'SG' })
  const made = await ann.call('POST', '/api/node/organisations', {
    organisation: { name: 'Outsider', kind: 'provider', country: 'FR' },
    administrator: 'eve@outsider.example',
  })
  outsider = await accept(house, (made.body as { link: string }).link, 'eve@outsider.example')
})
afterAll(() => house.close())

type Shared = { id: string; title: string; readAt: string | null; from: { id: string; name: string }; tlp: string }

const seen = async (who: Client, query = '') => ((await who.call('GET', `/api/shared${query}`)).body as { items: Shared[] }).items
const titles = async (who: Client, query = '') => (await seen(who, query)).map(({ title }) => title)
const read = async (who: Client, id: string) => (await who.call('GET', `/api/shares/${id}`)).body as Share
const group = async (who: Client, name: string, members: Joined[], past = true) => {
  const { id } = (await who.call('POST', '/api/groups', { name })).body as { id: string }
  const added = await who.call('POST', `/api/groups/${id}/members`, { members: members.map((one) => one.id), past })
  expect(added.status).toBe(200)
  return id
}

describe('a share', () => {
  test('shows exactly what was looked at to its recipient, with its terms, and to nobody else', async () => {
    const drafted = await draft(regulator.client, asked(paper('Dialler wave'), [member(police)]))
    expect(drafted).toMatchObject({
      state: 'draft',
      audience: [{ name: 'Cyber Police' }],
      grows: false,
      guards: { newcomers: ['Cyber Police'] },
    })
    expect(await titles(police.client)).toEqual([])
    expect(await decide(regulator.client, { ...drafted, sha256: '0'.repeat(64) })).toMatchObject({
      body: { code: 'cooperation.share-changed' },
    })
    expect(await decide(regulator.client, { ...drafted, revision: 2 })).toMatchObject({ body: { code: 'cooperation.share-changed' } })
    expect(await decide(regulator.client, drafted, false)).toMatchObject({ status: 409, body: { code: 'cooperation.unusual' } })
    expect((await decide(regulator.client, drafted)).status).toBe(200)
    expect(await seen(police.client)).toMatchObject([
      { title: 'Dialler wave', tlp: 'amber', from: { name: 'Messaging Regulator' }, readAt: null },
    ])
    const got = await police.client.call('GET', `/api/shared/${drafted.copy}`)
    expect(got).toMatchObject({ status: 200, body: { sha256: drafted.sha256, bytes: drafted.bytes } })
    expect(JSON.parse(drafted.bytes)).toMatchObject({ terms, body: { kind: 'document', title: 'Dialler wave' } })
    for (const other of [carrier.client, outsider, network.secretariat, regulator.client]) {
      expect(await titles(other)).toEqual([])
      expect((await other.call('GET', `/api/shared/${drafted.copy}`)).status).toBe(404)
      expect(await titles(other, '?q=dialler')).toEqual([])
    }
    expect(await read(regulator.client, drafted.id)).toMatchObject({
      receipts: [{ name: 'Cyber Police' }],
      audience: [{ name: 'Cyber Police' }],
    })
    expect((await police.client.call('GET', `/api/shares/${drafted.id}`)).status).toBe(404)
  })

  test('warns of a recipient once, and is found by its words', async () => {
    const again = await draft(regulator.client, asked(paper('Second paper', 'über 詐騙 wavelength'), [member(police)]))
    expect(again.guards.newcomers).toEqual([])
    expect((await decide(regulator.client, again, false)).status).toBe(200)
    for (const words of ['wavelen', '詐騙', 'UBER', 'messaging'])
      expect(await titles(police.client, `?q=${encodeURIComponent(words)}`)).toContain('Second paper')
    expect(await titles(police.client, '?q=dialler')).toEqual(['Dialler wave'])
    expect(await titles(police.client, '?tlp=red')).toEqual([])
    expect(await titles(police.client, '?kind=document&tlp=amber')).toHaveLength(2)
    expect((await police.client.call('GET', '/api/shared/figures')).body).toEqual({
      kinds: [{ kind: 'document', count: 2, unread: 1 }],
      toDelete: 0,
    })
  })

  test('goes to whoever is a country’s agency now, to all agencies, and never to itself', async () => {
    expect(await regulator.client.call('POST', '/api/shares', asked(paper('x'), [member(regulator)]))).toMatchObject({
      status: 400,
      body: { code: 'cooperation.no-recipient' },
    })
    expect((await regulator.client.call('POST', '/api/shares', asked(paper('x'), [{ kind: 'country', value: 'NZ' }]))).status).toBe(400)
    const toFrance = await show(bank.client, asked(paper('To France'), [{ kind: 'country', value: 'FR' }]))
    expect(toFrance).toMatchObject({ audience: [{ name: 'Cyber Police' }], grows: false })
    const toAll = await show(bank.client, asked(paper('To agencies'), [{ kind: 'agencies' }]))
    expect(toAll).toMatchObject({ audience: [{ name: 'Cyber Police' }, { name: 'Messaging Regulator' }], grows: true })
    expect(await titles(police.client)).toEqual(expect.arrayContaining(['To France', 'To agencies']))
    expect(await titles(regulator.client)).toEqual(['To agencies'])
    expect(await titles(carrier.client)).toEqual([])
    const latecomer = await network.join({ kind: 'agency', name: 'Late Agency', country: 'FR' })
    expect(await titles(latecomer.client)).toEqual(['To agencies'])
    expect((await latecomer.client.call('POST', `/api/network/members/${latecomer.id}/leave`, {})).status).toBe(200)
    expect(await titles(latecomer.client)).toEqual([])
  })

  test('is not made by whoever is no member, nor decided by a key', async () => {
    expect((await outsider.call('POST', '/api/shares', asked(paper('x'), [member(police)]))).status).toBe(403)
    const drafted = await draft(regulator.client, asked(paper('By key'), [member(police)]))
    const key = await regulator.client.call('POST', '/api/keys', { name: 'k', scopes: ['read', 'write', 'administer'], days: 3 })
    const answer = await house.http.app.inject({
      method: 'POST',
      url: `/api/shares/${drafted.id}/approve`,
      headers: { authorization: `Bearer ${(key.body as { key: string }).key}` },
      payload: { sha256: drafted.sha256, revision: drafted.revision, unusual: true },
    })
    expect(answer.statusCode).toBe(403)
    expect((await read(regulator.client, drafted.id)).state).toBe('draft')
  })

  test('is declined without a reason, and its words go', async () => {
    const drafted = await draft(regulator.client, asked(paper('Never'), [member(police)]))
    expect(await regulator.client.call('POST', `/api/shares/${drafted.id}/decline`)).toMatchObject({
      status: 200,
      body: { state: 'refused', bytes: null, draft: null },
    })
    expect(await decide(regulator.client, drafted)).toMatchObject({ status: 409, body: { code: 'cooperation.share-state' } })
  })

  test('is drafted anew, and what was looked at before is approved no more', async () => {
    const body = asked(paper('First words'), [member(police)])
    const drafted = await draft(regulator.client, body)
    const other = await regulator.client.call('PUT', `/api/shares/${drafted.id}`, { ...body, recipients: [member(police), member(bank)] })
    expect(other).toMatchObject({ status: 200, body: { sha256: drafted.sha256, revision: 2 } })
    expect(await decide(regulator.client, drafted)).toMatchObject({ status: 409, body: { code: 'cooperation.share-changed' } })
    expect((await decide(regulator.client, other.body as Share)).status).toBe(200)
    expect(await titles(bank.client)).toContain('First words')
  })
})

describe('what is taken from cases and campaigns', () => {
  test('is a copy without reporters, recipients, parties and notes', async () => {
    await regulator.client.call('POST', '/api/reports', {
      url: 'https://bad.example/pay?to=victim@citizen.example',
      note: 'private words',
      reporter: { address: 'reporter@citizen.example', name: 'Rita Reporter' },
    })
    await house.settle()
    const { items } = (await regulator.client.call('GET', '/api/reports')).body as { items: { id: string }[] }
    const opened = await regulator.client.call('POST', '/api/cases', {
      title: 'Payment trap, told by reporter@citizen.example',
      kind: 'phishing',
      reports: [items[0]?.id],
    })
    expect(opened.status).toBe(201)
    const id = (opened.body as { id: string }).id
    const { bytes } = await draft(regulator.client, asked({ kind: 'case', id, left: ['harm'] }, [member(police)]))
    expect(JSON.parse(bytes).body).toMatchObject({ kind: 'case', of: 'phishing', reports: 1, left: ['harm'] })
    for (const gone of ['citizen.example', 'Rita', 'private words', '"harm":']) expect(bytes).not.toContain(gone)
    expect((await police.client.call('POST', '/api/shares', asked({ kind: 'case', id }, [member(bank)]))).status).toBe(404)

    const marked = await regulator.client.call('POST', `/api/secrecy/${id}`, { kind: 'case', mark: 'confidential' })
    expect(marked).toMatchObject({ status: 200, body: { items: [{ mark: 'confidential' }] } })
    expect(await regulator.client.call('POST', '/api/shares', asked({ kind: 'case', id }, [member(police)]))).toMatchObject({
      status: 409,
      body: { code: 'cooperation.secret' },
    })
    expect((await police.client.call('POST', `/api/secrecy/${id}`, { kind: 'case', mark: 'confidential' })).status).toBe(404)
    const mark = (marked.body as { items: { id: string }[] }).items[0]?.id
    expect((await police.client.call('POST', `/api/secrecy-marks/${mark}/lift`)).status).toBe(404)
    const invited = await regulator.client.call('POST', '/api/invitations', { email: 'manager@regulator.example', role: 'manager' })
    const manager = await accept(house, (invited.body as { link: string }).link, 'manager@regulator.example')
    expect((await manager.call('POST', `/api/secrecy-marks/${mark}/lift`)).status).toBe(403)
    expect((await regulator.client.call('POST', `/api/secrecy-marks/${mark}/lift`)).status).toBe(200)
    expect((await regulator.client.call('POST', '/api/shares', asked({ kind: 'case', id }, [member(police)]))).status).toBe(201)
  })
})

describe('marks', () => {
  test('never contradict each other', async () => {
    const refused = { status: 409, body: { code: 'cooperation.marks-contradict' } }
    expect(await regulator.client.call('POST', '/api/shares', asked(paper('TLP:RED minutes'), [member(police)]))).toMatchObject(refused)
    expect(await regulator.client.call('POST', '/api/shares', asked(paper('x', 'TLP: amber+strict'), [member(police)]))).toMatchObject(
      refused,
    )
    expect(await regulator.client.call('POST', '/api/shares', asked(paper('x'), [member(police)], { tlp: 'clear' }))).toMatchObject(refused)
    expect((await regulator.client.call('POST', '/api/shares', asked(paper('x', 'TLP:AMBER'), [member(police)]))).status).toBe(201)
    expect(
      (
        await regulator.client.call('POST', '/api/shares', {
          ...asked(paper('x'), [member(police)]),
          terms: { ...terms, tlp: ['red', 'green'] },
        })
      ).status,
    ).toBe(400)
  })

  test('are never wider than of what the copy rests on', async () => {
    const open = await show(bank.client, asked(paper('Open source'), [member(carrier)], { tlp: 'green', onward: 'as-marked' }))
    const kept = await show(bank.client, asked(paper('Kept source'), [member(carrier)], { tlp: 'amber', onward: 'as-marked' }))
    const on = (source: Share, to: Joined, tlp: string) =>
      carrier.client.call('POST', '/api/shares', asked(paper('Resting'), [member(to)], { tlp, onward: 'as-marked' }, [source.copy]))
    expect((await on(open, police, 'green')).status).toBe(201)
    expect(await on(open, police, 'clear')).toMatchObject({ status: 409, body: { code: 'cooperation.wider' } })
    expect(await on(kept, police, 'red')).toMatchObject({ status: 409, body: { code: 'cooperation.wider' } })
    expect((await on(kept, bank, 'amber')).status).toBe(201)
    expect((await police.client.call('POST', '/api/shares', asked(paper('x'), [member(bank)], {}, [open.copy]))).status).toBe(404)
  })
})

describe('a group', () => {
  test('is known to who is in it, and shows what it is shown to them alone, from the moment of joining or from the beginning', async () => {
    const id = await group(regulator.client, 'Task force', [police])
    await show(regulator.client, asked(paper('Early'), [{ kind: 'group', value: id }]))
    expect((await regulator.client.call('POST', `/api/groups/${id}/members`, { members: [carrier.id], past: false })).status).toBe(200)
    expect((await regulator.client.call('POST', `/api/groups/${id}/members`, { members: [bank.id], past: true })).status).toBe(200)
    await show(police.client, asked(paper('From the police'), [{ kind: 'group', value: id }]))
    expect(await titles(carrier.client)).toContain('From the police')
    expect(await titles(carrier.client)).not.toContain('Early')
    expect(await titles(bank.client)).toEqual(expect.arrayContaining(['Early', 'From the police']))
    expect(await titles(regulator.client)).toContain('From the police')
    expect((await carrier.client.call('GET', `/api/groups/${id}`)).body).toMatchObject({
      name: 'Task force',
      people: expect.arrayContaining([expect.objectContaining({ name: 'Bank', past: true })]),
      may: { change: false, leave: true },
    })
    for (const other of [outsider, network.secretariat]) expect((await other.call('GET', `/api/groups/${id}`)).status).toBe(404)
    expect((await carrier.client.call('POST', `/api/groups/${id}/members`, { members: [carrier.id], past: true })).status).toBe(404)

    expect((await carrier.client.call('POST', `/api/groups/${id}/leave`)).status).toBe(204)
    expect(await titles(carrier.client)).not.toContain('From the police')
    expect((await carrier.client.call('GET', `/api/groups/${id}`)).status).toBe(404)
    expect((await regulator.client.call('POST', `/api/groups/${id}/members/remove`, { members: [bank.id] })).status).toBe(200)
    expect(await titles(bank.client)).not.toContain('Early')
    expect(await regulator.client.call('POST', `/api/groups/${id}/leave`)).toMatchObject({ body: { code: 'cooperation.group-owner' } })
    expect((await regulator.client.call('POST', `/api/groups/${id}/close`)).status).toBe(200)
    expect(await titles(police.client)).not.toContain('Early')
    expect(await regulator.client.call('POST', '/api/shares', asked(paper('x'), [{ kind: 'group', value: id }]))).toMatchObject({
      status: 400,
    })
  })

  test('takes members of the network alone, and loses who leaves the network', async () => {
    const passing = await network.join({ kind: 'industry', name: 'Passing', country: 'FR' })
    const made = await group(regulator.client, 'Passing by', [passing])
    await show(regulator.client, asked(paper('While in'), [{ kind: 'group', value: made }]))
    expect(await titles(passing.client)).toEqual(['While in'])
    expect((await passing.client.call('POST', `/api/network/members/${passing.id}/leave`, {})).status).toBe(200)
    expect(await titles(passing.client)).toEqual([])
    const { people } = (await regulator.client.call('GET', `/api/groups/${made}`)).body as { people: { name: string }[] }
    expect(people.map(({ name }) => name)).toEqual(['Messaging Regulator'])
    expect(await regulator.client.call('POST', `/api/groups/${made}/members`, { members: [passing.id], past: true })).toMatchObject({
      status: 400,
      body: { code: 'cooperation.no-recipient' },
    })
  })
})

describe('how an organisation shares', () => {
  test('two people where it wishes, and no higher than the role’s ceiling', async () => {
    const rule = { secondPerson: true, analyst: { tlp: 'amber', reach: 'member' }, manager: { tlp: 'green', reach: 'group' } }
    expect((await bank.client.call('PUT', '/api/sharing-rule', rule)).status).toBe(200)
    const drafted = await draft(bank.client, asked(paper('By two'), [member(police)], { tlp: 'green' }))
    expect(drafted).toMatchObject({ guards: { secondPerson: true }, may: { decide: false } })
    expect(await decide(bank.client, drafted)).toMatchObject({ status: 403, body: { code: 'cooperation.second-person' } })
    const join = async (role: string) => {
      const invited = await bank.client.call('POST', '/api/invitations', { email: `${role}@bank.example`, role })
      return accept(house, (invited.body as { link: string }).link, `${role}@bank.example`)
    }
    const [analyst, manager] = [await join('analyst'), await join('manager')]
    expect(await decide(analyst, drafted)).toMatchObject({ status: 403, body: { code: 'cooperation.above-ceiling' } })
    expect((await decide(manager, drafted)).status).toBe(200)
    const wide = await draft(bank.client, asked(paper('Too wide'), [{ kind: 'agencies' }]))
    expect(await decide(manager, wide)).toMatchObject({ status: 403, body: { code: 'cooperation.above-ceiling' } })
    expect((await manager.call('PUT', '/api/sharing-rule', { ...rule, secondPerson: false })).status).toBe(403)
    expect((await bank.client.call('PUT', '/api/sharing-rule', { ...rule, secondPerson: false })).status).toBe(200)
  })
})

describe('what is called back', () => {
  test('is seen by nobody at once, leaves a tombstone without content, and is confirmed by each', async () => {
    const shared = await show(regulator.client, asked(paper('Called back', 'the content of it'), [member(police), member(carrier)]))
    await police.client.call('GET', `/api/shared/${shared.copy}`)
    const recalled = await regulator.client.call('POST', `/api/shares/${shared.id}/recall`)
    expect(recalled).toMatchObject({ status: 200, body: { state: 'recalled', asked: 2, open: 2, may: { recall: false } } })
    for (const who of [police, carrier]) {
      expect(await titles(who.client)).not.toContain('Called back')
      expect(await titles(who.client, '?q=called')).toEqual([])
      expect((await who.client.call('GET', `/api/shared/${shared.copy}`)).status).toBe(404)
      const left = await who.client.call('GET', '/api/tombstones')
      expect(left.body).toMatchObject({
        items: [{ copy: shared.copy, from: 'Messaging Regulator', sha256: shared.sha256, confirmedAt: null }],
      })
      expect(JSON.stringify(left.body)).not.toContain('Called back')
    }
    expect((await bank.client.call('GET', '/api/tombstones')).body).toMatchObject({ items: [] })
    const { items } = (await police.client.call('GET', '/api/tombstones')).body as { items: { id: string }[] }
    expect((await carrier.client.call('POST', `/api/tombstones/${items[0]?.id}/confirm`)).status).toBe(404)
    expect((await police.client.call('POST', `/api/tombstones/${items[0]?.id}/confirm`)).status).toBe(204)
    expect(await read(regulator.client, shared.id)).toMatchObject({
      deletions: [
        { name: 'Carrier', read: false, confirmedAt: null },
        { name: 'Cyber Police', read: true, confirmedAt: expect.any(String) },
      ],
    })
    expect((await regulator.client.call('POST', `/api/shares/${shared.id}/recall`)).status).toBe(409)
  })
})

describe('live notices', () => {
  test('reach the recipients, by kind and id alone, and nobody else', async () => {
    const address = await house.http.app.listen({ host: '127.0.0.1', port: 0 })
    const open = async (who: Client) => {
      const told = { text: '' }
      const stop = new AbortController()
      const answer = await fetch(`${address}/api/live`, { headers: { cookie: who.cookie }, signal: stop.signal })
      const listen = async () => {
        for await (const chunk of answer.body ?? []) told.text += Buffer.from(chunk).toString()
      }
      void listen().catch(() => {})
      return { told, stop: () => stop.abort() }
    }
    const id = await group(regulator.client, 'Listening', [police])
    const [member1, named, stranger, beyond] = [
      await open(police.client),
      await open(bank.client),
      await open(carrier.client),
      await open(outsider),
    ]
    await sleep(300)
    const until = async (one: { told: { text: string } }, word: string) => {
      while (!one.told.text.includes(word)) await sleep(20)
    }
    const shared = await show(regulator.client, asked(paper('Heard'), [{ kind: 'group', value: id }, member(bank)]))
    await until(member1, shared.copy)
    await until(named, shared.copy)
    named.told.text = ''
    await regulator.client.call('POST', `/api/shares/${shared.id}/recall`)
    await until(named, shared.copy)
    await regulator.client.call('POST', `/api/groups/${id}/members/remove`, { members: [police.id] })
    await until(member1, `"id":"${id}"`)
    // what comes last for each shows that nothing came before
    for (const who of [carrier.client, outsider]) await who.call('POST', '/api/channels', { name: 'theirs' })
    await until(stranger, '"kind":"channel"')
    await until(beyond, '"kind":"channel"')
    for (const one of [stranger, beyond]) {
      expect(one.told.text).not.toContain('shared-copy')
      expect(one.told.text).not.toContain(id)
    }
    expect(named.told.text).not.toContain(id)
    expect(member1.told.text).not.toContain('Heard')
    for (const one of [member1, named, stranger, beyond]) one.stop()
  })
})

test('people of recipients are told by whom, and never of what', async () => {
  const notices = async (who: Client, subject: string) => {
    const { items } = (await who.call('GET', '/api/notices')).body as { items: { kind: string; subject: string; params: object }[] }
    return items.filter((one) => one.subject === subject).map(({ kind, params }) => [kind, params])
  }
  const from = { from: 'Messaging Regulator' }
  const made = await group(regulator.client, 'Told', [police])
  const shared = await show(regulator.client, asked(paper('Secret title'), [{ kind: 'group', value: made }]))
  await house.drain()
  expect(await notices(police.client, made)).toEqual([['cooperation.group-entered', from]])
  expect(await notices(police.client, shared.copy)).toEqual([['cooperation.copy-shared', from]])
  await regulator.client.call('POST', `/api/shares/${shared.id}/recall`)
  await house.drain()
  expect(await notices(police.client, shared.copy)).toEqual([
    ['cooperation.copy-recalled', from],
    ['cooperation.copy-shared', from],
  ])
  for (const other of [carrier.client, outsider, regulator.client]) expect(await notices(other, shared.copy)).toEqual([])
})

describe('words of people in shares', () => {
  const name = 'Wilhelmina Quist'

  test('are found and taken out for a data subject, and recipients see the rest', async () => {
    const shared = await show(regulator.client, asked(paper('About a person', `Told by ${name}.`), [member(police)]))
    const found = await regulator.client.call('POST', '/api/subjects/find', { text: name })
    const { kinds } = found.body as { kinds: { kind: string; hits: { label: string }[] }[] }
    const hits = kinds.find(({ kind }) => kind === 'cooperation.release')?.hits ?? []
    expect(hits.map(({ label }) => label).sort()).toEqual(['copy', 'share'])
    const erased = await regulator.client.call('POST', '/api/subjects/erase', { text: name, manner: 'erase', reason: 'asked for it' })
    expect(erased.status).toBe(200)
    const { body } = await police.client.call('GET', `/api/shared/${shared.copy}`)
    expect(JSON.stringify(body)).not.toContain('Wilhelmina')
    expect(body).toMatchObject({ title: 'About a person', sha256: expect.not.stringMatching(shared.sha256) })
    expect(JSON.stringify(await read(regulator.client, shared.id))).not.toContain('Wilhelmina')
  })
})
