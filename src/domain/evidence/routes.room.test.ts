import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Actor, systemActor } from '../../base/actor.ts'
import { type ItemId, newId, type OrganisationId } from '../../base/id.ts'
import { isMalformed } from '../../base/parsed.ts'
import { parseVerifierKey } from '../../formats/tlog/keys.ts'
import { verifyBundle } from '../../formats/tlog/verify.ts'
import { buildHttp, type Http } from '../../platform/http/server.ts'
import { ensureLog, integratePending } from '../../platform/log/integrate.ts'
import { logKey, sha256, verifierKeyText } from '../../platform/log/key.ts'
import { perform } from '../../platform/work.ts'
import { deriveItems } from './operations/record.ts'
import { evidenceRoutes } from './routes.ts'
import { openRoom, personOf, plainItem, type Room, sha256Of } from './testing/room.ts'
import { unzip } from './testing/zip.ts'

let room: Room
let http: Http
let caller: Actor
let id: ItemId
let part: ItemId
const organisation = newId<'organisation'>() as OrganisationId
const node = systemActor('intake', organisation)
const viewer = personOf(organisation, 'viewer')
const analyst = personOf(organisation, 'analyst')
const manager = personOf(organisation, 'manager')
const stranger = personOf(newId<'organisation'>() as OrganisationId, 'administrator')
const bytes = Buffer.from('Subject: hostile\r\n\r\nbytes')

beforeAll(async () => {
  room = await openRoom()
  http = await buildHttp(room.ctx, async () => caller)
  evidenceRoutes(http, { subjects: [], retention: [], forget: [], packages: [] })
  await http.app.ready()
})
afterAll(async () => {
  await http?.app.close()
  await room?.close()
})
beforeEach(async () => {
  caller = analyst
  id = await room.handIn(node, bytes, { name: 'hostile.eml', handedBy: 'ann@x.example' })
  await room.ctx.blobs.put([Buffer.from('part')])
  part = await perform(room.ctx, node, async (work) => {
    work.require(true)
    const [one] = await deriveItems(work, id, [{ ...plainItem(sha256Of(Buffer.from('part')), 4, work.now), how: 'attachment 1' }])
    return one as ItemId
  })
})

async function call(method: 'GET' | 'POST' | 'PUT', url: string, body?: object, as: Actor = caller) {
  caller = as
  const response = await http.app.inject({ method, url, ...(body === undefined ? {} : { payload: body }) })
  const json = () => response.json()
  return { status: response.statusCode, headers: response.headers, bytes: response.rawPayload, json, code: () => json().code as string }
}

