import { randomBytes } from 'node:crypto'
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../base/actor.ts'
import { openAuth } from '../platform/auth/index.ts'
import { readConfig } from '../platform/config.ts'
import { logKey, signerKeyText } from '../platform/log/key.ts'
import { summariseLogs } from '../platform/log/prove.ts'
import { startLog } from '../platform/log/start.ts'
import { openLogger } from '../platform/logger.ts'
import { runTocsin } from '../platform/testing/command.ts'
import { type TestDatabase, testDatabase } from '../platform/testing/database.ts'
import { admin } from './cli/admin.ts'
import { type Opened, openWith } from './context.ts'
import { shareCache } from './testing/desk.ts'
import { firstRun, type House, openHouse } from './testing/house.ts'

// The first machine is the house; the others have data folders of their own, and share its database.

let house: House
let fresh: TestDatabase
let first: string
const folders: string[] = []
const closing: (() => Promise<void>)[] = []
beforeAll(async () => {
  house = await openHouse()
  fresh = await testDatabase()
  first = house.ctx.config.TOCSIN_DATA
})
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})
afterAll(async () => {
  await house.close()
  await fresh.drop()
  for (const folder of folders) await rm(folder, { recursive: true })
})

async function machine(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-machine-'))
  folders.push(folder)
  await shareCache(folder)
  return folder
}

const quiet = openLogger('silent')

async function open(folder: string, more: Record<string, string> = {}, url = house.environment['DATABASE_URL'] ?? ''): Promise<Opened> {
  const config = readConfig({ ...house.environment, TOCSIN_DATA: folder, DATABASE_URL: url, ...more })
  const opened = await openWith(config, quiet, { application: url }, async () => {})
  closing.push(opened.close)
  return opened
}

async function work(opened: Opened, keyFile: string | null = null) {
  const { config, db, now } = opened.ctx
  const running = await startLog(db, { folder: config.TOCSIN_DATA, keyFile, authority: 'tocsin.example', log: quiet, now })
  closing.push(() => running.sequencer.close())
  return running
}

const kept = async (folder: string) => (await readdir(folder)).filter((name) => !['cache', 'blobs', 'locks', 'layout'].includes(name))
const copy = (name: string, folder: string) => copyFile(join(first, name), join(folder, name))
const logs = async () => (await house.ctx.db.transaction().execute(summariseLogs)).map(({ origin, key }) => ({ origin, key }))

describe('another machine of a node', () => {
  test('without the secret is refused, and makes none', async () => {
    const folder = await machine()
    const refused = { code: 'auth.secret-missing', message: expect.stringContaining('TOCSIN_SIGN_IN_SECRET') }
    await expect(open(folder)).rejects.toMatchObject(refused)
    expect(await kept(folder)).toEqual([])
  })

  test('with a secret of its own is refused, and keeps it untouched', async () => {
    const folder = await machine()
    const own = `${randomBytes(32).toString('base64url')}\n`
    await writeFile(join(folder, 'sign-in-secret'), own)
    await expect(open(folder)).rejects.toMatchObject({ code: 'auth.secret-other' })
    expect(await readFile(join(folder, 'sign-in-secret'), 'utf8')).toBe(own)
  })

  test('with a copy of it, or the setting, makes the same links and knows the same sessions', async () => {
    const copied = await machine()
    await copy('sign-in-secret', copied)
    for (const opened of [await open(copied), await open(await machine(), { TOCSIN_SIGN_IN_SECRET: join(first, 'sign-in-secret') })])
      expect(opened.ctx.mac('tracking', 'x')).toEqual(house.ctx.mac('tracking', 'x'))
  })

  test('is told so in one line by the command', async () => {
    const folder = await machine()
    const { code, err } = await runTocsin(['work'], { ...house.environment, TOCSIN_DATA: folder })
    expect([
      code,
      err
        .trim()
        .split('\n')
        .filter((line) => line.startsWith('tocsin:')),
    ]).toEqual([1, [expect.stringMatching(/^tocsin: the secret of this node is not in /)]])
    expect(await kept(folder)).toEqual([])
  })

  test('without the key of the log does no work, and makes no key', async () => {
    const folder = await machine()
    await copy('sign-in-secret', folder)
    const opened = await open(folder)
    const before = await logs()
    await expect(work(opened)).rejects.toMatchObject({ code: 'log.key-missing', message: expect.stringContaining('TOCSIN_LOG_KEY') })
    expect(await kept(folder)).toEqual(['sign-in-secret'])
    expect(await logs()).toEqual(before)
  })

  test('with another key never signs this log, nor opens one in its place, also where its folder knows a log that the database does not', async () => {
    const folder = await machine()
    await copy('sign-in-secret', folder)
    const opened = await open(folder)
    const before = await logs()
    await writeFile(join(folder, 'log-key'), `${signerKeyText('tocsin-log', logKey(randomBytes(32)))}\n`, { mode: 0o600 })
    await expect(work(opened)).rejects.toMatchObject({ code: 'log.key-changed' })
    // the folder of another node: it remembers what that one published
    const foreign = await machine()
    const other = await open(foreign, {}, fresh.url)
    await work(other)
    await copy('sign-in-secret', foreign)
    expect(await kept(foreign)).toContain('log-head')
    await expect(work(await open(foreign))).rejects.toMatchObject({ code: 'log.key-changed' })
    expect(await logs()).toEqual(before)
  })

  test('with a copy of the key, or the setting, keeps the same log going', async () => {
    const folder = await machine()
    await copy('sign-in-secret', folder)
    const opened = await open(folder)
    const [log] = await logs()
    expect((await work(opened, join(first, 'log-key'))).verifierKey).toBe(log?.key)
    await copy('log-key', folder)
    expect((await work(opened)).log.origin).toBe(log?.origin)
    expect(await logs()).toEqual([log])
  })
})

