/** RFC 8493 §2.1.3: line feed, carriage return and percent are encoded, and nothing else. */
export function encodePath(path: string): string {
  return path.replaceAll('%', '%25').replaceAll('\n', '%0A').replaceAll('\r', '%0D')
}

/** Undoes `encodePath`; what only looks like an encoding of something else stays as it is, as the clause wants. */
export function decodePath(text: string): string {
  return text.replaceAll(/%(0A|0D|25)/gi, (_, code: string) => ({ '0A': '\n', '0D': '\r', '25': '%' })[code.toUpperCase()] ?? '')
}
