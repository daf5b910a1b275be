/**
 * Arrays of whole numbers as `array_send(…)` gives them: the number of dimensions, whether any element is null, the element's type, length and lower bound of
 * the one dimension, then each element with its own length before it, all big-endian (PostgreSQL 18, src/backend/utils/adt/arrayfuncs.c). To read a large
 * array so costs a tenth of reading its text.
 */

const header = 20

export function bigintsOf(sent: Buffer): bigint[] {
  return elementsOf(sent, 8, (at) => sent.readBigInt64BE(at))
}

export function smallintsOf(sent: Buffer): number[] {
  return elementsOf(sent, 2, (at) => sent.readInt16BE(at))
}

/** Refuses what is not one dimension of elements of that size: a null among them, another type. */
function elementsOf<T>(sent: Buffer, size: number, read: (at: number) => T): T[] {
  // an empty array has no dimension
  if (sent.readInt32BE(0) === 0) return []
  const length = sent.readInt32BE(12)
  const step = 4 + size
  if (sent.readInt32BE(0) !== 1 || sent.readInt32BE(4) !== 0 || sent.length !== header + length * step)
    throw new TypeError(`no array of ${size}-byte numbers without null`)
  const elements: T[] = []
  for (let at = header + 4; at < sent.length; at += step) elements.push(read(at))
  return elements
}
