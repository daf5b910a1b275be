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
const free =
  /^(?:MIT|MIT-0|0BSD|ISC|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|Python-2\.0|MPL-2\.0|LGPL-3\.0-or-later|CC0-1\.0|CC-BY-4\.0|PDDL-1\.0|Unlicense)$/
// data under CC BY 4.0, whose notices we carry (NOTICE)
const looked = { '@ip-location-db/asn': 'SEE LICENSE IN ROUTEVIEWS-LICENSE and DBIP-LICENSE (CC-BY-4.0)' }
for (const [place, { resolved, license, dev }] of packages) {
  if (resolved !== undefined) wrong.push(`${place}: the lock file names an address`)
  // what only developers install is not shipped; what names no licence may not be
  if (dev === true || (license !== undefined && looked[place.replace(/^.*node_modules\//, '')] === license)) continue
  if (!mayShip(license))
    wrong.push(license === undefined ? `${place}: names no licence` : `${place}: licence ${license} may not be shipped`)
}

/** One of the alternatives (OR), all of whose parts (AND) are free (SPDX expressions). */
function mayShip(license) {
  return (license ?? '').split(' OR ').some((one) => one.split(' AND ').every((part) => free.test(part.replace(/[()]/g, '').trim())))
}
for (const one of wrong) console.error(one)
if (packages.length === 0) console.error('lock: nothing was checked')
console.log(`lock: ${packages.length} packages, ${wrong.length} wrong`)
process.exit(wrong.length > 0 || packages.length === 0 ? 1 : 0)
