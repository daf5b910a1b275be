import type { Malformed } from '../../../base/parsed.ts'

/** What RFC 6901 pointers lead to in a JSON text: texts and numbers as texts, null for anything else. */
export function readPointers(bytes: Uint8Array, pointers: readonly (string | null)[]): readonly (string | null)[] | Malformed {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return { malformed: 'not-json' }
  }
  return pointers.map((pointer) => (pointer === null ? null : textAt(json, pointer)))
}

function textAt(json: unknown, pointer: string): string | null {
  let at = json
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (Array.isArray(at)) at = /^\d{1,6}$/.test(name) ? at[Number(name)] : undefined
    else at = typeof at === 'object' && at !== null && Object.hasOwn(at, name) ? (at as Readonly<Record<string, unknown>>)[name] : undefined
  }
  if (typeof at !== 'string' && typeof at !== 'number') return null
  const text = String(at)
    .replace(/[\u0000-\u001f\u007f]+/g, ' ')
    .trim()
    .slice(0, 300)
  return text === '' ? null : text
}
