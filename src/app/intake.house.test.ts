import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, firstRun, type House, openHouse, sendBySmtp } from './testing/house.ts'

const fixture = (name: string) => readFile(new URL(`../../fixtures/${name}`, import.meta.url))

let house: House
let ann: Client
beforeAll(async () => {
  house = await openHouse()
  ann = await firstRun(house)
})
afterAll(() => house.close())

type Line = {
  id: string
  reference: string
  form: string
  state: string
  times: number
  reporter: string | null
  summary: { title: string; severity: string; origin: { ip: string | null } } | null
}

async function reports(query = ''): Promise<Line[]> {
  const { body } = await ann.call('GET', `/api/reports?limit=200${query}`)
  return (body as { items: Line[] }).items
}

describe('by SMTP', () => {
  test('a message that was sent on as an attachment is evidence, analysed, with the reporter apart from the reported', async () => {
    const answer = await sendBySmtp(house.smtpPort, {
      from: 'anna@citizen.example',
      to: 'report@tocsin.example',
      bytes: await fixture('reports/forward-attached.eml'),
    })
    expect(answer).toMatch(/^250 .*R-[0-9A-Z]{4}-[0-9A-Z]{4}/)
    await house.drain()
    const [report] = await reports('&form=attached')
    expect(report).toMatchObject({ state: 'analysed', reporter: 'anna@citizen.example', times: 1 })
    expect(report?.summary?.title).toContain('Unusual sign-in')
    expect(report?.summary?.origin.ip).toBe('203.0.113.77')
  })

  test('the same bytes from the same reporter are one report with a count', async () => {
    const mail = { from: 'twice@citizen.example', to: 'report@tocsin.example', bytes: await fixture('reports/bare-url.eml') }
    const first = await sendBySmtp(house.smtpPort, mail)
    const second = await sendBySmtp(house.smtpPort, mail)
    expect(second.match(/R-\S+/)?.[0]).toBe(first.match(/R-\S+/)?.[0])
    await house.drain()
    expect((await reports('&form=url')).map((report) => report.times)).toEqual([2])
  })

  test.each([
    ['another domain', 'report@elsewhere.example', '550'],
    ['another mailbox', 'postmaster@tocsin.example', '550'],
    ['a token of nobody', 'report+0123456789abcdef@tocsin.example', '550'],
  ])('%s is refused: it is no relay', async (_what, to, code) => {
    const answer = await sendBySmtp(house.smtpPort, { from: 'x@y.example', to, bytes: Buffer.from('Subject: x\r\n\r\ny\r\n') })
    expect(answer.slice(0, 3)).toBe(code)
  })

  test('a channel of its own takes mail by its token, and none any more once it is closed', async () => {
    const made = await ann.call('POST', '/api/channels', { name: 'Branch' })
    const { id, address } = made.body as { id: string; address: string }
    const mail = { from: 'b@branch.example', to: address, bytes: Buffer.from('From: b@branch.example\r\nSubject: x\r\n\r\nbranch\r\n') }
    expect((await sendBySmtp(house.smtpPort, mail)).slice(0, 3)).toBe('250')
    expect((await ann.call('PATCH', `/api/channels/${id}`, { open: false })).status).toBe(200)
    expect((await sendBySmtp(house.smtpPort, mail)).slice(0, 3)).toBe('550')
  })

  test('the original can be read back byte for byte', async () => {
    const bytes = await fixture('reports/raw-spam.eml')
    await sendBySmtp(house.smtpPort, { from: 'trap@traps.example', to: 'report@tocsin.example', bytes })
    await house.drain()
    const [report] = await reports('&search=bloqueada')
    const source = await ann.call('GET', `/api/reports/${report?.id}/source`)
    const wire = bytes.toString('latin1').replaceAll(/\r?\n/g, '\r\n')
    expect(Buffer.from((source.body as { text: string }).text, 'utf8').toString('latin1')).toBe(
      wire.endsWith('\r\n') ? wire : `${wire}\r\n`,
    )
  })
})

