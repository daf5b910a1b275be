import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Language, languages, textsIn } from '../domain/intake/texts.ts'
import { plainPolicy } from '../platform/http/security.ts'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { readPage } from './testing/page.ts'

let house: House
let ann: Client
let root: pg.Client
beforeAll(async () => {
  house = await openHouse({ TOCSIN_MAIL_SIZE: '200000' })
  root = new pg.Client({ connectionString: house.superuserUrl })
  await root.connect()
})
afterAll(async () => {
  await root.end()
  await house.close()
})

type Answer = { status: number; body: string; headers: Record<string, unknown> }
const asked: Answer[] = []

let visitors = 0
const visitor = () => `198.51.100.${++visitors}`

async function get(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  const { statusCode, body, headers: told } = await house.http.app.inject({ url, headers })
  const answer = { status: statusCode, body, headers: told as Record<string, unknown> }
  asked.push(answer)
  return answer
}

async function post(fields: Readonly<Record<string, string | Blob>>, from = visitor(), query = ''): Promise<Answer> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value as string)
  const request = new Request('http://x/', { method: 'POST', body: form })
  return send(Buffer.from(await request.arrayBuffer()), request.headers.get('content-type') ?? '', from, query)
}

async function send(payload: Buffer, type: string, from = visitor(), query = ''): Promise<Answer> {
  const answer = await house.http.app.inject({
    method: 'POST',
    url: `/report${query}`,
    headers: { 'content-type': type },
    payload,
    remoteAddress: from,
  })
  asked.push({ status: answer.statusCode, body: answer.body, headers: answer.headers as Record<string, unknown> })
  return asked.at(-1) as Answer
}

const referenceOf = ({ body }: Answer) => /R-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(body)?.[0]
const linkOf = ({ body }: Answer) => /http:\/\/localhost:8025(\/track\/[\w-]{24})"/.exec(body)?.[1]
const lines = async (query: string) =>
  ((await ann.call('GET', `/api/reports?limit=200&${query}`)).body as { items: Record<string, unknown>[] }).items
const file = (bytes: string | Buffer, name: string, type = 'application/octet-stream') => new File([bytes as string], name, { type })

