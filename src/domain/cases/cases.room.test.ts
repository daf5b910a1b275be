import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../base/id.ts'
import type { Caller } from '../directory/testing/node.ts'
import { type Desk, openDesk } from './testing/node.ts'

let desk: Desk
let admin: Caller
let ben: { caller: Caller; person: string }
beforeAll(async () => {
  desk = await openDesk()
  admin = desk.admin
  ben = await desk.join('ben', 'analyst')
})
afterAll(() => desk?.close())

type Line = { id: string; code: string; title: string; state: string; harm: number; [more: string]: unknown }
const open = async (title: string, more: object = {}, by: Caller = admin) => {
  const answer = await by.call('POST', '/api/cases', { title, kind: 'phishing', ...more })
  expect([answer.status, answer.raw.statusCode === 201 ? '' : answer.raw.body]).toEqual([201, ''])
  return answer.body as unknown as Line
}
const list = async (query: string, by: Caller = admin) => (await by.call('GET', `/api/cases?${query}`)).body.items as Line[]
const whats = async (id: string) =>
  ((await admin.call('GET', `/api/cases/${id}/entries`)).body.items as { what: string }[]).map(({ what }) => what)
const kindsOf = async (by: Caller) =>
  ((await by.call('GET', '/api/notices')).body.items as { kind: string; subject: string }[]).map(({ kind }) => kind)

test('cases are numbered by organisation and year without gap or race, and one that fails takes no number', async () => {
  const year = new Date().getUTCFullYear()
  const made = await Promise.all(Array.from({ length: 12 }, (_, at) => open(`case ${at}`)))
  const failed = await admin.call('POST', '/api/cases', { title: 'x', kind: 'spam', reports: [newId()] })
  expect([failed.status, failed.code]).toEqual([404, 'cases.no-report'])
  const next = await open('the thirteenth')
  const codes = [...made, next].map(({ code }) => code).sort()
  expect(codes).toEqual(Array.from({ length: 13 }, (_, at) => `C-${year}-${String(at + 1).padStart(4, '0')}`))
  expect(next.outsideCode).toBe(`agence-des-telecoms-${next.code}`)
  for (const said of [next.code, next.code.toLowerCase(), next.outsideCode])
    expect((await admin.call('GET', `/api/cases/${said}`)).body).toMatchObject({ id: next.id })
  const stranger = await desk.stranger()
  expect((await open('theirs', {}, stranger)).code).toBe(`C-${year}-0001`)
  expect((await stranger.call('GET', `/api/cases/${next.id}`)).code).toBe('cases.no-case')
  expect(await list('limit=200', stranger)).toHaveLength(1)
})

test('a report belongs to one case, which counts its reports; they are put in and taken out again', async () => {
  const [first = '', second = '', third = ''] = await desk.reports(3)
  const one = await open('bank page', { reports: [first, second] })
  expect(one).toMatchObject({ reports: 2, state: 'open', openedHow: 'hand', watching: true })
  const again = await admin.call('POST', '/api/cases', { title: 'same', kind: 'scam', reports: [second] })
  expect([again.status, again.code, again.body.detail]).toEqual([409, 'cases.has-case', { id: second, case: one.id }])
  const other = await open('other')
  const put = await admin.call('POST', `/api/cases/${other.id}/reports`, { ids: [first, third, newId()] })
  expect(put.body).toMatchObject({ done: 1, refused: [{ id: first, code: 'cases.has-case' }, { code: 'cases.no-report' }] })
  expect((await admin.call('POST', `/api/cases/${one.id}/reports/remove`, { ids: [first, third] })).body).toMatchObject({
    done: 1,
    refused: [{ id: third, code: 'cases.not-in-case' }],
  })
  const listed = (await admin.call('GET', `/api/cases/${one.id}/reports`)).body.items as { id: string }[]
  expect(listed.map(({ id }) => id)).toEqual([second])
  expect((await list(`report=${second}`)).map(({ id }) => id)).toEqual([one.id])
})

