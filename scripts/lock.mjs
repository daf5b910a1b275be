// After `npm install`: adds to package-lock.json the optional packages of other machines that the registry at hand does not carry.
// A mirror often lacks them; npm then leaves them out of the lock file, and `npm ci` refuses a lock file without them, everywhere.
// They are named with their exact version and the machine they are for, so that npm skips them here and installs them there.
// With --check it only says whether any is missing.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = process.argv.slice(2).find((argument) => !argument.startsWith('-')) ?? fileURLToPath(new URL('..', import.meta.url))
const file = join(folder, 'package-lock.json')
const check = process.argv.includes('--check')
const lock = JSON.parse(readFileSync(file, 'utf8'))
const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'linuxmusl', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const processors = {
  arm64: 'arm64',
  x64: 'x64',
  ia32: 'ia32',
  arm: 'arm',
  ppc64: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
  loong64: 'loong64',
  wasm32: 'wasm32',
}

/** `@biomejs/cli-linux-x64-musl` is for linux, x64, musl. */
function machineOf(name) {
  const words = name.split(/[/-]/)
  const os = words.find((word) => systems.includes(word))
  const cpu = words.find((word) => word in processors)
  if (os === undefined || cpu === undefined) return undefined
  const libc = words.some((word) => /^musl/.test(word)) ? 'musl' : words.some((word) => /^gnu/.test(word)) ? 'glibc' : undefined
  return { os: [os], cpu: [processors[cpu]], ...(libc === undefined ? {} : { libc: [libc] }) }
}

const added = {}
let asked = 0
for (const [path, wanted] of Object.entries(lock.packages)) {
  if (path === '') continue
  for (const [name, version] of Object.entries(wanted.optionalDependencies ?? {})) {
    asked++
    // npm looks for a package beside its parent first, then in the folders above
    const places = [`${path}/node_modules/${name}`, `node_modules/${name}`]
    if (places.some((place) => place in lock.packages)) continue
    const machine = machineOf(name)
    if (machine === undefined || !/^\d+\.\d+\.\d+\S*$/.test(version)) {
      console.error(
        `${name}@${version}, which ${path} may use, is not in the lock file, and its name does not tell a machine: install it where the registry has it`,
      )
      process.exitCode = 1
      continue
    }
    added[`node_modules/${name}`] = { version, ...(wanted.dev ? { dev: true } : {}), optional: true, ...machine }
  }
}
const names = Object.keys(added)
if (asked === 0) {
  console.error('machines: nothing was checked')
  process.exitCode = 1
}
if (check) {
  if (names.length > 0) {
    console.error(
      `package-lock.json lacks ${names.length} optional packages of other machines, so that npm ci refuses it: run node scripts/lock.mjs and commit it`,
    )
    process.exitCode = 1
  }
} else if (names.length > 0) {
  const sorted = Object.entries({ ...lock.packages, ...added }).sort(([one], [other]) => one.localeCompare(other, 'en'))
  lock.packages = Object.fromEntries(sorted)
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
}
console.log(check ? `machines: ${asked} optional packages, ${names.length} missing` : `${names.length} packages added to package-lock.json`)