describe('the public page', () => {
  test('cannot take reports before there is an organisation, says so, and gives back what was typed', async () => {
    const answer = await post({ pasted: 'https://early.example/', note: 'my note', address: 'early@citizen.example' })
    expect(answer.status).toBe(503)
    for (const text of [textsIn('en').report.unavailable, 'https://early.example/', 'my note', 'early@citizen.example'])
      expect(answer.body).toContain(text)
    ann = await firstRun(house)
  })

  test.each(languages)('speaks %s, in the right direction, as valid HTML with a sheet that loads', async (language) => {
    const page = await get('/report', { 'accept-language': `${language}, en;q=0.5` })
    const { faults, elements } = readPage(page.body)
    expect(faults).toEqual([])
    const direction = language === 'ar' ? 'rtl' : 'ltr'
    expect(elements.find(({ name }) => name === 'html')?.attributes).toEqual({ lang: language, dir: direction })
    expect(page.body).toContain(textsIn(language).report.lead)
    expect((await get(`/report?language=${language}`)).body).toBe(page.body)
    const sheet = elements.find(({ attributes }) => attributes['rel'] === 'stylesheet')?.attributes['href'] ?? ''
    const { status, headers, body } = await get(sheet)
    expect([status, headers['content-type']]).toEqual([200, 'text/css; charset=utf-8'])
    // logical properties, so that one sheet serves both directions
    expect(body).not.toMatch(/(?:margin|padding|border)-(?:left|right)|text-align: (?:left|right)/)
  })

  test('takes a text, and shows reference and link', async () => {
    const answer = await post({ pasted: 'Somebody at 555-0100 says he is from my bank.', note: 'called twice' })
    expect(answer.status).toBe(201)
    expect(readPage(answer.body).faults).toEqual([])
    expect(linkOf(answer)).toBeDefined()
    await house.settle()
    const [line] = await lines('form=file')
    expect(line).toMatchObject({ reference: referenceOf(answer), reporter: null, channel: { kind: 'public' }, state: 'analysed' })
    expect((await ann.call('GET', `/api/reports/${line?.['id']}`)).body).toMatchObject({ note: 'called twice' })
  })

  test('takes a pasted message as a message, an address as an address, a file as a file', async () => {
    const eml = (await readFile(new URL('../../fixtures/reports/raw-spam.eml', import.meta.url))).toString('latin1')
    const message = await post({ pasted: `\n${eml}`, address: 'mina@citizen.example' })
    const url = await post({ pasted: 'https://bad.example/pasted' })
    const attached = await post({ file: file(Buffer.from('MZ\u0001\u0002'), 'invoice.exe'), pasted: '' })
    await house.settle()
    const byReference = new Map((await lines('')).map((line) => [line['reference'], line]))
    expect(byReference.get(referenceOf(message))).toMatchObject({ form: 'message', reporter: 'mina@citizen.example' })
    expect(byReference.get(referenceOf(url))).toMatchObject({ form: 'url' })
    expect(byReference.get(referenceOf(attached))).toMatchObject({ form: 'file', name: 'invoice.exe' })
    // typed only: nobody is answered before a person looked
    const { items } = (await ann.call('GET', '/api/outbox?state=held')).body as { items: { recipient: string }[] }
    expect(items).toMatchObject([{ recipient: 'mina@citizen.example' }])
  })

  test.each([
    ['an address that is none', { pasted: 'x y z', address: 'not an address' }, 400, 'badAddress'],
    ['nothing at all', { pasted: '  ', note: 'only a note' }, 400, 'nothing'],
    ['an empty file', { file: file('', '') }, 400, 'nothing'],
    ['a file too large', { file: file(Buffer.alloc(200_001), 'big.bin') }, 413, 'tooLarge'],
    ['a text too large', { pasted: 'x'.repeat(1_200_000) }, 413, 'tooLarge'],
  ] as const)('refuses %s, and says so on the page', async (_what, fields, status, trouble) => {
    const before = (await lines('')).length
    const answer = await post(fields as Readonly<Record<string, string | Blob>>)
    expect(answer.status).toBe(status)
    const { faults, elements } = readPage(answer.body)
    expect(faults).toEqual([])
    expect(elements.some(({ attributes }) => attributes['role'] === 'alert')).toBe(true)
    expect(answer.body).toContain(textsIn('en').report[trouble].replaceAll("'", '&#39;'))
    if ('note' in fields) expect(answer.body).toContain('only a note')
    if ('address' in fields) expect(answer.body).toContain('aria-invalid="true"')
    expect((await lines('')).length).toBe(before)
  })

  test('meets forms that no browser sends with a page and never with a fault of its own', async () => {
    const two = new FormData()
    for (const name of ['a', 'b']) two.append('file', file(name, name))
    const request = new Request('http://x/', { method: 'POST', body: two })
    const type = request.headers.get('content-type') ?? ''
    const bytes = Buffer.from(await request.arrayBuffer())
    const answers = [
      await send(bytes, type),
      await send(bytes.subarray(0, 60), type),
      await send(Buffer.from('pasted=x'), 'application/x-www-form-urlencoded'),
      await send(Buffer.from('{}'), 'application/json'),
      await send(Buffer.from('x'), 'multipart/form-data'),
    ]
    for (const { status, body } of answers) {
      expect([status >= 400 && status < 500, readPage(body).faults]).toEqual([true, []])
    }
  })

  test('puts back what was typed as text, whatever it holds', async () => {
    const hostile = `"><script>alert(1)</script><b onclick='x'>&amp;`
    const answer = await post({ pasted: '', note: hostile, address: hostile })
    const { faults, elements } = readPage(answer.body)
    expect(faults).toEqual([])
    expect(elements.find(({ name, attributes }) => name === 'input' && attributes['name'] === 'address')?.attributes['value']).toBe(hostile)
  })

  test('of suspected child-abuse material keeps where it is and nothing of it, and offers the hotline', async () => {
    const answer = await post({
      pasted: 'https://terrible.example/path hideousword',
      said: 'child-material',
      address: 'brave@citizen.example',
    })
    expect(answer.status).toBe(201)
    expect(answer.body).toContain('https://www.inhope.org/')
    expect(answer.body).toContain(textsIn('en').received.child)
    expect(linkOf(answer)).toBeUndefined()
    await house.settle()
    const [line] = await lines('state=withheld')
    expect(line).toMatchObject({ reference: referenceOf(answer) })
    const { body } = await ann.call('GET', `/api/reports/${line?.['id']}`)
    expect(body).toMatchObject({ sightings: [{ kind: 'url', value: 'https://terrible.example/path', detail: {} }], note: null, name: null })
    expect(await house.ctx.blobs.has((body as { sha256: string }).sha256)).toBe(false)
  })

  test('tells one visitor that a report came again, and never that another visitor sent the same', async () => {
    const [mine, theirs] = [visitor(), visitor()]
    const fields = { pasted: 'https://bad.example/same' }
    const first = await post(fields, mine)
    const again = await post(fields, mine)
    const other = await post(fields, theirs)
    expect(referenceOf(again)).toBe(referenceOf(first))
    expect(again.body).toContain(textsIn('en').received.again)
    expect(linkOf(again)).toBeUndefined()
    expect(referenceOf(other)).not.toBe(referenceOf(first))
    expect(other.body).not.toContain(textsIn('en').received.again)
    expect(linkOf(other)).toBeDefined()
    // nor that somebody did whose address one types
    const victim = await post({ ...fields, address: 'victim@citizen.example' }, mine)
    const guess = await post({ ...fields, address: 'victim@citizen.example' }, theirs)
    expect(guess.body).not.toContain(referenceOf(victim))
  })

  test('takes so many an hour from one network, an IPv6 network being its first half', async () => {
    const crowd = '203.0.113.9'
    const answers: Answer[] = []
    for (let at = 0; at < 31; at++) answers.push(await post({ pasted: `https://bad.example/crowd/${at}` }, crowd))
    expect(answers.map(({ status }) => status)).toEqual([...Array(30).fill(201), 429])
    expect(readPage(answers.at(-1)?.body ?? '').faults).toEqual([])
    expect(answers.at(-1)?.body).toContain(textsIn('en').report.tooMany)
    expect((await post({ pasted: 'https://bad.example/other' })).status).toBe(201)
    const six: number[] = []
    for (let at = 0; at < 31; at++) six.push((await post({ pasted: `https://bad.example/six/${at}` }, `2001:db8:1:2:${at}::1`)).status)
    expect(six.at(-1)).toBe(429)
    expect((await post({ pasted: 'https://bad.example/six' }, '2001:db8:1:3::1')).status).toBe(201)
  })

  test('answers in the language of the form that was sent', async () => {
    const answer = await post({ pasted: 'https://bad.example/arabic' }, visitor(), '?language=ar')
    expect(answer.body).toContain(textsIn('ar').received.title)
    expect(linkOf(answer)).toBeDefined()
  })
})

