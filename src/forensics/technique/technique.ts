/** How a technique tells what it looks for. All are declarative: nothing in them is executed. */
export const techniqueKinds = ['rules', 'yara', 'indicators', 'tokens'] as const
export type TechniqueKind = (typeof techniqueKinds)[number]

/** What is wrong with a technique's text, and where; lines and columns count from 1. `found` is what stood there. */
export type TechniqueFault = {
  readonly code: (typeof techniqueFaults)[number]
  readonly line: number
  readonly column: number
  readonly found: string
}
export const techniqueFaults = [
  'empty',
  'too-large',
  'too-many',
  'too-deep',
  'too-long',
  'too-slow',
  'unexpected',
  'unclosed',
  'unknown-field',
  'unknown-test',
  'unfit-value',
  'twice',
  'yara',
] as const

export type Checked = { readonly entries: number } | { readonly fault: TechniqueFault }

/** A technique that is ready to be asked: the names of what fits, at most `mostNames`, none where nothing does. */
export type Matcher<Input> = (input: Input) => readonly string[]
export type Prepared<Input> = { readonly entries: number; readonly match: Matcher<Input> }
export type Parsed<Input> = Prepared<Input> | { readonly fault: TechniqueFault }

/** Bounds of what a technique may be. `bytes` of its text; `entries`: rules, indicators or words; `tests` in all rules; `depth` of groups; `value`: characters of one. */
export const techniqueLimits = { bytes: 512 * 1024, entries: 50_000, rules: 500, tests: 10_000, depth: 16, value: 500 }
export const mostNames = 10

export function fault(code: TechniqueFault['code'], line: number, column: number, found = ''): { readonly fault: TechniqueFault } {
  return { fault: { code, line, column, found: found.slice(0, 120).toWellFormed() } }
}

/** Texts are compared in one form: compatibility characters folded, lower case. */
export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}
