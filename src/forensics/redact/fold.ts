/** Texts brought to a form in which the same words are the same, however they were written. */

const named: Readonly<Record<string, string>> = {
  commat: '@',
  period: '.',
  hyphen: '-',
  lowbar: '_',
  plus: '+',
  equals: '=',
  percnt: '%',
  amp: '&',
  apos: "'",
  quot: '"',
  excl: '!',
  num: '#',
  dollar: '$',
  ast: '*',
  sol: '/',
  quest: '?',
  nbsp: ' ',
}

const characterOf = (code: number) => (code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '')

/** Entities of HTML, by number or by the names that matter here; what is none stays. */
export function withoutEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#x([0-9a-f]{1,8})|#(\d{1,8})|([a-z]{3,10}));?/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (hex !== undefined) return characterOf(Number.parseInt(hex, 16))
    if (decimal !== undefined) return characterOf(Number(decimal))
    return named[(name ?? '').toLowerCase()] ?? whole
  })
}

/** Runs of two-digit escapes (`%41%42`, `=41=42`, `\x41`) as UTF-8, and escapes of scripts. */
function withoutEscapes(text: string): string {
  const bytes = (run: string) => Buffer.from(run.replace(/%25|[%=]|\\x/gi, ''), 'hex').toString('utf8')
  return text
    .replace(/=\r?\n/g, '')
    .replace(/(?:%[0-9a-f]{2})+/gi, bytes)
    .replace(/(?:=[0-9a-f]{2})+/gi, bytes)
    .replace(/(?:\\x[0-9a-f]{2})+/gi, bytes)
    .replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => characterOf(Number.parseInt(hex, 16)))
}

/** Letters and digits alone, in one case and one width: the form in which words are looked for. */
export function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

/** A text as it stands, and with its escapes undone once, twice and three times, as far as there are any. */
export function readings(text: string): readonly { readonly text: string; readonly folded: string }[] {
  const out = [{ text, folded: folded(text) }]
  for (let turn = 0; turn < 3; turn++) {
    const last = out.at(-1)?.text ?? ''
    const next = withoutEscapes(withoutEntities(last))
    if (next === last) break
    out.push({ text: next, folded: folded(next) })
  }
  return out
}
