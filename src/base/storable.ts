/** Text as PostgreSQL takes it: without U+0000 and halves of surrogate pairs, at most `most` UTF-16 units, never cut inside of a character. */
export function storableText(text: string, most: number): string {
  const cut = text.length <= most ? text : text.slice(0, (text.codePointAt(most - 1) ?? 0) > 0xffff ? most - 1 : most)
  return cut.replaceAll('\u0000', '\ufffd').toWellFormed()
}

/** The same for JSON, names of members included: `jsonb` refuses what `text` refuses, and hostile mail holds it. */
export function storable(value: unknown): string {
  const text = JSON.stringify(value)
  // what is left over as an escape is a NUL or half of a pair; an escaped backslash before it is passed over whole
  return !/\\u(?:0000|d[89a-f])/.test(text)
    ? text
    : text.replaceAll(/\\(?:\\|u0000|ud[89a-f][0-9a-f]{2})/g, (found) => (found === '\\\\' ? found : '\\ufffd'))
}
