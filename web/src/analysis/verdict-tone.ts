import type { VerdictKind } from '../../../src/domain/analysis/contract.ts'
import type { Tone } from '../ui/tone.ts'

const tones: Readonly<Record<VerdictKind, Tone>> = {
  legitimate: 'good',
  marketing: 'note',
  spam: 'warn',
  scam: 'bad',
  phishing: 'bad',
  malware: 'bad',
  bounce: 'plain',
  unknown: 'plain',
}

/** How a kind of verdict is coloured, beside its word. */
export function verdictTone(kind: string): Tone {
  return (tones as Readonly<Record<string, Tone>>)[kind] ?? 'plain'
}
