import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../base/actor.ts'
import { type ActionId, type CaseId, newId, type ReplyId } from '../../base/id.ts'
import { perform } from '../../platform/work.ts'
import type { Caller } from '../directory/testing/node.ts'
import { recordOutcome } from './index.ts'
import { approveAction, ruleFor, startAction } from './operations/actions.ts'
import { answersMarked, takeAnswer } from './operations/answers.ts'
import { tendCases } from './operations/clock.ts'
import { runBulk } from './operations/run-bulk.ts'
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

const day = 86_400_000
const hash = 'a'.repeat(64)
const open = async (title: string, more: object = {}) =>
  String((await admin.call('POST', '/api/cases', { title, kind: 'phishing', ...more })).body.id)
const read = async (id: string) => (await admin.call('GET', `/api/cases/${id}`)).body
const kindsOf = async (by: Caller) => ((await by.call('GET', '/api/notices')).body.items as { kind: string }[]).map(({ kind }) => kind)
const system = () => systemActor('test', desk.organisation)
const bulk = (body: object) => admin.call('POST', '/api/cases/bulk', body)
const preview = async (body: object) => (await admin.call('POST', '/api/cases/bulk/preview', body)).body
const run = (id: unknown) => runBulk(desk.node.ctx, system(), String(id))

/** An answer as it lies after reading. */
async function answerTo(about: string, automatic: boolean, kind = 'case'): Promise<ReplyId> {
  const [thread, reply] = [newId<'thread'>(), newId<'reply'>() as ReplyId]
  await desk.query(
    `insert into intake.thread (id, owner, about_kind, about, token_hash, sameness, created_at) values ($1::uuid, $2, $3, $4, $1::uuid::text, $1::uuid::text, now())`,
    [thread, desk.organisation, kind, about],
  )
  await desk.query(
    `insert into intake.reply (id, owner, thread, item, sha256, size, sameness, automatic, settled_at, received_at)
    values ($1::uuid, $2, $3, $1::uuid, repeat('0', 64), 1, $1::uuid::text, $4, now(), now())`,
    [reply, desk.organisation, thread, automatic ? 'bounce' : null],
  )
  return reply
}

test('many are acted on as previewed, each with a result, and what did not change since is put back', async () => {
  const ids = await Promise.all(Array.from({ length: 12 }, (_, at) => open(`of many ${at}`, { kind: 'spam' })))
  const [gone = '', touched = ''] = ids
  await admin.call('POST', `/api/cases/${gone}/close`, { why: 'done' })
  const wish = { ids, act: { kind: 'close', why: 'out-of-reach' } }
  const shown = await preview(wish)
  expect(shown).toMatchObject({ found: 12, taken: 12, possible: 11, refused: [{ code: 'cases.closed', cases: 1 }], undoable: true })
  expect(shown.sample as unknown[]).toHaveLength(10)
  expect((await bulk({ ...wish, act: { kind: 'close', why: 'done' }, previewed: shown.previewed })).code).toBe('cases.preview-stale')
  const begun = await bulk({ ...wish, previewed: shown.previewed })
  expect([begun.status, begun.body]).toMatchObject([202, { state: 'running', total: 11, done: 0 }])
  // one is closed by somebody else before its turn
  await ben.caller.call('POST', `/api/cases/${touched}/close`, { why: 'no-abuse' })
  await run(begun.body.id)
  await run(begun.body.id)
  expect((await admin.call('GET', `/api/cases/bulk/${begun.body.id}`)).body).toMatchObject({
    state: 'done',
    done: 10,
    refused: 1,
    undoable: true,
  })
  const results = (await admin.call('GET', `/api/cases/bulk/${begun.body.id}/results?state=refused`)).body.items
  expect(results).toMatchObject([{ case: { id: touched }, code: 'cases.closed' }])
  expect(await kindsOf(admin)).toContain('cases.bulk-done')
  await admin.call('POST', `/api/cases/${ids[5]}/reopen`, { reason: 'a mistake' })
  expect((await admin.call('POST', `/api/cases/bulk/${begun.body.id}/undo`)).status).toBe(202)
  await run(begun.body.id)
  expect((await admin.call('GET', `/api/cases/bulk/${begun.body.id}`)).body).toMatchObject({ state: 'undone', undone: 9, kept: 1 })
  expect((await admin.call('POST', `/api/cases/bulk/${begun.body.id}/undo`)).code).toBe('cases.bulk-busy')
  expect([await read(ids[3] ?? ''), await read(touched), await read(gone)]).toMatchObject([
    { state: 'open' },
    { closedWhy: 'no-abuse' },
    { closedWhy: 'done' },
  ])
})

