import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { unzip } from '../domain/evidence/testing/zip.ts'
import { type Client, firstRun, type House, openHouse, sendBySmtp } from './testing/house.ts'

let house: House
let ann: Client
let root: pg.Client
beforeAll(async () => {
  house = await openHouse()
  ann = await firstRun(house)
  root = new pg.Client({ connectionString: house.superuserUrl })
  await root.connect()
})
afterAll(async () => {
  await root.end()
  await house.close()
})

const mail = (header: string, body: string) => Buffer.from(`${header}\r\n\r\n${body}\r\n`)

type Line = { id: string; reference: string; state: string; reporter: string | null; summary: { title: string | null } | null }
const lines = async (query: string) => ((await ann.call('GET', `/api/reports?limit=200&${query}`)).body as { items: Line[] }).items
const find = async (text: string) => {
  const { body } = await ann.call('POST', '/api/subjects/find', { text })
  const { kinds } = body as { kinds: { kind: string; hits: { id: string; label: string }[] }[] }
  return Object.fromEntries(kinds.map(({ kind, hits }) => [kind, hits.map((hit) => hit.label)]))
}
const erase = (text: string, manner: 'erase' | 'pseudonymise') =>
  ann.call('POST', '/api/subjects/erase', { text, manner, reason: 'asked in writing' })

/** Every table of ours that any text of the organisation lies in, as one text. */
async function everything(): Promise<string> {
  const { rows } = await root.query<{ name: string }>(`select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('intake', 'analysis', 'evidence', 'platform', 'graphile_worker') and tablename not like 'log_%'`)
  const texts: string[] = []
  for (const { name } of rows)
    texts.push(...(await root.query<{ line: string }>(`select t::text as line from ${name} t`)).rows.map(({ line }) => line))
  return texts.join('\n')
}

let number = 0
let mina: { address: string; name: string }
let report: Line
beforeEach(async () => {
  number++
  mina = { address: `mina${number}@citizen.example`, name: `Mina Quill${number}` }
  // one that she reports, one in which she is the recipient of what another reports, one whose note names her
  const reported = `From: Spammer <spam${number}@bad.example>\r\nSubject: Prize ${number}\r\n\r\nDear winner`
  await sendBySmtp(house.smtpPort, {
    from: mina.address,
    to: 'report@tocsin.example',
    bytes: mail(
      `From: ${mina.name} <${mina.address}>\r\nTo: report@tocsin.example\r\nSubject: look\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b`,
      `--b\r\nContent-Type: text/plain\r\n\r\nThis came today, ${mina.name}.\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n${reported}\r\n--b--`,
    ),
  })
  await ann.call(
    'POST',
    '/api/reports?reporter=other@citizen.example',
    mail(
      `From: x@bad.example\r\nTo: ${mina.name} <${mina.address}>\r\nSubject: Bill for ${mina.name}`,
      `Pay, ${mina.name}, at once ${number}`,
    ),
    { 'content-type': 'message/rfc822' },
  )
  await ann.call('POST', '/api/reports', { url: `https://bad.example/${number}`, note: `told to us by ${mina.name}` })
  await house.settle()
  const [first] = await lines(`search=${encodeURIComponent(`Prize ${number}`)}`)
  report = first as Line
})

