import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../base/actor.ts'
import type { OrganisationId } from '../base/id.ts'
import { tendCasesJob } from '../domain/cases/index.ts'
import { tellEndings } from '../domain/intake/operations/endings.ts'
import { languages, textsIn } from '../domain/intake/texts.ts'
import { plainPolicy } from '../platform/http/security.ts'
import { type DnsServer, startDnsServer } from '../platform/net/testing/dns-server.ts'
import { type Client, firstRun, type House, openHouse, sendBySmtp } from './testing/house.ts'
import { readPage } from './testing/page.ts'
import { openRelay, type Relay, type Relayed, readMail } from './testing/relay.ts'

// A reporter follows a report by the tracking link, from the mail that brought it to the letter that says how it ended.

const local = { TXT: ['v=spf1 ip4:127.0.0.1 -all'] }
let dns: DnsServer
let relay: Relay
let house: House
let ann: Client
let ahead = 0
const en = textsIn('en')

beforeAll(async () => {
  dns = await startDnsServer({ 'citizen.example': local, 'other.example': local, 'host.example': local })
  relay = await openRelay()
  house = await openHouse({ TOCSIN_DNS: dns.address, TOCSIN_RELAY: relay.url }, () => new Date(Date.now() + ahead))
  ann = await firstRun(house)
})
afterAll(async () => {
  await house.close()
  await relay.away()
  await dns.close()
})

type Answer = { readonly status: number; readonly body: string; readonly headers: Record<string, unknown> }
type Found = { readonly id: string; readonly reference: string; readonly link: string }

let visitors = 0
async function ask(
  method: 'GET' | 'POST',
  url: string,
  body?: Buffer | string,
  type = 'application/x-www-form-urlencoded',
): Promise<Answer> {
  visitors++
  const answer = await house.http.app.inject({
    method,
    url,
    remoteAddress: `198.51.${Math.floor(visitors / 250)}.${visitors % 250}`,
    ...(body === undefined ? {} : { payload: body, headers: { 'content-type': type } }),
  })
  return { status: answer.statusCode, body: answer.body, headers: answer.headers as Record<string, unknown> }
}
const page = async (link: string, query = '?language=en') => (await ask('GET', `${link}${query}`)).body

async function add(link: string, fields: Readonly<Record<string, string | Blob>>): Promise<Answer> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value as string)
  const request = new Request('http://x/', { method: 'POST', body: form })
  return ask('POST', `${link}/add?language=en`, Buffer.from(await request.arrayBuffer()), request.headers.get('content-type') ?? '')
}

let number = 0
/** A message that has nothing in common with another. */
const strange = () => {
  const word = () => createHash('sha256').update(`${++number}`).digest('hex').replaceAll(/\d/g, '').slice(0, 12)
  return `https://bad-${word()}.example/${word()} ${word()} ${word()} ${word()}`
}
/** A report by mail, acknowledged at once; answers its link as the letter says it. */
async function report(address: string, words = strange()): Promise<Found> {
  const bytes = Buffer.from(
    `From: ${address}\r\nTo: report@tocsin.example\r\nSubject: ${words.slice(-12)} ${++number}\r\nMessage-ID: <r${number}@x.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${words}\r\n`,
  )
  const before = relay.mails.length
  await sendBySmtp(house.smtpPort, { from: address, to: 'report@tocsin.example', bytes })
  await house.settle()
  const { text } = readMail(relay.mails[before] as Relayed)
  const link = /http:\/\/localhost:8025(\/track\/[\w-]{24})/.exec(text)?.[1] ?? ''
  const reference = /R-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(text)?.[0] ?? ''
  const { items } = (await ann.call('GET', '/api/reports?limit=200')).body as { items: Found[] }
  return { id: items.find((one) => one.reference === reference)?.id ?? '', reference, link }
}

async function must<T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH', path: string, body?: object): Promise<T> {
  const answer = await ann.call(method, path, body)
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body as T
}
const open = async (reports: readonly string[], kind = 'phishing') =>
  (await must<{ id: string }>('POST', '/api/cases', { title: 'Secret title', kind, reports })).id
const following = (id: string) =>
  must<{ steps: { kind: string; how?: string; whom?: string[] }[]; mayWish: boolean; wish: unknown }>('GET', `/api/reports/${id}/following`)
const kinds = async (id: string) => {
  await house.settle()
  return (await following(id)).steps.map(({ kind }) => kind)
}
const replies = (id: string) =>
  must<{ items: { id: string; text: string; state: string; byLink: boolean; automatic: string | null; attachments: number }[] }>(
    'GET',
    `/api/replies?about=${id}`,
  )
