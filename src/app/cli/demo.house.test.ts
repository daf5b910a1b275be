import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../platform/testing/database.ts'
import { demo } from './demo.ts'

let folder: string
let database: TestDatabase

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-demo-'))
  database = await testDatabase()
})
afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

const said: string[] = []
const run = (...argv: string[]) => {
  said.length = 0
  const out = { write: (text: string) => said.push(text) }
  const environment = { TOCSIN_DATA: folder, DATABASE_URL: database.url, TOCSIN_LOG_LEVEL: 'error', TOCSIN_WORKERS: '1' }
  return demo(argv, { stdout: out, stderr: { write: () => true } }, environment)
}

test('an empty node is filled with a network whose history is in order, once, and says that it is made up', {
  timeout: 600_000,
}, async () => {
  expect(await run('--small', '--json')).toBe(0)
  const told = JSON.parse(said.join('')) as { password: string; people: { email: string }[] }
  expect(told.password.length).toBeGreaterThan(12)
  expect(told.people.map(({ email }) => email)).toEqual([
    'operator@node.example',
    'desk@messages.nz.example',
    'desk@messages.sg.example',
    expect.stringMatching(/^desk@.*\.example$/),
  ])
  const root = new pg.Client({ connectionString: database.superuserUrl })
  await root.connect()
  const count = async (query: string) => Number((await root.query<{ count: string }>(`select count(*) from ${query}`)).rows[0]?.count)
  try {
    expect(await count("platform.fact where name = 'demo'")).toBe(1)
    expect(await count("cooperation.member where state = 'member'")).toBeGreaterThanOrEqual(8)
    expect(await count('cooperation.contact')).toBeGreaterThanOrEqual(4)
    expect(await count("cooperation.share where state = 'shared'")).toBeGreaterThanOrEqual(4)
    expect(await count("cooperation.request where state = 'sent'")).toBeGreaterThanOrEqual(2)
    expect(await count("cooperation.call where state = 'reported'")).toBe(2)
    expect(await count('cooperation.answer_sheet')).toBeGreaterThanOrEqual(2)
    expect(await count('analysis.campaign')).toBeGreaterThanOrEqual(4)
    // joint cases: one closed, one whose lead moved, companies in them, several owners, something taken back
    expect(await count('cooperation.joint_case')).toBe(3)
    expect(await count('cooperation.joint_case where closed_at is not null')).toBeGreaterThanOrEqual(1)
    expect(await count("cooperation.joint_act where what = 'lead-moved'")).toBeGreaterThanOrEqual(1)
    expect(await count('(select distinct owner from cooperation.joint_entry) o')).toBeGreaterThanOrEqual(4)
    expect(await count('cooperation.joint_entry where taken_back_at is not null')).toBeGreaterThanOrEqual(1)
    // techniques of all kinds, with versions; taken over, run, called back
    expect(await count('(select distinct kind from cooperation.technique) k')).toBe(4)
    expect(await count('cooperation.technique_version where number = 2')).toBeGreaterThanOrEqual(1)
    expect(await count('cooperation.technique where origin_copy is not null')).toBeGreaterThanOrEqual(1)
    expect(await count("cooperation.technique_run where state = 'done'")).toBeGreaterThanOrEqual(2)
    expect(await count('cooperation.technique_match')).toBeGreaterThanOrEqual(1)
    // every kind is shared; of what was called back, somebody has not said yet that it is gone
    expect(await count('(select distinct kind from cooperation.shared_copy) k')).toBe(7)
    expect(await count('cooperation.share_fetch')).toBeGreaterThanOrEqual(1)
    const stones = 'cooperation.tombstone where confirmed_at is'
    expect([await count(`${stones} null`), await count(`${stones} not null`)].every((one) => one > 0)).toBe(true)
    // calls with a guest, industry at the items that it may see, somebody taken out, and what came of what was given out
    expect(await count('cooperation.call_guest')).toBeGreaterThanOrEqual(1)
    expect(
      await count("cooperation.call_attendance a join cooperation.member m on m.id = a.member and m.kind = 'industry'"),
    ).toBeGreaterThanOrEqual(2)
    expect(await count('cooperation.call_objection')).toBeGreaterThanOrEqual(1)
    expect(await count("cooperation.call_action where outcome <> ''")).toBeGreaterThanOrEqual(1)
    expect(await count("cooperation.call_report where kind in ('cases', 'techniques', 'models')")).toBeGreaterThanOrEqual(1)
    // training that was held and is to come; education with a measure of both phases; the registers
    expect(await count("cooperation.training where state = 'over'")).toBe(2)
    expect(await count("cooperation.training where state = 'open'")).toBe(5)
    expect(await count('cooperation.training_evaluation')).toBeGreaterThanOrEqual(3)
    expect(await count('cooperation.education_figure')).toBeGreaterThanOrEqual(6)
    expect(await count('(select distinct kind from cooperation.register_entry) k')).toBeGreaterThanOrEqual(5)
    expect(await count('cooperation.register_entry where item is not null and responsible is not null')).toBe(2)
    // files
    expect(await count('cooperation.call_file')).toBeGreaterThanOrEqual(2)
    expect(await count('cooperation.request_attachment')).toBeGreaterThanOrEqual(1)
    // nothing of the story lies ahead, and none of it was left undone
    expect(await count('platform.audit where at > now()')).toBe(0)
    expect(await count('graphile_worker._private_jobs where last_error is not null')).toBe(0)
    // no address that could be somebody's
    expect(await count("directory.person where email !~ '\\.example$'")).toBe(0)
  } finally {
    await root.end()
  }
  await expect(run('--small')).rejects.toMatchObject({ code: 'platform.not-empty' })
})

test('what it does not understand it says, and touches nothing', async () => {
  expect(await run('--seed', 'x')).toBe(2)
  expect(await run('--help')).toBe(0)
  expect(said.join('')).toContain('Usage: tocsin demo')
})