describe('a data subject', () => {
  test('is found in what they reported, in what was written to them, in what others reported and noted', async () => {
    const byName = await find(mina.name)
    expect(byName['intake.report']).toHaveLength(2)
    expect(byName['analysis.reading']).toEqual([expect.stringContaining('Bill for')])
    const byAddress = await find(mina.address)
    expect(byAddress).toMatchObject({
      'evidence.item': [mina.address],
      'intake.report': [expect.stringContaining(mina.address)],
      'intake.mail': [expect.stringContaining(report.reference)],
      'analysis.reading': [expect.stringContaining('Bill for')],
    })
    expect(Object.values(await find(`o${mina.address}`)).flat()).toEqual([])
  })

  test('is handed what is theirs, and never who reported a message in which they are named', async () => {
    const { raw } = await ann.call('POST', '/api/subjects/export', { text: mina.address })
    const files = await unzip(raw, 'infected')
    const text = files.get('subject.json')?.toString() ?? ''
    expect(JSON.parse(text).rows['intake.report'][0]).toMatchObject({ reporter: { address: mina.address, name: mina.name } })
    expect(JSON.parse(text).rows['intake.mail'][0].text).toContain('/track/')
    expect(JSON.parse(text).rows['analysis.reading'][0].says.map((one: { at: string }) => one.at)).toEqual(
      expect.arrayContaining([expect.stringMatching(/headers/)]),
    )
    expect(text).not.toContain('other@citizen.example')
    const own = [...files].filter(([name]) => name !== 'subject.json')
    expect(own.length).toBeGreaterThan(0)
    expect(own.map(([, bytes]) => bytes.toString()).join()).not.toContain('Bill for')
  })

  test('is erased everywhere: what they handed in and what names them is destroyed, notes and letters go, and nothing of ours says the name again', async () => {
    expect((await everything()).toLowerCase()).toContain(mina.address)
    const done = await erase(mina.address, 'erase')
    expect(done.body).toMatchObject({ counts: { 'evidence.item': 1, 'intake.report': 1, 'intake.mail': 1, 'analysis.reading': 1 } })
    expect((await erase(mina.name, 'erase')).status).toBe(200)
    await house.settle()
    const left = (await everything()).toLowerCase()
    expect(left).not.toContain(mina.address)
    expect(left).not.toContain(mina.name.toLowerCase())
    const after = await ann.call('GET', `/api/reports/${report.id}`)
    expect(after.body).toMatchObject({ state: 'expired', reporter: null, note: null, summary: null, sightings: [], observations: [] })
    expect((await ann.call('GET', `/api/reports/${report.id}/source`)).status).toBe(404)
    // the report of the URL stays, without the note
    const [noted] = await lines(`search=${encodeURIComponent(`https://bad.example/${number}`)}`)
    expect((await ann.call('GET', `/api/reports/${noted?.id}`)).body).toMatchObject({ note: null, state: 'analysed' })
  })

  test('reports anew after being erased', async () => {
    await erase(mina.address, 'erase')
    const bytes = mail(`From: ${mina.address}\r\nTo: report@tocsin.example\r\nSubject: again`, `https://bad.example/again/${number}`)
    await sendBySmtp(house.smtpPort, { from: mina.address, to: 'report@tocsin.example', bytes })
    await house.settle()
    await erase(mina.address, 'erase')
    await sendBySmtp(house.smtpPort, { from: mina.address, to: 'report@tocsin.example', bytes })
    await house.settle()
    expect((await find(mina.address))['intake.report']).toHaveLength(1)
  })

  test('is pseudonymised: one pseudonym everywhere, the rest stays, and no later reading brings the name back', async () => {
    expect((await erase(mina.name, 'pseudonymise')).status).toBe(200)
    expect((await erase(mina.address, 'pseudonymise')).status).toBe(200)
    expect((await everything()).toLowerCase()).not.toContain(mina.address)
    const { body } = await ann.call('GET', `/api/reports/${report.id}`)
    expect(body).toMatchObject({ state: 'analysed', reporter: expect.stringMatching(/^pseudonym-/), summary: { title: `Prize ${number}` } })
    const [named] = await lines(`search=${encodeURIComponent(`at once ${number}`)}`)
    expect(named?.summary?.title).toMatch(/^Bill for pseudonym-[0-9a-f]{12}$/)
    const again = await ann.call('POST', '/api/reports/analyse', { ids: [named?.id] })
    expect(again.body).toEqual({ done: 0, refused: [{ id: named?.id, code: 'analysis.closed' }] })
    expect(await lines(`search=${encodeURIComponent(mina.address)}`)).toEqual([])
  })

  test('is not erased where a hold protects any of it, and then nothing is', async () => {
    const { item } = (await ann.call('GET', `/api/reports/${report.id}`)).body as { item: string }
    await ann.call('POST', `/api/evidence/${item}/holds`, { reason: 'court order' })
    const before = await find(mina.address)
    for (const manner of ['erase', 'pseudonymise'] as const) {
      const refused = await erase(mina.address, manner)
      expect([refused.status, (refused.body as { code: string }).code]).toEqual([409, 'evidence.held'])
    }
    expect(await find(mina.address)).toEqual(before)
  })
})
