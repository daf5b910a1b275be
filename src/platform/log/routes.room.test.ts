import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Actor, systemActor } from '../../base/actor.ts'
import { newId, type OrganisationId } from '../../base/id.ts'
import { parseConsistency } from '../../formats/tlog/bundle.ts'
import { parseCheckpoint } from '../../formats/tlog/checkpoint.ts'
import { webCrypto } from '../../formats/tlog/crypto.ts'
import { parseVerifierKey } from '../../formats/tlog/keys.ts'
import { compareCheckpoints, verifyBundle } from '../../formats/tlog/verify.ts'
import { readConfig } from '../config.ts'
import type { Context } from '../context.ts'
import { type Database, openDatabase, openPool } from '../db/pools.ts'
import { readAs } from '../db/scope.ts'
import { buildHttp, type Http } from '../http/server.ts'
import { openLogger } from '../logger.ts'
import { type TestDatabase, testDatabase } from '../testing/database.ts'
import { perform } from '../work.ts'
import type { LogSummary } from './contract.ts'
import { countPending } from './prove.ts'
import { addLogRoutes } from './routes.ts'
import { type RunningLog, startLog } from './start.ts'

const organisation = newId() as OrganisationId
const analyst: Actor = { kind: 'person', id: 'p1', organisation, role: 'analyst', operator: false, scopes: null }
const stranger: Actor = { ...analyst, id: 'p2', organisation: newId() as OrganisationId }

let database: TestDatabase
let db: Database
let ctx: Context
let http: Http
let running: RunningLog
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-log-'))
  database = await testDatabase()
  db = openDatabase(openPool(database.url, 'tocsin_app', 6))
  const log = openLogger('silent')
  const now = () => new Date()
  // what the log's routes and units of work use of a context
  ctx = {
    config: readConfig({}),
    log,
    db,
    now,
    subscribers: new Map(),
    read: (actor: Actor, run: Parameters<Context['read']>[1]) => readAs(db, actor, run),
  } as unknown as Context
  http = await buildHttp(ctx, async (request) => ({ analyst, stranger })[String(request.headers['x-who'])])
  addLogRoutes(http)
  running = await startLog(db, { folder, authority: 'tocsin.example', log, now })
})

afterAll(async () => {
  await running.sequencer.close()
  await http.app.close()
  await db.destroy()
  await database.drop()
  await rm(folder, { recursive: true })
})

const get = (url: string, who = '') => http.app.inject({ method: 'GET', url, headers: { 'x-who': who } })

test('a line that a unit of work witnessed is pending, then proved to whoever has its bundle', async () => {
  const hash = 'ab'.repeat(32)
  const id = await perform(ctx, analyst, async (work) => {
    work.require(true)
    return work.witness('evidence.received', newId(), { sha256: hash })
  })
  while ((await get(`/api/log/leaves/${id}/inclusion`)).json().state === 'pending') {
    const waiting = await get(`/api/log/leaves/${id}/bundle`, 'analyst')
    if (waiting.statusCode !== 200) expect([waiting.statusCode, waiting.json()]).toEqual([202, { state: 'pending' }])
  }
  const bundle = await get(`/api/log/leaves/${id}/bundle`, 'analyst')
  expect(bundle.headers['content-type']).toContain('application/json')
  const { items } = (await get('/api/log')).json() as { items: LogSummary[] }
  const key = await parseVerifierKey(items[0]?.key ?? '', webCrypto()?.sha256 ?? (() => new Uint8Array()))
  if ('malformed' in key) throw new Error(key.malformed)
  expect(running.verifierKey).toBe(items[0]?.key)
  expect(await verifyBundle(bundle.body, { sha256: hash }, [key])).toMatchObject({ verdict: 'true', flaws: [] })
  expect((await get(`/api/log/leaves/${id}/bundle`, 'stranger')).statusCode).toBe(404)
  expect((await get(`/api/log/leaves/${id}/bundle`)).statusCode).toBe(401)
  expect((await get(`/api/log/leaves/${newId()}/inclusion`)).statusCode).toBe(404)
  expect((await get('/api/log/leaves/none/inclusion')).statusCode).toBe(400)
})

test('the checkpoint is text, and a later one is proved to continue it', async () => {
  const before = parseCheckpoint((await get('/api/log/checkpoint')).body)
  await perform(ctx, systemActor('test', organisation), async (work) => {
    work.require(true)
    for (let at = 0; at < 10; at++) work.witness('k', `subject-${at}`, {})
  })
  while ((await db.transaction().execute(countPending)) > 0);
  const answer = await get('/api/log/checkpoint')
  expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8')
  const after = parseCheckpoint(answer.body)
  if ('malformed' in before || 'malformed' in after) throw new Error('no checkpoint')
  expect(after.size).toBe(before.size + 10)
  const proof = parseConsistency((await get(`/api/log/consistency?from=${before.size}&to=${after.size}`)).body)
  if ('malformed' in proof) throw new Error(proof.malformed)
  const crypto = webCrypto()
  if (crypto === undefined) throw new Error('no Web Crypto')
  expect(await compareCheckpoints(before, after, [proof], crypto)).toBeNull()
  expect((await get('/api/log/consistency?from=5&to=100000')).json()).toMatchObject({ code: 'log.sizes' })
  expect((await get('/api/log/consistency?from=0&to=1')).statusCode).toBe(400)
})
