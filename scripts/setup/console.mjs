import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { alone } from './lock.mjs'
import { inRoot, root, say, Trouble } from './place.mjs'
import { runQuietly } from './quiet.mjs'

const stamp = inRoot('web', 'dist', '.built-from')

/** Builds the console if web/dist was not built from these very sources. */
export async function ensureConsole(runtime) {
  if (!existsSync(inRoot('web', 'vite.config.ts'))) return
  if (builtFrom() === hashSources()) return
  await alone(async () => {
    const hash = hashSources()
    if (builtFrom() === hash) return
    say('building the console')
    const began = Date.now()
    const { code, said } = await runQuietly(
      runtime,
      [inRoot('node_modules', 'vite', 'bin', 'vite.js'), 'build', 'web', '--logLevel', 'warn'],
      // whoever asks for it, a test too: what is served is never the build for development
      { cwd: root, env: { ...process.env, NODE_ENV: 'production' } },
    )
    if (code === 0) {
      writeFileSync(stamp, `${hash}\n`)
      say(`the console took ${Math.round((Date.now() - began) / 1000)} s`)
      return
    }
    const words = said.split('\n').filter((line) => line.trim() !== '' && !/^\s+at /.test(line))
    for (const line of words.slice(0, 12)) say(line)
    if (!existsSync(inRoot('web', 'dist', 'index.html'))) throw new Trouble('the console could not be built: see above')
    say('the console could not be built: the one from an earlier start is served')
  })
}

/** Whether web/dist was built from these very sources. */
export function consoleIsBuilt() {
  return builtFrom() === hashSources()
}

function builtFrom() {
  try {
    return readFileSync(stamp, 'utf8').trim()
  } catch {
    return ''
  }
}

/** Over all that the console can be built from: web/, and what it may import (contracts, base, formats), and the locked versions. */
function hashSources() {
  const hash = createHash('sha256')
  const files = ['web', join('src', 'base'), join('src', 'formats'), join('src', 'domain'), join('src', 'platform')].flatMap((folder) =>
    sourcesIn(inRoot(folder)),
  )
  for (const file of [...files.sort(), inRoot('package-lock.json')]) {
    const name = relative(root, file)
    if (name.startsWith('src') && !/(?:contract|base\/|formats\/)/.test(name)) continue
    const bytes = readFileSync(file)
    hash.update(`${name} ${bytes.length}\n`).update(bytes)
  }
  return hash.digest('hex')
}

function sourcesIn(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return ['dist', 'node_modules'].includes(entry.name) ? [] : sourcesIn(path)
    return /\.test\.tsx?$/.test(entry.name) || entry.name.startsWith('.') ? [] : [path]
  })
}
