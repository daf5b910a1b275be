import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../base/actor.ts'
import { type ItemId, newId, type OrganisationId } from '../../base/id.ts'
import { isMalformed } from '../../base/parsed.ts'
import { unseal } from '../../formats/sealed/index.ts'
import { perform } from '../../platform/work.ts'
import { findSealKey } from './adapters/seal-key.ts'
import { destroyChildMaterial, destroyItems } from './operations/destroy.ts'
import { dropBlobs, sweepBlobs } from './operations/drop-blobs.ts'
import { exportSealed } from './operations/export.ts'
import { openEvidence } from './operations/open.ts'
import { deriveItems } from './operations/record.ts'
import { sealBytes, sealItems } from './operations/seal.ts'
import { custodyOf } from './store/custody.ts'
import { listItems } from './store/items.ts'
import { openRoom, personOf, plainItem, type Room, recordItems, sha256Of } from './testing/room.ts'

let room: Room
let folder: string
const pair = generateKeyPairSync('x25519')
const privateKey = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const organisation = newId<'organisation'>() as OrganisationId
const node = systemActor('intake', organisation)
const analyst = personOf(organisation, 'analyst')
const manager = personOf(organisation, 'manager')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-seal-'))
  await writeFile(join(folder, 'seal.pem'), pair.publicKey.export({ type: 'spki', format: 'pem' }))
  room = await openRoom({ TOCSIN_CHILD_MATERIAL: 'seal', TOCSIN_SEAL_KEY: join(folder, 'seal.pem') })
})
afterAll(async () => {
  await room?.close()
  await rm(folder, { recursive: true, force: true })
})

const opened = (sealed: Uint8Array) => {
  const answer = unseal(sealed, privateKey)
  if (isMalformed(answer)) throw new Error(answer.malformed)
  return Buffer.from(answer.bytes)
}
const gone = (sha256: string) => expect(stat(room.pathOf(sha256))).rejects.toThrow(/ENOENT/)
const itemOf = async (id: ItemId) => (await room.ctx.read(node, (tx) => listItems(tx, [id])))[0]

test('marked material is sealed with all that came out of it, the clear bytes are destroyed, and only the key opens it again', async () => {
  const [message, picture] = [Buffer.from('a message with it'), Buffer.from('it')]
  const root = await room.handIn(node, message)
  await room.ctx.blobs.put([picture])
  const [part] = await perform(room.ctx, node, async (work) => {
    work.require(true)
    return deriveItems(work, root, [{ ...plainItem(sha256Of(picture), 2, work.now), how: 'attachment 1' }])
  })
  const forgotten: ItemId[] = []
  const hashes = await destroyChildMaterial(room.ctx, analyst, [root], [async (_work, items) => void forgotten.push(...items)])
  expect(forgotten).toEqual([root])
  await room.age(3_600_000)
  await dropBlobs(room.ctx, hashes)
  await gone(sha256Of(message))
  await gone(sha256Of(picture))
  expect(await itemOf(root)).toMatchObject({ state: 'sealed', destroyedWhy: 'child-material', sha256: sha256Of(message) })
  expect((await room.ctx.read(node, (tx) => custodyOf(tx, root))).map((line) => line.act)).toEqual(['received', 'sealed'])
  await expect(openEvidence(room.ctx, manager, root)).rejects.toMatchObject({ code: 'evidence.destroyed' })

  const handout = await exportSealed(room.ctx, manager, part as ItemId)
  expect(opened(handout.bytes).equals(picture)).toBe(true)
  await expect(exportSealed(room.ctx, analyst, root)).rejects.toMatchObject({ code: 'evidence.forbidden' })
  const custody = await room.ctx.read(node, (tx) => custodyOf(tx, part as ItemId))
  expect(custody.map((line) => line.act)).toEqual(['derived', 'sealed', 'exported'])
})

test('sealed blobs are referred to: neither drop nor sweep takes them', async () => {
  const bytes = Buffer.from('kept sealed')
  const root = await room.handIn(node, bytes)
  await destroyChildMaterial(room.ctx, analyst, [root], [])
  const sealed = (await itemOf(root))?.sealedSha256 ?? ''
  await room.age(48 * 3_600_000)
  await dropBlobs(room.ctx, [sealed])
  await sweepBlobs(room.ctx)
  expect(opened((await room.ctx.blobs.read(sealed)) ?? new Uint8Array()).equals(bytes)).toBe(true)
  await gone(sha256Of(bytes))
})

test('material that a reporter names as such is sealed before it is recorded, so that the clear bytes never touch the disk', async () => {
  const bytes = Buffer.from('named by its reporter')
  const sealed = await sealBytes(room.ctx, [bytes])
  const id = await perform(room.ctx, node, async (work) => {
    work.require(true)
    const [one] = await recordItems(work, [plainItem(sha256Of(bytes), bytes.length, work.now)])
    await destroyItems(work, [one as ItemId], 'child-material', { sealed })
    return one as ItemId
  })
  await gone(sha256Of(bytes))
  expect((await room.ctx.read(node, (tx) => custodyOf(tx, id))).map((line) => line.act)).toEqual(['received', 'sealed'])
  expect(opened((await exportSealed(room.ctx, manager, id)).bytes).equals(bytes)).toBe(true)
})

test('nothing is destroyed unsealed because it was derived after the sealing', async () => {
  const root = await room.handIn(node, Buffer.from('sealed too early'))
  const sealed = await sealItems(room.ctx, organisation, [root])
  const late = Buffer.from('derived late')
  await room.ctx.blobs.put([late])
  await perform(room.ctx, node, async (work) => {
    work.require(true)
    await deriveItems(work, root, [{ ...plainItem(sha256Of(late), late.length, work.now), how: 'attachment 1' }])
  })
  const destroy = perform(room.ctx, node, (work) => destroyItems(work, [root], 'child-material', { sealed }))
  await expect(destroy).rejects.toMatchObject({ code: 'evidence.not-sealed' })
  expect((await itemOf(root))?.state).toBe('kept')
})

test('what can no longer be read is destroyed all the same', async () => {
  const bytes = Buffer.from('altered before it was marked')
  const root = await room.handIn(node, bytes)
  await room.alter(sha256Of(bytes), Buffer.from('x'))
  await destroyChildMaterial(room.ctx, analyst, [root], [])
  expect((await itemOf(root))?.state).toBe('destroyed')
})

test('a node that should seal and cannot says so, and destroys nothing', async () => {
  const config = (key: string | null) => ({ ...room.ctx.config, TOCSIN_SEAL_KEY: key })
  await expect(findSealKey(config(null))).rejects.toMatchObject({ code: 'evidence.seal-key' })
  await expect(findSealKey(config(join(folder, 'absent.pem')))).rejects.toMatchObject({ code: 'evidence.seal-key' })
  await writeFile(join(folder, 'private.pem'), privateKey)
  await expect(findSealKey(config(join(folder, 'private.pem')))).rejects.toThrow(/private key/)
  const root = await room.handIn(node, Buffer.from('stays until the key is there'))
  const ctx = { ...room.ctx, config: config(null) }
  await expect(destroyChildMaterial(ctx, analyst, [root], [])).rejects.toMatchObject({ code: 'evidence.seal-key' })
  expect((await itemOf(root))?.state).toBe('kept')
  expect(await findSealKey({ ...room.ctx.config, TOCSIN_CHILD_MATERIAL: 'destroy' })).toBeNull()
})
