import type { Facts } from './facts.ts'
import { readIndicators } from './indicators.ts'
import { readRules } from './rules.ts'
import { fault, type Parsed, type TechniqueFault, type TechniqueKind, techniqueLimits } from './technique.ts'
import { readTokens } from './tokens.ts'

export { type Facts, factsOf } from './facts.ts'
export type { Checked, TechniqueFault, TechniqueKind } from './technique.ts'
export { fault, mostNames, techniqueFaults, techniqueKinds, techniqueLimits } from './technique.ts'

const readers = { rules: readRules, indicators: readIndicators, tokens: readTokens } as const

/** Reads a technique of a kind that is held against readings; total on any text. */
export function readTechnique(kind: Exclude<TechniqueKind, 'yara'>, text: string): Parsed<Facts> {
  return tooLarge(text) ?? readers[kind](text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n'))
}

/** Whatever the kind: nothing empty, nothing larger than may be. */
export function tooLarge(text: string): { readonly fault: TechniqueFault } | undefined {
  if (text.trim() === '') return fault('empty', 1, 1)
  return Buffer.byteLength(text) > techniqueLimits.bytes ? fault('too-large', 1, 1) : undefined
}
