import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Actor, systemActor } from '../../base/actor.ts'
import { Failure } from '../../base/failure.ts'
import { type ItemId, newId, type OrganisationId } from '../../base/id.ts'
import { perform } from '../../platform/work.ts'
import { setHold } from './operations/hold.ts'
import { deriveItems } from './operations/record.ts'
import { eraseSubject, exportSubject, findSubject } from './operations/subject.ts'
import type { SubjectSource } from './sources.ts'
import { custodyOf } from './store/custody.ts'
import { listItems } from './store/items.ts'
import { openRoom, personOf, plainItem, type Room, sha256Of } from './testing/room.ts'
import { unzip } from './testing/zip.ts'

let room: Room
let node: Actor
let manager: Actor
let analyst: Actor
let other: Actor
let mail: ItemId
let file: ItemId
let unrelated: ItemId
const ann = 'ann@x.example'

beforeAll(async () => {
  room = await openRoom()
})
afterAll(async () => {
  await room?.close()
})
beforeEach(async () => {
  const organisation = newId<'organisation'>() as OrganisationId
  node = systemActor('intake', organisation)
  manager = personOf(organisation, 'manager')
  analyst = personOf(organisation, 'analyst')
  other = personOf(newId<'organisation'>() as OrganisationId, 'manager')
  mail = await room.handIn(node, Buffer.from('from ann'), { handedBy: `Ann Lee <${ann}>` })
  const root = await room.handIn(node, Buffer.from('with a file'), { handedBy: 'bob@x.example' })
  await room.ctx.blobs.put([Buffer.from('the file')])
  file = await perform(room.ctx, node, async (work) => {
    work.require(true)
    const part = { ...plainItem(sha256Of(Buffer.from('the file')), 8, work.now), name: 'Ann_Lee-contract.pdf', how: 'attachment 1' }
    const [id] = await deriveItems(work, root, [part])
    return id as ItemId
  })
  unrelated = await room.handIn(node, Buffer.from('from joann'), { handedBy: `jo${ann}`, name: 'Joann Leeson.eml' })
  await room.handIn(systemActor('intake', other.organisation), Buffer.from('elsewhere'), { handedBy: ann })
})

const itemOf = async (id: ItemId) => (await room.ctx.read(node, (tx) => listItems(tx, [id])))[0]
const found = async (actor: Actor, text: string, sources: readonly SubjectSource[] = []) =>
  (await findSubject(room.ctx, actor, text, sources)).kinds.map(({ kind, hits }) => [kind, hits.map((hit) => hit.id)])
const erase = (actor: Actor, manner: 'erase' | 'pseudonymise', text = ann, sources: readonly SubjectSource[] = []) =>
  eraseSubject(room.ctx, actor, { text, manner, reason: 'asked in writing' }, { subjects: sources, forget: [] })

/** A room to the right, as small as can be. */
function contacts(): SubjectSource & { readonly rows: string[] } {
  const rows = [`card of ${ann}`, 'card of bob']
  const own = (text: string) => rows.filter((row) => row.includes(text))
  return {
    kind: 'directory.contact',
    rows,
    find: async (_tx, text) => own(text).map((row) => ({ id: row, label: row, at: null })),
    export: async (_tx, text) => ({ rows: own(text), items: [] }),
    erase: async (_work, text) => {
      for (const row of own(text)) rows.splice(rows.indexOf(row), 1)
    },
  }
}