test('a filter is acted on as it was shown; assigning, deadlines, kinds and merging are put back too', async () => {
  const ids = await Promise.all(Array.from({ length: 3 }, (_, at) => open(`filtered ${at}`, { kind: 'marketing' })))
  const into = await open('into', { kind: 'scam' })
  for (const act of [
    { kind: 'assign', assignee: ben.person },
    { kind: 'due', dueAt: '2030-01-01T00:00:00.000Z' },
    { kind: 'move', state: 'waiting' },
    { kind: 'merge', into },
  ]) {
    const wish = { filter: { kind: 'marketing' }, act }
    const before = await Promise.all(ids.map(read))
    const shown = await preview(wish)
    expect([act.kind, shown.possible]).toEqual([act.kind, 3])
    const { body } = await bulk({ ...wish, previewed: shown.previewed })
    await run(body.id)
    expect((await admin.call('GET', `/api/cases/bulk/${body.id}`)).body).toMatchObject({ done: 3, refused: 0 })
    await admin.call('POST', `/api/cases/bulk/${body.id}/undo`)
    await run(body.id)
    const after = await Promise.all(ids.map(read))
    const told = ({ assignee, dueAt, state, mergedInto }: Record<string, unknown>) => ({ assignee, dueAt, state, mergedInto })
    expect(after.map(told)).toEqual(before.map(told))
  }
  expect((await kindsOf(ben.caller)).filter((kind) => kind.startsWith('cases.assigned'))).toEqual(['cases.assigned-many'])
})

test('an action goes from its proposal by a person’s approval of its very bytes to its outcome; a rule approves up to its limit', async () => {
  const id = await open('acted on')
  const propose = async () =>
    String(
      (
        await admin.call('POST', `/api/cases/${id}/actions`, {
          kind: 'take-down',
          things: [{ kind: 'url', value: 'https://bad.example/' }],
        })
      ).body.id,
    )
  const [first, second, third] = [await propose(), await propose(), await propose()] as [string, string, string]
  expect(await read(id)).toMatchObject({ actionsOpen: 3, silentAt: null })
  const as = desk.actor(ben.person, 'analyst')
  await perform(desk.node.ctx, as, (work) => approveAction(work, first as ActionId, hash))
  expect(await read(id)).toMatchObject({ state: 'acting', actionsOpen: 2 })
  await expect(perform(desk.node.ctx, as, (work) => approveAction(work, first as ActionId, hash))).rejects.toThrow(/approved/)
  await expect(perform(desk.node.ctx, system(), (work) => approveAction(work, second as ActionId, hash))).rejects.toThrow()
  expect((await ben.caller.call('POST', '/api/action-rules', { actionKind: 'take-down', perDay: 1 })).code).toBe('platform.forbidden')
  expect((await admin.call('POST', '/api/action-rules', { actionKind: 'reply', perDay: 1 })).status).toBe(400)
  const rule = (await admin.call('POST', '/api/action-rules', { actionKind: 'take-down', perDay: 1, caseKinds: ['phishing'] })).body
  const found = await perform(desk.node.ctx, system(), async (work) => {
    const one = await ruleFor(work, second as ActionId)
    await approveAction(work, second as ActionId, hash, one)
    return one
  })
  expect(found).toBe(rule.id)
  await expect(perform(desk.node.ctx, system(), (work) => approveAction(work, third as ActionId, hash, String(rule.id)))).rejects.toThrow(
    /does not approve/,
  )
  await perform(desk.node.ctx, system(), async (work) => {
    await startAction(work, second as ActionId)
    await recordOutcome(work, second as ActionId, { kind: 'sent', detail: '250 ok' })
  })
  expect((await admin.call('POST', `/api/actions/${third}/decline`, { reason: 'the page is gone' })).body).toMatchObject({
    state: 'declined',
  })
  expect((await admin.call('POST', `/api/actions/${third}/outcomes`, { kind: 'acted' })).code).toBe('cases.no-outcome-yet')
  const told = await admin.call('POST', `/api/actions/${second}/outcomes`, { kind: 'acted', reference: 'TT-77' })
  expect(told.body).toMatchObject({
    state: 'done',
    outcome: 'acted',
    reference: 'TT-77',
    draftHash: hash,
    rule: rule.id,
    outcomes: [{ kind: 'sent' }, { kind: 'acted' }],
  })
  expect(
    ((await admin.call('GET', `/api/cases/${id}/playbook`)).body.items as { kind: string; taken: boolean }[]).find(
      ({ kind }) => kind === 'take-down',
    )?.taken,
  ).toBe(true)
  const abuse = await open('children', { kind: 'child-material' })
  expect((await admin.call('POST', `/api/cases/${abuse}/actions`, { kind: 'notify' })).code).toBe('cases.hotline-only')
})

