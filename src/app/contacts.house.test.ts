import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../base/actor.ts'
import type { OrganisationId } from '../base/id.ts'
import { tendContactsJob } from '../domain/cooperation/jobs.ts'
import { parseVcards } from '../formats/vcard/index.ts'
import { perform } from '../platform/work.ts'
import { type Client, firstRun, type House, openHouse, sendBySmtp } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'
import { makeSigner } from './testing/openpgp.ts'
import { openRelay, type Relay, readMail } from './testing/relay.ts'

let relay: Relay
let house: House
let root: pg.Client
let network: TestNetwork
let regulator: Joined
let police: Joined
let carrier: Joined
let unit: string

const today = new Date().toISOString().slice(0, 10)
const designated = { on: '2026-03-04', by: 'Director General' }
const unitBody = (member: string, more: object = {}) => ({
  ...{ member, role: 'unit', audience: 'agencies', designated },
  ...{
    unit: 'Unsolicited Messages',
    person: 'Ann Lee',
    mail: 'unit@regulator.example',
    phone: '+64 4 555 0100',
    emergency: '+64 21 555 0101',
  },
  ...{ languages: ['en', 'mi'], timeZone: 'Pacific/Auckland' },
  ...more,
})
type Seen = {
  id: string
  person: string
  troubles: string[]
  confirmedAt: string | null
  pgpSince: string | null
  ageDays: number
  endedWhy: string | null
  test: { result: string } | null
  tests: { result: string; way: string | null; words: string | null }[]
  history: { person: string; endedWhy: string | null }[]
}
const list = async (who: Client, query = '') =>
  ((await who.call('GET', `/api/network/contacts${query}`)).body as { items: Seen[] }).items.map(({ person }) => person)
const read = async (who: Client, id: string) => (await who.call('GET', `/api/network/contacts/${id}`)).body as Seen
const add = (who: Client, body: object) => who.call('POST', '/api/network/contacts', body)
const idOf = ({ status, body }: { status: number; body: unknown }) => {
  expect([status, body]).toMatchObject([201, { id: expect.any(String) }])
  return (body as { id: string }).id
}
const page = (method: 'GET' | 'POST', path: string, said = '') =>
  house.http.app.inject({
    method,
    url: path,
    ...(method === 'POST' ? { headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: `said=${said}` } : {}),
  })

async function tend(): Promise<void> {
  await perform(house.ctx, systemActor('schedule', network.id as OrganisationId), async (work) => {
    work.require(true)
    work.enqueue(tendContactsJob, {}, { key: 'scheduled' })
  })
  await house.settle()
}
const linkIn = (at: number) => {
  const mail = relay.mails.at(at)
  const path = /\/contact\/[\w-]+/.exec(mail === undefined ? '' : readMail(mail).text)?.[0]
  expect(path).toBeDefined()
  return path ?? ''
}
const noticesOf = async (who: Client) =>
  ((await who.call('GET', '/api/notices')).body as { items: { kind: string; params: object }[] }).items.map(({ kind }) => kind)

beforeAll(async () => {
  relay = await openRelay()
  house = await openHouse({ TOCSIN_RELAY: relay.url })
  root = new pg.Client({ connectionString: house.superuserUrl })
  await root.connect()
  network = await openNetwork(house, await firstRun(house))
  regulator = await network.join({ kind: 'agency', name: 'Regulator', country: 'NZ' })
  police = await network.join({ kind: 'agency', name: 'Police', country: 'NZ' })
  carrier = await network.join({ kind: 'industry', name: 'Carrier', country: 'FR' })
  unit = idOf(await add(regulator.client, unitBody(regulator.id)))
  await house.settle()
  relay.mails.length = 0
})
afterAll(async () => {
  await root?.end()
  await house?.close()
  await relay?.away()
})