const endings = async () => {
  await tellEndings(house.ctx, systemActor('test', ann.organisation as OrganisationId))
  await house.settle()
}

describe('the page of the tracking link', () => {
  test('tells how it goes, step by step, in plain words, and nothing that was found or written', async () => {
    const mine = await report('mina@citizen.example')
    expect(await kinds(mine.id)).toEqual(['received', 'read'])
    expect(await page(mine.link)).toContain(en.track.states.analysed)
    const id = await open([mine.id])
    expect(await kinds(mine.id)).toEqual(['received', 'read', 'begun'])
    expect(await page(mine.link)).toContain(en.track.now.begun)
    const { id: action } = await must<{ id: string }>('POST', `/api/cases/${id}/actions`, {
      kind: 'take-down',
      recipient: { name: 'Hush Hosting', address: 'abuse@host.example', role: 'host', format: 'text' },
      things: [{ kind: 'url', value: 'https://bad.example/1' }],
    })
    await house.settle()
    const { items } = await must<{ items: { id: string; sha256: string }[] }>('GET', `/api/releases?case=${id}`)
    await must('POST', `/api/releases/${items[0]?.id}/approve`, { sha256: items[0]?.sha256 })
    expect(await kinds(mine.id)).toEqual(['received', 'read', 'begun', 'told'])
    const told = await page(mine.link)
    expect(told).toContain(en.track.whom.host)
    expect(told).not.toMatch(/Hush|host\.example|Secret title|bad-|C-20\d\d|mina@/)
    await must('POST', `/api/actions/${action}/outcomes`, { kind: 'acted' })
    await must('POST', `/api/cases/${id}/close`, { why: 'done' })
    await house.settle()
    expect((await following(mine.id)).steps.at(-1)).toMatchObject({ kind: 'ended', how: 'stopped' })
    for (const language of languages) {
      const shown = await ask('GET', `${mine.link}?language=${language}`)
      expect(shown.body).toContain(textsIn(language).track.ends.stopped)
      expect(readPage(shown.body).faults).toEqual([])
    }
    await must('POST', `/api/cases/${id}/reopen`, { reason: 'It is back.' })
    expect(await kinds(mine.id)).toEqual(['received', 'read', 'begun', 'told', 'resumed'])
    expect(await page(mine.link)).toContain(en.track.now.resumed)
  })

  test.each([
    ['no-abuse', 'no-abuse'],
    ['out-of-reach', 'out-of-reach'],
    ['declined', 'declined'],
    ['done', 'handled'],
  ] as const)('of a case that was closed as %s says so', async (why, how) => {
    const one = await report(`${why}@citizen.example`)
    const id = await open([one.id])
    await must('POST', `/api/cases/${id}/close`, { why })
    await house.settle()
    expect((await following(one.id)).steps.at(-1)).toMatchObject({ kind: 'ended', how })
    expect(await page(one.link)).toContain(en.track.ends[how])
  })

  test('stays right when cases are merged, parted again, and a report is taken out', async () => {
    const [first, second] = [await report('a@citizen.example'), await report('b@citizen.example')]
    const [kept, gone] = [await open([first.id]), await open([second.id])]
    await must('POST', `/api/cases/${kept}/merge`, { from: [gone] })
    await must('POST', `/api/cases/${kept}/close`, { why: 'done' })
    expect(await kinds(second.id)).toEqual(['received', 'read', 'begun', 'ended'])
    await must('POST', `/api/cases/${kept}/reopen`, { reason: 'Too early.' })
    await must('POST', `/api/cases/${gone}/unmerge`)
    await must('POST', `/api/cases/${kept}/close`, { why: 'no-abuse' })
    expect(await kinds(second.id)).toEqual(['received', 'read', 'begun'])
    expect((await kinds(first.id)).at(-1)).toBe('ended')
    await must('POST', `/api/cases/${gone}/reports/remove`, { ids: [second.id] })
    expect(await kinds(second.id)).toEqual(['received', 'read'])
  })

  test('reaches reports by way of their campaign, also those that join between two of its milestones', async () => {
    const words = (at: number) =>
      `Dear customer, your parcel 77-${at} waits at the depot of Quillon Post. Pay the fee of 2.99 within two days at https://parcel-fee.example/pay or it goes back to its sender.`
    const many: Found[] = []
    for (let at = 0; at < 4; at++) many.push(await report(`p${at}@citizen.example`, words(at)))
    expect(await kinds(many[0]?.id ?? '')).toContain('begun')
    // the fourth came after it was told of at three
    expect(await kinds(many[3]?.id ?? '')).not.toContain('begun')
    await tendCasesJob.run(house.ctx, systemActor('test', ann.organisation as OrganisationId), {})
    for (const one of many) expect([one.reference, (await kinds(one.id)).includes('begun')]).toEqual([one.reference, true])
  })

  test('shows as much as the organisation lets it', async () => {
    const one = await report('c@citizen.example')
    const id = await open([one.id])
    await must('POST', `/api/cases/${id}/close`, { why: 'done' })
    await house.settle()
    await must('PUT', '/api/intake/showing', { course: 'none' })
    expect(await kinds(one.id)).toEqual(['received', 'read'])
    expect(await page(one.link)).not.toContain(en.track.wish.yes)
    await must('PUT', '/api/intake/showing', { course: 'full' })
    expect((await kinds(one.id)).at(-1)).toBe('ended')
  })

  test('of what concerns children tells nothing of the course', async () => {
    const one = await report('d@citizen.example')
    await open([one.id], 'child-material')
    expect(await kinds(one.id)).toEqual(['received', 'read'])
  })

  test('answers alike to a token that never was and to a report that is kept no more', async () => {
    const one = await report('e@citizen.example')
    await must('POST', '/api/subjects/erase', { text: 'e@citizen.example', manner: 'erase', reason: 'They asked for it.' })
    const [gone, never] = [await ask('GET', `${one.link}?language=en`), await ask('GET', `/track/${'A'.repeat(24)}?language=en`)]
    expect(gone.status).toBe(404)
    expect(gone).toEqual({ ...never, headers: expect.anything() })
    for (const path of ['', '/wish', '/add']) expect((await ask('POST', `${one.link}${path}`)).status).toBe(404)
  })

  test('is kept by nobody, runs nothing, and is not for search engines', async () => {
    const one = await report('f@citizen.example')
    const { headers, body } = await ask('GET', one.link)
    expect(headers).toMatchObject({
      'content-security-policy': plainPolicy,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
    })
    expect(headers['set-cookie']).toBeUndefined()
    expect(body).not.toContain('<script')
  })

  test('answers so many questions of one network in a minute', async () => {
    const statuses: number[] = []
    for (let at = 0; at < 122; at++)
      statuses.push((await house.http.app.inject({ url: `/track/${'B'.repeat(24)}`, remoteAddress: '203.0.113.5' })).statusCode)
    expect(statuses.filter((status) => status === 404)).toHaveLength(120)
    const last = await house.http.app.inject({ url: `/track/${'B'.repeat(24)}?language=en`, remoteAddress: '203.0.113.5' })
    expect([last.statusCode, last.body.includes(en.track.notices.tooMany)]).toEqual([429, true])
  })
})