describe('by HTTP', () => {
  test('a raw message, a form, a lone file, a stated URL and XARF are each a report', async () => {
    const eml = await fixture('reports/raw-spam.eml')
    const sent = await ann.call('POST', '/api/reports?reporter=c@citizen.example', eml, { 'content-type': 'message/rfc822' })
    expect(sent.status).toBe(201)
    expect(sent.body).toMatchObject({ again: false, tracking: expect.stringMatching(/^[\w-]{24}$/) })
    const boundary = 'x-boundary'
    const form = `--${boundary}\r\ncontent-disposition: form-data; name="note"\r\n\r\ncame today\r\n--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.bin"\r\ncontent-type: application/octet-stream\r\n\r\nMZ\u0001\u0002\r\n--${boundary}--\r\n`
    expect(
      (await ann.call('POST', '/api/reports', Buffer.from(form, 'latin1'), { 'content-type': `multipart/form-data; boundary=${boundary}` }))
        .status,
    ).toBe(201)
    expect(
      (await ann.call('POST', '/api/reports?name=b.pdf', Buffer.from('%PDF-1.4\n'), { 'content-type': 'application/pdf' })).status,
    ).toBe(201)
    expect((await ann.call('POST', '/api/reports', { url: 'hxxps://bad[.]example/login', note: 'seen on a poster' })).status).toBe(201)
    expect(
      (await ann.call('POST', '/api/reports', await fixture('reports/xarf-phishing.json'), { 'content-type': 'application/json' })).status,
    ).toBe(201)
    await house.drain()
    const forms = (await reports()).map((report) => report.form)
    expect(forms).toEqual(expect.arrayContaining(['message', 'file', 'url', 'xarf']))
  })

  test('what is not JSON, or says nothing, is refused with the reason', async () => {
    const broken = await ann.call('POST', '/api/reports', Buffer.from('{'), { 'content-type': 'application/json' })
    expect([broken.status, (broken.body as { code: string }).code]).toEqual([400, 'intake.unreadable'])
    const empty = await ann.call('POST', '/api/reports', { note: 'nothing else' })
    expect(empty.status).toBe(400)
  })

  test('nobody without a session or key hands in anything', async () => {
    const answer = await house.http.app.inject({
      method: 'POST',
      url: '/api/reports',
      headers: { 'content-type': 'message/rfc822' },
      payload: 'x',
    })
    expect(answer.statusCode).toBe(401)
  })
})

describe('suspected child-abuse material', () => {
  test('said by the reporter, it never becomes bytes in the store, nor words in the search', async () => {
    const before = await count()
    const sent = await ann.call('POST', '/api/reports?said=child-material', Buffer.from('Subject: terrible\r\n\r\nunspeakableword\r\n'), {
      'content-type': 'message/rfc822',
    })
    expect(sent.status).toBe(201)
    await house.drain()
    expect(await count()).toBe(before)
    const [report] = await reports('&state=withheld')
    expect(report).toMatchObject({ state: 'withheld', summary: null })
    expect(await reports('&search=unspeakableword')).toEqual([])
  })

  test('marked by the desk, bytes, readings and search words go at once, and the hash stays', async () => {
    const text = 'From: a@b.example\r\nSubject: abomination\r\n\r\nquiteunspeakable\r\n'
    await ann.call('POST', '/api/reports', Buffer.from(text), { 'content-type': 'message/rfc822' })
    await house.drain()
    const [report] = await reports('&search=quiteunspeakable')
    const marked = await ann.call('POST', '/api/reports/withhold', { ids: [report?.id], confirm: 'destroy' })
    expect(marked.body).toMatchObject({ done: 1, refused: [], hotlines: [{ name: 'INHOPE' }] })
    expect(await reports('&search=quiteunspeakable')).toEqual([])
    const view = await ann.call('GET', `/api/reports/${report?.id}`)
    expect(view.body).toMatchObject({
      state: 'withheld',
      observations: [],
      findingList: [],
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect((await ann.call('GET', `/api/reports/${report?.id}/source`)).status).toBe(404)
    await house.drain()
    expect(await house.ctx.blobs.has((view.body as { sha256: string }).sha256)).toBe(false)
  })

  async function count(): Promise<number> {
    let n = 0
    for await (const _ of house.ctx.blobs.list()) n++
    return n
  }
})
