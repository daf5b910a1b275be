import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Actor, systemActor } from '../../base/actor.ts'
import { type ItemId, newId, type OrganisationId } from '../../base/id.ts'
import { isMalformed } from '../../base/parsed.ts'
import { verifyPackage } from '../../formats/evidence-package/index.ts'
import { readCertificates } from '../../formats/rfc3161/index.ts'
import { type Mischief, openAuthority } from '../../formats/rfc3161/testing/authority.ts'
import { parseVerifierKey, type VerifierKey } from '../../formats/tlog/keys.ts'
import { keyFilesOf } from '../../platform/key-files.ts'
import { sha256 } from '../../platform/log/key.ts'
import { summariseLogs } from '../../platform/log/prove.ts'
import { type RunningLog, startLog } from '../../platform/log/start.ts'
import { reportNotRun } from '../../platform/testing/not-run.ts'
import { perform } from '../../platform/work.ts'
import { destroyItems } from './operations/destroy.ts'
import { setHold } from './operations/hold.ts'
import { askPackage } from './operations/package/ask.ts'
import { discardPackage, sweepPackages } from './operations/package/discard.ts'
import { makePackage } from './operations/package/make.ts'
import { deriveItems } from './operations/record.ts'
import type { PackageId } from './package/package.ts'
import type { PackageSource } from './sources.ts'
import { custodyOf } from './store/custody.ts'
import { findPackage } from './store/packages.ts'
import { openRoom, personOf, plainItem, type Room, sha256Of } from './testing/room.ts'

let room: Room
let log: RunningLog
let server: Server
let key: VerifierKey
let mischief: Mischief | 'silent' = {}
const asked: Buffer[] = []
const authority = openAuthority()
const trusted = readCertificates(Buffer.from(authority.root)) ?? []
const organisation = newId<'organisation'>() as OrganisationId
const node = systemActor('evidence.make-package', organisation)
const analyst = personOf(organisation, 'analyst')
const manager = personOf(organisation, 'manager')

/** Items themselves as what a package is about. */
const items: PackageSource = {
  kind: 'item',
  gather: async (_tx, _actor, subjects) => ({
    title: 'items',
    subjects,
    items: subjects as ItemId[],
    withheld: 0,
    chapters: subjects.length,
  }),
  async *chapters(_ctx, _actor, subjects) {
    for (const [at, subject] of subjects.entries())
      yield {
        name: `item-${at}`,
        heading: `<script>${subject}</script>`,
        findings: { subject },
        parts: [{ heading: 'Facts', rows: [['a', '<b>']] }],
      }
  },
}

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    asked.push(Buffer.concat(pieces))
    if (mischief === 'silent') response.writeHead(503).end()
    else response.setHeader('content-type', 'application/timestamp-reply').end(authority.answer(Buffer.concat(pieces), mischief))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  room = await openRoom({ TOCSIN_TSA: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, TOCSIN_CHROMIUM: 'off' })
  const { ctx } = room
  log = await startLog(ctx.db, {
    folder: ctx.config.TOCSIN_DATA,
    keyFile: keyFilesOf(ctx.config)['log-key'],
    authority: 'tocsin.example',
    log: ctx.log,
    now: ctx.now,
  })
  const [summary] = await ctx.read(node, summariseLogs)
  const parsed = await parseVerifierKey(summary?.key ?? '', sha256)
  if (isMalformed(parsed)) throw new Error(parsed.malformed)
  key = parsed
})
afterAll(async () => {
  await log?.sequencer.close()
  await room?.close()
  server?.closeAllConnections()
  server?.close()
})

const ask = (subjects: readonly ItemId[], actor: Actor = analyst, originals: 'sealed' | 'plain' = 'sealed') =>
  perform(room.ctx, actor, (work) =>
    askPackage(work, [items], {
      about: { kind: 'item', subjects },
      purpose: 'proceedings',
      recipient: 'a court',
      language: 'en',
      originals,
    }),
  )
const find = (id: PackageId) => room.ctx.read(node, (tx) => findPackage(tx, id))
const folder = () => join(room.ctx.config.TOCSIN_DATA, 'cache', 'packages')

async function made(subjects: readonly ItemId[], originals: 'sealed' | 'plain' = 'sealed') {
  const one = await ask(subjects, analyst, originals)
  await makePackage(room.ctx, node, one.id, [items])
  const bytes = await readFile(join(folder(), `${one.id}.zip`))
  const read = async (from: number, length: number) => bytes.subarray(from, from + Math.max(0, length))
  const verification = await verifyPackage({ size: bytes.length, read }, { keys: [key], trusted })
  return { one, bytes, verification, row: await find(one.id) }
}

