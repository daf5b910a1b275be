/**
 * Filters as they stand in the URL. A page states them once, `validateSearch: filters({ q: words(), parked: flag() })`, and has them typed.
 * What cannot be read is as if it were not there, since people edit addresses and old links live long.
 */
export type Reader<T> = (value: unknown) => T | undefined

export type FiltersOf<R> = { readonly [K in keyof R]?: R[K] extends Reader<infer T> ? T : never }

export function filters<const R extends Readonly<Record<string, Reader<unknown>>>>(
  readers: R,
): (search: Record<string, unknown>) => FiltersOf<R> {
  return (search) => {
    const read = Object.entries(readers).flatMap(([name, reader]) => {
      const value = reader(search[name])
      return value === undefined ? [] : [[name, value] as const]
    })
    return Object.fromEntries(read) as FiltersOf<R>
  }
}

/** Text of at most this many characters; numbers and the like, which the router has read from the URL, are text again. */
export function words(most = 200): Reader<string> {
  return (value) => {
    const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
    return typeof text === 'string' && text !== '' && text.length <= most ? text : undefined
  }
}

export function oneOf<const T extends string>(allowed: readonly T[]): Reader<T> {
  return (value) => allowed.find((one) => one === value)
}

/** Some of these, written with commas: `severity=medium,high`. */
export function someOf<const T extends string>(allowed: readonly T[]): Reader<string> {
  return (value) => {
    const found = typeof value === 'string' ? value.split(',').filter((one) => allowed.some((known) => known === one)) : []
    return found.length === 0 ? undefined : found.join(',')
  }
}

/** Only `true` is worth writing down. */
export function flag(): Reader<true> {
  return (value) => (value === true || value === 'true' || value === 1 ? true : undefined)
}

/** A day as ISO 8601 has it. */
export function day(): Reader<string> {
  return (value) => (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined)
}

/** A path of this console, and nothing that leads out of it. */
export function ownPath(): Reader<string> {
  return (value) => (typeof value === 'string' && /^\/(?![/\\])/.test(value) ? value : undefined)
}