describe('what a reporter adds by the link', () => {
  test('is kept with its report as an unread answer, words and file, once however often it is sent', async () => {
    const [mine, other] = [await report('g@citizen.example'), await report('h@citizen.example')]
    const fields = { text: 'It came again today.\n> really', file: new File(['%PDF-1.4 x'], 'فاتورة 1.pdf', { type: 'text/html' }) }
    const answer = await add(mine.link, fields)
    expect([answer.status, answer.headers['location']]).toEqual([303, `${mine.link}?language=en&said=added`])
    await add(mine.link, fields)
    await house.settle()
    const { items } = await replies(mine.id)
    expect(items).toMatchObject([{ state: 'unread', byLink: true, automatic: null, attachments: 1 }])
    expect(items[0]?.text).toContain('It came again today.')
    const whole = await must<{ attached: { name: string; size: number }[] }>('GET', `/api/replies/${items[0]?.id}`)
    expect(whole.attached).toMatchObject([{ name: 'فاتورة 1.pdf', size: 10 }])
    expect(await page(mine.link, '?language=en&said=added')).toContain(en.track.notices.added)
    expect(await page(other.link, '?language=en&said=added')).not.toContain(en.track.notices.added)
    expect((await replies(other.id)).items).toEqual([])
    expect(await page(mine.link)).not.toContain('It came again')
  })

  test('rouses the case that the report is in', async () => {
    const one = await report('i@citizen.example')
    const id = await open([one.id])
    await must('POST', `/api/cases/${id}/close`, { why: 'done' })
    await add(one.link, { text: 'It goes on.' })
    await house.settle()
    expect(await must('GET', `/api/cases/${id}`)).toMatchObject({ state: 'open', repliesUnread: 1 })
  })

  test('is refused when it is nothing, too large, too much or too late, and what was typed is put back', async () => {
    const one = await report('j@citizen.example')
    const empty = await add(one.link, { text: '  ' })
    expect([empty.status, empty.body.includes(en.track.notices.nothing)]).toEqual([400, true])
    const large = await add(one.link, { text: 'kept words', file: new File([new Uint8Array(10 * 1_048_576 + 1)], 'x.bin') })
    expect([large.status, large.body.includes(en.track.notices.tooLarge), readPage(large.body).faults]).toEqual([413, true, []])
    for (let at = 0; at < 20; at++) expect((await add(one.link, { text: `more ${at}` })).status).toBe(303)
    const much = await add(one.link, { text: 'one too many' })
    expect([much.status, much.body.includes(en.track.notices.tooMany), much.body.includes('one too many')]).toEqual([429, true, true])
    await ask('POST', one.link)
    const late = await add(one.link, { text: 'too late' })
    expect([late.status, late.body.includes(en.track.notices.closed)]).toEqual([409, true])
    await house.settle()
    expect((await replies(one.id)).items).toHaveLength(20)
  })
})