describe('a data subject', () => {
  test('is found by address and by name, in the acting organisation alone, and never in another person', async () => {
    expect(await found(manager, ann)).toEqual([['evidence.item', [mail]]])
    expect(await found(manager, 'ANN@X.EXAMPLE')).toEqual([['evidence.item', [mail]]])
    expect(new Set((await found(manager, 'ann  lee'))[0]?.[1])).toEqual(new Set([mail, file]))
    expect(await found(manager, ann, [contacts()])).toEqual([
      ['evidence.item', [mail]],
      ['directory.contact', [`card of ${ann}`]],
    ])
    expect((await found(other, ann))[0]?.[1]).toHaveLength(1)
  })

  test('is served by managers only, and that someone asked is audited without saying for whom', async () => {
    await expect(findSubject(room.ctx, analyst, ann, [])).rejects.toMatchObject({ code: 'evidence.forbidden' })
    await expect(exportSubject(room.ctx, analyst, ann, [])).rejects.toMatchObject({ code: 'evidence.forbidden' })
    await expect(erase(analyst, 'erase')).rejects.toMatchObject({ code: 'evidence.forbidden' })
    await expect(findSubject(room.ctx, manager, ' a ', [])).rejects.toMatchObject({ code: 'evidence.subject-too-short' })
    await findSubject(room.ctx, manager, ann, [])
    const audit = await room.query('select action, subject, detail::text as detail from platform.audit where owner = $1', [
      manager.organisation,
    ])
    expect(audit).toEqual([{ action: 'evidence.subject-sought', subject: 'subject', detail: '{"evidence.item": 1}' }])
  })

  test('gets everything in one protected archive, and each file given is a line of custody', async () => {
    const { bytes } = await exportSubject(room.ctx, manager, 'Ann Lee', [contacts()])
    const members = await unzip(bytes, 'infected')
    await expect(unzip(bytes, 'wrong')).rejects.toThrow()
    expect(new Set(members.keys())).toEqual(
      new Set(['subject.json', `files/${sha256Of(Buffer.from('from ann'))}`, `files/${sha256Of(Buffer.from('the file'))}`]),
    )
    expect(members.get(`files/${sha256Of(Buffer.from('the file'))}`)?.toString()).toBe('the file')
    const document = JSON.parse(members.get('subject.json')?.toString() ?? '')
    expect(document).toMatchObject({ form: 'tocsin-subject/1', subject: 'Ann Lee', leftOut: [] })
    expect(document.rows['evidence.item'].map((row: { id: string }) => row.id)).toContain(mail)
    expect((await room.ctx.read(node, (tx) => custodyOf(tx, file))).map((line) => line.act)).toEqual(['derived', 'exported'])
  })

  test('is pseudonymised: names go, bytes and other people stay, and the record answers only who asks for the same text', async () => {
    const source = contacts()
    const erasure = await erase(manager, 'pseudonymise', ann, [source])
    expect(erasure).toMatchObject({ manner: 'pseudonymise', counts: { 'evidence.item': 1, 'directory.contact': 1 } })
    expect(source.rows).toEqual(['card of bob'])
    const item = await itemOf(mail)
    expect(item?.state).toBe('kept')
    expect(item?.handedBy).toMatch(/^pseudonym-[0-9a-f]{12}$/)
    expect((await itemOf(unrelated))?.handedBy).toBe(`jo${ann}`)
    expect(await found(manager, ann)).toEqual([['evidence.item', []]])
    const record = await room.query('select * from evidence.erasure where id = $1', [erasure.id])
    expect(JSON.stringify(record)).not.toContain('x.example')
    expect((await findSubject(room.ctx, manager, 'ANN@x.example', [])).erased).toMatchObject([
      { id: erasure.id, reason: 'asked in writing' },
    ])
    expect((await findSubject(room.ctx, manager, 'bob@x.example', [])).erased).toEqual([])
    expect((await findSubject(room.ctx, other, ann, [])).erased).toEqual([])
  })

  test('is erased: what was handed in by or named for the person is destroyed from its root, custody stays', async () => {
    const { counts } = await erase(manager, 'erase', 'Ann Lee')
    expect(counts).toEqual({ 'evidence.item': 2 })
    for (const id of [mail, file])
      expect(await itemOf(id)).toMatchObject({ state: 'destroyed', destroyedWhy: 'erasure', name: null, handedBy: null })
    const top = (await itemOf(file))?.root as ItemId
    // the message still holds the file's bytes, so it goes as well
    expect((await itemOf(top))?.state).toBe('destroyed')
    expect((await itemOf(unrelated))?.state).toBe('kept')
    expect((await room.ctx.read(node, (tx) => custodyOf(tx, mail))).map((line) => line.act)).toEqual(['received', 'destroyed'])
  })

  test('keeps nothing erased where a hold protects any of it, nor where another room refuses', async () => {
    await perform(room.ctx, manager, (work) => setHold(work, file, 'court'))
    for (const manner of ['erase', 'pseudonymise'] as const)
      await expect(erase(manager, manner, 'Ann Lee')).rejects.toMatchObject({ code: 'evidence.held', detail: { held: [file] } })
    const refusing: SubjectSource = {
      ...contacts(),
      erase: async () => {
        throw new Failure('conflict', 'evidence.held', 'a report is under hold')
      },
    }
    await expect(erase(manager, 'erase', ann, [refusing])).rejects.toMatchObject({ code: 'evidence.held' })
    expect(await itemOf(mail)).toMatchObject({ state: 'kept', handedBy: `Ann Lee <${ann}>` })
    expect(await room.query('select id from evidence.erasure where owner = $1', [manager.organisation])).toEqual([])
  })
})