describe('the HTTP side of evidence', () => {
  test('shows an item in its tree with custody and holds, and pages what was handed in', async () => {
    const held = await call('POST', `/api/evidence/${id}/holds`, { reason: 'a case' }, manager)
    expect(held.status).toBe(201)
    expect(held.json()).toMatchObject({ about: { name: 'hostile.eml', sha256: sha256Of(bytes), state: 'kept' }, setByName: null })
    const one = (await call('GET', `/api/evidence/${part}`, undefined, viewer)).json()
    expect(one).toMatchObject({
      item: { id: part, root: id, origin: 'derived', state: 'kept' },
      parent: { item: { id }, how: 'attachment 1' },
      holds: [],
      heldBy: [{ item: id, reason: 'a case', endedAt: null }],
      custody: [{ act: 'derived' }],
      may: { export: false, hold: false },
    })
    const top = (await call('GET', `/api/evidence/${id}`, undefined, manager)).json()
    expect(top.under).toMatchObject([{ item: { id: part }, how: 'attachment 1', parent: id }])
    expect(top.may).toEqual({ export: true, hold: true })
    await room.handIn(node, Buffer.from('second'))
    const seen: string[] = []
    for (let after: string | null = ''; after !== null; ) {
      const page = (await call('GET', `/api/evidence?limit=1${after === '' ? '' : `&after=${encodeURIComponent(after)}`}`)).json()
      seen.push(...page.items.map((item: { id: string }) => item.id))
      after = page.next
    }
    expect(seen).toContain(id)
    expect(seen).not.toContain(part)
    expect(new Set(seen).size).toBe(seen.length)
  })

  test('is closed to other organisations, and answers them as if there were nothing', async () => {
    for (const path of ['', '/custody', '/proof', '/original.zip']) {
      const foreign = await call('GET', `/api/evidence/${id}${path}`, undefined, stranger)
      const unknown = await call('GET', `/api/evidence/${newId()}${path}`, undefined, stranger)
      expect([foreign.status, foreign.code()]).toEqual([404, 'evidence.missing'])
      expect(foreign.json()).toEqual(unknown.json())
    }
    expect((await call('POST', `/api/evidence/${id}/verify`, undefined, stranger)).status).toBe(404)
    expect((await call('GET', '/api/evidence', undefined, stranger)).json()).toEqual({ items: [], next: null })
  })

  test('hands originals to analysts, as an archive under a password, under a name of ours, and says so in custody and audit', async () => {
    expect((await call('GET', `/api/evidence/${id}/original.zip`, undefined, viewer)).code()).toBe('evidence.forbidden')
    const given = await call('GET', `/api/evidence/${id}/original.zip`, undefined, analyst)
    expect(given.headers).toMatchObject({ 'content-type': 'application/zip', 'cache-control': 'private, no-store' })
    expect(given.headers['content-disposition']).toBe(`attachment; filename="${sha256Of(bytes).slice(0, 16)}.zip"`)
    expect(given.bytes.includes(bytes)).toBe(false)
    const members = await unzip(given.bytes, 'infected')
    expect([...members].map(([name, content]) => [name, content.equals(bytes)])).toEqual([[`${sha256Of(bytes)}.eml`, true]])
    const custody = (await call('GET', `/api/evidence/${id}`)).json().custody
    expect(custody.at(-1)).toMatchObject({ act: 'exported', actorKind: 'person', actor: analyst.id })
    expect(await room.query(`select actor from platform.audit where action = 'evidence.exported' and subject = $1`, [id])).toEqual([
      { actor: analyst.id },
    ])
  })

  test('verifies on request, and answers an alarm with 409', async () => {
    const own = Buffer.from('verified over HTTP')
    const one = await room.handIn(node, own)
    expect((await call('POST', `/api/evidence/${one}/verify`)).json()).toMatchObject({ sha256: sha256Of(own), size: own.length })
    await room.alter(sha256Of(own), Buffer.from('altered'))
    const alarm = await call('POST', `/api/evidence/${one}/verify`)
    expect([alarm.status, alarm.code()]).toEqual([409, 'evidence.altered'])
    expect((await call('GET', `/api/evidence/${one}/original.zip`)).code()).toBe('evidence.altered')
  })

  test('gives custody as JSON and CSV in UTC, and says that a proof is pending until the log has the line', async () => {
    const csv = await call('GET', `/api/evidence/${id}/custody?form=csv`)
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(csv.bytes.toString()).toMatch(
      /^at,act,actorKind,actor,item,sha256,leaf,detail\r\n"\d{4}-\d\d-\d\dT[\d:.]+Z","received","system","intake"/,
    )
    const json = JSON.parse((await call('GET', `/api/evidence/${id}/custody`)).bytes.toString())
    expect(json).toMatchObject({ form: 'tocsin-custody/1', item: { id }, custody: [{ act: 'received' }] })
    const proof = await call('GET', `/api/evidence/${id}/proof`)
    expect([proof.status, proof.code()]).toEqual([409, 'evidence.proof-pending'])
  })

  test('sets and lifts holds for managers, and lists them', async () => {
    expect((await call('POST', `/api/evidence/${id}/holds`, { reason: 'a case' }, analyst)).status).toBe(403)
    expect((await call('POST', `/api/evidence/${id}/holds`, { reason: ' ' }, manager)).status).toBe(400)
    const hold = (await call('POST', `/api/evidence/${id}/holds`, { reason: 'a case' }, manager)).json()
    const listed = async (query = '') =>
      (await call('GET', `/api/holds${query}`, undefined, viewer)).json().items.map((one: { id: string }) => one.id)
    expect(await listed()).toContain(hold.id)
    const lifted = await call('POST', `/api/holds/${hold.id}/lift`, { reason: 'case closed' }, manager)
    expect(lifted.json()).toMatchObject({ id: hold.id, endedBy: manager.id, endedWhy: 'case closed' })
    expect(await listed()).not.toContain(hold.id)
    expect(await listed('?ended=true')).toContain(hold.id)
    expect((await call('POST', `/api/holds/${hold.id}/lift`, { reason: 'again' }, manager)).code()).toBe('evidence.no-hold')
  })

  test('shows, sets, previews and queues retention', async () => {
    const rules = (await call('GET', '/api/retention', undefined, viewer)).json().items
    expect(rules.find((one: { kind: string }) => one.kind === 'original')).toMatchObject({ days: 500, own: false, enforced: true })
    expect(rules.find((one: { kind: string }) => one.kind === 'audit')).toMatchObject({ days: 1825, enforced: false })
    expect((await call('PUT', '/api/retention/original', { days: 30 }, analyst)).status).toBe(403)
    expect((await call('PUT', '/api/retention/audit', { days: 30 }, manager)).code()).toBe('evidence.period')
    expect((await call('PUT', '/api/retention/original', { days: 30 }, manager)).json()).toMatchObject({
      days: 30,
      own: true,
      setBy: manager.id,
    })
    const old = await room.handIn(node, Buffer.from('old'), { receivedAt: new Date(Date.now() - 40 * 86_400_000) })
    const preview = (await call('GET', '/api/retention/preview', undefined, manager)).json().items
    expect(preview).toMatchObject([{ kind: 'original', count: 1, items: 1, bytes: 3, held: 0, samples: [old] }])
    expect((await call('GET', '/api/retention/preview', undefined, viewer)).code()).toBe('evidence.forbidden')
    expect((await call('POST', '/api/retention/run', undefined, manager)).status).toBe(202)
    const jobs = await room.query(`select j.payload from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'evidence.run-retention'`)
    expect(jobs).toMatchObject([{ payload: { organisation } }])
  })

  test('proves an item to anyone with the bundle, the bytes and the key of the log, and not with other bytes', async () => {
    const key = logKey(randomBytes(32))
    const log = await ensureLog(room.ctx.db, key, 'tocsin.example', new Date())
    await integratePending(room.ctx.db, key, new Date())
    const proof = await call('GET', `/api/evidence/${id}/proof`)
    expect(proof.status).toBe(200)
    const verifier = await parseVerifierKey(verifierKeyText(log.origin, key.publicKey), async (bytes) => sha256(bytes))
    if (isMalformed(verifier)) throw new Error(verifier.malformed)
    const verified = await verifyBundle(proof.bytes, bytes, [verifier])
    expect([verified.verdict, verified.flaws, verified.lines.map((line) => line.kind)]).toEqual(['true', [], ['evidence.received']])
    expect((await verifyBundle(proof.bytes, Buffer.from('other bytes'), [verifier])).verdict).toBe('untrue')
  })

  test('serves data subjects without their names in an address', async () => {
    const mine = await room.handIn(node, Buffer.from('from zoe'), { handedBy: 'zoe@x.example' })
    const found = (await call('POST', '/api/subjects/find', { text: 'zoe@x.example' }, manager)).json()
    expect(found.kinds[0].hits.map((hit: { id: string }) => hit.id)).toEqual([mine])
    const archive = await call('POST', '/api/subjects/export', { text: 'zoe@x.example' }, manager)
    expect((await unzip(archive.bytes, 'infected')).has('subject.json')).toBe(true)
    const erased = await call('POST', '/api/subjects/erase', { text: 'zoe@x.example', manner: 'pseudonymise', reason: 'asked' }, manager)
    expect(erased.json()).toMatchObject({ manner: 'pseudonymise', by: manager.id })
    expect((await call('GET', '/api/subjects/erasures', undefined, manager)).json().items).toEqual([erased.json()])
    expect((await call('POST', '/api/subjects/find', { text: 'zoe@x.example' }, analyst)).status).toBe(403)
    expect((await call('POST', '/api/subjects/find', { text: 'zo' }, manager)).status).toBe(400)
  })
})
