import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { type CountryResponse, Reader } from 'maxmind'
import { Failure } from '../../base/failure.ts'
import { embeddedIp, formatIp, type IpBytes, readIp, scopeOf } from './addresses.ts'
import { openNetworkTable } from './network-table.ts'

/** Where an address lies: ISO 3166-1 alpha-2 country of its registration, number and name of the network (AS) that announces it. */
export type Location = { readonly country: string | null; readonly asn: number | null; readonly network: string | null }

export type Locate = (address: string) => Location

export type LocationSource = {
  readonly what: 'countries' | 'networks'
  readonly package: string
  /** day of the data, ISO 8601 */
  readonly date: string
  /** must be shown where results are shown: the data is under CC BY 4.0 */
  readonly credits: readonly { readonly name: string; readonly url: string; readonly licence: string }[]
}

/** All that a look-up needs. It crosses threads without being copied. */
export type LocationData = {
  readonly countries: SharedArrayBuffer
  readonly networks: SharedArrayBuffer
  readonly sources: readonly LocationSource[]
}

const packages = { countries: '@ip-location-db/geo-whois-asn-country-mmdb', networks: '@ip-location-db/asn' } as const
const credit = {
  nro: { name: 'NRO', url: 'https://www.nro.net', licence: 'CC BY 4.0' },
  dbIp: { name: 'IP Geolocation by DB-IP', url: 'https://db-ip.com', licence: 'CC BY 4.0' },
  routeViews: { name: 'RouteViews', url: 'https://www.routeviews.org', licence: 'CC BY 4.0' },
}
const nowhere: Location = { country: null, asn: null, network: null }

/** Of which days the sources are. */
export function locationDays(sources: readonly LocationSource[]): { countries: string; networks: string } {
  const day = (what: LocationSource['what']) => sources.find((one) => one.what === what)?.date ?? '????-??-??'
  return { countries: day('countries'), networks: day('networks') }
}

/** Finds places in data loaded before. An address that carries an IPv4 address lies where that one does; one of no global range lies nowhere. */
export function createLocator(data: LocationData): Locate {
  const networks = openNetworkTable(new Uint8Array(data.networks))
  if (networks === undefined) throw new Failure('conflict', 'platform.location-data', 'the table of networks is damaged')
  // this database holds less than the type of a country's answer says, and under a name of its own
  const countries = new Reader<CountryResponse & { readonly country_code?: string }>(Buffer.from(data.countries))
  return (text) => {
    const given = readIp(text)
    if (given === undefined || scopeOf(given) !== 'global') return nowhere
    const address = carried(given)
    const network = networks.find(address)
    return { country: countries.get(formatIp(address))?.country_code ?? null, asn: network?.asn ?? null, network: network?.name ?? null }
  }
}

/** A Teredo address carries its client's IPv4 address, but is announced by the relay: it stays what it is. */
function carried(address: IpBytes): IpBytes {
  const inner = embeddedIp(address)
  return inner === undefined || inner.by === 'teredo' ? address : inner.bytes
}

/**
 * Loads the offline data. The networks come as 32 MB of text: at first use they are made into a table of some 11 MB, kept in `cache`
 * under the version of its source. Where the folder cannot be written, or `cache` is null, the table is made anew each time.
 */
export async function loadLocationData(cache: string | null): Promise<LocationData> {
  const [countries, networks] = await Promise.all([loadCountries(), loadNetworks(cache)])
  return { countries: countries.bytes, networks: networks.bytes, sources: [countries.source, networks.source] }
}

async function loadCountries(): Promise<{ bytes: SharedArrayBuffer; source: LocationSource }> {
  const { folder, date } = await find(packages.countries)
  const bytes = await readShared(join(folder, 'geo-whois-asn-country.mmdb'))
  if (bytes === undefined) throw new Failure('unavailable', 'platform.location-data', `${packages.countries} is not installed`)
  return { bytes, source: { what: 'countries', package: packages.countries, date, credits: [credit.nro] } }
}

async function loadNetworks(cache: string | null): Promise<{ bytes: SharedArrayBuffer; source: LocationSource }> {
  const { folder, version, date } = await find(packages.networks)
  const source: LocationSource = {
    what: 'networks',
    package: packages.networks,
    date,
    credits: [credit.routeViews, credit.nro, credit.dbIp],
  }
  const name = `networks-${version}.bin`
  const kept = cache === null ? undefined : await readShared(join(cache, name))
  if (kept !== undefined && openNetworkTable(new Uint8Array(kept)) !== undefined) return { bytes: kept, source }
  const made = await makeNetworks(folder)
  // a cache that can't be written costs a second at each start and nothing else
  if (cache !== null) await keep(cache, name, made).catch(() => undefined)
  const shared = new SharedArrayBuffer(made.length)
  new Uint8Array(shared).set(made)
  return { bytes: shared, source }
}

/** In a thread of its own, whose memory is given back: reading half a million lines leaves 200 MB of garbage. */
function makeNetworks(folder: string): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./make-networks.ts', import.meta.url), {
      workerData: folder,
      env: {},
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: 8 },
    })
    let made: Uint8Array | undefined
    worker.once('error', reject).once('message', (table: Uint8Array) => {
      made = table
    })
    worker.once('exit', (code) => {
      if (made !== undefined) resolve(made)
      else reject(new Failure('unavailable', 'platform.location-data', `making the table of networks ended with code ${code}`))
    })
  })
}

async function keep(cache: string, name: string, bytes: Uint8Array): Promise<void> {
  await mkdir(cache, { recursive: true, mode: 0o700 })
  const temporary = join(cache, `${name}.${randomBytes(6).toString('hex')}`)
  try {
    const file = await open(temporary, 'wx', 0o600)
    try {
      await file.writeFile(bytes)
      await file.datasync()
    } finally {
      await file.close()
    }
    await rename(temporary, join(cache, name))
  } catch (cause) {
    await rm(temporary, { force: true })
    throw cause
  }
  const old = (await readdir(cache)).filter((one) => /^networks-.*\.bin$/.test(one) && one !== name)
  await Promise.all(old.map((one) => rm(join(cache, one), { force: true })))
}

async function readShared(path: string): Promise<SharedArrayBuffer | undefined> {
  const file = await open(path, 'r').catch(() => undefined)
  if (file === undefined) return undefined
  try {
    const { size } = await file.stat()
    const shared = new SharedArrayBuffer(size)
    const bytes = new Uint8Array(shared)
    let at = 0
    while (at < size) {
      const { bytesRead } = await file.read(bytes, at, size - at, at)
      if (bytesRead === 0) return undefined
      at += bytesRead
    }
    return shared
  } finally {
    await file.close()
  }
}

/** The folder of an installed package, and the day that the end of its version tells (`2.3.2026061719`). */
async function find(name: string): Promise<{ folder: string; version: string; date: string }> {
  try {
    const path = createRequire(import.meta.url).resolve(`${name}/package.json`)
    const { version }: { version: string } = JSON.parse(await readFile(path, 'utf8'))
    const [, year, month, day] = /\.(\d{4})(\d{2})(\d{2})\d*$/.exec(version) ?? []
    return { folder: dirname(path), version, date: `${year ?? '????'}-${month ?? '??'}-${day ?? '??'}` }
  } catch (cause) {
    throw new Failure('unavailable', 'platform.location-data', `${name} is not installed`, { cause })
  }
}