test('whoever gets a case, a task or a mention is told; a hand-over needs its note', async () => {
  const made = await open('for ben', { assignee: ben.person })
  expect(await kindsOf(ben.caller)).toContain('cases.assigned')
  expect((await admin.call('POST', `/api/cases/${made.id}/hand-over`, { assignee: desk.adminId, note: '' })).status).toBe(400)
  const handed = await ben.caller.call('POST', `/api/cases/${made.id}/hand-over`, {
    assignee: desk.adminId,
    note: 'the host wants a court order',
  })
  expect(handed.body).toMatchObject({ assignee: { id: desk.adminId, name: 'Ada' }, notes: 1, watching: true })
  expect(await kindsOf(admin)).toContain('cases.assigned')
  await admin.call('POST', `/api/cases/${made.id}/notes`, { text: 'ask @ben, not bob@ben.example' })
  await admin.call('POST', `/api/cases/${made.id}/tasks`, { title: 'call the host', assignee: ben.person })
  expect(await kindsOf(ben.caller)).toEqual(expect.arrayContaining(['cases.mentioned', 'cases.task-assigned']))
  const mine = (await ben.caller.call('GET', '/api/tasks?assignee=me')).body.items as { id: string; case: { code: string } }[]
  expect(mine).toMatchObject([{ case: { code: made.code }, title: 'call the host' }])
  expect((await ben.caller.call('PATCH', `/api/tasks/${mine[0]?.id}`, { state: 'done' })).body).toMatchObject({ state: 'done' })
  expect(await whats(made.id)).toEqual(
    expect.arrayContaining(['opened', 'assigned', 'handed-over', 'note-added', 'task-added', 'task-done']),
  )
  expect((await admin.call('GET', `/api/cases/${made.id}`)).body).toMatchObject({ tasksOpen: 0, notes: 2 })
})

test('a case closes with a reason, is not worked on then, and reopens with one', async () => {
  const made = await open('short')
  expect((await admin.call('POST', `/api/cases/${made.id}/state`, { state: 'waiting' })).body).toMatchObject({ state: 'waiting' })
  const closed = await admin.call('POST', `/api/cases/${made.id}/close`, { why: 'no-abuse', note: 'a newsletter that was asked for' })
  expect(closed.body).toMatchObject({ state: 'closed', closedWhy: 'no-abuse', may: { close: false, reopen: true, moves: [] } })
  expect((await admin.call('POST', `/api/cases/${made.id}/assign`, { assignee: ben.person })).code).toBe('cases.closed')
  expect((await list('limit=200')).map(({ id }) => id)).not.toContain(made.id)
  expect((await list('state=closed&limit=200')).map(({ id }) => id)).toContain(made.id)
  expect((await admin.call('POST', `/api/cases/${made.id}/reopen`, { reason: 'it was not asked for' })).body).toMatchObject({
    state: 'open',
    closedAt: null,
  })
  expect((await admin.call('POST', `/api/cases/${made.id}/reopen`, { reason: 'once more' })).code).toBe('cases.not-closed')
})

test('a merge moves what belongs to a case, and undoing brings back exactly that', async () => {
  const [a = '', b = '', c = ''] = await desk.reports(3)
  const kept = await open('kept', { reports: [a] })
  const middle = await open('middle', { reports: [b] })
  const last = await open('last', { reports: [c] })
  await admin.call('POST', `/api/cases/${last.id}/notes`, { text: 'of the last' })
  await admin.call('POST', `/api/cases/${middle.id}/merge`, { from: [last.id] })
  const merged = await admin.call('POST', `/api/cases/${kept.id}/merge`, { from: [middle.id] })
  expect(merged.body).toMatchObject({ reports: 3, notes: 1 })
  expect((await admin.call('GET', `/api/cases/${middle.id}`)).body).toMatchObject({ state: 'merged', mergedInto: kept.id, reports: 0 })
  expect((await admin.call('POST', `/api/cases/${last.id}/unmerge`)).code).toBe('cases.merged')
  expect((await admin.call('POST', `/api/cases/${kept.id}/merge`, { from: [kept.id] })).code).toBe('cases.merge-itself')
  await admin.call('POST', `/api/cases/${kept.id}/notes`, { text: 'of the kept' })
  expect((await admin.call('POST', `/api/cases/${middle.id}/unmerge`)).body).toMatchObject({
    state: 'open',
    mergedInto: null,
    reports: 2,
    notes: 1,
  })
  expect((await admin.call('POST', `/api/cases/${last.id}/unmerge`)).body).toMatchObject({ state: 'open', reports: 1, notes: 1 })
  for (const [id, reports] of [
    [kept.id, [a]],
    [middle.id, [b]],
    [last.id, [c]],
  ] as const)
    expect(((await admin.call('GET', `/api/cases/${id}/reports`)).body.items as { id: string }[]).map((one) => one.id)).toEqual(reports)
})

