import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { fillingFile, openDataFolder } from '../platform/data-folder.ts'
import { runTocsin } from '../platform/testing/command.ts'
import { cleanUp, scratchFolder } from '../platform/testing/scratch.ts'
import { allAnalysed, feed, get, setUpDesk, shareCache } from './testing/desk.ts'
import { prepareFolder } from './testing/prepared.ts'
import { type Node, openNode } from './testing/processes.ts'

/** A running node is backed up while mail comes in, dies, and comes back elsewhere: from one command to the other, as a person would. */

const nodes: Node[] = []
afterEach(async () => {
  for (const node of nodes.splice(0)) await node.down()
  await cleanUp()
})

async function start(folder: string): Promise<Node> {
  await shareCache(folder)
  const node = await openNode(folder, ['all'])
  nodes.push(node)
  await node.up()
  return node
}

type Logs = { items: { origin: string; key: string; size: number; checkpoint: string; cites: string | null }[] }

const sizeIn = (checkpoint: string) => Number(checkpoint.split('\n')[1])

test('what was acknowledged before a backup began is there after its restore elsewhere, analysed, its proofs good, and the log never forks', async () => {
  const data = await scratchFolder()
  await prepareFolder(data)
  const away = await scratchFolder('away')
  const old = await start(data)
  const cookie = await setUpDesk(old)
  const feeding = feed(old, 2, 1, 40)
  await expect.poll(() => feeding.acknowledged.size, { timeout: 60_000 }).toBeGreaterThan(30)
  const before = new Set(feeding.acknowledged)
  const early = await firstProof(old, cookie)
  const earlyCheckpoint = await get<string>(old, cookie, '/api/log/checkpoint')

  const backups = join(away, 'backups')
  const made = await runTocsin(['backup', backups], { TOCSIN_DATA: data, DATABASE_URL: '' })
  expect(made, made.err).toMatchObject({ code: 0 })
  const verified = await runTocsin(['backup', '--verify', backups], { TOCSIN_DATA: data })
  expect(verified, verified.out).toMatchObject({ code: 0, out: expect.stringContaining('as it was written') })
  // the node goes on, publishes more, and dies with its disk
  const atBackup = feeding.acknowledged.size
  await expect.poll(() => feeding.acknowledged.size, { timeout: 60_000 }).toBeGreaterThan(atBackup + 20)
  await feeding.stop()
  await sleep(1_500)
  const published = await get<string>(old, cookie, '/api/log/checkpoint')
  await old.kill('database')
  await old.kill('serve')
  await old.down()
  await rename(data, `${data}-burnt`)

  const restored = join(away, 'data')
  const back = await runTocsin(['restore', backups, '--to', restored, '--check', 'all'], {
    TOCSIN_PUBLIC_URL: `http://localhost:${old.httpPort}`,
  })
  expect(back, back.err).toMatchObject({ code: 0, out: expect.stringContaining('none missing') })
  const next = await start(restored)

  // the sign-in secret came along: who was signed in still is
  const reports = await allAnalysed(next, cookie, before.size)
  const hashes = reports.map((report) => report.sha256)
  expect(new Set(hashes).size, 'nothing is there twice').toBe(hashes.length)
  expect([...before].filter((sha256) => !hashes.includes(sha256))).toEqual([])
  expect(hashes.filter((sha256) => !feeding.acknowledged.has(sha256)).length, 'at most what was on its way').toBeLessThanOrEqual(2)

  const logs = (await get<Logs>(next, cookie, '/api/log')).items
  expect(logs).toHaveLength(2)
  const [oldLog, newLog] = logs
  expect(earlyCheckpoint.split('\n')[0]).toBe(oldLog?.origin)
  expect(newLog?.origin).toMatch(/\/restored-\d{8}-[0-9a-f]{8}$/)
  expect(newLog?.cites?.split('\n')[0]).toBe(oldLog?.origin)
  expect(sizeIn(newLog?.cites ?? '')).toBeGreaterThanOrEqual(oldLog?.size ?? Number.MAX_VALUE)
  expect(sizeIn(published), 'the old log was published further than the backup knows').toBeGreaterThan(oldLog?.size ?? Number.MAX_VALUE)

  // an old leaf: its line as the restored node proves it holds against what was published before, under the old key
  const proofs = join(away, 'proofs')
  await writeFile(join(away, 'key'), `${oldLog?.key}\n${newLog?.key}\n`)
  await writeFile(`${proofs}-early.json`, early.bundle)
  await writeFile(`${proofs}-late.json`, await get<string>(next, cookie, `/api/log/leaves/${early.leaf}/bundle`).then(JSON.stringify))
  await writeFile(join(away, 'early-checkpoint'), earlyCheckpoint)
  const consistency = await get<unknown>(
    next,
    cookie,
    `/api/log/consistency?origin=${encodeURIComponent(oldLog?.origin ?? '')}&from=${sizeIn(earlyCheckpoint)}&to=${oldLog?.size}`,
  )
  await writeFile(join(away, 'consistency.json'), JSON.stringify(consistency))
  expect(await runTocsin(['verify', `${proofs}-early.json`, '--key', join(away, 'key')], {})).toMatchObject({ code: 0 })
  const late = await runTocsin(
    [
      'verify',
      `${proofs}-late.json`,
      '--key',
      join(away, 'key'),
      '--against',
      join(away, 'early-checkpoint'),
      '--proof',
      join(away, 'consistency.json'),
    ],
    {},
  )
  expect(late, late.out + late.err).toMatchObject({ code: 0 })

  // new mail goes into the new log, and the old one stands still
  const more = feed(next, 1, 7)
  await expect.poll(() => more.acknowledged.size, { timeout: 60_000 }).toBeGreaterThan(3)
  await more.stop()
  await allAnalysed(next, cookie, hashes.length + 3)
  await expect
    .poll(async () => (await get<Logs>(next, cookie, '/api/log')).items.at(-1)?.size, { timeout: 30_000 })
    .toBeGreaterThan(newLog?.size ?? 0)
  expect((await get<Logs>(next, cookie, '/api/log')).items[0]).toMatchObject({ size: oldLog?.size, checkpoint: oldLog?.checkpoint })
}, 400_000)