describe('a contact', () => {
  test('for agencies is nothing to industry: not in the list, by its id, as vCard or in the CSV', async () => {
    expect(await list(police.client)).toEqual(['Ann Lee'])
    expect(await list(carrier.client)).toEqual([])
    for (const path of ['', '/vcard']) {
      expect((await police.client.call('GET', `/api/network/contacts/${unit}${path}`)).status).toBe(200)
      expect((await carrier.client.call('GET', `/api/network/contacts/${unit}${path}`)).status).toBe(404)
    }
    const csv = async (who: Client) => String((await who.call('GET', '/api/network/contacts/export')).body)
    expect(await csv(police.client)).toContain('unit@regulator.example')
    expect(await csv(carrier.client)).not.toMatch(/regulator/i)
    for (const [act, body] of [
      ['confirm', undefined],
      ['test', undefined],
      ['end', undefined],
      ['hand-over', { audience: 'members', designated }],
    ] as const)
      expect((await carrier.client.call('POST', `/api/network/contacts/${unit}/${act}`, body)).status).toBe(404)
  })

  test('is shown to whom its audience names, from the moment that it is changed', async () => {
    const body = { consent: { on: today, until: null }, person: 'Bo', mail: 'bo@carrier.example', sector: 'internet-provider' }
    const id = idOf(await add(carrier.client, { ...body, member: carrier.id, role: 'staff', audience: 'secretariat' }))
    const seenBy = async () => {
      const readers: Client[] = [network.secretariat, carrier.client, police.client]
      return Promise.all(readers.map(async (who) => (await who.call('GET', `/api/network/contacts/${id}`)).status))
    }
    expect(await seenBy()).toEqual([200, 200, 404])
    const change = (audience: string) => carrier.client.call('PUT', `/api/network/contacts/${id}`, { ...body, audience })
    expect((await change('agencies')).status).toBe(200)
    expect(await seenBy()).toEqual([200, 200, 200])
    expect(await list(police.client, '?sector=internet-provider')).toEqual(['Bo'])
    expect((await change('secretariat')).status).toBe(200)
    expect(await seenBy()).toEqual([200, 200, 404])
  })

  test('is kept by its own member and the secretariat alone, and one that the secretariat enters waits to be confirmed', async () => {
    expect((await add(police.client, unitBody(regulator.id))).status).toBe(403)
    expect((await police.client.call('POST', `/api/network/contacts/${unit}/end`)).status).toBe(403)
    const id = idOf(await add(network.secretariat, unitBody(police.id, { person: 'Cy', mail: null })))
    expect((await read(police.client, id)).confirmedAt).toBeNull()
    expect((await police.client.call('POST', `/api/network/contacts/${id}/confirm`)).status).toBe(200)
    expect((await read(network.secretariat, id)).confirmedAt).not.toBeNull()
    expect((await police.client.call('POST', `/api/network/contacts/${id}/end`)).status).toBe(200)
  })

  test('of industry needs the act, of a list the consent of the person; keys are keys, and no private ones', async () => {
    const refused = async (code: string, body: object) =>
      expect(
        await add(carrier.client, { member: carrier.id, audience: 'agencies', person: 'X', mail: 'x@carrier.example', ...body }),
      ).toMatchObject({
        status: 400,
        body: { code },
      })
    await refused('cooperation.contact-role', { role: 'unit', designated })
    await refused('cooperation.contact-acts', { role: 'industry' })
    await refused('cooperation.contact-acts', { role: 'staff' })
    await refused('cooperation.contact-acts', { role: 'staff', consent: { on: '2020-01-01', until: '2021-01-01' } })
    await refused('cooperation.contact-empty', { role: 'industry', designated, mail: null })
    await refused('cooperation.contact-key', { role: 'industry', designated, pgp: 'nonsense' })
    const pgp = '-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nAAAA\n-----END PGP PRIVATE KEY BLOCK-----'
    await refused('cooperation.contact-key', { role: 'industry', designated, pgp })
  })

  test('has another OpenPGP key by a person’s act alone, which says since when; one that the secretariat enters waits to be confirmed', async () => {
    const [one, other] = [makeSigner('one').key, makeSigner('other').key]
    const id = idOf(await add(police.client, unitBody(police.id, { mail: null, pgp: one })))
    const body = ({ member: _member, role: _role, designated: _designated, ...rest }: ReturnType<typeof unitBody>) => rest
    const change = (pgp: string | null, phone = '+64 4 555 0100') => ({ ...body(unitBody(police.id, { mail: null })), phone, pgp })
    const before = await read(police.client, id)
    expect(before).toMatchObject({ pgpSince: expect.any(String), confirmedAt: expect.any(String) })
    const made = await police.client.call('POST', '/api/keys', { name: 'robot', scopes: ['read', 'write', 'administer'], days: 3 })
    const byKey = (payload: object) =>
      house.http.app.inject({
        method: 'PUT',
        url: `/api/network/contacts/${id}`,
        headers: { authorization: `Bearer ${(made.body as { key: string }).key}` },
        payload,
      })
    expect((await byKey(change(other))).statusCode).toBe(403)
    expect((await byKey(change(null))).statusCode).toBe(403)
    expect((await byKey(change(one, '+64 4 555 0199'))).statusCode).toBe(200)
    // a program says nothing of whether it is right
    expect(await read(police.client, id)).toMatchObject({ pgpSince: before.pgpSince, confirmedAt: before.confirmedAt })
    expect((await network.secretariat.call('PUT', `/api/network/contacts/${id}`, change(other))).status).toBe(200)
    const after = await read(police.client, id)
    expect(after.confirmedAt).toBeNull()
    expect(String(after.pgpSince) > String(before.pgpSince)).toBe(true)
    expect((await police.client.call('POST', `/api/network/contacts/${id}/end`)).status).toBe(200)
  })

  test('is added once by a member that repeats its request', async () => {
    const body = {
      member: police.id,
      role: 'staff',
      audience: 'secretariat',
      person: 'Eve',
      mail: 'eve@police.example',
      consent: { on: today },
    }
    const again = () => police.client.call('POST', '/api/network/contacts', body, { 'idempotency-key': 'the-same-request' })
    const id = idOf(await again())
    expect(idOf(await again())).toBe(id)
    expect((await police.client.call('POST', `/api/network/contacts/${id}/end`, undefined, { 'idempotency-key': 'another' })).status).toBe(
      200,
    )
  })

  test('is given as a vCard that says how to reach it', async () => {
    const card = await police.client.call('GET', `/api/network/contacts/${unit}/vcard`)
    expect(card.headers['content-type']).toBe('text/vcard; charset=utf-8')
    expect(parseVcards(card.raw.toString())).toMatchObject({
      cards: [
        {
          ...{ name: 'Ann Lee', organisation: 'Regulator', unit: 'Unsolicited Messages', mails: ['unit@regulator.example'] },
          phones: [
            { number: '+64 4 555 0100', emergency: false },
            { number: '+64 21 555 0101', emergency: true },
          ],
          languages: ['en', 'mi'],
        },
      ],
    })
  })
})