test('an answer is told of and brings its case back to us, also from closed; an automatic one disturbs nobody', async () => {
  const id = await open('answered', { assignee: ben.person })
  await admin.call('POST', `/api/cases/${id}/state`, { state: 'waiting' })
  const answer = async (automatic: boolean) => {
    const reply = await answerTo(id, automatic)
    await perform(desk.node.ctx, system(), (work) => takeAnswer(work, { reply, aboutKind: 'case', about: id, automatic }))
    return reply
  }
  await answer(true)
  expect(await read(id)).toMatchObject({ state: 'waiting', repliesUnread: 0 })
  await answer(false)
  expect(await read(id)).toMatchObject({ state: 'acting', repliesUnread: 1 })
  expect(await kindsOf(ben.caller)).toContain('cases.answered')
  await admin.call('POST', `/api/cases/${id}/close`, { why: 'done' })
  await answer(false)
  expect(await read(id)).toMatchObject({ state: 'open', recurred: 1, repliesUnread: 2 })
  expect(await kindsOf(ben.caller)).toContain('cases.recurred')
})

test('what nobody has read is counted, not added up: marking one, merging, parting and reading all tell the truth', async () => {
  const [id, other] = [await open('counted'), await open('another')]
  const replies = [await answerTo(id, false), await answerTo(id, false), await answerTo(other, false), await answerTo(id, true)]
  const marked = (ids: readonly ReplyId[]) => perform(desk.node.ctx, system(), (work) => answersMarked(work, ids))
  await marked(replies)
  expect([(await read(id)).repliesUnread, (await read(other)).repliesUnread]).toEqual([2, 1])
  await desk.query(`update intake.reply set state = 'spam' where id = $1`, [replies[0]])
  await marked([replies[0] as ReplyId])
  expect((await read(id)).repliesUnread).toBe(1)
  await admin.call('POST', `/api/cases/${id}/merge`, { from: [other] })
  expect((await read(id)).repliesUnread).toBe(2)
  await marked([replies[2] as ReplyId])
  expect((await read(id)).repliesUnread).toBe(2)
  expect((await admin.call('POST', `/api/cases/${id}/answers-read`)).status).toBe(200)
  expect((await read(id)).repliesUnread).toBe(0)
  const states = await desk.query('select state from intake.reply where id = any ($1::uuid[]) order by array_position($1::uuid[], id)', [
    replies,
  ])
  expect(states.map(({ state }) => state)).toEqual(['spam', 'read', 'read', 'read'])
  const [report] = await desk.reports(1)
  await answerTo(String(report), false, 'report')
  const third = await open('with a report that was added to', { reports: [report] })
  expect((await read(third)).repliesUnread).toBe(1)
  await admin.call('POST', `/api/cases/${third}/reports/remove`, { ids: [report] })
  expect((await read(third)).repliesUnread).toBe(0)
})

test('what stays silent closes itself and says so, unless something keeps it open; deadlines are told of once', async () => {
  expect(
    (await ben.caller.call('PUT', '/api/cases/settings', { silenceDays: 5, nearHours: 48, triage: true, triageReports: 3 })).code,
  ).toBe('platform.forbidden')
  await admin.call('PUT', '/api/cases/settings', { silenceDays: 5, nearHours: 48, triage: true, triageReports: 3 })
  const now = desk.node.ctx.now().getTime()
  const quiet = await open('quiet', { assignee: ben.person })
  const due = await open('due', { assignee: ben.person, dueAt: new Date(now + 7 * day).toISOString() })
  const task = await open('with a task')
  await admin.call('POST', `/api/cases/${task}/tasks`, {
    title: 'later',
    assignee: ben.person,
    dueAt: new Date(now + 7 * day).toISOString(),
  })
  expect((await read(quiet)).silentAt).not.toBeNull()
  await tendCases(desk.node.ctx, system())
  expect(await read(quiet)).toMatchObject({ state: 'open' })
  desk.node.pass(6 * day)
  for (let turn = 0; turn < 2; turn++) await tendCases(desk.node.ctx, system())
  const left = await desk.query('select id, state, closed_why from cases.case where id = any ($1) order by state', [[quiet, due, task]])
  expect(left.map(({ id, state, closed_why }) => [id, state, closed_why])).toEqual(
    expect.arrayContaining([
      [quiet, 'closed', 'silent'],
      [due, 'open', null],
      [task, 'open', null],
    ]),
  )
  const told = await desk.query(`select kind, count from directory.notice where person = $1 and subject = any ($2) order by kind`, [
    ben.person,
    [quiet, due, task],
  ])
  expect(told.map(({ kind, count }) => [kind, count])).toEqual([
    ['cases.assigned', 1],
    ['cases.assigned', 1],
    ['cases.closed-silent', 1],
    ['cases.deadline-near', 1],
    ['cases.task-assigned', 1],
    ['cases.task-near', 1],
  ])
  const entries = await desk.query(`select what from cases.entry where "case" = $1`, [quiet as CaseId])
  expect(entries.map(({ what }) => what)).toContain('closed')
})