async function mailWithAttachment(): Promise<{ id: ItemId; part: ItemId }> {
  const text = Buffer.from(`Subject: hostile ${newId()}\r\n\r\nbytes`)
  const id = await room.handIn(node, text, { name: 'hostile.eml' })
  const attachment = Buffer.from(`part ${newId()}`)
  await room.ctx.blobs.put([attachment])
  const part = await perform(room.ctx, node, async (work) => {
    work.require(true)
    const [one] = await deriveItems(work, id, [{ ...plainItem(sha256Of(attachment), attachment.length, work.now), how: 'attachment 1' }])
    return one as ItemId
  })
  return { id, part }
}

describe('an evidence package', () => {
  test('has originals, custody, findings, pages, seal and time stamp, and is true on another machine', async () => {
    const { id, part } = await mailWithAttachment()
    await perform(room.ctx, manager, (work) => setHold(work, id, 'the case goes to court'))
    const { verification, row, bytes, one } = await made([id])
    expect(verification).toMatchObject({ verdict: 'true', flaws: [], signer: { kind: 'known' }, timestamp: { signer: 'trusted' } })
    expect(verification.description?.items.map((item) => [item.id, item.parent, item.held, item.leftOut])).toEqual([
      [id, null, true, null],
      [part, id, true, null],
    ])
    expect(verification.description).toMatchObject({
      purpose: 'proceedings',
      recipient: 'a court',
      withheld: 0,
      printed: { by: null, why: 'printing is turned off' },
    })
    expect(row).toMatchObject({ state: 'ready', size: bytes.length, sha256: sha256Of(bytes), stamped: true, printed: false })
    expect(asked.at(-1)?.length).toBeLessThan(100)
    for (const item of [id, part]) {
      const lines = await room.ctx.read(node, (tx) => custodyOf(tx, item))
      expect(lines.filter(({ act }) => act === 'exported')).toMatchObject([
        { actor: analyst.id, detail: { form: 'package', package: one.id } },
      ])
    }
    const audit = await room.query('select action, actor from platform.audit where subject = $1 order by at, id', [one.id])
    expect(audit.map(({ action }) => action)).toEqual(['evidence.package-asked', 'evidence.package-made'])
  })

  test('may hold originals as they came, and the same bytes once', async () => {
    const first = await room.handIn(node, Buffer.from('the same'))
    const second = await room.handIn(node, Buffer.from('the same'))
    const { verification } = await made([first, second], 'plain')
    expect(verification).toMatchObject({ verdict: 'true', flaws: [] })
    const files = verification.description?.items.map(({ file }) => file)
    expect(files?.[0]).toBe(files?.[1])
  })

  test('says what is destroyed or damaged and leaves it out, and of child material only how much', async () => {
    const kept = await room.handIn(node, Buffer.from(`kept ${newId()}`))
    const gone = await room.handIn(node, Buffer.from(`gone ${newId()}`))
    const markedBytes = Buffer.from(`marked ${newId()}`)
    const marked = await room.handIn(node, markedBytes)
    const damagedBytes = Buffer.from(`damaged ${newId()}`)
    const damaged = await room.handIn(node, damagedBytes)
    await perform(room.ctx, manager, (work) => destroyItems(work, [gone], 'erasure'))
    await perform(room.ctx, manager, (work) => destroyItems(work, [marked], 'child-material'))
    await room.alter(sha256Of(damagedBytes), Buffer.from('other'))
    const { verification, row } = await made([kept, gone, marked, damaged])
    expect(verification).toMatchObject({ verdict: 'true', flaws: [] })
    expect(verification.description?.items.map(({ id, leftOut }) => [id, leftOut])).toEqual([
      [kept, null],
      [gone, 'destroyed'],
      [damaged, 'altered'],
    ])
    expect(row).toMatchObject({ leftOut: 2, withheld: 1 })
    expect(JSON.stringify(verification.description)).not.toContain(sha256Of(markedBytes))
  })

  test('is made without a time stamp, and says so, where the authority is silent or answers something else', async () => {
    const id = await room.handIn(node, Buffer.from(`unstamped ${newId()}`))
    mischief = { nonce: 5n }
    const { verification, row } = await made([id])
    mischief = {}
    expect(verification).toMatchObject({ verdict: 'true', timestamp: null })
    expect(row?.stamped).toBe(false)
  })

  test('is asked for by analysts, of what is theirs, and not of nothing', async () => {
    const id = await room.handIn(node, Buffer.from(`asked ${newId()}`))
    await expect(ask([id], personOf(organisation, 'viewer'))).rejects.toMatchObject({ kind: 'forbidden' })
    await expect(ask([id], personOf(newId<'organisation'>() as OrganisationId, 'manager'))).rejects.toMatchObject({
      code: 'evidence.missing',
    })
    await expect(ask([])).rejects.toMatchObject({ code: 'evidence.package-empty' })
    const other = { about: { kind: 'nothing', subjects: [id] }, purpose: 'x', recipient: 'y', language: 'en', originals: 'plain' } as const
    await expect(perform(room.ctx, analyst, (work) => askPackage(work, [items], other))).rejects.toMatchObject({
      code: 'evidence.package-kind',
    })
  })

  test('goes when it is discarded, after its time, and with any item of it that is destroyed', async () => {
    const { id } = await mailWithAttachment()
    const { one } = await made([id])
    await perform(room.ctx, manager, async (work) => {
      await destroyItems(work, [id], 'erasure')
    })
    expect((await find(one.id))?.state).toBe('gone')
    const again = await room.handIn(node, Buffer.from(`again ${newId()}`))
    const discarded = await made([again])
    await perform(room.ctx, analyst, (work) => discardPackage(work, discarded.one.id))
    expect((await find(discarded.one.id))?.state).toBe('gone')
    await expect(perform(room.ctx, analyst, (work) => discardPackage(work, discarded.one.id))).rejects.toMatchObject({
      code: 'evidence.package-gone',
    })
    const old = await made([again])
    const stuck = await ask([again])
    room.setNow(new Date(Date.now() + 8 * 86_400_000))
    await perform(room.ctx, systemActor('evidence.sweep-packages', organisation), sweepPackages)
    room.setNow(new Date())
    expect([(await find(old.one.id))?.state, (await find(stuck.id))?.state]).toEqual(['gone', 'failed'])
  })

  test('is not finished where something of it was destroyed while it was made', async () => {
    const id = await room.handIn(node, Buffer.from(`stopped ${newId()}`))
    const one = await ask([id])
    await perform(room.ctx, manager, (work) => destroyItems(work, [id], 'erasure'))
    await makePackage(room.ctx, node, one.id, [items])
    expect((await find(one.id))?.state).toBe('gone')
    expect((await readdir(folder())).filter((name) => name.startsWith(one.id))).toEqual([])
  })
})

