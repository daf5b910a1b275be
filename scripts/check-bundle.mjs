// Holds the console's first load to its budget: the entry and the shell with everything they import at once, the script before the first paint, and the
// texts that every page needs, compressed. Prints the largest chunks. Fails over the budget, and when it measured nothing.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { consoleIsBuilt, ensureConsole } from './setup/console.mjs'
import { root } from './setup/place.mjs'

const budget = 250 * 1024

// loaded at every start, though by a dynamic import
const always = /^src\/app\/texts\/\w+\.ts$/

// what surrounds every page of somebody who is signed in; fetched at once with the entry
const shell = 'src/app/shell/shell.tsx'

// where most people land; lazy, so it is told and has no budget
const landing = 'src/analysis/reports.tsx'

/** The chunks that a first visit loads, by the manifest of the build: file names, each once. Of the languages only the heaviest counts; `page` goes along. */
export function firstLoad(manifest, sizeOf, page) {
  const reach = (keys, files = new Set()) => {
    for (const key of keys) {
      const chunk = manifest[key]
      if (chunk === undefined || files.has(chunk.file)) continue
      if (chunk.file.endsWith('.js')) files.add(chunk.file)
      reach(chunk.imports ?? [], files)
    }
    return files
  }
  const keys = Object.keys(manifest)
  const files = reach(keys.filter((key) => manifest[key].isEntry === true || key === shell || key === page))
  const texts = keys.filter((key) => always.test(key)).map((key) => [...reach([key])].filter((file) => !files.has(file)))
  const weigh = (list) => list.reduce((sum, file) => sum + sizeOf(file), 0)
  const heaviest = texts.sort((one, other) => weigh(other) - weigh(one))[0] ?? []
  return [...files, ...heaviest]
}

/** Measures a built console. Answers the parts with their compressed sizes, largest first, and what is wrong. */
export function checkBundle(folder) {
  const path = join(folder, '.vite', 'manifest.json')
  if (!existsSync(path)) return { parts: [], total: 0, landed: 0, wrong: [`${path} is not there: build the console first`] }
  const sizeOf = (file) => gzipSync(readFileSync(join(folder, file)), { level: 9 }).length
  const manifest = JSON.parse(readFileSync(path, 'utf8'))
  const landed = firstLoad(manifest, sizeOf, landing).reduce((sum, file) => sum + sizeOf(file), 0)
  const files = [...firstLoad(manifest, sizeOf), ...['first-paint.js'].filter((file) => existsSync(join(folder, file)))]
  const names = new Map(Object.entries(manifest).map(([key, { file, name }]) => [file, name ?? key]))
  const parts = files.map((file) => ({ file, name: names.get(file) ?? '', size: sizeOf(file) })).sort((one, other) => other.size - one.size)
  const total = parts.reduce((sum, part) => sum + part.size, 0)
  const wrong = []
  for (const file of files.filter((one) => one.endsWith('.js'))) {
    if (/\bjsxDEV\b/.test(readFileSync(join(folder, file), 'utf8'))) wrong.push(`${file} was built for development: build it anew`)
  }
  if (!files.some((file) => file.startsWith('assets/'))) wrong.push('the manifest has no entry: nothing was measured')
  if (!Object.keys(manifest).some((key) => always.test(key))) wrong.push('the manifest has no texts that every page needs')
  if (total > budget) wrong.push(`the first load is ${kilobytes(total)}, over the budget of ${kilobytes(budget)}`)
  return { parts, total, landed, wrong }
}

const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [, , project] = process.argv
  // ours is built first where its sources changed; another's is taken as it is
  if (project === undefined) await ensureConsole(process.execPath)
  const { parts, total, landed, wrong } = checkBundle(join(project ?? root, 'web', 'dist'))
  if (project === undefined && !consoleIsBuilt()) wrong.push('web/dist is not built from these sources')
  for (const part of parts.slice(0, 8)) console.log(`bundle: ${kilobytes(part.size).padStart(9)}  ${part.file}  ${part.name}`)
  for (const line of wrong) console.error(`bundle: ${line}`)
  console.log(`bundle: ${kilobytes(landed)} with the page of reports, before its own texts`)
  console.log(`bundle: first load ${kilobytes(total)} of ${kilobytes(budget)} compressed JavaScript in ${parts.length} files`)
  process.exitCode = wrong.length === 0 ? 0 : 1
}
