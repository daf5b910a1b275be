/** What a colour says. Never the only thing that says it: words stand beside. */
export type Tone = 'plain' | 'accent' | 'good' | 'note' | 'warn' | 'bad'

const colours: Record<Tone, readonly [text: string, soft: string]> = {
  plain: ['var(--t-dim)', 'var(--t-hover)'],
  accent: ['var(--t-accent)', 'var(--t-accent-soft)'],
  good: ['var(--t-green)', 'var(--t-green-soft)'],
  note: ['var(--t-blue)', 'var(--t-blue-soft)'],
  warn: ['var(--t-amber)', 'var(--t-amber-soft)'],
  bad: ['var(--t-red)', 'var(--t-red-soft)'],
}

export function toneColour(tone: Tone = 'plain'): string {
  return colours[tone][0]
}

export function toneSoft(tone: Tone = 'plain'): string {
  return colours[tone][1]
}
