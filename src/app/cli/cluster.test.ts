import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { joinMbox } from '../../formats/mbox.ts'
import { cluster } from './cluster.ts'

const sample = (name: string): string => fileURLToPath(new URL(`../../../fixtures/samples/${name}`, import.meta.url))

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tocsin-cluster-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

async function run(...argv: string[]) {
  let out = ''
  let err = ''
  const code = await cluster(argv, {
    stdin: (async function* () {})(),
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    env: { TOCSIN_DATA: join(root, 'no-data-folder'), XDG_CACHE_HOME: join(root, 'cache') },
  })
  return { code, out, err }
}

test('one line a message in their order: which belong together and why, alone ones with null, in an mbox with their index', async () => {
  const letter = await readFile(sample('advance-fee.en.eml'), 'latin1')
  const other = Buffer.from(
    letter.replace(/^Subject:.*$/m, 'Subject: k3j9x').replace(/\r?\n$/, '\nzephyr lantern gravel 9x8f7\n'),
    'latin1',
  )
  const box = join(root, 'box')
  await writeFile(box, joinMbox([{ bytes: other }, { bytes: await readFile(sample('newsletter.fr.eml')) }]))
  const { code, out, err } = await run('--jsonl', sample('advance-fee.en.eml'), box, join(root, 'gone'))
  expect([code, err]).toEqual([1, ''])
  const lines = out
    .trimEnd()
    .split('\n')
    .map(
      (line) =>
        JSON.parse(line) as {
          path: string
          index?: number
          campaign: string | null
          why: { kind: string; weight: number }[]
          error?: string
        },
    )
  expect(lines.map(({ path, index }) => [path, index])).toEqual([
    [sample('advance-fee.en.eml'), undefined],
    [box, 0],
    [box, 1],
    [join(root, 'gone'), undefined],
  ])
  const [first, second, third, fourth] = lines
  expect(first?.campaign).toMatch(/^campaign-[0-9a-f]{16}$/)
  expect(second?.campaign).toBe(first?.campaign)
  expect(second?.why.length).toBeGreaterThan(0)
  expect([third?.campaign, fourth?.campaign, fourth?.error]).toEqual([null, null, 'no such file or folder'])
  const human = (await run(sample('advance-fee.en.eml'), box)).out
  expect(human).toContain(`${first?.campaign} · 2 messages`)
  expect(human).toContain('alone · 1 of 3 messages')
})

test('what is not understood is said with the usage', async () => {
  expect(await run()).toMatchObject({ code: 2, out: '', err: expect.stringContaining('Usage: tocsin cluster') })
  expect((await run('--json', 'x')).code).toBe(2)
})
