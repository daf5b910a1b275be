import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { fingerprint, isInstalled, reasonOf } from './install.mjs'
import { inRoot, root } from './place.mjs'
import { conclude, readReport } from './tests.mjs'

const scratch = mkdtempSync(join(tmpdir(), 'tocsin-test-'))
afterAll(() => rmSync(scratch, { recursive: true }))

const here = { os: 'linux', cpu: 'x64' }
const lock = {
  packages: {
    '': { name: 'tocsin' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b-linux-x64': { version: '2.0.0', optional: true, os: ['linux'], cpu: ['x64'] },
    'node_modules/b-darwin-arm64': { version: '2.0.0', optional: true, os: ['darwin'], cpu: ['arm64'] },
    'node_modules/b-linux-x64-musl': { version: '2.0.0', optional: true, os: ['linux'], cpu: ['x64'], libc: ['musl'] },
    'node_modules/only-of-b': { version: '3.0.0', optional: true },
  },
}
const installed = (...without) => {
  const names = ['node_modules/a', 'node_modules/b-linux-x64'].filter((name) => !without.includes(name))
  return { packages: Object.fromEntries(names.map((name) => [name, { version: lock.packages[name].version }])) }
}

test('an installation without the packages of other machines is complete', () => {
  expect(isInstalled(lock, installed(), here)).toBe(true)
})

test('a package that is missing, older or too many makes it stale', () => {
  expect(isInstalled(lock, installed('node_modules/a'), here)).toBe(false)
  expect(isInstalled(lock, { packages: { ...installed().packages, 'node_modules/a': { version: '0.9.0' } } }, here)).toBe(false)
  expect(isInstalled(lock, { packages: { ...installed().packages, 'node_modules/left-over': { version: '1.0.0' } } }, here)).toBe(false)
})

test('an optional package for this very machine may not be missing', () => {
  expect(isInstalled(lock, installed('node_modules/b-linux-x64'), here)).toBe(false)
})

test('the stamp changes with the lock file and with the machine', () => {
  const seen = [fingerprint('x', 'linux x64'), fingerprint('y', 'linux x64'), fingerprint('x', 'linux arm64')]
  expect(new Set(seen).size).toBe(3)
})

test.each([
  ['npm error code ENOSPC', /disk is full/],
  ['npm error network request failed, reason: getaddrinfo ENOTFOUND registry', /registry cannot be reached/],
  ['npm error code EACCES', /owner of the clone/],
])('%s is told in words', (said, words) => {
  expect(reasonOf(said)).toMatch(words)
})

function concluded(parts, notRun) {
  const lines = []
  return { code: conclude(parts, notRun, (line) => lines.push(line)), lines }
}

test('the last lines name what did not run, once each, and skipped tests by name', () => {
  const { code, lines } = concluded([{ name: 'tests', code: 0, passed: 3, failed: 0, leftOut: ['a test'] }], ['no mount', 'no mount'])
  expect(code).toBe(0)
  expect(lines.slice(-2)).toEqual(['Not run on this machine: no mount', 'Not run on this machine: skipped: a test'])
  expect(concluded([{ name: 'tests', code: 0, passed: 3, failed: 0, leftOut: [] }], []).lines.at(-1)).toBe(
    'Not run on this machine: nothing.',
  )
})

test.each([
  ['a check failed', { name: 'checks', code: 1 }],
  ['a test failed', { name: 'tests', code: 1, passed: 3, failed: 1 }],
  ['no test ran', { name: 'tests', code: 0, passed: 0, failed: 0 }],
])('where %s the whole fails', (_, part) => {
  expect(concluded([{ name: 'others', code: 0, passed: 1, failed: 0 }, part], []).code).toBe(1)
})

test('a report that was never written counts as no test at all', () => {
  expect(readReport(join(scratch, 'none.json'))).toEqual({ passed: 0, failed: 0, leftOut: [] })
})

test('the two ways in can be read by a Node that is too old, and say so in one line', () => {
  for (const name of ['start.mjs', 'test.mjs']) {
    const text = readFileSync(inRoot('scripts', name), 'utf8')
    expect(text).not.toMatch(/^import |\?\.|\?\?|await import|node:/m)
    const script = `Object.defineProperty(process, 'versions', { value: { node: '18.20.8' } }); import(${JSON.stringify(inRoot('scripts', name))})`
    const { status, stderr, stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' })
    expect([status, stdout, stderr.trim().split('\n').length]).toEqual([1, '', 1])
    expect(stderr).toMatch(/needs Node 20 or newer/)
  }
})

test('bin/tocsin finds its clone through a link, and says what is missing without Node', () => {
  const folder = join(scratch, 'elsewhere')
  mkdirSync(folder)
  symlinkSync(inRoot('bin', 'tocsin'), join(folder, 'tocsin'))
  for (const name of ['dirname', 'readlink']) symlinkSync(join('/usr/bin', name), join(folder, name))
  const bare = spawnSync('/bin/sh', [join(folder, 'tocsin')], { encoding: 'utf8', env: { PATH: folder } })
  expect([bare.status, bare.stdout]).toEqual([127, ''])
  expect(bare.stderr).toMatch(/Node is not installed/)
  symlinkSync('/bin/echo', join(folder, 'node'))
  const linked = spawnSync('/bin/sh', [join(folder, 'tocsin'), 'inspect', 'a b'], { encoding: 'utf8', env: { PATH: folder }, cwd: '/' })
  expect(linked.stdout).toBe(`${root}/bin/../scripts/start.mjs inspect a b\n`)
})
