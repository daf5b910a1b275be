import { stat, unlink } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Actor, systemActor } from '../../base/actor.ts'
import { type ItemId, newId, type OrganisationId } from '../../base/id.ts'
import { perform } from '../../platform/work.ts'
import type { NewItem } from './item.ts'
import { destroyItems } from './operations/destroy.ts'
import { dropBlobs } from './operations/drop-blobs.ts'
import { verifyItem } from './operations/export.ts'
import { liftHold, setHold } from './operations/hold.ts'
import { openEvidence } from './operations/open.ts'
import { deriveItems } from './operations/record.ts'
import { custodyOf } from './store/custody.ts'
import { itemsUnder, listItems, listUnreferenced } from './store/items.ts'
import { openRoom, personOf, plainItem, type Room, recordItems, sha256Of } from './testing/room.ts'

let room: Room
const ours = newId<'organisation'>() as OrganisationId
const theirs = newId<'organisation'>() as OrganisationId
const analyst = personOf(ours, 'analyst')
const manager = personOf(ours, 'manager')
const stranger = personOf(theirs, 'manager')
const node = systemActor('analysis', ours)

beforeAll(async () => {
  room = await openRoom()
})
afterAll(async () => {
  await room?.close()
})

const bytesOf = (text: string) => Buffer.from(text)
const seen = (actor: Actor, id: ItemId) => room.ctx.read(actor, (tx) => listItems(tx, [id]))
const actsOn = async (actor: Actor, id: ItemId) => (await room.ctx.read(actor, (tx) => custodyOf(tx, id))).map((line) => line.act)
const derive = (parent: ItemId, items: readonly (NewItem & { how: string })[], actor: Actor = node) =>
  perform(room.ctx, actor, async (work) => {
    work.require(true)
    return deriveItems(work, parent, items)
  })
const child = async (text: string, how: string) => {
  await room.ctx.blobs.put([bytesOf(text)])
  return { ...plainItem(sha256Of(bytesOf(text)), text.length, new Date()), how }
}
const destroy = (actor: Actor, roots: readonly ItemId[], why: 'retention' | 'child-material' | 'erasure') =>
  perform(room.ctx, actor, (work) => destroyItems(work, roots, why))
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  )

describe('what was handed in', () => {
  test('comes back byte for byte, with its first line of custody and a leaf in the log', async () => {
    const bytes = bytesOf('From: a\r\n\r\n\u0000\u00ff')
    const id = await room.handIn(node, bytes, { handedBy: 'ann@x.example', name: 'mail.eml' })
    expect(Buffer.from(await openEvidence(room.ctx, node, id)).equals(bytes)).toBe(true)
    const [line] = await room.ctx.read(node, (tx) => custodyOf(tx, id))
    expect(line).toMatchObject({ act: 'received', actorKind: 'system', actor: 'analysis', item: id })
    const [record] = await room.query('select entry from platform.log_record where leaf = $1', [line?.leaf])
    expect(JSON.parse(String(record?.entry))).toMatchObject({
      kind: 'evidence.received',
      subject: id,
      record: { item: id, sha256: sha256Of(bytes), act: 'received' },
    })
    // a copy of the log can never be made to forget a name
    expect(String(record?.entry)).not.toContain('ann@x.example')
    expect(String(record?.entry)).not.toContain('mail.eml')
  })

  test('takes one insert and one custody statement for many, in the order given', async () => {
    const items = Array.from({ length: 300 }, (_, at) => plainItem(sha256Of(bytesOf(`many ${at}`)), at, new Date()))
    const ids = await perform(room.ctx, node, async (work) => {
      work.require(true)
      return recordItems(work, items)
    })
    const rows = await room.ctx.read(node, (tx) => listItems(tx, ids))
    expect(rows.map((row) => row.sha256)).toEqual(items.map((item) => item.sha256))
  })

  test('is read once a sitting in custody by a person, and never by the node itself', async () => {
    const id = await room.handIn(node, bytesOf('read me'))
    await openEvidence(room.ctx, node, id)
    await openEvidence(room.ctx, analyst, id)
    await openEvidence(room.ctx, analyst, id)
    await openEvidence(room.ctx, manager, id)
    expect(await actsOn(node, id)).toEqual(['received', 'read', 'read'])
  })
})

