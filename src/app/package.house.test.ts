import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findChromium } from '../../e2e/chromium.ts'
import { isMalformed } from '../base/parsed.ts'
import { places, verifyPackage } from '../formats/evidence-package/index.ts'
import { parseVerifierKey } from '../formats/tlog/keys.ts'
import { readWhole, readZip } from '../formats/zip/index.ts'
import { sha256 } from '../platform/log/key.ts'
import { reportNotRun } from '../platform/testing/not-run.ts'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'

let house: House
let ann: Client
let folder: string
let printing: boolean

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-printer-'))
  const chromium = await findChromium()
  printing = chromium.kind === 'here'
  if (chromium.kind === 'here') {
    const settings = Object.entries(chromium.environment).map(([name, value]) => `export ${name}='${value}'\n`)
    await writeFile(join(folder, 'chromium'), `#!/bin/sh\n${settings.join('')}exec '${chromium.path}' "$@"\n`)
    await chmod(join(folder, 'chromium'), 0o755)
  } else reportNotRun(`the pages of an evidence package printed: ${chromium.why}`)
  house = await openHouse({ TOCSIN_CHROMIUM: printing ? join(folder, 'chromium') : 'off' })
  ann = await firstRun(house)
})
afterAll(async () => {
  await house?.close()
  await rm(folder, { recursive: true, force: true })
})

type Made = { id: string; state: string; done: number; total: number; printed: boolean; size: number; about: { title: string } }

async function packed(bytes: Buffer) {
  const source = { size: bytes.length, read: async (from: number, length: number) => bytes.subarray(from, from + Math.max(0, length)) }
  const { entries } = await readZip(source)
  const read = async (path: string) => {
    const entry = entries.find(({ name }) => name.endsWith(`/${path}`))
    return entry === undefined ? undefined : Buffer.from((await readWhole(source, entry, 1e8)).bytes ?? [])
  }
  const { items } = (await ann.call('GET', '/api/log')).body as { items: { key: string }[] }
  const key = await parseVerifierKey(items[0]?.key ?? '', sha256)
  if (isMalformed(key)) throw new Error(key.malformed)
  return { read, verification: await verifyPackage(source, { keys: [key], trusted: [] }) }
}

test('a report that was handed in leaves as a package that is true, with its pages in the language asked for', async () => {
  const mail = Buffer.from('From: bob@sender.example\nTo: ann@victim.example\nSubject: 发票 <b>فاتورة</b> счёт\n\nhttp://bad.example/ \n')
  const headers = { 'content-type': 'message/rfc822' }
  expect((await ann.call('POST', '/api/reports', mail, headers)).status).toBeLessThan(300)
  await house.drain()
  const { items } = (await ann.call('GET', '/api/reports')).body as { items: { id: string; reference: string }[] }
  const [report] = items
  const asked = { about: { kind: 'report', subjects: [report?.id] }, purpose: 'proceedings 7/26', recipient: 'the court', language: 'ar' }
  const begun = await ann.call('POST', '/api/packages', asked)
  expect([begun.status, (begun.body as Made).state]).toEqual([202, 'waiting'])
  await house.drain()
  const made = (await ann.call('GET', `/api/packages/${(begun.body as Made).id}`)).body as Made
  expect(made).toMatchObject({ state: 'ready', done: made.total, printed: printing, about: { title: report?.reference } })
  const file = await ann.call('GET', `/api/packages/${made.id}/file`)
  expect(file.headers).toMatchObject({
    'content-type': 'application/zip',
    'cache-control': 'private, no-store',
    'content-length': String(made.size),
  })
  const { read, verification } = await packed(file.raw)
  expect(verification).toMatchObject({ verdict: 'true', flaws: [] })
  const page = (await read(`${places.readable}part-1.html`))?.toString() ?? ''
  expect(page).toContain('dir="rtl"')
  expect(page).toContain('发票 &lt;b&gt;فاتورة&lt;/b&gt; счёт')
  expect(page).not.toContain('<script')
  const findings = JSON.parse((await read(verification.description?.findings[0] ?? ''))?.toString() ?? '{}')
  expect(findings).toMatchObject({ form: 'tocsin-findings/1', report: { reference: report?.reference }, observations: [{}] })
  const pdf = await read(`${places.readable}part-1.pdf`)
  expect(pdf?.subarray(0, 5).toString()).toBe(printing ? '%PDF-' : undefined)
  for (const language of ['en', 'zh-CN', 'ar']) expect((await read(places.guide(language)))?.toString()).toContain('tocsin verify tocsin-')
  const list = (await ann.call('GET', '/api/packages?limit=1')).body as { items: Made[]; next: string | null }
  expect([list.items.map(({ id }) => id), list.next]).toEqual([[made.id], null])
})

test('a case leaves with itself as the first chapter and its reports after it', async () => {
  const { items } = (await ann.call('GET', '/api/reports')).body as { items: { id: string }[] }
  const opened = await ann.call('POST', '/api/cases', { title: 'A case for the court', kind: 'phishing', reports: [items[0]?.id] })
  const { id, code } = opened.body as { id: string; code: string }
  const asked = { about: { kind: 'case', subjects: [id] }, purpose: 'proceedings 8/26', recipient: 'the court' }
  const begun = (await ann.call('POST', '/api/packages', asked)).body as Made
  await house.drain()
  const file = await ann.call('GET', `/api/packages/${begun.id}/file`)
  const { read, verification } = await packed(file.raw)
  expect(verification).toMatchObject({ verdict: 'true', flaws: [], description: { about: { kind: 'case', subjects: [id] } } })
  const [first, second] = verification.description?.findings ?? []
  expect(JSON.parse((await read(first ?? ''))?.toString() ?? '{}')).toMatchObject({
    form: 'tocsin-case/1',
    case: { code },
    timeline: expect.arrayContaining([expect.objectContaining({ what: 'opened' })]),
  })
  expect(second).toContain('data/findings/r-')
})

test('what is not there, or gone, is said', async () => {
  const asked = {
    about: { kind: 'report', subjects: ['00000000-0000-7000-8000-000000000000'] },
    purpose: 'proceedings',
    recipient: 'the court',
  }
  expect(await ann.call('POST', '/api/packages', asked)).toMatchObject({ status: 404, body: { code: 'analysis.no-report' } })
  expect((await ann.call('POST', '/api/packages', { ...asked, purpose: '' })).status).toBe(400)
  const { items } = (await ann.call('GET', '/api/packages')).body as { items: Made[] }
  expect((await ann.call('POST', `/api/packages/${items[0]?.id}/discard`)).body).toMatchObject({ state: 'gone' })
  await house.drain()
  expect(await ann.call('GET', `/api/packages/${items[0]?.id}/file`)).toMatchObject({
    status: 404,
    body: { code: 'evidence.package-gone' },
  })
})