describe('the tracking page', () => {
  const follow = async (link: string, headers: Record<string, string> = {}) => get(link, headers)
  const state = (language: Language, name: keyof ReturnType<typeof textsIn>['track']['states']) => textsIn(language).track.states[name]
  let sent: Answer
  let link: string
  beforeAll(async () => {
    sent = await post({ pasted: 'https://followed.example/', note: 'secretnote', address: 'follower@citizen.example' })
    link = linkOf(sent) ?? ''
    await house.settle()
  })

  test('goes from received to analysed to withdrawn, and shows nothing of what was found or who sent it', async () => {
    await root.query(`update intake.report set state = 'received' where reference = $1`, [referenceOf(sent)])
    const received = await follow(link)
    expect(received.body).toContain(state('en', 'received'))
    await root.query(`update intake.report set state = 'analysed' where reference = $1`, [referenceOf(sent)])
    const analysed = await follow(link)
    expect(analysed.body).toContain(state('en', 'analysed'))
    expect(readPage(analysed.body).faults).toEqual([])
    for (const { body } of [received, analysed]) expect(body).not.toMatch(/followed|secretnote|follower/)
    const asking = await follow(`${link}?withdraw=ask`)
    expect(asking.body).toContain('<form method="post"')
    const posted = await house.http.app.inject({
      method: 'POST',
      url: `${link}?language=en`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect([posted.statusCode, posted.headers.location]).toEqual([303, `${link}?language=en`])
    const withdrawn = await follow(link)
    expect(withdrawn.body).toContain(state('en', 'withdrawn'))
    expect(withdrawn.body).not.toContain(textsIn('en').track.withdraw)
    // a second time changes nothing
    expect((await house.http.app.inject({ method: 'POST', url: link })).statusCode).toBe(303)
    const [line] = await lines('state=withdrawn')
    expect(line).toMatchObject({ reference: referenceOf(sent) })
  })

  test('speaks the visitor’s language', async () => {
    for (const language of languages) {
      const page = await follow(link, { 'accept-language': language })
      expect(page.body).toContain(textsIn(language).track.title)
      expect(readPage(page.body).faults).toEqual([])
    }
    expect((await follow(link, { 'accept-language': 'xx, ar;q=0.3, zh;q=0.9' })).body).toContain(textsIn('zh-CN').track.title)
  })

  test('of a token that is none is missing, in whatever shape', async () => {
    const wrong = [...link].map((letter, at) => (at === link.length - 1 ? (letter === 'A' ? 'B' : 'A') : letter)).join('')
    for (const path of [
      wrong,
      '/track/x',
      `${link}x`,
      '/track/%00',
      `/track/${'a'.repeat(24)}`,
      `/track/${encodeURIComponent("' or 1=1--")}`,
    ]) {
      const page = await follow(path)
      expect([path, page.status]).toEqual([path, 404])
      if (String(page.headers['content-type']).startsWith('text/html')) expect(page.body).toContain(textsIn('en').track.missing)
      const posted = await house.http.app.inject({ method: 'POST', url: path })
      expect(posted.statusCode).toBe(404)
    }
  })

  test('of another’s report shows and withdraws that alone', async () => {
    const other = await post({ pasted: 'https://bad.example/others' })
    await house.settle()
    const page = await follow(linkOf(other) ?? '')
    expect(page.body).toContain(referenceOf(other))
    expect(page.body).not.toContain(referenceOf(sent))
    await house.http.app.inject({ method: 'POST', url: linkOf(other) ?? '' })
    const states = (await lines('state=withdrawn')).map((line) => line['reference'])
    expect(new Set(states)).toEqual(new Set([referenceOf(sent), referenceOf(other)]))
  })
})

test('no page of the public sets a cookie, runs a script, or may be framed, kept or told on', () => {
  expect(asked.length).toBeGreaterThan(50)
  for (const { headers } of asked.filter(({ headers: { 'content-type': type } }) => String(type).startsWith('text/html'))) {
    expect(headers['set-cookie']).toBeUndefined()
    expect(headers['content-security-policy']).toBe(plainPolicy)
    expect(headers['vary']).toContain('accept-language')
    expect(headers['cache-control']).toBe('no-store')
    expect(headers['referrer-policy']).toBe('no-referrer')
    expect(headers['x-frame-options']).toBe('DENY')
  }
  expect(plainPolicy).toMatch(/^default-src 'none';/)
  expect(plainPolicy).not.toMatch(/unsafe|script-src/)
})

test('a closed public page takes nothing', async () => {
  const { items } = (await ann.call('GET', '/api/channels')).body as { items: { id: string; kind: string }[] }
  await ann.call('PATCH', `/api/channels/${items.find(({ kind }) => kind === 'public')?.id}`, { open: false })
  expect((await post({ pasted: 'https://bad.example/closed' })).status).toBe(503)
})
