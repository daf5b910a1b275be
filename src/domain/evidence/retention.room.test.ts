import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../../base/actor.ts'
import { type ItemId, newId, type OrganisationId } from '../../base/id.ts'
import { perform } from '../../platform/work.ts'
import { defaultDays } from './contract.ts'
import { retentionSources } from './jobs.ts'
import { destroyItems } from './operations/destroy.ts'
import { setHold } from './operations/hold.ts'
import { deriveItems } from './operations/record.ts'
import { dueItems, previewRetention, runRetention, setRetention } from './operations/retain.ts'
import { mostPreviewed } from './retention.ts'
import type { EvidenceSources, RetentionSource } from './sources.ts'
import { listItems } from './store/items.ts'
import { openRoom, personOf, plainItem, type Room, recordItems, sha256Of } from './testing/room.ts'

let room: Room
beforeAll(async () => {
  room = await openRoom()
})
afterAll(async () => {
  await room?.close()
})

const now = new Date('2026-06-01T12:00:00Z')
const day = 86_400_000
const none: EvidenceSources = { subjects: [], retention: [], forget: [], packages: [] }
const newOrganisation = () => newId<'organisation'>() as OrganisationId

type Tree = { readonly age: number; readonly children: number; readonly held: 'no' | 'root' | 'child'; readonly lost?: boolean }

/** Received items of these ages, some with children, some under hold; the bytes need not exist for this. */
async function plant(organisation: OrganisationId, trees: readonly Tree[]): Promise<Map<ItemId, Tree>> {
  const planted = new Map<ItemId, Tree>()
  const actor = systemActor('intake', organisation)
  for (const tree of trees) {
    const receivedAt = new Date(now.getTime() - tree.age * day)
    const { root, children } = await perform(room.ctx, actor, async (work) => {
      work.require(true)
      const one = () => plainItem(sha256Of(Buffer.from(newId())), 10, receivedAt)
      const [root] = await recordItems(work, [one()])
      const parts = Array.from({ length: tree.children }, (_, at) => ({ ...one(), how: `attachment ${at}` }))
      return { root: root as ItemId, children: await deriveItems(work, root as ItemId, parts) }
    })
    const held = tree.held === 'root' ? root : tree.held === 'child' ? (children[0] ?? root) : undefined
    if (held !== undefined) await perform(room.ctx, personOf(organisation, 'manager'), (work) => setHold(work, held, 'a case'))
    // a part that went before, by itself, does not go again
    const [part] = children
    if (tree.lost === true && part !== undefined && held === undefined)
      await perform(room.ctx, actor, (work) => destroyItems(work, [part], 'retention'))
    planted.set(root, tree)
  }
  return planted
}

const stateOf = async (organisation: OrganisationId, ids: readonly ItemId[]) =>
  (await room.ctx.read(systemActor('x', organisation), (tx) => listItems(tx, ids))).map((item) => item.state)

const countDestroyed = async (organisation: OrganisationId) => {
  const [row] = await room.query(`select count(*)::int as count from evidence.item where owner = $1 and state = 'destroyed'`, [
    organisation,
  ])
  return Number(row?.count)
}

