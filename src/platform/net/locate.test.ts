import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readIp } from './addresses.ts'
import { createLocator, type Locate, type LocationData, loadLocationData } from './locate.ts'
import { networkTableBuilder, openNetworkTable } from './network-table.ts'

const ip = (text: string): Uint8Array => readIp(text) ?? new Uint8Array(0)

describe('a table of networks', () => {
  const builder = networkTableBuilder()
  builder.add({ first: ip('192.0.2.0'), last: ip('192.0.2.127'), asn: 64500, name: 'Nördlich' })
  builder.add({ first: ip('192.0.2.200'), last: ip('192.0.2.255'), asn: 4_200_000_001, name: 'Large' })
  builder.add({ first: ip('192.0.2.210'), last: ip('192.0.2.211'), asn: 64502, name: 'Overlaps' })
  builder.add({ first: ip('2001:db8::'), last: ip('2001:db8:0:ffff:ffff:ffff:ffff:ffff'), asn: 64500, name: 'Nördlich' })
  builder.add({ first: ip('2001:db8:2::1'), last: ip('2001:db8:2::1'), asn: 64503, name: '' })
  const bytes = builder.finish()
  const table = openNetworkTable(bytes)

  test.each([
    ['192.0.1.255', undefined],
    ['192.0.2.0', { asn: 64500, name: 'Nördlich' }],
    ['192.0.2.127', { asn: 64500, name: 'Nördlich' }],
    ['192.0.2.128', undefined],
    ['192.0.2.210', { asn: 4_200_000_001, name: 'Large' }],
    ['192.0.3.0', undefined],
    ['255.255.255.255', undefined],
    ['2001:db8::ffff', { asn: 64500, name: 'Nördlich' }],
    ['2001:db8:1::', undefined],
    ['2001:db8:2::', undefined],
    ['2001:db8:2::1', { asn: 64503, name: '' }],
    ['2001:db8:2::2', undefined],
    ['::', undefined],
  ])('%s', (address, expected) => {
    expect(table?.find(ip(address))).toEqual(expected)
  })

  test('leaves out a row that would break the order, and counts it', () => {
    expect(builder.skipped()).toBe(1)
    expect(table?.ranges).toEqual({ v4: 2, v6: 2 })
  })

  test('does not open with any byte changed or missing', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const altered = bytes.slice()
        altered[at] = (altered[at] ?? 0) ^ change
        expect(openNetworkTable(altered)).toBeUndefined()
        expect(openNetworkTable(bytes.slice(0, at))).toBeUndefined()
      }),
    )
  })
})

describe('the installed data', () => {
  let cache: string
  let data: LocationData
  let locate: Locate
  beforeAll(async () => {
    cache = await mkdtemp(join(tmpdir(), 'tocsin-locate-'))
    await writeFile(join(cache, 'networks-1.0.0.bin'), 'of an older version')
    data = await loadLocationData(join(cache, 'cache-made-anew'))
    locate = createLocator(data)
  })
  afterAll(() => rm(cache, { recursive: true, force: true }))

  test('knows well-known resolvers, by IPv4 and IPv6', () => {
    expect(locate('8.8.8.8')).toMatchObject({ asn: 15169, country: 'US' })
    expect(locate('8.8.8.8').network).toMatch(/google/i)
    expect(locate('2001:4860:4860::8888')).toMatchObject({ asn: 15169, country: 'US' })
    expect(locate('9.9.9.9').asn).toBe(19281)
  })

  test('an address that carries another lies where that one does', () => {
    for (const form of ['::ffff:8.8.8.8', '64:ff9b::8.8.8.8', '2002:808:808::1']) expect(locate(form)).toEqual(locate('8.8.8.8'))
  })

  test.each(['10.0.0.1', '192.0.2.1', '::1', 'fe80::1', '', 'example.org', '999.1.1.1', '8.8.8.8 '])('%j lies nowhere', (address) => {
    expect(locate(address)).toEqual({ country: null, asn: null, network: null })
  })

  test('tells the day of the data and whom to credit', () => {
    expect(data.sources.map((one) => one.what)).toEqual(['countries', 'networks'])
    for (const source of data.sources) {
      expect(source.date).toMatch(/^20\d\d-\d\d-\d\d$/)
      expect(source.credits.length).toBeGreaterThan(0)
    }
  })

  test('keeps one table under the version of its source, and uses it again', async () => {
    const folder = join(cache, 'cache-made-anew')
    const [name, ...more] = await readdir(folder)
    expect(more).toEqual([])
    const before = await readFile(join(folder, name ?? ''))
    expect((await loadLocationData(folder)).networks.byteLength).toBe(before.length)
    await writeFile(join(folder, 'networks-0.0.1.bin'), 'of an older version')
    await truncate(join(folder, name ?? ''), 1000)
    expect(createLocator(await loadLocationData(folder))('8.8.8.8').asn).toBe(15169)
    expect(await readdir(folder)).toEqual([name])
    expect((await readFile(join(folder, name ?? ''))).equals(before)).toBe(true)
  })

  test('serves a thread without being copied', async () => {
    const script = `import { parentPort, workerData } from 'node:worker_threads'
      const { createLocator } = await import(workerData.module)
      parentPort.postMessage(createLocator(workerData.data)('8.8.8.8'))`
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(script)}`), {
      workerData: { module: new URL('./locate.ts', import.meta.url).href, data },
    })
    const answer = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))
    expect(answer).toEqual(locate('8.8.8.8'))
  })
})
