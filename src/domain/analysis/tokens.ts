/**
 * Words for search, made by the application because the default parser knows no Chinese, Japanese, Korean or Thai: there runs of characters give their
 * bigrams; elsewhere words are folded (NFKC, lower case, without combining marks). Host names, addresses and numbers give themselves
 * whole and in their parts. A token has at most 64 characters, a document at most `most` different ones.
 */
export function tokensOf(text: string, most = 4000): string[] {
  const found = new Set<string>()
  for (const run of runsOf(text)) {
    for (const token of run.wide ? bigrams(run.text) : wordsOf(run.text)) {
      found.add(token)
      if (found.size >= most) return [...found]
    }
  }
  return [...found]
}

/** A PostgreSQL tsquery in which all tokens of the words asked for must occur; undefined when there is nothing to look for. The last word also matches as a beginning. */
export function queryOf(search: string): string | undefined {
  const runs = runsOf(search)
  const last = runs.at(-1)
  const parts = runs.flatMap((run) => (run.wide ? bigrams(run.text).map((token) => quote(token)) : pieces(run, run === last)))
  return parts.length === 0 ? undefined : [...new Set(parts)].slice(0, 40).join(' & ')
}

/** characters of a token */
const longest = 64

type Run = { readonly text: string; readonly wide: boolean }

const wide =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}ー々'
const split = new RegExp(`([${wide}]+)|([\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}._@:/\\-]*)`, 'gu')
const isWide = new RegExp(`[${wide}]`, 'u')

const joint = new RegExp(`(?<=[${wide}])(?![${wide}])|(?<![${wide}])(?=[${wide}])`, 'u')

// most mail is plain ASCII, which folds to itself and has no wide letters
const ascii = /^[\u0000-\u007f]*$/
const asciiRun = /[a-z0-9][a-z0-9._@:/-]*/g

function runsOf(text: string): Run[] {
  const folded = fold(text)
  if (ascii.test(folded)) return (folded.match(asciiRun) ?? []).map((run) => ({ text: run, wide: false }))
  const runs: Run[] = []
  for (const match of folded.matchAll(split)) {
    if (match[1] !== undefined) runs.push({ text: match[1], wide: true })
    // a word may run into wide letters without a space between
    else if (!isWide.test(match[0])) runs.push({ text: match[0], wide: false })
    else for (const part of match[0].split(joint)) runs.push({ text: part, wide: isWide.test(part) })
  }
  return runs
}

function fold(text: string): string {
  const lower = text.toLowerCase()
  return ascii.test(lower)
    ? lower
    : lower
        .normalize('NFKC')
        .toLowerCase()
        .normalize('NFD')
        .replaceAll(/\p{Mn}+/gu, '')
        .normalize('NFC')
}

function bigrams(text: string): string[] {
  const letters = [...text]
  if (letters.length === 1) return letters
  return letters.slice(0, -1).map((letter, at) => letter + (letters[at + 1] ?? ''))
}

/** `x@mail.bad-bank.example/y` gives `x`, `mail.bad-bank.example`, `y`, then what lies between dots, then between hyphens: any of them finds it. */
function wordsOf(text: string): string[] {
  if (!/[._@:/-]/.test(text)) return [text.slice(0, longest)]
  // a word at the end of a sentence
  if (/^[^._@:/-]+[._-]+$/.test(text)) return [trim(text).slice(0, longest)]
  const segments = segmentsOf(text)
  const labels = segments.flatMap((segment) => segment.split('.'))
  const parts = labels.flatMap((label) => label.split(/[_-]+/))
  return [...new Set([...segments, ...labels, ...parts].map((token) => trim(token).slice(0, longest)))].filter((token) => token !== '')
}

/** What is asked for must hold every segment; the last may be a beginning. */
function pieces(run: Run, last: boolean): string[] {
  const segments = segmentsOf(run.text).map((segment) => segment.slice(0, longest))
  return segments.map((segment, at) => `${quote(segment)}${last && at === segments.length - 1 && segment.length > 1 ? ':*' : ''}`)
}

function segmentsOf(text: string): string[] {
  return text
    .split(/[@:/]+/)
    .map(trim)
    .filter((segment) => segment !== '')
}

function trim(text: string): string {
  return /^[._-]|[._-]$/.test(text) ? text.replaceAll(/^[._-]+|[._-]+$/g, '') : text
}

function quote(token: string): string {
  return `'${token.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}