describe('a designation', () => {
  test('is one at a time, and is handed over in one act that both sides of the history and the log tell', async () => {
    expect(await add(regulator.client, unitBody(regulator.id))).toMatchObject({
      status: 409,
      body: { code: 'cooperation.contact-designated' },
    })
    const { member: _, role: __, ...body } = unitBody(regulator.id, { person: 'Di Oh', mail: 'di@regulator.example' })
    const { designated: ___, ...changed } = body
    expect(await regulator.client.call('PUT', `/api/network/contacts/${unit}`, changed)).toMatchObject({
      status: 409,
      body: { code: 'cooperation.contact-hand-over' },
    })
    const next = idOf(await regulator.client.call('POST', `/api/network/contacts/${unit}/hand-over`, body))
    expect(await list(police.client, '?role=unit')).toEqual(['Di Oh'])
    expect((await police.client.call('GET', `/api/network/contacts/${unit}`)).status).toBe(404)
    expect((await read(regulator.client, next)).history).toMatchObject([
      { person: 'Di Oh', endedWhy: null },
      { person: 'Ann Lee', endedWhy: 'handed-over' },
    ])
    expect((await read(police.client, next)).history).toMatchObject([{ person: 'Di Oh' }])
    await house.settle()
    const { rows } = await root.query<{ kind: string; record: string }>(
      `select kind, entry::text as record from platform.log_record where kind like 'cooperation.contact-%' and subject = any($1) order by at`,
      [[unit, next]],
    )
    expect(rows.map(({ kind }) => kind).sort()).toEqual([
      'cooperation.contact-designated',
      'cooperation.contact-ended',
      'cooperation.contact-handed-over',
    ])
    expect(JSON.stringify(rows)).not.toMatch(/Ann Lee|Di Oh|Director/)
    expect(await regulator.client.call('POST', `/api/network/contacts/${unit}/confirm`)).toMatchObject({
      status: 409,
      body: { code: 'cooperation.contact-over' },
    })
    unit = next
  })
})

