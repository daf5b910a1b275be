// The compiler's check over a folder. Fails when a source was passed over: a file outside of tsconfig's `include` is checked by nobody.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sourcesOf } from './sources.mjs'

const folder = resolve(process.argv[2] ?? '.')
const tsc = fileURLToPath(new URL('../node_modules/ts7/bin/tsc', import.meta.url))
// what was found of files that have not changed since is kept: 4 s of work instead of 33 s
const modules = join(folder, 'node_modules')
const kept = existsSync(modules) ? ['--incremental', '--tsBuildInfoFile', join(modules, '.cache', 'types.tsbuildinfo')] : []
const { status, stdout, stderr } = spawnSync(
  process.execPath,
  [tsc, '-p', folder, '--noEmit', '--listFiles', '--pretty', 'false', ...kept],
  { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
)
const lines = stdout.split('\n')
const read = new Set(lines.filter((line) => /^\/.*\.tsx?$/.test(line)).map((line) => relative(folder, line)))
const sources = sourcesOf(folder).filter((file) => /\.tsx?$/.test(file))
const missed = sources.filter((file) => !read.has(file))
if (status !== 0) process.stderr.write(`${lines.filter((line) => !/^\/.*\.[cm]?tsx?$/.test(line)).join('\n')}${stderr}`)
for (const file of missed) console.error(`${file}: no tsconfig includes it`)
if (sources.length === 0) console.error('types: nothing was checked')
console.log(`types: ${sources.length} files, ${missed.length} passed over`)
process.exit(status !== 0 || missed.length > 0 || sources.length === 0 ? 1 : 0)
