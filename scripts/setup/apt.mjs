import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { say } from './place.mjs'
import { runQuietly } from './quiet.mjs'

/** What tests may use of Debian's: the package, the file that shows it is there, and what cannot run without it. */
export const packages = [
  { name: 'postgresql-15', file: '/usr/lib/postgresql/15/bin/postgres', purpose: "the database tests on Debian's PostgreSQL 15" },
  { name: 'dovecot-imapd', file: '/usr/sbin/dovecot', purpose: 'taking reports from a real IMAP server' },
  { name: 'unzip', file: '/usr/bin/unzip', purpose: 'opening our sealed archives with a program that is not ours' },
  { name: '7zip', file: '/usr/bin/7zz', purpose: 'opening our AES archives with a program that is not ours' },
]

const missing = () => packages.filter(({ file }) => !existsSync(file))

/** Installs them where that can be done: as root, with apt. Never fails; answers one line for each thing that then cannot run. */
export async function installTestPackages() {
  const wanted = missing()
  if (wanted.length === 0) return []
  let why = 'it needs apt and Debian'
  if (process.geteuid() !== 0) why = 'it needs root to install it'
  else if (existsSync('/usr/bin/apt-get')) why = await install(wanted.map(({ name }) => name))
  return missing().map(({ name, purpose }) => `${purpose}: the package ${name} is not here, and ${why}`)
}

async function install(names) {
  say(`installing ${names.join(', ')} for the tests`)
  // no cluster of Debian's own is made or started: the tests bring theirs
  if (names.some((name) => name.startsWith('postgresql')) && !existsSync('/etc/postgresql-common')) {
    mkdirSync('/etc/postgresql-common', { recursive: true })
    writeFileSync('/etc/postgresql-common/createcluster.conf', 'create_main_cluster = false\n')
  }
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeout: 300_000 }
  const apt = (...args) =>
    runQuietly('apt-get', ['-q', '-y', '-o', 'DPkg::Lock::Timeout=120', '-o', 'Dpkg::Options::=--force-confold', ...args], options)
  const one = (name) => apt('install', '--no-install-recommends', name)
  let failed = []
  for (const name of names) if ((await one(name)).code !== 0) failed.push(name)
  if (failed.length > 0) {
    await apt('update')
    const again = failed
    failed = []
    for (const name of again) if ((await one(name)).code !== 0) failed.push(name)
  }
  return failed.length === 0 ? 'apt installed it without that file' : 'apt could not install it'
}