test('of two machines that begin a node at the same moment one does, and the other has made nothing', async () => {
  const database = await testDatabase()
  try {
    const both = [await machine(), await machine()]
    const begun = await Promise.allSettled(both.map((folder) => open(folder, {}, database.url)))
    expect(begun.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const winner = both[begun.findIndex(({ status }) => status === 'fulfilled')] ?? ''
    const loser = both.find((folder) => folder !== winner) ?? ''
    expect(await kept(loser)).toEqual([])
    await copyFile(join(winner, 'sign-in-secret'), join(loser, 'sign-in-secret'))
    const working = await Promise.allSettled([work(await open(winner, {}, database.url)), work(await open(loser, {}, database.url))])
    expect(working.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await Promise.all(both.map(kept))).flat().filter((name) => name === 'log-key')).toHaveLength(1)
    for (const close of closing.splice(0).reverse()) await close()
  } finally {
    await database.drop()
  }
})

test('a secret that is lost for good is renewed by the command, which keeps what was in its place', async () => {
  const folder = await machine()
  const first = await open(folder, {}, (await later()).url)
  const url = first.databaseUrl
  const before = first.ctx.mac('x', 'y')
  const io = { stdout: { write: () => true }, stderr: { write: () => true } }
  const environment = { ...house.environment, TOCSIN_DATA: folder, DATABASE_URL: url }
  expect(await admin(['renew-secret'], io, environment)).toBe(0)
  expect((await kept(folder)).sort()).toEqual(['sign-in-secret', expect.stringMatching(/^sign-in-secret\.[0-9a-f]{8}\.old$/)])
  expect((await open(folder, {}, url)).ctx.mac('x', 'y')).not.toEqual(before)
  await rm(join(folder, 'sign-in-secret'))
  await expect(open(folder, {}, url)).rejects.toMatchObject({ code: 'auth.secret-missing' })
  expect(await admin(['renew-secret'], io, environment)).toBe(0)
  const { ctx } = await open(folder, {}, url)
  const { rows } = await ctx.read(systemActor('test', null), (tx) =>
    sql<{ action: string; actor: string }>`select action, actor from platform.audit where action = 'auth.secret-renewed'`.execute(tx),
  )
  expect(rows).toEqual([1, 2].map(() => ({ action: 'auth.secret-renewed', actor: 'command' })))
})

async function later(): Promise<TestDatabase> {
  const database = await testDatabase()
  closing.unshift(() => database.drop())
  return database
}

test('people stay signed in whichever machine answers', async () => {
  const ann = await firstRun(house)
  const folder = await machine()
  await copy('sign-in-secret', folder)
  const opened = await open(folder)
  const auth = await openAuth(opened.ctx, opened.authPool)
  const request = { headers: { cookie: ann.cookie }, ip: '127.0.0.1' } as unknown as Parameters<typeof auth.sessionOf>[0]
  expect(await auth.sessionOf(request)).toMatchObject({ email: 'ann@desk.example' })
})