/** The first line of custody of some report that has a place in the log: its leaf, and the bundle as the node gives it out. */
async function firstProof(node: Node, cookie: string): Promise<{ readonly leaf: string; readonly bundle: string }> {
  const until = Date.now() + 60_000
  for (;;) {
    const { items } = await get<{ items: { id: string }[] }>(node, cookie, '/api/evidence?limit=50')
    for (const { id } of items.toReversed()) {
      const { custody } = await get<{ custody: { leaf: string }[] }>(node, cookie, `/api/evidence/${id}`)
      const leaf = custody[0]?.leaf
      if (leaf === undefined) continue
      const answer = await fetch(`http://127.0.0.1:${node.httpPort}/api/log/leaves/${leaf}/bundle`, { headers: { cookie } })
      if (answer.status === 200) return { leaf, bundle: await answer.text() }
    }
    if (Date.now() > until) throw new Error('no leaf has its place')
    await sleep(500)
  }
}

test('a restore that is killed half-way leaves a folder that nothing starts on, and can be done again', async () => {
  const data = await scratchFolder()
  await prepareFolder(data)
  const away = await scratchFolder('away')
  const node = await start(data)
  const cookie = await setUpDesk(node)
  const feeding = feed(node, 2, 1, 40)
  await expect.poll(() => feeding.acknowledged.size, { timeout: 60_000 }).toBeGreaterThan(5)
  await feeding.stop()
  const backups = join(away, 'backups')
  expect(await runTocsin(['backup', backups, '--link'], { TOCSIN_DATA: data, DATABASE_URL: '' })).toMatchObject({ code: 0 })
  await node.down()

  const half = join(away, 'half')
  await restoreKilled(backups, half)
  await expect(openDataFolder(half, ['serve'])).rejects.toMatchObject({
    code: 'platform.restore-unfinished',
    message: expect.stringContaining('remove the folder and restore again'),
  })
  expect(await runTocsin(['serve'], { TOCSIN_DATA: half, DATABASE_URL: '' })).toMatchObject({
    code: 1,
    err: expect.stringContaining('broke off'),
  })
  expect(await runTocsin(['restore', backups, '--to', half], { DATABASE_URL: '' })).toMatchObject({
    code: 1,
    err: expect.stringContaining('is not empty'),
  })
  await rm(half, { recursive: true })
  // a byte that changed on the shelf is found before anything is served
  const [generation = ''] = (await readdir(backups)).filter((name) => name.startsWith('2'))
  const page = join(backups, generation, 'database', 'global', 'pg_control')
  const good = await readFile(page)
  const bad = Buffer.from(good)
  bad[100] = (bad[100] ?? 0) ^ 1
  await writeFile(page, bad)
  expect(await runTocsin(['backup', '--verify', backups], {})).toMatchObject({
    code: 1,
    out: expect.stringContaining('WRONG  database/global/pg_control is not as it was written'),
  })
  const damaged = await runTocsin(['restore', backups, '--to', half], { DATABASE_URL: '' })
  expect(damaged).toMatchObject({ code: 1, err: expect.stringContaining('pg_control') })
  await rm(half, { recursive: true })
  await writeFile(page, good)
  const done = await runTocsin(['restore', backups, '--to', half], { DATABASE_URL: '' })
  expect(done, done.err).toMatchObject({ code: 0 })
  const again = await start(half)
  expect((await allAnalysed(again, cookie, feeding.acknowledged.size)).length).toBe(feeding.acknowledged.size)
}, 300_000)

/** Begins a restore and kills it as soon as it has taken the folder; again where it was quicker than we. */
async function restoreKilled(backups: string, to: string): Promise<void> {
  const filling = () => existsSync(join(to, fillingFile))
  for (let attempt = 0; attempt < 20; attempt++) {
    await rm(to, { recursive: true, force: true })
    const child = spawn(process.execPath, [fileURLToPath(new URL('main.ts', import.meta.url)), 'restore', backups, '--to', to], {
      env: { ...process.env, VITEST: '', DATABASE_URL: '' },
      stdio: 'ignore',
    })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    while (!filling() && child.exitCode === null) await sleep(5)
    child.kill('SIGKILL')
    await ended
    if (filling()) return
  }
  throw new Error('no restore was killed before it had ended')
}
