import { execFile } from 'node:child_process'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createBrotliDecompress } from 'node:zlib'

/** A browser that answered, with the settings it wants in its environment; or why there is none. */
export type Chromium =
  | { readonly kind: 'here'; readonly path: string; readonly environment: Readonly<Record<string, string>> }
  | { readonly kind: 'missing'; readonly why: string }

const modules = fileURLToPath(new URL('../node_modules/', import.meta.url))
const pack = join(modules, '@sparticuz', 'chromium')

/**
 * Where a Chromium is: what TOCSIN_TEST_CHROMIUM names, the system's, else the one that comes with the development packages. That one
 * brings the shared libraries it needs beyond glibc, so nothing has to be installed for it.
 */
export async function findChromium(): Promise<Chromium> {
  const named = process.env.TOCSIN_TEST_CHROMIUM ?? ''
  if (named !== '') return answering(named, {})
  for (const path of ['/usr/bin/chromium', '/usr/bin/chromium-browser']) {
    const found = existsSync(path) ? await answering(path, {}) : undefined
    if (found?.kind === 'here') return found
  }
  if (process.arch !== 'x64')
    return { kind: 'missing', why: `no Chromium is installed, and npm brings one for x64 only, not for ${process.arch}` }
  const folder = await unpacked()
  // the fonts of the machine where it has some: those of the package know neither Arabic nor Chinese
  const fonts = existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: join(folder, 'fonts') }
  return answering(join(folder, 'chromium'), { LD_LIBRARY_PATH: join(folder, 'lib'), ...fonts })
}

async function answering(path: string, environment: Readonly<Record<string, string>>): Promise<Chromium> {
  const wrong = await promisify(execFile)(path, ['--version'], { env: { ...process.env, ...environment }, timeout: 60_000 }).then(
    () => undefined,
    (error: Error & { readonly stderr?: string }) => (error.stderr?.trim().split('\n')[0] || error.message).slice(0, 300),
  )
  return wrong === undefined ? { kind: 'here', path, environment } : { kind: 'missing', why: `Chromium does not start: ${wrong}` }
}

/**
 * Unpacks the packed Chromium into a folder of its version beside the packages, once. The package itself would do so at a fixed name
 * in the folder for temporary files: half a file after an interrupted run, somebody else's file on a shared machine.
 */
async function unpacked(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(pack, 'package.json'), 'utf8')) as { version: string }
  const cache = join(modules, '.cache')
  const folder = join(cache, `chromium-${version}`)
  if (existsSync(folder)) return folder
  await mkdir(cache, { recursive: true })
  const half = await mkdtemp(join(cache, 'chromium-half-'))
  try {
    await mkdir(join(half, 'fonts'))
    await Promise.all([
      unbrotli('chromium.br', join(half, 'chromium')),
      untar('al2023.tar.br', half),
      untar('fonts.tar.br', join(half, 'fonts')),
    ])
    await chmod(join(half, 'chromium'), 0o755)
    await chmod(half, 0o755)
    await rename(half, folder)
  } catch (error) {
    await rm(half, { recursive: true, force: true })
    // another run may have been quicker
    if (!existsSync(folder)) throw error
  }
  return folder
}

async function unbrotli(name: string, into: string): Promise<void> {
  await pipeline(createReadStream(join(pack, 'bin', name)), createBrotliDecompress(), createWriteStream(into))
}

/** By way of a file: tar ends at the archive's mark, and a pipe that still holds bytes then would break. */
async function untar(name: string, folder: string): Promise<void> {
  const archive = join(folder, name)
  await unbrotli(name, archive)
  await promisify(execFile)('tar', ['--extract', '--no-same-owner', '--directory', folder, '--file', archive])
  await rm(archive)
}