describe('without our program', () => {
  const tools = ['unzip', 'sha256sum', 'openssl'].filter((tool) => spawnSync('which', [tool]).status !== 0)
  if (tools.length > 0) reportNotRun(`evidence packages checked by others' programs: no ${tools.join(', ')}`)

  test.runIf(tools.length === 0)('sha256sum, OpenSSL and 7-Zip say the same as the guide promises', async () => {
    const { id } = await mailWithAttachment()
    const { bytes } = await made([id])
    const there = await mkdtemp(join(tmpdir(), 'tocsin-court-'))
    try {
      await writeFile(join(there, 'package.zip'), bytes)
      await writeFile(join(there, 'root.pem'), authority.root)
      const sh = (command: string) => spawnSync('sh', ['-ec', command], { cwd: there, encoding: 'utf8' })
      const check = sh(`unzip -q package.zip; cd tocsin-*; sha256sum --check --strict --quiet manifest-sha256.txt tagmanifest-sha256.txt;
        sha512sum --check --strict --quiet manifest-sha512.txt;
        openssl ts -verify -data manifest-sha256.txt -in seal/manifest-sha256.txt.tsr -CAfile ../root.pem`)
      expect([check.status, check.stderr.includes('FAILED')]).toEqual([0, false])
      const seven = ['7z', '7zz'].find((tool) => spawnSync('which', [tool]).status === 0)
      if (seven === undefined) return reportNotRun("originals unpacked by 7-Zip: it's not here")
      const originals = sh(
        `cd tocsin-*; ${seven} x -y -pinfected -ooriginals 'data/items/*.zip' >out; cd originals; sha256sum --check --strict ../data/originals.sha256`,
      )
      expect([originals.status, originals.stdout.match(/: OK/g)?.length]).toEqual([0, 2])
    } finally {
      await rm(there, { recursive: true, force: true })
    }
  })
})
