import { toBase64 } from '../../../formats/tlog/base64.ts'
import type { SignedCheckpoint } from '../../../formats/tlog/checkpoint.ts'
import type { Flaw } from '../../../formats/tlog/verify.ts'
import type { Comparison, Item, Result } from './result.ts'

export const words = {
  true: 'true',
  consistent: 'consistent, signer unknown',
  untrue: 'NOT TRUE',
  unproven: 'not proved: a proof is missing',
} as const

/** The result as one JSON object and a newline. */
export function printJson({ verdict, signer, items, comparisons, flaws }: Result): string {
  const brief = ({ origin, size, root }: SignedCheckpoint) => ({ origin, size, root: toBase64(root) })
  return `${JSON.stringify({
    verdict,
    summary: words[verdict],
    signer,
    flaws: [...items.flatMap((item) => item.flaws), ...flaws, ...comparisons.flatMap(({ flaw }) => (flaw === null ? [] : [flaw]))],
    items: items.map(({ bundle, file, flaws: own, verification }) => ({
      bundle,
      file,
      verdict: verification?.verdict ?? 'untrue',
      flaws: own,
      evidence: verification?.evidence ?? null,
      lines: verification?.lines ?? [],
      checkpoints: verification?.checkpoints.map(brief) ?? [],
    })),
    comparisons: comparisons.map(({ earlier, later, flaw }) => ({ earlier: brief(earlier), later: brief(later), flaw })),
  })}\n`
}

/** The result for people. What comes out of files is printed without anything that could steer a terminal. */
export function printText(result: Result): string {
  const lines = [
    ...result.items.flatMap(itemLines),
    ...result.comparisons.flatMap(comparisonLines),
    ...result.flaws.map(flawLine),
    words[result.verdict] + (result.signer.kind === 'known' && result.verdict === 'true' ? `, signed by ${result.signer.name}` : ''),
  ]
  return lines.map((line) => `${printable(line)}\n`).join('')
}

function itemLines({ bundle, file, flaws, verification }: Item): string[] {
  const head = [bundle, file].filter((path) => path !== null).join(' with ')
  if (verification === null) return [head, ...flaws.map(flawLine)]
  const { evidence, lines, checkpoints } = verification
  const bytes = { same: 'unchanged', changed: 'CHANGED', 'not-shown': 'not shown, so not checked' }[evidence.bytes]
  return [
    head,
    ...(evidence.sha256 === null ? [] : [`  evidence    SHA-256 ${evidence.sha256}: ${bytes}`]),
    ...lines.map(
      (line) => `  line ${String(line.number).padStart(3)}    ${line.erased ? '(erased)' : `${line.at} ${line.kind}`}, leaf ${line.index}`,
    ),
    ...checkpoints.map((one) => `  checkpoint  ${one.origin}, ${one.size} leaves, root ${toBase64(one.root)}`),
    ...flaws.map(flawLine),
  ]
}

function comparisonLines({ earlier, later, flaw }: Comparison): string[] {
  const said =
    flaw === null
      ? `${later.origin} at size ${later.size} continues size ${earlier.size}`
      : `${earlier.size} and ${later.size} leaves compared`
  return [said, ...(flaw === null ? [] : [flawLine(flaw)])]
}

function flawLine({ code, detail }: Flaw): string {
  return `  ! ${code}: ${detail}`
}

/** Without control characters and marks that turn the direction of text. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd')
}
