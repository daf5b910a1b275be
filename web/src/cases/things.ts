import type { Thing } from '../../../src/domain/cases/contract.ts'

const address4 = /^\d{1,3}(?:\.\d{1,3}){3}$/
const address6 = /^[0-9a-f:]*:[0-9a-f:.]+$/i
const hash = /^(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})$/i

/** What a line that somebody typed names, defanged or not: an address, a URL, a file by its hash, a sender, a name. */
export function thingIn(line: string): Thing | undefined {
  const value = line
    .trim()
    .replaceAll(/\[(\.|:|:\/\/|@|at)\]/gi, (_, sign: string) => (sign.toLowerCase() === 'at' ? '@' : sign))
    .replace(/^hxxp/i, 'http')
  if (value === '' || value.length > 8_192 || /\s/.test(value)) return undefined
  if (address4.test(value) || address6.test(value)) return { kind: 'address', value }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return { kind: 'url', value }
  if (hash.test(value)) return { kind: 'file', value: value.toLowerCase() }
  if (/^[^@\s]+@[^@\s]+$/.test(value)) return { kind: 'sender', value }
  return /^[^/]+\.[^/.]+$/.test(value) ? { kind: 'domain', value: value.toLowerCase() } : undefined
}

/** The things of a text, one a line; and the lines that name nothing. */
export function thingsIn(text: string): { readonly things: readonly Thing[]; readonly unread: readonly string[] } {
  const lines = [...new Set(text.split('\n').map((line) => line.trim()))].filter((line) => line !== '')
  const read = lines.map((line) => [line, thingIn(line)] as const)
  return {
    things: read.flatMap(([, thing]) => (thing === undefined ? [] : [thing])),
    unread: read.flatMap(([line, thing]) => (thing === undefined ? [line] : [])),
  }
}
