import { phrasesOf } from '../message/verdict/traits.ts'
import type { Facts } from './facts.ts'
import { fault, mostNames, type Parsed, techniqueLimits } from './technique.ts'

// A table of words: one a line, a word or two and its weight, as the verdict counts words (src/forensics/message/verdict): each adds weight × 4 / √(number of
// words in the message) to the logarithm of the odds. `@start` is that of a message without any (0 unless said), `@threshold` the probability from which it fits (0.5).

const line = /^(@?)(.+?)[ \t]+(-?\d{1,4}(?:\.\d{1,9})?)$/u

export function readTokens(source: string): Parsed<Facts> {
  const weights = new Map<string, number>()
  const said = { start: 0, threshold: 0.5 }
  for (const [index, raw] of source.split('\n').entries()) {
    const text = raw.trim()
    if (text === '' || text.startsWith('#')) continue
    if (text.length > techniqueLimits.value) return fault('too-long', index + 1, 1, text)
    const [, directive, word = '', number = ''] = line.exec(text) ?? []
    const weight = Number(number)
    if (word === '') return fault('unexpected', index + 1, 1, text)
    if (Math.abs(weight) > 100) return fault('unfit-value', index + 1, raw.lastIndexOf(number) + 1, number)
    if (directive === '@') {
      if (word !== 'start' && word !== 'threshold') return fault('unknown-field', index + 1, 1, `@${word}`)
      if (word === 'threshold' && !(weight > 0 && weight < 1)) return fault('unfit-value', index + 1, raw.lastIndexOf(number) + 1, number)
      said[word] = weight
      continue
    }
    // as messages are taken apart: what never comes out of one would never fit
    const phrase = phrasesOf(word).find((one) => one.includes(' ')) ?? phrasesOf(word)[0]
    if (phrase === undefined || phrasesOf(word).length > 3) return fault('unfit-value', index + 1, 1, word)
    if (weights.has(phrase)) return fault('twice', index + 1, 1, word)
    if (weights.size >= techniqueLimits.entries) return fault('too-many', index + 1, 1, text)
    weights.set(phrase, weight)
  }
  if (weights.size === 0) return fault('empty', 1, 1)
  const match = ({ subject, text }: Facts): readonly string[] => {
    const words = new Set([...phrasesOf(subject), ...phrasesOf(text)])
    const parts = [...words].flatMap((word) => {
      const weight = weights.get(word)
      return weight === undefined ? [] : [{ word, weight }]
    })
    const score = parts.reduce((sum, { weight }) => sum + (weight * 4) / Math.sqrt(words.size), said.start)
    if (parts.length === 0 || 1 / (1 + Math.exp(-score)) < said.threshold) return []
    return parts
      .filter(({ weight }) => weight > 0)
      .sort((a, b) => b.weight - a.weight)
      .slice(0, mostNames)
      .map(({ word }) => word)
  }
  return { entries: weights.size, match }
}
