import { isIP } from 'node:net'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { Failure } from '../base/failure.ts'

export type Listen = { readonly host: string; readonly port: number }

type Setting<T> = { readonly default: string; readonly meaning: string; readonly read: (text: string) => T }

function setting<T>(defaultText: string, meaning: string, read: (text: string) => T): Setting<T> {
  return { default: defaultText, meaning, read }
}

const text = (value: string): string => value

/** A path; one without a slash is more likely the very key that was to stay out of the environment. */
function keyFile(value: string): string | null {
  if (value === '') return null
  if (!value.includes('/')) throw new Error('wants the path of a file, with a slash in it')
  return resolve(value.replace(/^~(?=\/|$)/, homedir()))
}
const optional = (value: string): string | null => (value === '' ? null : value)

function listen(value: string): Listen | null {
  if (value === '' || value === 'off') return null
  const found = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]+)):(\d{1,5})$/i.exec(value)
  const port = Number(found?.[3])
  if (found === null || port > 65_535) throw new Error('wants host:port, [v6]:port or off')
  return { host: found[1] ?? found[2] ?? '', port }
}

function domain(value: string): string {
  if (!/^(?!-)[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})*$/u.test(value) || value.length > 253) throw new Error('wants a domain name')
  return value
}

/** Addresses, or networks as `10.0.0.0/8`. */
function addresses(value: string): readonly string[] {
  const all = value
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
  for (const one of all) {
    const [address = '', bits = '0', ...rest] = one.split('/')
    const most = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : -1
    if (rest.length > 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > most) throw new Error('wants addresses, separated by commas')
  }
  return all
}

/** Hosts with their ports, as a URL writes them: `host:8080`, `[fd00::5]:443`. */
function places(value: string): readonly string[] {
  const all = value
    .split(',')
    .map((one) => one.trim().toLowerCase())
    .filter((one) => one !== '')
  for (const one of all) {
    const place = URL.parse(`ftp://${one}`)
    if (!/:\d{1,5}$/.test(one) || place === null || place.host !== one) throw new Error('wants host:port, separated by commas')
  }
  return all
}

/** A path, or one of the two words. */
function program(value: string): string {
  if (value !== 'auto' && value !== 'off' && !value.includes('/')) throw new Error('wants auto, off or the path of a program')
  return value
}

function whole(low: number, high: number): (value: string) => number {
  return (value) => {
    const number = Number(value)
    if (!Number.isInteger(number) || number < low || number > high) throw new Error(`wants a whole number from ${low} to ${high}`)
    return number
  }
}

function oneOf<const T extends string>(...allowed: readonly T[]): (value: string) => T {
  return (value) => {
    const found = allowed.find((one) => one === value)
    if (found === undefined) throw new Error(`wants one of ${allowed.join(', ')}`)
    return found
  }
}

function url(...protocols: readonly string[]): (value: string) => string | null {
  return (value) => {
    if (value === '') return null
    if (!protocols.includes(URL.parse(value)?.protocol ?? '')) throw new Error(`wants a URL that begins with ${protocols.join(' or ')}`)
    return value
  }
}

