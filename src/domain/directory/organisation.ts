import { randomBytes } from 'node:crypto'

/**
 * A short name for an organisation, out of its full one: ASCII letters and digits with single hyphens, at most 24. A name without any
 * (in Chinese, say) gets `org-` and six random signs.
 */
export function codeOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 24)
    .replace(/^-+|-+$/g, '')
  return plain === '' ? `org-${randomBytes(3).toString('hex')}` : plain
}

/** The first of `code`, `code-2`, `code-3`, … that is not taken. */
export function freeCode(code: string, taken: ReadonlySet<string>): string {
  let free = code
  for (let number = 2; taken.has(free); number++) free = `${code}-${number}`
  return free
}