describe('another organisation', () => {
  test('sees neither item, nor custody, nor tree, nor hold; unknown and foreign look alike', async () => {
    const id = await room.handIn(node, bytesOf('ours alone'))
    await derive(id, [await child('ours inside', 'attachment 1')])
    await perform(room.ctx, manager, (work) => setHold(work, id, 'a case'))
    expect(await seen(stranger, id)).toEqual([])
    expect(await actsOn(stranger, id)).toEqual([])
    expect(await room.ctx.read(stranger, (tx) => itemsUnder(tx, id))).toEqual([])
    for (const table of ['item', 'derivation', 'custody', 'hold', 'retention_rule', 'erasure'])
      expect(
        await room.ctx.read(stranger, (tx) =>
          tx
            .selectFrom(`evidence.${table}` as 'evidence.item')
            .selectAll()
            .execute(),
        ),
      ).toEqual([])
    expect(await codeOf(openEvidence(room.ctx, stranger, id))).toBe('evidence.missing')
    expect(await codeOf(openEvidence(room.ctx, stranger, newId()))).toBe('evidence.missing')
    expect(await codeOf(perform(room.ctx, stranger, (work) => setHold(work, id, 'theirs')))).toBe('evidence.missing')
    expect(await codeOf(destroy(stranger, [id], 'erasure'))).toBe('evidence.missing')
    expect(await codeOf(derive(id, [await child('x', 'y')], systemActor('analysis', theirs)))).toBe('evidence.missing')
  })

  test('sees with a grant exactly that item, its bytes too, and nothing around it', async () => {
    const parent = await room.handIn(node, bytesOf('message with a file'))
    const [file, other] = await derive(parent, [await child('granted file', 'attachment 1'), await child('not granted', 'attachment 2')])
    await room.grant(manager, stranger, 'item', file as ItemId)
    const all = await room.ctx.read(stranger, (tx) => tx.selectFrom('evidence.item').select('id').execute())
    expect(all.map((row) => row.id)).toEqual([file])
    expect(Buffer.from(await openEvidence(room.ctx, stranger, file as ItemId)).toString()).toBe('granted file')
    expect(await codeOf(openEvidence(room.ctx, stranger, other as ItemId))).toBe('evidence.missing')
    expect(await codeOf(openEvidence(room.ctx, stranger, parent))).toBe('evidence.missing')
    // it may look, it may not touch
    expect(await codeOf(destroy(stranger, [file as ItemId], 'erasure'))).toBe('evidence.missing')
    expect(await codeOf(perform(room.ctx, stranger, (work) => setHold(work, file as ItemId, 'theirs')))).toBe('evidence.missing')
    // its own reading is its own line
    expect(await actsOn(stranger, file as ItemId)).toEqual(['read'])
    expect(await actsOn(node, file as ItemId)).toEqual(['derived'])
  })

  test('cannot ask whether anyone refers to a blob; nor can an operator or a person who takes the name of a job', async () => {
    const hashes = [sha256Of(bytesOf('ours alone'))]
    for (const actor of [stranger, { ...stranger, id: 'evidence.drop-blobs' }, systemActor('analysis', theirs), systemActor('ops', null)])
      await expect(room.ctx.read(actor, (tx) => listUnreferenced(tx, hashes))).rejects.toThrow(/only the jobs/)
  })
})

