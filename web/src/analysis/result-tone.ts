import type { Tone } from '../ui/tone.ts'

const tones: Readonly<Record<string, Tone>> = {
  pass: 'good',
  fail: 'bad',
  hardfail: 'bad',
  permerror: 'warn',
  softfail: 'warn',
  policy: 'warn',
  temperror: 'warn',
}

/** What colour a result word of RFC 8601 §2.7 has. */
export function passTone(word: string): Tone {
  return tones[word] ?? 'plain'
}
