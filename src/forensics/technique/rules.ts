import { type Facts, numberFields, textFields } from './facts.ts'
import { readWords, type Word } from './rule-words.ts'
import { fault, folded, mostNames, type Parsed, type TechniqueFault, techniqueLimits } from './technique.ts'

// Our rule language: rules with a name, in them tests of what a message's reading says, in groups `all`, `any` and `none`.
//   rule "Parcel lure" { subject contains "parcel"  any { link.host ends ".example"  dmarc is "fail" }  links above 2 }

type Test = (facts: Facts) => boolean
type Rule = { readonly name: string; readonly holds: Test }

const compares = {
  is: (value: string, wanted: string) => value === wanted,
  contains: (value: string, wanted: string) => value.includes(wanted),
  starts: (value: string, wanted: string) => value.startsWith(wanted),
  ends: (value: string, wanted: string) => value.endsWith(wanted),
} as const
const orders = {
  is: (value: number, wanted: number) => value === wanted,
  above: (value: number, wanted: number) => value > wanted,
  below: (value: number, wanted: number) => value < wanted,
} as const
const groups = {
  all:
    (tests: readonly Test[]): Test =>
    (facts) =>
      tests.every((test) => test(facts)),
  any:
    (tests: readonly Test[]): Test =>
    (facts) =>
      tests.some((test) => test(facts)),
  none:
    (tests: readonly Test[]): Test =>
    (facts) =>
      !tests.some((test) => test(facts)),
} as const

type Cursor = { readonly words: readonly Word[]; at: number; tests: number }

/** What reading stops with; it never leaves this file. */
class Stop extends Error {
  readonly why: { readonly fault: TechniqueFault }
  constructor(code: TechniqueFault['code'], { line, column, value }: Word) {
    super(code)
    this.why = fault(code, line, column, value)
  }
}

/** Reads rules; total on any text. */
export function readRules(source: string): Parsed<Facts> {
  const words = readWords(source)
  if ('fault' in words) return words
  try {
    const rules = rulesOf({ words, at: 0, tests: 0 })
    return {
      entries: rules.length,
      match: (facts) =>
        rules
          .filter(({ holds }) => holds(facts))
          .map(({ name }) => name)
          .slice(0, mostNames),
    }
  } catch (stop) {
    if (stop instanceof Stop) return stop.why
    throw stop
  }
}

function rulesOf(cursor: Cursor): readonly Rule[] {
  const rules: Rule[] = []
  const names = new Set<string>()
  if (peek(cursor).kind === 'end') throw new Stop('empty', peek(cursor))
  while (peek(cursor).kind !== 'end') {
    const start = next(cursor, 'word')
    if (start.value !== 'rule') throw new Stop('unexpected', start)
    const name = next(cursor, 'text')
    if (name.value.trim() === '') throw new Stop('unfit-value', name)
    if (names.has(name.value)) throw new Stop('twice', name)
    if (names.size >= techniqueLimits.rules) throw new Stop('too-many', name)
    names.add(name.value)
    rules.push({ name: name.value, holds: groups.all(blockOf(cursor, 1)) })
  }
  return rules
}

function blockOf(cursor: Cursor, depth: number): readonly Test[] {
  const open = sign(cursor, '{')
  if (depth > techniqueLimits.depth) throw new Stop('too-deep', open)
  const tests: Test[] = []
  while (!isSign(peek(cursor), '}')) {
    if (peek(cursor).kind === 'end') throw new Stop('unclosed', open)
    tests.push(testOf(cursor, depth))
  }
  const close = sign(cursor, '}')
  if (tests.length === 0) throw new Stop('empty', close)
  return tests
}

function testOf(cursor: Cursor, depth: number): Test {
  const field = next(cursor, 'word')
  count(cursor, field)
  if (field.value === 'all' || field.value === 'any' || field.value === 'none') return groups[field.value](blockOf(cursor, depth + 1))
  if (numberFields.some((one) => one === field.value)) return orderOf(cursor, field.value)
  if (field.value === 'header') {
    const name = next(cursor, 'text').value.toLowerCase()
    return compareOf(cursor, ({ headers }) => headers.get(name) ?? [])
  }
  if (!textFields.some((one) => one === field.value)) throw new Stop('unknown-field', field)
  return compareOf(cursor, ({ texts }) => texts.get(field.value) ?? [])
}

function compareOf(cursor: Cursor, valuesOf: (facts: Facts) => readonly string[]): Test {
  const how = next(cursor, 'word')
  if (!Object.hasOwn(compares, how.value)) throw new Stop('unknown-test', how)
  const compare = compares[how.value as keyof typeof compares]
  const wanted = wantedOf(cursor)
  return (facts) => valuesOf(facts).some((value) => wanted.some((one) => compare(value, one)))
}

function orderOf(cursor: Cursor, field: string): Test {
  const how = next(cursor, 'word')
  if (!Object.hasOwn(orders, how.value)) throw new Stop('unknown-test', how)
  const order = orders[how.value as keyof typeof orders]
  const wanted = Number(next(cursor, 'number').value)
  return ({ numbers }) => {
    const value = numbers.get(field)
    return value !== undefined && order(value, wanted)
  }
}

/** One text, or several in brackets. */
function wantedOf(cursor: Cursor): readonly string[] {
  if (!isSign(peek(cursor), '(')) return [textOf(cursor)]
  sign(cursor, '(')
  const texts = [textOf(cursor)]
  while (isSign(peek(cursor), ',')) {
    count(cursor, sign(cursor, ','))
    texts.push(textOf(cursor))
  }
  sign(cursor, ')')
  return texts
}

function textOf(cursor: Cursor): string {
  const word = next(cursor, 'text')
  if (word.value === '') throw new Stop('unfit-value', word)
  return folded(word.value)
}

function count(cursor: Cursor, word: Word): void {
  cursor.tests += 1
  if (cursor.tests > techniqueLimits.tests) throw new Stop('too-many', word)
}

function peek({ words, at }: Cursor): Word {
  return words[at] ?? { kind: 'end', value: '', line: 1, column: 1 }
}

function next(cursor: Cursor, kind: Word['kind']): Word {
  const word = peek(cursor)
  if (word.kind !== kind) throw new Stop('unexpected', word)
  cursor.at += 1
  return word
}

const isSign = ({ kind, value }: Word, sign: string): boolean => kind === 'sign' && value === sign

function sign(cursor: Cursor, value: string): Word {
  if (!isSign(peek(cursor), value)) throw new Stop('unexpected', peek(cursor))
  return next(cursor, 'sign')
}
