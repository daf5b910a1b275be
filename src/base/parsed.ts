/** What a codec answers to bytes from outside: it never throws on them. `at` is a byte or line offset where that is known. */
export type Malformed = { readonly malformed: string; readonly at?: number }
export type Parsed<T> = T | Malformed

export function isMalformed(value: unknown): value is Malformed {
  return typeof value === 'object' && value !== null && 'malformed' in value
}

/** Limits that every parser of hostile input takes. */
export type Limits = {
  /** bytes of input read */
  readonly bytes: number
  /** nesting depth (MIME parts, archives in archives) */
  readonly depth: number
  /** how many of anything (parts, links, headers, members) */
  readonly count: number
  /** milliseconds of work */
  readonly time: number
}