describe('what came out of an item', () => {
  test('is a tree, parents first, and each thing is held once however often it is derived', async () => {
    const root = await room.handIn(node, bytesOf('a message'))
    const zip = await child('a zip', 'attachment 1')
    const again = { ...zip, how: 'attachment 2' }
    const [first, second] = await derive(root, [zip, again])
    expect(second).toBe(first)
    const [member] = await derive(first as ItemId, [await child('a member', 'archive member')])
    expect(await derive(root, [again])).toEqual([first])
    const under = await room.ctx.read(node, (tx) => itemsUnder(tx, root))
    expect(under.map(({ id, parent, how, root: top }) => ({ id, parent, how, top }))).toEqual([
      { id: first, parent: root, how: 'attachment 1', top: root },
      { id: member, parent: first, how: 'archive member', top: root },
    ])
    expect(await actsOn(node, member as ItemId)).toEqual(['derived'])
  })

  test('is one item also when two analyses of the same message run at once', async () => {
    const root = await room.handIn(node, bytesOf('analysed twice'))
    const parts = [await child('part one', '1'), await child('part two', '2')]
    const answers = await Promise.all(Array.from({ length: 6 }, () => derive(root, parts)))
    expect(new Set(answers.map((ids) => ids.join())).size).toBe(1)
    expect(await room.ctx.read(node, (tx) => itemsUnder(tx, root))).toHaveLength(2)
  })
})

describe('an altered blob', () => {
  test('is an alarm: custody, audit, no bytes, and once an hour is enough', async () => {
    const bytes = bytesOf('as it was')
    const id = await room.handIn(node, bytes)
    await room.alter(sha256Of(bytes), bytesOf('as it is!'))
    expect(await codeOf(openEvidence(room.ctx, analyst, id))).toBe('evidence.altered')
    expect(await codeOf(openEvidence(room.ctx, node, id))).toBe('evidence.altered')
    expect(await codeOf(verifyItem(room.ctx, analyst, id))).toBe('evidence.altered')
    expect(await actsOn(node, id)).toEqual(['received', 'altered'])
    const audit = await room.query(`select detail from platform.audit where action = 'evidence.altered' and subject = $1`, [id])
    expect(audit).toEqual([{ detail: { found: 'altered' } }])
  })

  test('is told to the managers of the organisation that holds it, and to nobody else', async () => {
    const people = [
      [ours, manager.id, 'manager'],
      [ours, analyst.id, 'analyst'],
      [theirs, stranger.id, 'manager'],
    ] as const
    for (const organisation of [ours, theirs])
      await room.query(
        `insert into directory.organisation (id, code, name, kind, country, since) values ($1, $2, 'x', 'agency', 'CH', now())`,
        [organisation, `o-${organisation.slice(-8)}`],
      )
    for (const [organisation, person, role] of people) {
      await room.query(
        `insert into directory.person (id, email, name, locale, time_zone, since) values ($1, $2, 'x', 'en', 'UTC', now())`,
        [person, `${person}@x.example`],
      )
      await room.query(`insert into directory.membership (owner, person, role, since) values ($1, $2, $3, now())`, [
        organisation,
        person,
        role,
      ])
    }
    const bytes = bytesOf('told of')
    const id = await room.handIn(node, bytes)
    await room.alter(sha256Of(bytes), bytesOf('altered'))
    await codeOf(openEvidence(room.ctx, node, id))
    expect(await room.query('select person, kind, subject from directory.notice')).toEqual([
      { person: manager.id, kind: 'evidence.altered', subject: id },
    ])
  })

  test('is found to be gone as well', async () => {
    const bytes = bytesOf('soon gone')
    const id = await room.handIn(node, bytes)
    await unlink(room.pathOf(sha256Of(bytes)))
    expect(await codeOf(openEvidence(room.ctx, node, id))).toBe('evidence.altered')
  })

  test('that a guest meets alarms the owner', async () => {
    const bytes = bytesOf('shown to a guest')
    const id = await room.handIn(node, bytes)
    await room.grant(manager, stranger, 'item', id)
    await room.alter(sha256Of(bytes), bytesOf('turned into another'))
    expect(await codeOf(openEvidence(room.ctx, stranger, id))).toBe('evidence.altered')
    expect(await actsOn(node, id)).toEqual(['received', 'altered'])
  })

  test('is not found where nothing is wrong, and the check is a line of custody', async () => {
    const bytes = bytesOf('sound')
    const id = await room.handIn(node, bytes)
    expect(await verifyItem(room.ctx, analyst, id)).toMatchObject({ sha256: sha256Of(bytes), size: 5 })
    expect(await actsOn(node, id)).toEqual(['received', 'verified'])
  })
})

