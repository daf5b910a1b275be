// How often a second this disk makes bytes safe: the ceiling of everything that is acknowledged only after a sync.
//   node bench/disk.ts [FOLDER] [--seconds N] [--json]
import { closeSync, fdatasyncSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

/** Syncs a second: `append` one log, one write of 4 KB at a time; `file` a new file of 11 KB with its folder; `together` eight writers at once. */
export type DiskRates = { readonly folder: string; readonly append: number; readonly file: number; readonly together: number }

/** Calls `once` for so many seconds and answers how often a second it ended. */
function rate(seconds: number, once: (count: number) => void): number {
  const start = performance.now()
  let count = 0
  while (performance.now() - start < seconds * 1000) once(count++)
  return count / ((performance.now() - start) / 1000)
}

function appendRate(folder: string, seconds: number): number {
  const log = openSync(join(folder, 'log'), 'w')
  const page = Buffer.alloc(4096, 1)
  try {
    return rate(seconds, () => {
      writeSync(log, page)
      fdatasyncSync(log)
    })
  } finally {
    closeSync(log)
  }
}

function fileRate(folder: string, seconds: number): number {
  const directory = openSync(folder, 'r')
  const bytes = Buffer.alloc(11_000, 2)
  try {
    return rate(seconds, (count) => {
      const file = openSync(join(folder, `blob-${count}`), 'w')
      writeSync(file, bytes)
      fsyncSync(file)
      closeSync(file)
      fsyncSync(directory)
    })
  } finally {
    closeSync(directory)
  }
}

async function togetherRate(folder: string, seconds: number, writers: number): Promise<number> {
  const page = Buffer.alloc(11_000, 3)
  const start = performance.now()
  const counts = await Promise.all(
    Array.from({ length: writers }, async (_, i) => {
      const file = await open(join(folder, `writer-${i}`), 'w')
      let count = 0
      while (performance.now() - start < seconds * 1000) {
        await file.write(page)
        await file.datasync()
        count++
      }
      await file.close()
      return count
    }),
  )
  return counts.reduce((sum, count) => sum + count, 0) / ((performance.now() - start) / 1000)
}

/** Measures below the folder, in a folder of its own that is removed again; three runs of so many seconds. */
export async function measureDisk(folder: string = tmpdir(), seconds = 1): Promise<DiskRates> {
  const own = mkdtempSync(join(folder, 'tocsin-disk-'))
  const other = await mkdtemp(join(folder, 'tocsin-disk-'))
  try {
    return { folder, append: appendRate(own, seconds), file: fileRate(own, seconds), together: await togetherRate(other, seconds, 8) }
  } finally {
    rmSync(own, { recursive: true, force: true })
    await rm(other, { recursive: true, force: true })
  }
}

/** The rates in one line. */
export function diskLine(rates: DiskRates): string {
  const each = (value: number): string => `${Math.round(value)}/s`
  return `disk ${rates.folder}: ${each(rates.append)} syncs of one log (4 KB), ${each(rates.file)} new files (11 KB, with their folder), ${each(rates.together)} by 8 writers together`
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seconds: { type: 'string', default: '2' }, json: { type: 'boolean', default: false } },
  })
  const rates = await measureDisk(positionals[0], Number(values.seconds))
  console.log(values.json ? JSON.stringify(rates) : diskLine(rates))
}
