import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, readFile, realpath, rename, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Failure } from '../../base/failure.ts'
import { makeFolder } from '../make-folder.ts'
import { systemFolder } from './binaries.ts'
import { explainFileError } from './complaint.ts'
import { run } from './run.ts'
import type { Runner } from './runner.ts'
import { chooseSocketFolder } from './sockets.ts'

/** Where everything of the cluster lies. All but `cluster` and `sockets` belongs to the user that we are. */
export type Place = {
  readonly folder: string
  readonly cluster: string
  readonly conf: string
  readonly sockets: string
  readonly log: string
  readonly record: string
}

/** The file in the data folder that says where the cluster lies, when it lies elsewhere. */
export const whereFile = 'postgresql.where'

export function placeIn(folder: string, uid: number): Place {
  const bases = uid === process.geteuid?.() ? [process.env.XDG_RUNTIME_DIR, tmpdir()] : [systemFolder]
  const sockets = chooseSocketFolder(join(folder, 'run'), uid, bases)
  return {
    folder,
    cluster: join(folder, 'cluster'),
    conf: join(folder, 'conf'),
    sockets,
    log: join(folder, 'postgresql.log'),
    record: join(folder, 'postmaster.json'),
  }
}

/**
 * Finds or chooses the cluster's place: in the data folder, or where PostgreSQL's user cannot enter that, under /var/lib/tocsin.
 * Refuses to begin anew where the data folder points at a cluster that is not there, or at one that belongs to another data folder.
 */
export async function findPlace(dataFolder: string, runner: Runner): Promise<Place> {
  const inside = join(dataFolder, 'postgresql')
  const where = join(dataFolder, whereFile)
  try {
    const elsewhere = (await readFile(where, 'utf8').catch(() => '')).split('\n')[0]?.trim() ?? ''
    if (elsewhere !== '') return await openElsewhere(dataFolder, elsewhere, runner)
    if (runner.as !== undefined && !(await mayEnter(dataFolder, runner))) {
      const there = await stat(join(inside, 'cluster')).catch(() => undefined)
      // the cluster of an ordinary user who started here before: its owner is what is wrong, and that is told later
      if (there !== undefined && there.uid !== runner.uid) return placeIn(inside, runner.uid)
      if (there !== undefined) {
        throw new Failure(
          'conflict',
          'platform.database-unreachable',
          `the database in ${inside} is closed to the user "${runner.name}": give others the right to pass (chmod o+x) through the folders above it`,
        )
      }
      return await chooseElsewhere(dataFolder, where, runner)
    }
    await makeFolder(inside, 0o700)
    if (runner.as !== undefined) await chmod(inside, 0o711)
    return placeIn(inside, runner.uid)
  } catch (error) {
    throw explainFileError(error, dataFolder)
  }
}

async function mayEnter(folder: string, runner: Runner): Promise<boolean> {
  const { code } = await run('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { as: runner.as })
  return code === 0
}

/** What a folder is, wherever it is moved. */
async function markOf(folder: string): Promise<string> {
  const { dev, ino } = await stat(folder)
  return `${dev}:${ino}`
}

async function chooseElsewhere(dataFolder: string, where: string, runner: Runner): Promise<Place> {
  const folder = join(systemFolder, randomBytes(6).toString('hex'))
  await makeFolder(folder, 0o755)
  for (const one of [systemFolder, folder]) await chmod(one, 0o755)
  await writeBelongs(folder, dataFolder)
  await writeWhole(
    where,
    `${folder}\nThe database of this folder lies there, since its user "${runner.name}" may not enter this folder. Back up both.\n`,
  )
  return placeIn(folder, runner.uid)
}

async function openElsewhere(dataFolder: string, folder: string, runner: Runner): Promise<Place> {
  if (!existsSync(folder))
    throw new Failure(
      'missing',
      'platform.database-missing',
      `the database of ${dataFolder} should lie in ${folder} (so says its file ${whereFile}), but that is not there: bring it back, or use another data folder`,
    )
  const belongs = await readFile(join(folder, 'data-folder.json'), 'utf8').then(
    (text) => JSON.parse(text) as { path: string; mark: string },
    () => undefined,
  )
  if (belongs !== undefined && belongs.mark !== (await markOf(dataFolder))) {
    // moved or restored: take it over; copied, with the first one still there: two folders would share one database
    const other = await readFile(join(belongs.path, whereFile), 'utf8').catch(() => '')
    const otherMark = await markOf(belongs.path).catch(() => '')
    if (otherMark === belongs.mark && other.split('\n')[0]?.trim() === folder) {
      throw new Failure(
        'conflict',
        'platform.database-elsewhere',
        `${dataFolder} is a copy of ${belongs.path}, whose database lies in ${folder}: remove ${whereFile} from the copy to begin with an empty database there`,
      )
    }
  }
  if (process.geteuid?.() === 0) await writeBelongs(folder, dataFolder)
  return placeIn(folder, runner.uid)
}

async function writeBelongs(folder: string, dataFolder: string): Promise<void> {
  const path = await realpath(dataFolder)
  await writeWhole(join(folder, 'data-folder.json'), `${JSON.stringify({ path, mark: await markOf(dataFolder) })}\n`)
}

/** Writes a file so that it is there whole or not at all; never follows a link that stands in its place. */
export async function writeWhole(file: string, text: string, mode = 0o644): Promise<void> {
  const half = `${file}.${randomBytes(4).toString('hex')}`
  await writeFile(half, text, { flag: 'wx', mode, flush: true })
  await rename(half, file)
}
