import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { printFile } from './chromium.ts'

/** Who prints pages, or why nobody does. */
export type Printer =
  | { readonly kind: 'here'; readonly name: string; readonly print: (html: string) => Promise<Uint8Array | undefined> }
  | { readonly kind: 'missing'; readonly why: string }

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

/**
 * The Chromium that `setting` (TOCSIN_CHROMIUM) says: a path, `off`, or `auto` for the first that is found where programs are. It prints pages of our own making,
 * which hold no script and refer to nothing; it may run no script and resolve no name.
 */
export async function findPrinter(setting: string): Promise<Printer> {
  if (setting === 'off') return { kind: 'missing', why: 'printing is turned off' }
  const path = setting === 'auto' ? await findProgram() : setting
  if (path === undefined) return { kind: 'missing', why: 'there is no Chromium on the node' }
  try {
    const { stdout } = await promisify(execFile)(path, ['--version'], { timeout: 30_000 })
    return { kind: 'here', name: stdout.trim().slice(0, 80), print: (html) => print(path, html) }
  } catch {
    return { kind: 'missing', why: 'the Chromium of the node does not start' }
  }
}

async function findProgram(): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? '').split(delimiter).filter((one) => one !== '')) {
    for (const name of names) {
      const path = join(folder, name)
      const found = await access(path, constants.X_OK).then(
        () => true,
        () => false,
      )
      if (found) return path
    }
  }
  return undefined
}

/** The page as PDF; undefined where the program fails at it. */
async function print(program: string, html: string): Promise<Uint8Array | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-print-'))
  try {
    const page = join(folder, 'page.html')
    await writeFile(page, html, { mode: 0o600 })
    return await printFile(program, pathToFileURL(page).href, join(folder, 'profile'))
  } catch {
    return undefined
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}
