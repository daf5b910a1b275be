import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { installTestPackages } from './apt.mjs'
import { ensureDependencies } from './install.mjs'
import { inRoot, orSay, root, say } from './place.mjs'
import { findRuntime, runAs } from './runtime.mjs'

/**
 * Everything: the checks, the tests of the database layer on Debian's PostgreSQL 15, and all tests on the embedded one. With arguments only vitest, with these. Answers the exit code: 0 only if all that ran passed and something ran.
 */
export async function runTests(args) {
  const runtime = await orSay(async () => findRuntime(await ensureDependencies()))
  const scratch = mkdtempSync(join(tmpdir(), 'tocsin-run-'))
  const notRunFile = join(scratch, 'not-run')
  const env = {
    ...process.env,
    PATH: [inRoot('node_modules', '.bin'), process.env.PATH].join(delimiter),
    TOCSIN_NOT_RUN: notRunFile,
    // as `npm start` has it: tests start some hundred processes of ours
    NODE_COMPILE_CACHE: inRoot('node_modules', '.cache', 'compiled'),
  }
  const vitest = async (name, settings, ...more) => {
    const report = join(scratch, `${name.replaceAll(' ', '-')}.json`)
    const code = await runAs(
      runtime,
      [
        inRoot('node_modules', 'vitest', 'vitest.mjs'),
        'run',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
        ...more,
      ],
      {
        cwd: root,
        env: { ...env, ...settings },
      },
    )
    return { name, code, ...readReport(report) }
  }
  try {
    if (args.length > 0) return (await vitest('chosen', {}, ...args)).code
    const notRun = await installTestPackages()
    const parts = []
    if (existsSync(inRoot('scripts', 'check.mjs')))
      parts.push({ name: 'checks', code: await runAs(runtime, [inRoot('scripts', 'check.mjs'), '--static'], { cwd: root, env }) })
    if (existsSync('/usr/lib/postgresql/15/bin/postgres')) {
      say('the tests of the database layer on PostgreSQL 15; after them all tests on the embedded one')
      parts.push(await vitest('tests on PostgreSQL 15', { TOCSIN_TEST_DATABASE: '15' }, '--project', 'room'))
    }
    parts.push(await vitest('tests on the embedded PostgreSQL', { TOCSIN_TEST_DATABASE: '' }))
    return conclude(parts, [...notRun, ...readLines(notRunFile)])
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** Counts of one vitest run, and the names of the tests that were left out. */
export function readReport(file) {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'))
    const leftOut = report.testResults.flatMap(({ assertionResults }) =>
      assertionResults.filter(({ status }) => !['passed', 'failed'].includes(status)).map(({ fullName }) => fullName),
    )
    return { passed: report.numPassedTests, failed: report.numFailedTests, leftOut }
  } catch {
    return { passed: 0, failed: 0, leftOut: [] }
  }
}

function readLines(file) {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
  } catch {
    return []
  }
}

/** Prints the closing lines; the last ones say what did not run. */
export function conclude(parts, notRun, print = console.log) {
  print('')
  let bad = false
  for (const { name, code, passed, failed } of parts) {
    const nothing = passed === 0 && failed === 0
    bad ||= code !== 0 || nothing
    const counts = passed === undefined ? '' : nothing ? ': no test ran' : `: ${passed} passed, ${failed} failed`
    print(`${code === 0 && !nothing ? 'good' : 'FAILED'}  ${name}${counts}`)
  }
  const reasons = [...new Set([...notRun, ...parts.flatMap(({ leftOut }) => (leftOut ?? []).map((test) => `skipped: ${test}`))])]
  if (reasons.length === 0) print('Not run on this machine: nothing.')
  else for (const reason of reasons) print(`Not run on this machine: ${reason}`)
  return bad ? 1 : 0
}
