// `npm run check`: every check of the house that needs no test runner, each on its own line; all run, and one failure fails the whole.
import { spawnSync } from 'node:child_process'
import { checksOf } from './checks.mjs'

const failed = []
const checks = checksOf()
for (const { name, args } of checks) {
  const started = performance.now()
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  const took = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${status === 0 ? 'good  ' : 'FAILED'}  ${name} (${took} s)`)
  if (status !== 0) {
    failed.push(name)
    process.stdout.write(`${stdout}${stderr}`)
  }
}
if (failed.length > 0) console.log(`\nfailed: ${failed.join(', ')}`)
process.exit(failed.length > 0 ? 1 : 0)