/** Every setting there is, in the order of docs/operations.md; a test holds the two together. */
export const settings = {
  TOCSIN_DATA: setting('./data', 'folder for the database, originals, keys and caches', (value) =>
    resolve(value.replace(/^~(?=\/|$)/, homedir())),
  ),
  TOCSIN_HTTP: setting('127.0.0.1:8025', 'where the console, the API and the public pages are served', listen),
  TOCSIN_SMTP: setting('127.0.0.1:2525', 'where reports are taken by SMTP, or off', listen),
  TOCSIN_LMTP: setting('off', 'where reports are taken by LMTP, or off', listen),
  TOCSIN_PUBLIC_URL: setting(
    'http://localhost:8025',
    'the address that people use; printed in links, and the name that passkeys are bound to',
    (value) => {
      if (!/^https?:$/.test(URL.parse(value)?.protocol ?? '')) throw new Error('wants an http or https URL')
      return value.replace(/\/+$/, '')
    },
  ),
  TOCSIN_MAIL_DOMAIN: setting('localhost', 'the domain of report@ and of what the node sends', domain),
  TOCSIN_MAIL_SIZE: setting('52428800', 'the largest message taken, in bytes', whole(1024, 1_073_741_824)),
  TOCSIN_RELAY: setting(
    '',
    'smtp:// or smtps:// URL of the relay for outgoing mail; empty: mail stays in the outbox',
    url('smtp:', 'smtps:'),
  ),
  TOCSIN_DNS: setting('system', 'who answers DNS questions: system, off, or host:port', (value) =>
    value === 'system' || value === 'off' ? value : (listen(value) ?? 'off'),
  ),
  TOCSIN_OUTSIDE: setting(
    'off',
    'whether the world is asked (RDAP, WHOIS, watching, and whatever else a desk turns on): on, or off',
    oneOf('off', 'on'),
  ),
  TOCSIN_BAROMETER: setting('off', 'whether totals are published at /barometer: on, or off', oneOf('off', 'on')),
  TOCSIN_INSIDE: setting(
    '',
    "addresses of the own network that a desk's subscriber look-up may ask, as host:port, separated by commas",
    places,
  ),
  TOCSIN_MAILBOX_NETWORKS: setting(
    '',
    'private networks in which IMAP mailboxes and their token servers may lie, separated by commas; empty: none',
    addresses,
  ),
  TOCSIN_TLS_CERT: setting('', 'certificate (PEM file) for STARTTLS on SMTP and LMTP', optional),
  TOCSIN_TLS_KEY: setting('', 'its key (PEM file)', optional),
  TOCSIN_PROXIES: setting('', 'addresses of reverse proxies whose X-Forwarded-For is believed, separated by commas', addresses),
  TOCSIN_ROLES: setting('all', 'what this process does: all, or serve, or work', oneOf('all', 'serve', 'work')),
  TOCSIN_WORKERS: setting('2', 'threads that read hostile input', whole(1, 64)),
  TOCSIN_CALLER_RATE: setting('1200', 'requests a minute of one person or key, before they are asked to wait', whole(60, 1_000_000)),
  TOCSIN_JOBS: setting('8', 'jobs run side by side', whole(1, 64)),
  TOCSIN_CAMPAIGN_SILENT_DAYS: setting('14', 'days without a report after which a campaign is said to be silent', whole(1, 3_650)),
  TOCSIN_BLOBS: setting('file', 'where originals lie: file, or s3', oneOf('file', 's3')),
  TOCSIN_S3_ENDPOINT: setting('', 'S3-compatible endpoint with the bucket, as https://host/bucket', url('http:', 'https:')),
  TOCSIN_S3_REGION: setting('auto', 'its region', text),
  TOCSIN_S3_ACCESS_KEY: setting('', 'its access key', text),
  TOCSIN_S3_SECRET_KEY: setting('', 'its secret key', text),
  TOCSIN_CHILD_MATERIAL: setting('destroy', 'what becomes of suspected child-abuse material: destroy, or seal', oneOf('destroy', 'seal')),
  TOCSIN_SEAL_KEY: setting('', 'public key (PEM file) that sealed material is encrypted to', optional),
  TOCSIN_SIGN_IN_SECRET: setting(
    '',
    "file with the node's secret, the same for all processes of a node; empty: sign-in-secret in TOCSIN_DATA",
    keyFile,
  ),
  TOCSIN_LOG_KEY: setting(
    '',
    'file with the key that signs the log, the same for all processes that work; empty: log-key in TOCSIN_DATA',
    keyFile,
  ),
  TOCSIN_LEAVING_DAYS: setting(
    '30',
    'days between the moment an organisation is said to leave and the moment its data is deleted (1 to 365)',
    whole(1, 365),
  ),
  TOCSIN_TSA: setting(
    '',
    'URL of a time-stamp authority (RFC 3161) for evidence packages; empty: none are stamped',
    url('http:', 'https:'),
  ),
  TOCSIN_CHROMIUM: setting(
    'auto',
    'the Chromium that prints the pages of evidence packages: a path, auto for one in PATH, or off',
    program,
  ),
  TOCSIN_LOG_LEVEL: setting('info', 'debug, info, warn or error', oneOf('debug', 'info', 'warn', 'error')),
  DATABASE_URL: setting(
    '',
    'a PostgreSQL of your own (15 or newer), as the application role; empty: the embedded one',
    url('postgres:', 'postgresql:'),
  ),
  TOCSIN_DATABASE_OWNER_URL: setting(
    '',
    'the same database as the role that owns the tables; used by migrate alone',
    url('postgres:', 'postgresql:'),
  ),
} as const

export type Config = { readonly [Name in keyof typeof settings]: ReturnType<(typeof settings)[Name]['read']> }

/** Reads the settings from the environment. Fails with `platform.setting`, naming the setting and what it wants. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const read = Object.entries(settings).map(([name, one]) => {
    try {
      return [name, one.read(environment[name] ?? one.default)]
    } catch (cause) {
      throw new Failure('invalid', 'platform.setting', `${name} ${cause instanceof Error ? cause.message : 'is wrong'}`, { cause })
    }
  })
  return Object.fromEntries(read) as Config
}

// of tests and tools, or of one command alone
const notOurs = /^TOCSIN_(?:TEST|HOSTILE|VIEWS|MERKLE|NOT_RUN|SEAL_PASSPHRASE|[A-Z]+_(?:SEED|PICTURES))/

/** One line for each variable that begins as a setting does and is none: passed over, it would be missed where it was meant to protect. */
export function unknownSettings(environment: Readonly<Record<string, string | undefined>> = process.env): readonly string[] {
  const known = Object.keys(settings)
  return Object.keys(environment)
    .filter((name) => name.startsWith('TOCSIN_') && !known.includes(name) && !notOurs.test(name))
    .sort()
    .map((name) => {
      const near = known.map((one) => ({ one, far: distance(name, one) })).sort((one, other) => one.far - other.far)[0]
      return `there is no setting ${name}${near !== undefined && near.far <= 4 ? `; did you mean ${near.one}?` : ': see docs/operations.md'}`
    })
}

/** Letters to add, take out or change until one name is the other (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (const [at, letter] of [...one.slice(0, 100)].entries()) {
    const next = [at + 1]
    for (const [to, wanted] of [...other].entries())
      next.push(Math.min((row[to] ?? 0) + (letter === wanted ? 0 : 1), (row[to + 1] ?? 0) + 1, (next[to] ?? 0) + 1))
    row = next
  }
  return row.at(-1) ?? 0
}
