import { crc32 } from 'node:zlib'
import type { IpBytes } from './addresses.ts'

/**
 * Which network announces an address, as sorted ranges in typed arrays over one buffer: what a file holds and threads share.
 * Layout: magic, CRC-32 of all behind it, seven counts, then the sections, each aligned to 4 bytes. Numbers are little-endian.
 */

const magic = 'TOCSNET1'
const headerWords = 8
const headerBytes = 12 + 4 * (headerWords - 1)

export type NetworkRow = { readonly first: IpBytes; readonly last: IpBytes; readonly asn: number; readonly name: string }

export type NetworkTable = {
  readonly find: (address: IpBytes) => { readonly asn: number; readonly name: string } | undefined
  readonly ranges: { readonly v4: number; readonly v6: number }
}

/** Gathers rows and writes them out. Rows come in ascending order within each family; a row that does not is left out and counted. */
export function networkTableBuilder(): { add(row: NetworkRow): void; readonly skipped: () => number; finish(): Uint8Array } {
  const v4 = { starts: growing(), ends: growing(), networks: growing() }
  const v6 = { starts: growing(), ends: growing(), networks: growing() }
  const networks = new Map<number, { index: number; name: string }>()
  let skipped = 0

  return {
    add({ first, last, asn, name }) {
      const family = first.length === 4 ? v4 : v6
      const words = first.length / 4
      const from = wordsOf(first)
      if (
        first.length !== last.length ||
        compare(from, wordsOf(last)) > 0 ||
        (family.ends.length >= words && compare(from, family.ends.last(words)) <= 0)
      ) {
        skipped += 1
        return
      }
      const known = networks.get(asn) ?? { index: networks.size, name }
      networks.set(asn, known)
      for (const word of from) family.starts.push(word)
      for (const word of wordsOf(last)) family.ends.push(word)
      family.networks.push(known.index)
    },
    skipped: () => skipped,
    finish() {
      const encoder = new TextEncoder()
      const names = [...networks.values()].map((one) => encoder.encode(one.name))
      const offsets = new Uint32Array(names.length + 1)
      for (const [i, name] of names.entries()) offsets[i + 1] = (offsets[i] ?? 0) + name.length
      const sections = [
        v4.starts.done(),
        v4.ends.done(),
        v4.networks.done(),
        v6.starts.done(),
        v6.ends.done(),
        v6.networks.done(),
        Uint32Array.from(networks.keys()),
        offsets,
      ]
      const text = offsets[names.length] ?? 0
      const bytes = new Uint8Array(headerBytes + sections.reduce((sum, one) => sum + one.byteLength, 0) + text)
      const view = new DataView(bytes.buffer)
      bytes.set(encoder.encode(magic))
      view.setUint32(12, v4.networks.length, true)
      view.setUint32(16, v6.networks.length, true)
      view.setUint32(20, names.length, true)
      view.setUint32(24, text, true)
      let at = headerBytes
      for (const section of sections) {
        bytes.set(new Uint8Array(section.buffer, section.byteOffset, section.byteLength), at)
        at += section.byteLength
      }
      for (const name of names) {
        bytes.set(name, at)
        at += name.length
      }
      view.setUint32(8, crc32(bytes.subarray(12)), true)
      return bytes
    },
  }
}

/** Reads a table where it lies, without copying; undefined when the bytes are not a whole table of this version. */
export function openNetworkTable(bytes: Uint8Array): NetworkTable | undefined {
  if (bytes.length < headerBytes || String.fromCharCode(...bytes.subarray(0, 8)) !== magic) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (view.getUint32(8, true) !== crc32(bytes.subarray(12))) return undefined
  const [v4, v6, count, text] = [12, 16, 20, 24].map((at) => view.getUint32(at, true))
  if (v4 === undefined || v6 === undefined || count === undefined || text === undefined) return undefined
  let at = bytes.byteOffset + headerBytes
  const take = (length: number): Uint32Array => {
    const section = new Uint32Array(bytes.buffer, at, length)
    at += section.byteLength
    return section
  }
  if (headerBytes + 4 * (3 * v4 + 9 * v6 + 2 * count + 1) + text !== bytes.length) return undefined
  const families = {
    4: { starts: take(v4), ends: take(v4), networks: take(v4), words: 1 },
    16: { starts: take(4 * v6), ends: take(4 * v6), networks: take(v6), words: 4 },
  }
  const numbers = take(count)
  const offsets = take(count + 1)
  const names = new Uint8Array(bytes.buffer, at, text)
  const decoder = new TextDecoder()

  return {
    ranges: { v4, v6 },
    find(address) {
      const family = address.length === 4 ? families[4] : families[16]
      const wanted = wordsOf(address)
      const place = lastAtOrBefore(family.starts, family.words, wanted)
      if (place < 0 || compareAt(family.ends, place, wanted) < 0) return undefined
      const network = family.networks[place] ?? 0
      // a copy, since TextDecoder takes no shared memory
      const name = names.slice(offsets[network], offsets[network + 1])
      return { asn: numbers[network] ?? 0, name: decoder.decode(name) }
    },
  }
}

/** The index of the last entry that is not after `wanted`, -1 when all are. */
function lastAtOrBefore(starts: Uint32Array, words: number, wanted: readonly number[]): number {
  let low = 0
  let high = starts.length / words
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareAt(starts, middle, wanted) <= 0) low = middle + 1
    else high = middle
  }
  return low - 1
}

function compareAt(list: Uint32Array, index: number, wanted: readonly number[]): number {
  for (let i = 0; i < wanted.length; i++) {
    const difference = (list[index * wanted.length + i] ?? 0) - (wanted[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

function compare(left: readonly number[], right: readonly number[]): number {
  for (const [i, word] of left.entries()) if (word !== right[i]) return word - (right[i] ?? 0)
  return 0
}

function wordsOf(bytes: IpBytes): number[] {
  const words: number[] = []
  for (let i = 0; i < bytes.length; i += 4)
    words.push((((bytes[i] ?? 0) << 24) | ((bytes[i + 1] ?? 0) << 16) | ((bytes[i + 2] ?? 0) << 8) | (bytes[i + 3] ?? 0)) >>> 0)
  return words
}

/** A Uint32Array that grows: half a million rows as plain arrays of numbers would cost several times the memory. */
function growing(): { push(value: number): void; last(count: number): number[]; done(): Uint32Array; readonly length: number } {
  let list = new Uint32Array(1024)
  let length = 0
  return {
    push(value) {
      if (length === list.length) {
        const larger = new Uint32Array(2 * length)
        larger.set(list)
        list = larger
      }
      list[length++] = value
    },
    last: (count) => [...list.subarray(length - count, length)],
    done: () => list.subarray(0, length),
    get length() {
      return length
    },
  }
}