describe('a test', () => {
  test('goes by the clock to every address that was not tested, and a look at its link answers nothing', async () => {
    await tend()
    expect(relay.mails.map(({ to, from }) => [to, from]).sort()).toEqual([
      ['bo@carrier.example', ''],
      ['di@regulator.example', ''],
    ])
    await tend()
    expect(relay.mails).toHaveLength(2)
    const path = linkIn(relay.mails.findIndex(({ to }) => to === 'di@regulator.example'))
    const looked = await page('GET', path)
    expect([looked.statusCode, looked.body]).toEqual([200, expect.stringContaining('Di Oh')])
    expect((await read(police.client, unit)).test).toMatchObject({ result: 'waiting' })
    expect((await page('POST', path, 'nothing')).statusCode).toBe(303)
    expect((await read(police.client, unit)).test).toMatchObject({ result: 'waiting' })
    expect((await page('POST', path, 'right')).statusCode).toBe(303)
    expect((await read(police.client, unit)).test).toMatchObject({ result: 'answered' })
    expect((await page('GET', path)).body).not.toContain('<form')
    expect((await page('GET', '/contact/nothing-of-ours')).statusCode).toBe(404)
  })

  test('is answered by mail as well, by a person and not by a machine', async () => {
    const mail = relay.mails.find(({ to }) => to === 'bo@carrier.example')
    const replyTo = mail === undefined ? '' : (/case\+[0-9a-f]+@[\w.]+/.exec(readMail(mail).field('reply-to') ?? '')?.[0] ?? '')
    const answer = (head: string, text: string) =>
      sendBySmtp(house.smtpPort, {
        from: 'bo@carrier.example',
        to: replyTo,
        bytes: Buffer.from(`From: bo@carrier.example\r\nTo: ${replyTo}\r\nSubject: Re: contact\r\n${head}\r\n${text}\r\n`),
      })
    const bo = (await network.secretariat.call('GET', '/api/network/contacts?q=bo@')).body as { items: Seen[] }
    const id = bo.items[0]?.id ?? ''
    expect(await answer('Auto-Submitted: auto-replied\r\n', 'I am away.')).toMatch(/^2/)
    await house.settle()
    expect((await read(carrier.client, id)).test).toMatchObject({ result: 'waiting' })
    expect(await answer('', 'Yes, but ask Eve next time.')).toMatch(/^2/)
    await house.settle()
    expect((await read(carrier.client, id)).tests).toMatchObject([{ result: 'answered', way: 'reply', words: null }])
    expect((await read(network.secretariat, id)).tests).toMatchObject([{ words: expect.stringContaining('ask Eve') }])
    expect(await noticesOf(network.secretariat)).toContain('cooperation.contact-answered')
  })

  test('that says something is wrong, is refused by the mail server or never answered is shown, and both sides are reminded', async () => {
    const again = async () => {
      expect((await regulator.client.call('POST', `/api/network/contacts/${unit}/test`)).status).toBe(200)
      await house.settle()
    }
    await again()
    expect(await regulator.client.call('POST', `/api/network/contacts/${unit}/test`)).toMatchObject({
      status: 409,
      body: { code: 'cooperation.contact-tested' },
    })
    await page('POST', linkIn(-1), 'wrong')
    expect((await read(police.client, unit)).troubles).toEqual(['doubted'])
    expect((await regulator.client.call('POST', `/api/network/contacts/${unit}/confirm`)).status).toBe(200)
    expect((await read(police.client, unit)).troubles).toEqual([])
    relay.refused.set('di@regulator.example', 550)
    await again()
    expect((await read(police.client, unit)).troubles).toEqual(['undelivered'])
    relay.refused.clear()
    await again()
    await root.query(`update cooperation.contact_test set due_at = now() - interval '1 day' where result = 'waiting'`)
    await tend()
    expect((await read(police.client, unit)).troubles).toEqual(['unanswered'])
    expect(await list(network.secretariat, '?trouble=unanswered')).toEqual(['Di Oh'])
    expect(await noticesOf(network.secretariat)).toContain('cooperation.contacts-due')
    expect(await noticesOf(regulator.client)).toContain('cooperation.own-contacts-due')
    expect(await noticesOf(carrier.client)).not.toContain('cooperation.own-contacts-due')
    // late is better than never
    await page('POST', linkIn(-1), 'right')
    expect((await read(police.client, unit)).troubles).toEqual([])
  })

  test('and confirmation are due by the periods of the network, which the secretariat alone sets', async () => {
    await root.query(`update cooperation.contact set confirmed_at = now() - interval '50 days' where id = $1`, [unit])
    expect(await read(police.client, unit)).toMatchObject({ ageDays: 50, troubles: [] })
    const set = { confirmDays: 45, answerDays: 7 }
    expect((await regulator.client.call('PUT', '/api/network/contact-periods', set)).status).toBe(403)
    expect((await network.secretariat.call('PUT', '/api/network/contact-periods', set)).status).toBe(200)
    expect(await read(police.client, unit)).toMatchObject({ ageDays: 50, confirmDays: 45, troubles: ['overdue'] })
    expect(await list(police.client, '?trouble=overdue')).toEqual(['Di Oh'])
    await root.query(
      `update cooperation.contact_test set sent_at = sent_at - interval '50 days', settled_at = settled_at - interval '50 days' where contact = $1`,
      [unit],
    )
    const before = relay.mails.length
    await tend()
    expect(relay.mails.slice(before).map(({ to }) => to)).toEqual(['di@regulator.example'])
  })
})

