import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../base/actor.ts'
import { perform } from '../../platform/work.ts'
import type { Caller } from '../directory/testing/node.ts'
import { caseSubjects, caseWords } from './operations/subjects.ts'
import { type Desk, openDesk } from './testing/node.ts'

let desk: Desk
let admin: Caller
beforeAll(async () => {
  desk = await openDesk()
  admin = desk.admin
})
afterAll(() => desk?.close())

const name = 'Mina Quagga'
const system = () => systemActor('test', desk.organisation)

/** A case that speaks of her in every place that takes words. */
async function speaking(): Promise<string> {
  const id = String((await admin.call('POST', '/api/cases', { title: `${name} lost money`, kind: 'scam', note: `called ${name}` })).body.id)
  await admin.call('POST', `/api/cases/${id}/parties`, { role: 'victim', name, address: 'victim@host.example', note: `${name} is 81` })
  await admin.call('POST', `/api/cases/${id}/tasks`, { title: `call ${name} again` })
  await admin.call('POST', `/api/cases/${id}/harm`, { name: 'money', value: 900, reason: `${name} said so` })
  const action = await admin.call('POST', `/api/cases/${id}/actions`, {
    kind: 'warn-affected',
    recipient: { name },
    things: [{ kind: 'sender', value: `${name} <x@y.example>` }],
    options: { salutation: name },
  })
  await admin.call('POST', `/api/actions/${action.body.id}/decline`, { reason: `${name} knows` })
  return id
}

const find = () => desk.node.ctx.read(system(), (tx) => caseSubjects.find(tx, name))
const erase = (manner: 'erase' | 'pseudonymise') =>
  perform(desk.node.ctx, system(), async (work) => {
    work.require(true)
    await caseSubjects.erase(work, name, manner, 'P-1')
  })

/** All that the room holds, as one text. */
async function held(): Promise<string> {
  const tables = await desk.query(`select table_name as name from information_schema.tables where table_schema = 'cases'`)
  const texts = await Promise.all(tables.map(({ name: table }) => desk.query(`select to_jsonb(t)::text as row from cases.${table} t`)))
  return texts.flatMap((rows) => rows.map(({ row }) => String(row))).join('\n')
}

test('words of a person are found wherever they stand, and taken out or put under a pseudonym, from search as well', async () => {
  const id = await speaking()
  expect((await find()).map(({ label }) => label.split(' · ')[1]).sort()).toEqual(
    ['title', 'note', 'party.name', 'party.note', 'task', 'reason', 'action.name', 'action.things', 'action.options', 'action.why'].sort(),
  )
  await erase('pseudonymise')
  expect(await find()).toEqual([])
  expect((await admin.call('GET', `/api/cases/${id}`)).body.title).toBe('P-1 lost money')
  await speaking()
  await erase('erase')
  const all = await held()
  expect([all.includes('Mina Quagga'), all.includes("'quagga'")]).toEqual([false, false])
  expect((await admin.call('GET', '/api/cases?search=Mina')).body.items).toEqual([])
})

test('the words of a case that ended go when their time is up, and what was done stays', async () => {
  const [old, young] = [await speaking(), await speaking()]
  for (const id of [old, young]) await admin.call('POST', `/api/cases/${id}/close`, { why: 'done', note: name })
  await desk.query(`update cases.case set closed_at = now() - interval '40 days' where id = $1`, [old])
  const before = new Date(desk.node.ctx.now().getTime() - 30 * 86_400_000)
  const preview = () => desk.node.ctx.read(system(), (tx) => caseWords.preview(tx, before))
  expect(await preview()).toMatchObject({ count: 1, samples: [old] })
  expect(await caseWords.purge(desk.node.ctx, system(), before, 10)).toBe(1)
  expect(await preview()).toMatchObject({ count: 0 })
  expect((await admin.call('GET', `/api/cases/${old}`)).body).toMatchObject({
    title: '',
    emptied: true,
    notes: 0,
    parties: 0,
    kind: 'scam',
    closedWhy: 'done',
  })
  const harm = (await admin.call('GET', `/api/cases/${old}/harm`)).body as { parts: { name: string; value: unknown }[] }
  expect(harm.parts.find((part) => part.name === 'money')?.value).toBe(900)
  expect((await admin.call('GET', `/api/cases/${young}`)).body).toMatchObject({ emptied: false, notes: 2, parties: 1 })
})