test('harm orders the queue; a part is contested with a reason, beside what the machine said, and taken back', async () => {
  const [low, high] = [await open('low', { kind: 'marketing' }), await open('high', { kind: 'child-material' })]
  const order = (await list('limit=200')).map(({ id }) => id)
  expect(order.indexOf(high.id)).toBeLessThan(order.indexOf(low.id))
  expect((await admin.call('POST', `/api/cases/${low.id}/harm`, { name: 'people', value: 50_000 })).status).toBe(400)
  expect((await admin.call('POST', `/api/cases/${low.id}/harm`, { name: 'people', value: 'many', reason: 'said so' })).code).toBe(
    'cases.harm-value',
  )
  for (const [name, value] of [
    ['people', 50_000],
    ['money', 2_000_000],
    ['victims', ['elderly']],
  ] as const)
    expect((await admin.call('POST', `/api/cases/${low.id}/harm`, { name, value, reason: 'the bank counted' })).status).toBe(200)
  const after = (await list('limit=200')).map(({ id }) => id)
  expect(after.indexOf(low.id)).toBeLessThan(after.indexOf(high.id))
  const harm = (await admin.call('GET', `/api/cases/${low.id}/harm`)).body as {
    score: number
    parts: { points: number }[]
    inputs: object[]
  }
  expect(harm.parts.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(harm.score, 5)
  expect(harm.inputs).toHaveLength(5)
  for (const name of ['people', 'money', 'victims'])
    await admin.call('POST', `/api/cases/${low.id}/harm`, { name, value: null, reason: 'the bank was wrong' })
  expect((await admin.call('GET', `/api/cases/${low.id}`)).body.harm).toBe(low.harm)
  expect((await admin.call('POST', `/api/cases/${low.id}/harm`, { name: 'money', value: null, reason: 'again' })).code).toBe(
    'cases.harm-not-contested',
  )
})

test('lists page by key in each order, and words find a case by title, note, task, party and code', async () => {
  for (const order of ['queue', 'opened', 'last']) {
    const whole = (await list(`order=${order}&limit=200`)).map(({ id }) => id)
    const seen: string[] = []
    for (let after: string | null = null; ; ) {
      const page = (await admin.call('GET', `/api/cases?order=${order}&limit=3${after === null ? '' : `&after=${after}`}`)).body
      seen.push(...(page.items as Line[]).map(({ id }) => id))
      after = page.next as string | null
      if (after === null) break
    }
    expect(seen).toEqual(whole)
  }
  const made = await open('Überweisung 银行 trick')
  await admin.call('POST', `/api/cases/${made.id}/notes`, { text: 'the zebrafinch host' })
  await admin.call('POST', `/api/cases/${made.id}/parties`, { role: 'host', name: 'Quagga Hosting', address: 'abuse@quagga.example' })
  for (const words of ['uberweisung', '银行', 'zebrafinch', 'quagga.example', made.code])
    expect((await list(`search=${encodeURIComponent(words)}`)).map(({ id }) => id)).toEqual([made.id])
  expect(await list('search=nothing-has-this')).toEqual([])
  expect((await admin.call('GET', '/api/cases?after=bogus')).code).toBe('platform.cursor')
})

test('viewers see and watch but do not write, and keys do as far as their scopes', async () => {
  const made = await open('seen')
  const viewer = await desk.join('vera', 'viewer')
  expect((await viewer.caller.call('GET', `/api/cases/${made.id}`)).body).toMatchObject({ may: { write: false, moves: [], close: false } })
  expect((await viewer.caller.call('POST', `/api/cases/${made.id}/watch`, { watching: true })).body).toMatchObject({ watching: true })
  expect((await list('watching=true', viewer.caller)).map(({ id }) => id)).toEqual([made.id])
  for (const [path, body] of [
    ['close', { why: 'done' }],
    ['notes', { text: 'x' }],
    ['harm', { name: 'people', value: 1, reason: 'because' }],
    ['actions', { kind: 'notify' }],
  ] as const)
    expect((await viewer.caller.call('POST', `/api/cases/${made.id}/${path}`, body)).code).toBe('platform.forbidden')
})
