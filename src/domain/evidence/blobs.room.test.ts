import { stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../base/actor.ts'
import { type ItemId, newId, type OrganisationId } from '../../base/id.ts'
import { perform } from '../../platform/work.ts'
import { destroyItems } from './operations/destroy.ts'
import { dropBlobs, dropBlobsJob, sweepBlobs } from './operations/drop-blobs.ts'
import { openEvidence } from './operations/open.ts'
import { openRoom, type Room, sha256Of } from './testing/room.ts'

let room: Room
const node = systemActor('intake', newId<'organisation'>() as OrganisationId)
const other = systemActor('intake', newId<'organisation'>() as OrganisationId)
beforeAll(async () => {
  room = await openRoom()
})
afterAll(async () => {
  await room?.close()
})

const there = (sha256: string) =>
  stat(room.pathOf(sha256)).then(
    () => true,
    () => false,
  )
const hour = 3_600_000

test('the sweep removes what nothing refers to and nobody put for a day, and nothing else', async () => {
  const kept = await room.handIn(node, Buffer.from('kept'))
  const [orphan = ''] = await room.ctx.blobs.put([Buffer.from('orphan')])
  await room.age(23 * hour)
  expect(await sweepBlobs(room.ctx)).toBe(0)
  expect(await there(orphan)).toBe(true)
  await room.age(25 * hour)
  const [young = ''] = await room.ctx.blobs.put([Buffer.from('young orphan')])
  expect(await sweepBlobs(room.ctx)).toBe(1)
  expect([await there(orphan), await there(young)]).toEqual([false, true])
  expect(Buffer.from(await openEvidence(room.ctx, node, kept)).toString()).toBe('kept')
})

test('an orphan that is put again is young again, and stays', async () => {
  const [orphan = ''] = await room.ctx.blobs.put([Buffer.from('put twice')])
  await room.age(48 * hour)
  await room.ctx.blobs.put([Buffer.from('put twice')])
  await sweepBlobs(room.ctx)
  expect(await there(orphan)).toBe(true)
})

test('a blob put a moment before its item was destroyed waits for whoever else may be recording it, and goes later', async () => {
  const bytes = Buffer.from('destroyed at once')
  const id = await room.handIn(node, bytes)
  const hashes = await perform(room.ctx, systemActor('x', node.organisation), (work) => destroyItems(work, [id], 'retention'))
  const actor = systemActor('evidence.drop-blobs', node.organisation)
  await dropBlobsJob.run(room.ctx, actor, { sha256s: [...hashes], prompt: false })
  expect(await there(sha256Of(bytes))).toBe(true)
  const [again] = await room.query(`select j.payload, j.run_at > now() as later from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'evidence.drop-blobs' order by j.id desc limit 1`)
  expect(again).toMatchObject({ later: true, payload: { organisation: node.organisation, body: { sha256s: hashes } } })
  await room.age(hour)
  await dropBlobsJob.run(room.ctx, actor, { sha256s: [...hashes], prompt: false })
  expect(await there(sha256Of(bytes))).toBe(false)
})

test('nothing that an item refers to is ever removed, while puts, records, destructions, drops and sweeps of the same bytes run side by side', async () => {
  const contents = Array.from({ length: 4 }, (_, at) => Buffer.from(`contended ${at}`))
  // ages are shrunk so that the races really happen: a put protects its blob for this long, and its record must come within it
  const rest = 800
  const items: { actor: typeof node; id: ItemId; bytes: Buffer }[] = []
  const least = Date.now() + 4_000
  let destroyed = 0
  let removed = 0
  // until enough has happened to prove something; the limit of the test ends it otherwise
  const running = () => Date.now() < least || destroyed < 5 || removed < 1
  const intake = async (actor: typeof node, seed: number) => {
    for (let round = seed; running(); round++) {
      const bytes = contents[round % contents.length] ?? Buffer.alloc(0)
      const began = Date.now()
      const id = await room.handIn(actor, bytes)
      // a machine so slow that the record came too late proves nothing
      if (Date.now() - began > rest / 2) continue
      expect(Buffer.from(await openEvidence(room.ctx, actor, id)).equals(bytes)).toBe(true)
      await sleep(Math.random() * rest * 2)
      if (round % contents.length === 0) items.push({ actor, id, bytes })
      else {
        await perform(room.ctx, systemActor('x', actor.organisation), (work) => destroyItems(work, [id], 'retention'))
        destroyed += 1
      }
    }
  }
  const remover = async (remove: () => Promise<unknown>) => {
    while (running()) {
      await remove()
      await sleep(5)
    }
  }
  const watch = async () => {
    const before = await Promise.all(contents.map((bytes) => there(sha256Of(bytes))))
    await dropBlobs(room.ctx, contents.map(sha256Of), rest)
    const after = await Promise.all(contents.map((bytes) => there(sha256Of(bytes))))
    removed += before.filter((was, at) => was && after[at] === false).length
  }
  await Promise.all([intake(node, 0), intake(other, 1), intake(node, 2), remover(watch), remover(() => sweepBlobs(room.ctx, rest))])
  for (const { actor, id, bytes } of items) expect(Buffer.from(await openEvidence(room.ctx, actor, id)).equals(bytes)).toBe(true)
})
