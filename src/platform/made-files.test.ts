import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId, type OrganisationId } from '../base/id.ts'
import type { Config } from './config.ts'
import type { Context } from './context.ts'
import { madeFiles, sweepMadeFiles } from './made-files.ts'

let data: string
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'tocsin-made-'))
})
afterAll(() => rm(data, { recursive: true, force: true }))

const files = madeFiles('things', 'platform.things-disk')
const config = () => ({ TOCSIN_DATA: data }) as Config
const folder = () => join(data, 'cache', 'things')
const make = async (id: string) => {
  const draft = await files.draft(config(), id)
  await draft.write(Buffer.from('x'))
  await draft.finish()
}
/** as a crash leaves it */
const begin = (id: string) => writeFile(join(folder(), `${id}.half`), 'x')

test('a file goes with what an interrupted making left of it', async () => {
  const id = newId()
  await make(id)
  await begin(id)
  expect((await readdir(folder())).sort()).toEqual([`${id}.half`, `${id}.zip`])
  await files.remove(config(), id)
  expect(await readdir(folder())).toEqual([])
})

test('what no row of any organisation knows of goes after a day, and nothing else', async () => {
  const [lost, half, living, fresh] = [newId(), newId(), newId(), newId()]
  for (const id of [lost, living, fresh]) await make(id)
  await begin(half)
  await writeFile(join(folder(), 'another.txt'), 'x')
  const long = new Date(Date.now() - 2 * 86_400_000)
  for (const name of [`${lost}.zip`, `${half}.half`, `${living}.zip`, 'another.txt']) await utimes(join(folder(), name), long, long)
  const read = (async (_actor: unknown, run: (tx: never) => unknown) => run(undefined as never)) as Context['read']
  const ctx = { config: config(), now: () => new Date(), read }
  expect(await sweepMadeFiles(ctx, files, [newId<'organisation'>() as OrganisationId], async () => [living])).toBe(2)
  expect((await readdir(folder())).sort()).toEqual([`${living}.zip`, `${fresh}.zip`, 'another.txt'].sort())
})