describe('a reporter who wishes to hear how it ended', () => {
  const wish = (link: string, wanted: 'yes' | 'no', language = 'en') => ask('POST', `${link}/wish?language=${language}`, `wanted=${wanted}`)
  const lettersTo = (to: string) => relay.mails.filter((mail) => mail.to === to).slice(1)

  test('gets one letter, in their language, an hour after the end, and no second one when it comes back', async () => {
    const one = await report('k@citizen.example')
    expect(await page(one.link)).toContain(en.track.wish.yes)
    const id = await open([one.id])
    expect((await wish(one.link, 'yes', 'ar')).status).toBe(303)
    await must('POST', `/api/cases/${id}/close`, { why: 'out-of-reach' })
    await house.settle()
    await endings()
    expect(lettersTo('k@citizen.example')).toEqual([])
    ahead += 3_700_000
    await endings()
    const [letter] = lettersTo('k@citizen.example')
    const { field, text } = readMail(letter as Relayed)
    expect(letter?.from).toBe('')
    expect(field('auto-submitted')).toBe('auto-replied')
    expect(text).toContain(textsIn('ar').track.ends['out-of-reach'])
    expect(text).toContain(one.reference)
    expect(text).toContain(one.link)
    expect(text).not.toMatch(/Secret title|bad-|C-20\d\d/)
    await must('POST', `/api/cases/${id}/reopen`, { reason: 'It is back.' })
    await must('POST', `/api/cases/${id}/close`, { why: 'done' })
    await house.settle()
    ahead += 3_700_000
    await endings()
    expect(lettersTo('k@citizen.example')).toHaveLength(1)
  })

  test('gets one letter for all that they reported of the same', async () => {
    const mine = [await report('l@citizen.example'), await report('l@citizen.example')]
    const id = await open(mine.map((one) => one.id))
    for (const one of mine) await wish(one.link, 'yes')
    await must('POST', `/api/cases/${id}/close`, { why: 'done' })
    await house.settle()
    ahead += 3_700_000
    await endings()
    const letters = relay.mails.filter((mail) => mail.to === 'l@citizen.example').slice(2)
    expect(letters).toHaveLength(1)
    for (const one of mine) expect(readMail(letters[0] as Relayed).text).toContain(one.link)
  })

  test('gets none after taking the wish or the report back, nor without a proven address', async () => {
    const [undone, withdrawn] = [await report('m@citizen.example'), await report('n@citizen.example')]
    for (const one of [undone, withdrawn]) await wish(one.link, 'yes')
    const id = await open([undone.id, withdrawn.id])
    await wish(undone.link, 'no')
    await ask('POST', withdrawn.link)
    await must('POST', `/api/cases/${id}/close`, { why: 'done' })
    await house.settle()
    ahead += 3_700_000
    await endings()
    expect([...lettersTo('m@citizen.example'), ...lettersTo('n@citizen.example')]).toEqual([])
    const form = new FormData()
    form.append('pasted', 'https://bad.example/typed')
    form.append('address', 'victim@citizen.example')
    const request = new Request('http://x/', { method: 'POST', body: form })
    const typed = await ask('POST', '/report', Buffer.from(await request.arrayBuffer()), request.headers.get('content-type') ?? '')
    const link = /(\/track\/[\w-]{24})"/.exec(typed.body)?.[1] ?? ''
    await house.settle()
    expect(await page(link)).not.toContain(en.track.wish.yes)
    await wish(link, 'yes')
    expect(await page(link)).not.toContain(en.track.wish.stands)
  })
})
