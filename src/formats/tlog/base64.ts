import type { Parsed } from '../../base/parsed.ts'

/** RFC 4648 §4, with padding. */
export function toBase64(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}

/** Accepts exactly the one encoding that `toBase64` writes: no white space, no missing padding, no stray low bits (RFC 4648 §3.5). */
export function fromBase64(text: string): Parsed<Uint8Array> {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return { malformed: 'not base64' }
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  // two spellings of one value would let a file change without any check noticing
  return toBase64(bytes) === text ? bytes : { malformed: 'base64 with stray bits' }
}

/** Lower-case hex. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at])
}

export function joinBytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}
