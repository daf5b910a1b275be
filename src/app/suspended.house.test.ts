import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { systemActor } from '../base/actor.ts'
import type { OrganisationId } from '../base/id.ts'
import { appointOperator, listMembers, notify, sendDigests } from '../domain/directory/index.ts'
import { channelActor, ensureChannel } from '../domain/intake/index.ts'
import { listenForMail, type MailListener } from '../domain/intake/listeners.ts'
import { languages } from '../domain/intake/texts.ts'
import { type DnsServer, startDnsServer } from '../platform/net/testing/dns-server.ts'
import { perform } from '../platform/work.ts'
import { importReports } from './cli/import.ts'
import { type Client, clientOf, cookiesOf, firstRun, type House, openHouse, sendBySmtp } from './testing/house.ts'
import { openRelay, type Relay, readMail } from './testing/relay.ts'
import { Talk } from './testing/talk.ts'

let dns: DnsServer
let relay: Relay
let house: House
let lmtp: MailListener
let ann: Client
/** runs the node, and acts for the other organisation */
let bob: Client
let key: string
let token: string
let folder: string
beforeAll(async () => {
  dns = await startDnsServer({ 'citizen.example': { TXT: ['v=spf1 ip4:127.0.0.1 -all'] } })
  relay = await openRelay()
  house = await openHouse({ TOCSIN_DNS: dns.address, TOCSIN_RELAY: relay.url })
  lmtp = await listenForMail(house.ctx, house.receive, { host: '127.0.0.1', port: 0 }, 'lmtp')
  ann = await firstRun(house)
  bob = await second()
  key = ((await ann.call('POST', '/api/keys', { name: 'robot', scopes: ['report', 'read'] })).body as { key: string }).key
  const channel = await ann.call('POST', '/api/channels', { name: 'a list' })
  token = (channel.body as { address: string }).address
  folder = await mkdtemp(join(tmpdir(), 'tocsin-suspended-'))
  await house.settle()
})
afterAll(async () => {
  await lmtp.close()
  await house.close()
  await relay.away()
  await dns.close()
  await rm(folder, { recursive: true, force: true })
})

async function second(): Promise<Client> {
  const made = await ann.call('POST', '/api/node/organisations', {
    organisation: { name: 'Second Desk', kind: 'industry', country: 'FR' },
    administrator: 'bob@second.example',
  })
  const person = { name: 'Bob', password: 'seventeen quiet herons', locale: 'en', timeZone: 'UTC' }
  const payload = { token: (made.body as { link: string }).link.split('#')[1], person }
  const answer = await house.http.app.inject({ method: 'POST', url: '/api/invitations/accept', payload })
  await appointOperator(house.ctx, 'bob@second.example', true)
  return clientOf(house, cookiesOf(answer), answer.json().organisation)
}

const turn = async (what: 'suspend' | 'resume') => {
  const answer = await bob.call(
    'POST',
    `/api/node/organisations/${ann.organisation}/${what}`,
    what === 'suspend' ? { reason: 'unpaid' } : {},
  )
  expect([answer.status, (answer.body as { suspended: boolean }).suspended]).toEqual([200, what === 'suspend'])
}
afterEach(() => turn('resume'))

let number = 0
// one address is acknowledged only so often a day
const message = () =>
  Buffer.from(
    `From: mina${number + 1}@citizen.example\r\nTo: report@tocsin.example\r\nSubject: s${++number}\r\n\r\nhttps://bad.example/${number}\r\n`,
  )
const mailTo = (port: number, to: string | string[]) => sendBySmtp(port, { bytes: message(), from: `mina${number}@citizen.example`, to })
const byKey = () =>
  house.http.app.inject({
    method: 'POST',
    url: '/api/reports',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'message/rfc822' },
    payload: message(),
  })