describe('retention', () => {
  test('previews exactly what then goes, whatever the ages, trees, holds and periods', async () => {
    room.setNow(now)
    const tree = fc.record({
      age: fc.integer({ min: 0, max: 60 }),
      children: fc.integer({ min: 0, max: 3 }),
      lost: fc.boolean(),
      held: fc.constantFrom('no' as const, 'no' as const, 'root' as const, 'child' as const),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(tree, { maxLength: 8 }), fc.option(fc.integer({ min: 1, max: 60 })), async (trees, days) => {
        const organisation = newOrganisation()
        const manager = personOf(organisation, 'manager')
        const planted = await plant(organisation, trees)
        await perform(room.ctx, manager, (work) => setRetention(work, 'original', days))
        const before = await countDestroyed(organisation)
        const previews = await previewRetention(room.ctx, manager, retentionSources(none))
        const due = await room.ctx.read(manager, (tx) => dueItems(tx, 'original', 1_000, now))
        const gone = await runRetention(room.ctx, manager, retentionSources(none))

        const roots = [...planted.keys()]
        const states = await stateOf(organisation, roots)
        const destroyed = roots.filter((_, at) => states[at] === 'destroyed')
        const items = (await countDestroyed(organisation)) - before
        const expected = roots.filter((root) => {
          const { age = 0, held = 'no' } = planted.get(root) ?? {}
          return days !== null && age > days && held === 'no'
        })
        expect(new Set(destroyed)).toEqual(new Set(expected))
        expect(new Set(due)).toEqual(new Set(expected))
        expect(gone.original ?? 0).toBe(expected.length)
        if (days === null) {
          expect(previews).toEqual([])
          return
        }
        const [original] = previews
        expect(original?.preview).toMatchObject({
          count: expected.length,
          items,
          bytes: items * 10,
          held: [...planted.values()].filter(({ age, held }) => age > days && held !== 'no').length,
        })
        expect(original?.preview.samples).toEqual(due.slice(0, 5))
        const oldest = Math.max(...expected.map((root) => planted.get(root)?.age ?? 0))
        expect(original?.preview.oldest).toEqual(expected.length === 0 ? null : new Date(now.getTime() - oldest * day))
        expect((await previewRetention(room.ctx, manager, retentionSources(none)))[0]?.preview.count).toBe(0)
      }),
      { numRuns: 15 },
    )
  })

  test('of very many that are due, the preview tells of the oldest, and that there are more', async () => {
    room.setNow(now)
    const organisation = newOrganisation()
    const manager = personOf(organisation, 'manager')
    await perform(room.ctx, manager, (work) => setRetention(work, 'original', 30))
    await room.query(
      `insert into evidence.item (id, owner, root, origin, sha256, size, media_type, received_at, recorded_at)
        select id, $1, id, 'received', repeat('a', 64), 10, 'text/plain', $2::timestamptz - n * interval '1 minute', now()
        from (select gen_random_uuid() as id, n from generate_series(1, $3::int) n) made`,
      [organisation, new Date(now.getTime() - 40 * day), mostPreviewed + 7],
    )
    // planned as it is, and not as it was when it was empty
    await room.query('analyze evidence.item, evidence.hold')
    const [original] = await previewRetention(room.ctx, manager, retentionSources(none))
    expect(original?.preview).toMatchObject({ count: mostPreviewed, items: mostPreviewed, bytes: 10 * mostPreviewed, held: 0, more: true })
    expect(original?.preview.oldest).toEqual(new Date(now.getTime() - 40 * day - (mostPreviewed + 7) * 60_000))
    await room.query('delete from evidence.item where owner = $1 and received_at > $2', [
      organisation,
      new Date(now.getTime() - 40 * day - 7.5 * 60_000),
    ])
    expect((await previewRetention(room.ctx, manager, retentionSources(none)))[0]?.preview).toMatchObject({
      count: mostPreviewed,
      more: false,
    })
  })

  test('is on without anyone having set it', async () => {
    room.setNow(now)
    const organisation = newOrganisation()
    await plant(organisation, [
      { age: defaultDays.original + 1, children: 0, held: 'no' },
      { age: defaultDays.original - 1, children: 0, held: 'no' },
    ])
    expect(await runRetention(room.ctx, systemActor('evidence.run-retention', organisation), retentionSources(none))).toEqual({
      original: 1,
    })
  })

  test('leaves a line of custody, an audit line and a sum in the audit, and lets the other rooms forget in the same unit of work', async () => {
    room.setNow(now)
    const organisation = newOrganisation()
    const planted = await plant(organisation, [{ age: 900, children: 1, held: 'no' }])
    const forgotten: ItemId[] = []
    const forget = async (_work: unknown, items: readonly ItemId[]) => void forgotten.push(...items)
    const actor = systemActor('evidence.run-retention', organisation)
    await runRetention(room.ctx, actor, retentionSources({ ...none, forget: [forget] }))
    const [root] = planted.keys()
    expect(forgotten).toEqual([root])
    const custody = await room.query(`select act, detail from evidence.custody where owner = $1 and act = 'destroyed'`, [organisation])
    expect(custody).toEqual(Array.from({ length: 2 }, () => ({ act: 'destroyed', detail: { why: 'retention' } })))
    const audit = await room.query('select action, subject, detail from platform.audit where owner = $1 order by action', [organisation])
    expect(audit).toEqual([
      { action: 'evidence.destroyed', subject: root, detail: { why: 'retention' } },
      { action: 'evidence.retention-ran', subject: 'retention', detail: { original: 1 } },
    ])
  })

  test('undoes the destruction when a room cannot forget', async () => {
    room.setNow(now)
    const organisation = newOrganisation()
    const planted = await plant(organisation, [{ age: 900, children: 0, held: 'no' }])
    const forget = async () => {
      throw new Error('cannot forget')
    }
    const actor = systemActor('evidence.run-retention', organisation)
    await expect(runRetention(room.ctx, actor, retentionSources({ ...none, forget: [forget] }))).rejects.toThrow('cannot forget')
    expect(await stateOf(organisation, [...planted.keys()])).toEqual(['kept'])
  })

  test('never touches another organisation, and runs each kind under its own period', async () => {
    room.setNow(now)
    const [mine, theirs] = [newOrganisation(), newOrganisation()]
    const planted = await plant(theirs, [{ age: 900, children: 0, held: 'no' }])
    const asked: { kind: string; before: Date }[] = []
    const notices: RetentionSource = {
      kind: 'notice',
      preview: async () => ({ count: 0, items: 0, bytes: 0, held: 0, oldest: null, samples: [] }),
      purge: async (_ctx, _actor, before) => {
        asked.push({ kind: 'notice', before })
        return asked.length < 3 ? 2 : 0
      },
    }
    const gone = await runRetention(room.ctx, systemActor('x', mine), retentionSources({ ...none, retention: [notices] }))
    expect(gone).toEqual({ notice: 4 })
    expect(asked[0]?.before).toEqual(new Date(now.getTime() - defaultDays.notice * day))
    expect(await stateOf(theirs, [...planted.keys()])).toEqual(['kept'])
  })

  test('periods are set by managers, within bounds', async () => {
    const organisation = newOrganisation()
    const set = (role: 'analyst' | 'manager', kind: 'audit' | 'original', days: number | null) =>
      perform(room.ctx, personOf(organisation, role), (work) => setRetention(work, kind, days))
    await expect(set('analyst', 'original', 5)).rejects.toMatchObject({ code: 'platform.forbidden' })
    await expect(set('manager', 'audit', 30)).rejects.toMatchObject({ code: 'evidence.period', detail: { least: 365 } })
    await expect(set('manager', 'original', 0)).rejects.toMatchObject({ code: 'evidence.period' })
    await set('manager', 'audit', 400)
    await set('manager', 'audit', null)
  })
})
