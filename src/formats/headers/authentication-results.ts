/** RFC 8601: what a receiver says of its checks. */
export type AuthenticationResults = {
  /** authserv-id */
  readonly by: string
  readonly results: readonly {
    readonly method: string
    readonly result: string
    /** `ptype.property` → value, keys in lower case */
    readonly properties: ReadonlyMap<string, string>
    readonly reason: string | null
  }[]
}

/** Reads an unfolded Authentication-Results field (also ARC-Authentication-Results, RFC 8617 §4.1.1, whose instance is passed over). */
export function readAuthenticationResults(field: string): AuthenticationResults {
  const pieces = pieced(field.slice(0, 16_000))
  let head = pieces.shift() ?? ''
  if (/^\s*i\s*=\s*\d+\s*$/.test(head)) head = pieces.shift() ?? ''
  // some receivers leave the authserv-id out and begin with a result
  let by = head.trim().split(/\s+/)[0] ?? ''
  if (/^[a-z-]+\s*=/i.test(head.trim())) {
    by = ''
    pieces.unshift(head)
  }
  const results = pieces.slice(0, 100).flatMap((piece) => {
    const match = /^\s*([A-Za-z][A-Za-z0-9-]*)(?:\/\d+)?\s*=\s*([A-Za-z][A-Za-z0-9-]*)/.exec(piece)
    if (match === null) return []
    const properties = new Map<string, string>()
    const rest = piece.slice(match[0].length)
    for (const [, key = '', quoted, plain] of rest.matchAll(
      /(?<![A-Za-z0-9._-])([A-Za-z][A-Za-z0-9-]{0,40}(?:\.[A-Za-z0-9_-]{1,40})?)\s{0,9}=\s{0,9}(?:"([^"]*)"|([^\s;"]+))/g,
    )) {
      if (!properties.has(key.toLowerCase())) properties.set(key.toLowerCase(), quoted ?? plain ?? '')
    }
    return [
      {
        method: (match[1] ?? '').toLowerCase(),
        result: (match[2] ?? '').toLowerCase(),
        properties,
        reason: properties.get('reason') ?? null,
      },
    ]
  })
  return { by: by.replace(/^"|"$/g, '').toLowerCase(), results }
}

/** Splits at semicolons outside of quotes, and leaves comments out. */
function pieced(text: string): string[] {
  const out: string[] = []
  let current = ''
  let depth = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i)
    if (quoted) {
      current += c
      if (c === '"') quoted = false
    } else if (c === '(') depth++
    else if (c === ')') depth = Math.max(0, depth - 1)
    else if (depth > 0) continue
    else if (c === ';') {
      out.push(current)
      current = ''
    } else {
      if (c === '"') quoted = true
      current += c
    }
  }
  out.push(current)
  return out
}
