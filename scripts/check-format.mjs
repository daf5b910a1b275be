// Format and lint (biome.json) over a folder. Fails when a source was passed over: an include that matches nothing would pass everything.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { sourcesOf } from './sources.mjs'

const folder = process.argv[2] ?? '.'
const biome = fileURLToPath(new URL('../node_modules/@biomejs/biome/bin/biome', import.meta.url))
const { status, stdout, stderr } = spawnSync(
  process.execPath,
  [biome, 'ci', '--colors=off', '--error-on-warnings', '--max-diagnostics=40', '.'],
  { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
)
const sources = sourcesOf(folder).length
const checked = Number(/Checked (\d+) files?/.exec(`${stdout}${stderr}`)?.[1] ?? 0)
if (status !== 0) process.stderr.write(`${stdout}${stderr}`)
if (sources === 0) console.error('format: nothing was checked')
else if (checked < sources) console.error(`format: ${sources - checked} of ${sources} sources were passed over`)
console.log(`format: ${checked} files, ${sources} of them sources`)
process.exit(status !== 0 || sources === 0 || checked < sources ? 1 : 0)
