// `npm run check`: every check of the house that needs no test runner, each on its own line; all run, and one failure fails the whole.
import { spawnSync } from 'node:child_process'

const node = process.execPath
const checks = [
  ['format and lint', ['node_modules/@biomejs/biome/bin/biome', 'ci', '--colors=off', '--error-on-warnings', '--max-diagnostics=40', '.']],
  ['types', ['node_modules/ts7/bin/tsc', '-p', '.', '--noEmit']],
  ['imports', ['scripts/check-imports.mjs']],
  ['sql', ['scripts/check-sql.mjs']],
  ['catalogue', ['scripts/check-catalogue.mjs']],
  ['sizes', ['scripts/check-sizes.mjs']],
  ['lock file', ['scripts/check-lock.mjs']],
  ['machines', ['scripts/lock.mjs', '--check']],
  ['schema', ['scripts/schema.mjs', '--check']],
  ['api', ['scripts/openapi.mjs', '--check']],
]

const failed = []
for (const [name, [script, ...rest]] of checks) {
  const started = performance.now()
  const { status, stdout, stderr } = spawnSync(node, [script, ...rest], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  const took = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${status === 0 ? 'good  ' : 'FAILED'}  ${name} (${took} s)`)
  if (status !== 0) {
    failed.push(name)
    process.stdout.write(`${stdout}${stderr}`)
  }
}
if (failed.length > 0) console.log(`\nfailed: ${failed.join(', ')}`)
process.exit(failed.length > 0 ? 1 : 0)