describe('what ends', () => {
  test('a person’s listing ends with the consent', async () => {
    await root.query(`update cooperation.contact set consent_on = current_date - 9, consent_until = current_date - 2 where role = 'staff'`)
    await tend()
    const { items } = (await carrier.client.call('GET', '/api/network/contacts?ended=true')).body as { items: Seen[] }
    expect(items).toMatchObject([{ person: 'Bo', endedWhy: 'consent-over' }])
  })

  test('whoever leaves sees no contact any more, and theirs are shown to nobody but the secretariat', async () => {
    const leaver = await network.join({ kind: 'agency', name: 'Leaver', country: 'FR' })
    const own = idOf(await add(leaver.client, unitBody(leaver.id, { person: 'Flo', audience: 'public' })))
    expect((await list(leaver.client)).sort()).toEqual(['Di Oh', 'Flo'])
    expect(await list(carrier.client)).toEqual(['Flo'])
    expect((await leaver.client.call('POST', `/api/network/members/${leaver.id}/leave`, {})).status).toBe(200)
    for (const path of ['', `/${own}`, `/${own}/vcard`, '/export'])
      expect((await leaver.client.call('GET', `/api/network/contacts${path}`)).status).toBe(403)
    expect(await list(carrier.client)).toEqual([])
    expect(await list(carrier.client, '?ended=true')).toEqual(['Bo'])
    expect((await police.client.call('GET', `/api/network/contacts/${own}`)).status).toBe(404)
    expect(await read(network.secretariat, own)).toMatchObject({ endedWhy: 'left' })
  })
})
