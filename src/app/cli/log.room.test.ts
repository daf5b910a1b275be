import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseCheckpoint } from '../../formats/tlog/checkpoint.ts'
import { openDatabase, openPool } from '../../platform/db/pools.ts'
import type { LogSummary } from '../../platform/log/contract.ts'
import { startLog } from '../../platform/log/start.ts'
import { openLogger } from '../../platform/logger.ts'
import { type TestDatabase, testDatabase } from '../../platform/testing/database.ts'
import { logCommand } from './log.ts'

let database: TestDatabase
let folder: string

beforeAll(async () => {
  database = await testDatabase()
  folder = await mkdtemp(join(tmpdir(), 'tocsin-log-'))
})

afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true })
})

async function run(...argv: string[]) {
  const said = { out: '', error: '' }
  const io = {
    stdout: {
      write: (text: string) => {
        said.out += text
      },
    },
    stderr: {
      write: (text: string) => {
        said.error += text
      },
    },
  }
  const exit = await logCommand(argv, io, { TOCSIN_DATA: folder, DATABASE_URL: database.url, TOCSIN_LOG_LEVEL: 'error' })
  return {
    exit,
    ...said,
    logs: said.out.startsWith('{')
      ? said.out
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as LogSummary)
      : [],
  }
}

test('shows the logs with their keys, and opens a new one that cites the last known checkpoint', async () => {
  const db = openDatabase(openPool(database.url, 'tocsin_app', 2))
  const running = await startLog(db, { folder, authority: 'localhost:8025', log: openLogger('silent'), now: () => new Date() })
  await running.sequencer.close()
  await db.destroy()
  expect((await run()).out).toContain(`key     ${running.verifierKey}`)
  const [first] = (await run('--json')).logs
  expect(first).toMatchObject({ origin: running.log.origin, key: running.verifierKey, size: 1, cites: null })

  const opened = await run('open', '--json')
  expect(opened.logs).toHaveLength(2)
  expect(opened.logs[1]).toMatchObject({ cites: first?.checkpoint, size: 1 })
  expect(opened.logs[1]?.origin).toContain(`${running.log.origin}/restored-`)

  const kept = join(folder, 'kept')
  await writeFile(kept, first?.checkpoint ?? '')
  const again = await run('open', '--cites', kept, '--json')
  expect(again.logs[2]?.cites).toBe(first?.checkpoint)
  expect(parseCheckpoint(again.logs[2]?.checkpoint ?? '')).toMatchObject({ origin: again.logs[2]?.origin })
})

test('refuses what it does not know, and a checkpoint that is none', async () => {
  for (const argv of [['close'], ['open', 'now'], ['--cites', 'x'], ['--loud']])
    expect(await run(...argv)).toMatchObject({ exit: 2, out: '' })
  expect(await run('--help')).toMatchObject({ exit: 0 })
  await expect(run('open', '--cites', join(folder, 'nothing'))).rejects.toMatchObject({ code: 'log.cites' })
})
