// Every dependency is pinned to one version, the lock file names no address, and nothing that we ship is under a licence that we may not ship.
import { readFileSync } from 'node:fs'

const folder = process.argv[2] ?? '.'
const manifest = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'))
const lock = JSON.parse(readFileSync(`${folder}/package-lock.json`, 'utf8'))
const wrong = []
for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
  for (const [name, version] of Object.entries(manifest[kind] ?? {}))
    if (!/^(npm:.+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) wrong.push(`${name}: ${version} is not one exact version`)
}
const packages = Object.entries(lock.packages ?? {}).filter(([place]) => place !== '')
for (const [place, { resolved, license, dev }] of packages) {
  if (resolved !== undefined) wrong.push(`${place}: the lock file names an address`)
  if (dev !== true && /\b(A?GPL|SSPL|BUSL|NC)\b/.test(license ?? '') && !/\bOR\b/.test(license) && !/LGPL/.test(license))
    wrong.push(`${place}: licence ${license} may not be shipped`)
}
for (const one of wrong) console.error(one)
if (packages.length === 0) console.error('lock: nothing was checked')
console.log(`lock: ${packages.length} packages, ${wrong.length} wrong`)
process.exit(wrong.length > 0 || packages.length === 0 ? 1 : 0)