const page = (language = 'en') => house.http.app.inject({ method: 'GET', url: `/report?language=${language}` })
const form = (text: string) => {
  const payload = `--b\r\nContent-Disposition: form-data; name="pasted"\r\n\r\n${text}\r\n--b--\r\n`
  return house.http.app.inject({
    method: 'POST',
    url: '/report',
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
    payload,
  })
}
const bring = async () => {
  const said = { out: '', err: '' }
  const path = join(folder, `${++number}.eml`)
  await writeFile(path, message())
  const done = importReports([path], {
    stdin: (async function* () {})(),
    stdout: { write: (text) => (said.out += text) },
    stderr: { write: (text) => (said.err += text) },
    env: house.environment,
  })
  return done.then(
    () => said.out,
    (error: Error) => error.message,
  )
}
const total = async (client: Client) => {
  const { body } = await client.call('GET', '/api/reports?limit=200')
  return (body as { items: unknown[] }).items.length
}
/** A channel that was open a moment ago may be taken for open for two seconds. */
const shut = () =>
  vi.waitFor(async () => expect(await mailTo(house.smtpPort, 'report@tocsin.example')).toMatch(/^450/), { timeout: 20_000 })

describe('a suspended organisation', () => {
  test('refuses mail before its content, for now only, at the desk and at every address of its own, and its mail goes to nobody else', async () => {
    expect(await mailTo(house.smtpPort, 'report@tocsin.example')).toMatch(/^250/)
    await turn('suspend')
    await shut()
    await vi.waitFor(async () => expect(await mailTo(house.smtpPort, token)).toMatch(/^450.* 4\.2\.1 /), { timeout: 20_000 })
    expect(await mailTo(house.smtpPort, 'report+nobodyhere1@tocsin.example')).toMatch(/^550.* 5\.1\.1 /)
    expect(await total(bob)).toBe(0)
    await turn('resume')
    expect(await mailTo(house.smtpPort, 'report@tocsin.example')).toMatch(/^250/)
    expect(await mailTo(house.smtpPort, token)).toMatch(/^250/)
  })

  test('refuses mail by LMTP as well', async () => {
    await turn('suspend')
    await shut()
    const talk = new Talk(createConnection({ host: '127.0.0.1', port: lmtp.port }))
    await talk.reply()
    await talk.say('LHLO list.example')
    await talk.say('MAIL FROM:<mina@citizen.example>')
    expect(await talk.say('RCPT TO:<report@tocsin.example>')).toMatch(/^450/)
    await talk.say('QUIT')
  })

  test('takes nothing by the API, and says why to a key and to a person whose session is under way', async () => {
    expect((await byKey()).statusCode).toBe(201)
    const live = await ann.call('GET', '/api/session')
    expect(live.body).toMatchObject({ acting: { organisation: { id: ann.organisation } } })
    await turn('suspend')
    const refused = await byKey()
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'directory.suspended'])
    const person = await ann.call('POST', '/api/reports', message(), { 'content-type': 'message/rfc822' })
    expect([person.status, (person.body as { code: string }).code]).toEqual([403, 'directory.not-a-member'])
    expect((await ann.call('GET', '/api/reports')).status).toBe(404)
    expect((await ann.call('GET', '/api/session')).body).toMatchObject({ acting: null })
    const again = await house.http.app.inject({
      method: 'POST',
      url: '/api/auth/sign-in',
      payload: { email: 'ann@desk.example', password: 'correct-horse-battery-9-staple' },
    })
    const anew = clientOf(house, cookiesOf(again), ann.organisation)
    expect((await anew.call('GET', '/api/reports')).status).toBe(404)
    expect((await bob.call('GET', '/api/node/organisations')).body).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ id: ann.organisation, suspended: true })]),
    })
    await turn('resume')
    expect((await byKey()).statusCode).toBe(201)
    expect((await ann.call('GET', '/api/reports')).status).toBe(200)
  })

  test('says on its public page that it takes nothing, in every language, and keeps what was typed on the page', async () => {
    expect((await page()).statusCode).toBe(200)
    await turn('suspend')
    const texts = new Set<string>()
    for (const language of languages) {
      const shown = await page(language)
      expect([shown.statusCode, shown.headers['retry-after']]).toEqual([503, '3600'])
      expect(shown.body).toContain('intake.suspended')
      expect(shown.body).not.toContain('<form')
      texts.add(/role="alert">([^<]+)</.exec(shown.body)?.[1] ?? '')
    }
    expect(texts.size).toBe(languages.length)
    const refused = await vi.waitFor(
      async () => {
        const answer = await form(`https://bad.example/typed/${++number}`)
        expect(answer.statusCode).toBe(503)
        return answer
      },
      { timeout: 20_000 },
    )
    expect(refused.body).toContain('intake.suspended')
    expect(refused.body).toContain(`https://bad.example/typed/${number}`)
    await turn('resume')
    expect((await page()).statusCode).toBe(200)
    expect((await form('https://bad.example/after')).statusCode).toBe(201)
  })

  test('has nothing imported at the command line', async () => {
    await turn('suspend')
    expect(await bring()).toContain('the organisation is suspended')
    await turn('resume')
    expect(await bring()).toContain('1 filed')
  })

  test('has what was let in before analysed and kept; its mail waits, and goes when it is resumed', async () => {
    await house.settle()
    const owner = ann.organisation as OrganisationId
    await ann.call('PATCH', '/api/me', { digest: 'hourly' })
    // who is in another organisation is told of the day's news at that hour, whatever becomes of this one
    await bob.call('PATCH', '/api/me', { digest: 'off' })
    const actor = channelActor('smtp', owner)
    const { id: channel } = await perform(house.ctx, actor, (work) => ensureChannel(work, 'mail'))
    await turn('suspend')
    // its recipient was accepted before
    const receipt = await house.receive(actor, {
      owner,
      channel,
      bytes: message(),
      mediaType: 'message/rfc822',
      name: null,
      reporter: null,
      note: null,
      language: null,
      envelope: { peer: '127.0.0.1', helo: 'mail.citizen.example', from: `mina${number}@citizen.example`, to: 'report@tocsin.example' },
      said: 'unwanted',
    })
    const system = systemActor('test', owner)
    const people = await house.ctx.read(system, (tx) => listMembers(tx, owner, undefined, 10))
    await perform(house.ctx, system, async (work) => {
      work.require(true)
      const notice = { kind: 'intake.stuck', subject: 'x', params: {} }
      await notify(
        work,
        people.map(({ id }) => id),
        notice,
      )
    })
    const digest = () =>
      perform(house.ctx, systemActor('test', null), async (work) => {
        work.require(true)
        work.enqueue(sendDigests, {}, { key: 'test' })
      })
    await digest()
    const before = relay.mails.length
    await house.settle()
    const outgoing = () =>
      house.ctx.read(system, (tx) => tx.selectFrom('platform.outgoing_mail').select(['kind', 'state', 'about']).orderBy('id').execute())
    expect(
      await house.ctx.read(system, (tx) => tx.selectFrom('intake.report').select('state').where('id', '=', receipt.id).executeTakeFirst()),
    ).toEqual({
      state: 'analysed',
    })
    expect((await outgoing()).filter(({ about }) => about === receipt.id)).toEqual([
      { kind: 'acknowledgement', state: 'waiting', about: receipt.id },
    ])
    expect((await outgoing()).filter(({ kind }) => kind === 'digest')).toEqual([])
    expect(relay.mails.length).toBe(before)

    await turn('resume')
    await house.settle()
    expect((await outgoing()).find(({ about }) => about === receipt.id)?.state).toBe('sent')
    const titles = relay.mails.slice(before).map((mail) => readMail(mail).field('subject'))
    expect(titles.filter((title) => title?.includes(receipt.reference))).toHaveLength(1)
    await digest()
    await house.settle()
    expect((await outgoing()).filter(({ kind }) => kind === 'digest')).toMatchObject([{ state: 'sent' }])
    expect((await ann.call('GET', `/api/reports/${receipt.id}`)).body).toMatchObject({ state: 'analysed' })
  })
})