describe('destroying', () => {
  test('takes the whole tree; hash, place and custody stay, names and bytes go', async () => {
    const bytes = bytesOf('old message')
    const root = await room.handIn(node, bytes, { name: 'old.eml', handedBy: 'ann@x.example' })
    const [part] = await derive(root, [await child('old part', 'attachment 1')])
    const hashes = await destroy(manager, [root], 'retention')
    expect([...hashes].sort()).toEqual([sha256Of(bytes), sha256Of(bytesOf('old part'))].sort())
    const [item] = await seen(analyst, root)
    expect(item).toMatchObject({ state: 'destroyed', destroyedWhy: 'retention', sha256: sha256Of(bytes), name: null, handedBy: null })
    expect((await room.ctx.read(node, (tx) => itemsUnder(tx, root))).map((one) => [one.id, one.how, one.state])).toEqual([
      [part, 'attachment 1', 'destroyed'],
    ])
    expect(await actsOn(node, part as ItemId)).toEqual(['derived', 'destroyed'])
    await room.age(3_600_000)
    expect(await dropBlobs(room.ctx, hashes)).toEqual([])
    await expect(stat(room.pathOf(sha256Of(bytes)))).rejects.toThrow(/ENOENT/)
    expect(await codeOf(openEvidence(room.ctx, analyst, root))).toBe('evidence.destroyed')
    expect(await codeOf(derive(root, [await child('late part', 'attachment 2')]))).toBe('evidence.destroyed')
    expect(await destroy(manager, [root], 'retention')).toEqual([])
  })

  test('is refused for an item under hold, for what it came out of and for what came out of it, until the last hold is lifted', async () => {
    const root = await room.handIn(node, bytesOf('held message'))
    const [part, sibling] = await derive(root, [await child('held part', 'attachment 1'), await child('free part', 'attachment 2')])
    const [inner] = await derive(part as ItemId, [await child('inside the held part', 'archive member')])
    const first = await perform(room.ctx, manager, (work) => setHold(work, part as ItemId, 'court'))
    const second = await perform(room.ctx, manager, (work) => setHold(work, part as ItemId, 'another court'))
    for (const id of [root, part, inner]) expect(await codeOf(destroy(manager, [id as ItemId], 'retention'))).toBe('evidence.held')
    expect(await codeOf(destroy(manager, [root], 'erasure'))).toBe('evidence.held')
    expect(await destroy(manager, [sibling as ItemId], 'retention')).toHaveLength(1)
    await perform(room.ctx, manager, (work) => liftHold(work, first.id, 'settled'))
    expect(await codeOf(destroy(manager, [root], 'retention'))).toBe('evidence.held')
    await perform(room.ctx, manager, (work) => liftHold(work, second.id, 'settled'))
    expect(await codeOf(perform(room.ctx, manager, (work) => liftHold(work, second.id, 'again')))).toBe('evidence.no-hold')
    expect(await destroy(manager, [root], 'retention')).toHaveLength(3)
    expect(await actsOn(node, part as ItemId)).toEqual(['derived', 'held', 'held', 'released-hold', 'released-hold', 'destroyed'])
    expect(await codeOf(perform(room.ctx, manager, (work) => setHold(work, root, 'too late')))).toBe('evidence.destroyed')
  })

  test('of child material happens in spite of a hold, says so, and drops queued jobs that name it', async () => {
    const root = await room.handIn(node, bytesOf('must not be'), { name: 'must not be.jpg' })
    await perform(room.ctx, manager, (work) => setHold(work, root, 'court'))
    await perform(room.ctx, node, async (work) => {
      work.require(true)
      for (const id of [root, newId()])
        work.enqueue({ name: 'test.look-at', payload: { parse: (v: unknown) => v } as never, run: async () => {} }, { id } as never)
    })
    await destroy(analyst, [root], 'child-material')
    const [item] = await seen(analyst, root)
    expect(item).toMatchObject({ state: 'destroyed', destroyedWhy: 'child-material', sha256: sha256Of(bytesOf('must not be')), name: null })
    const lines = await room.ctx.read(node, (tx) => custodyOf(tx, root))
    expect(lines.at(-1)).toMatchObject({ act: 'destroyed', detail: { why: 'child-material', notwithstandingHold: true } })
    const jobs = await room.query(`select t.identifier, j.payload::text as payload from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'test.look-at'`)
    expect(jobs).toHaveLength(1)
    expect(String(jobs[0]?.payload)).not.toContain(root)
  })

  test('is for managers and the node, of child material for analysts and channels too; viewers destroy nothing', async () => {
    const id = await room.handIn(node, bytesOf('who may'))
    const viewer = personOf(ours, 'viewer')
    for (const why of ['retention', 'erasure', 'child-material'] as const)
      expect(await codeOf(destroy(viewer, [id], why))).toBe('platform.forbidden')
    expect(await codeOf(destroy(analyst, [id], 'retention'))).toBe('platform.forbidden')
    const channel: Actor = { kind: 'channel', id: 'smtp', organisation: ours, role: null, operator: false, scopes: null }
    expect(await codeOf(destroy(channel, [id], 'erasure'))).toBe('platform.forbidden')
    expect(await destroy(channel, [id], 'child-material')).toHaveLength(1)
  })

  test('leaves bytes that another organisation holds, which learns nothing of it', async () => {
    const bytes = bytesOf('held by both')
    const mine = await room.handIn(node, bytes)
    const other = await room.handIn(systemActor('analysis', theirs), bytes)
    await room.age(3_600_000)
    await dropBlobs(room.ctx, await destroy(manager, [mine], 'retention'))
    expect(Buffer.from(await openEvidence(room.ctx, stranger, other)).equals(bytes)).toBe(true)
    expect(await actsOn(stranger, other)).toEqual(['received', 'read'])
    await room.age(3_600_000)
    await dropBlobs(room.ctx, await destroy(stranger, [other], 'retention'))
    await expect(stat(room.pathOf(sha256Of(bytes)))).rejects.toThrow(/ENOENT/)
  })

  test('and deriving at the same moment leave no part behind that is kept', async () => {
    for (let round = 0; round < 10; round++) {
      const root = await room.handIn(node, bytesOf(`race ${round}`))
      const part = await child(`race part ${round}`, 'attachment 1')
      await Promise.allSettled([derive(root, [part]), destroy(manager, [root], 'retention'), derive(root, [part])])
      const under = await room.ctx.read(node, (tx) => itemsUnder(tx, root))
      expect(under.filter((one) => one.state === 'kept')).toEqual([])
    }
  })
})

describe('the tables', () => {
  test('let custody neither be changed nor removed by the application', async () => {
    const id = await room.handIn(node, bytesOf('for ever'))
    for (const change of ['update', 'delete'] as const) {
      const run = room.ctx.db.transaction().execute(async (tx) => {
        if (change === 'update') await tx.updateTable('evidence.custody').set({ act: 'read' }).where('item', '=', id).execute()
        else await tx.deleteFrom('evidence.custody').where('item', '=', id).execute()
      })
      await expect(run).rejects.toThrow(/permission denied/)
    }
  })

  test('let no hash, owner or size of an item be changed, and no item be removed', async () => {
    const id = await room.handIn(node, bytesOf('fixed'))
    for (const column of ['sha256', 'owner', 'size', 'root', 'received_at'])
      await expect(
        room.ctx.db.transaction().execute((tx) =>
          tx
            .updateTable('evidence.item')
            .set({ [column]: null })
            .where('id', '=', id)
            .execute(),
        ),
      ).rejects.toThrow(/permission denied/)
    await expect(room.ctx.db.deleteFrom('evidence.item').where('id', '=', id).execute()).rejects.toThrow(/permission denied/)
  })
})
