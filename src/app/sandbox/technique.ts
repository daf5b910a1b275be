import type { Rules } from '@virustotal/yara-x'
import type { MessageReading } from '../../forensics/message/index.ts'
import { type Checked, factsOf, readTechnique, type TechniqueFault, type TechniqueKind, tooLarge } from '../../forensics/technique/index.ts'

type Run = {
  readonly kind: TechniqueKind
  readonly text: string
  readonly sha256: string
  readonly reading: MessageReading | null
  readonly bytes: Uint8Array | null
}
type Ready = { readonly match: (run: Run) => Promise<readonly string[]>; readonly entries: number; readonly free: () => void }

/** The one that was asked last: a run asks it of one message after the other. */
let kept: { readonly key: string; readonly ready: Ready } | undefined

export async function checkTechnique(kind: TechniqueKind, text: string): Promise<Checked> {
  const ready = await prepare(kind, text)
  if ('fault' in ready) return ready
  ready.free()
  return { entries: ready.entries }
}

export async function runTechnique(
  run: Run,
): Promise<{ readonly names: readonly string[]; readonly ms: number } | { readonly fault: TechniqueFault }> {
  const key = `${run.kind} ${run.sha256}`
  if (kept?.key !== key) {
    kept?.ready.free()
    kept = undefined
    const ready = await prepare(run.kind, run.text)
    if ('fault' in ready) return ready
    kept = { key, ready }
  }
  const from = performance.now()
  const names = await kept.ready.match(run)
  return { names, ms: performance.now() - from }
}

async function prepare(kind: TechniqueKind, text: string): Promise<Ready | { readonly fault: TechniqueFault }> {
  if (kind === 'yara') return tooLarge(text) ?? (await prepareYara(text))
  const read = readTechnique(kind, text)
  if ('fault' in read) return read
  return { entries: read.entries, free: () => {}, match: async ({ reading }) => (reading === null ? [] : read.match(factsOf(reading))) }
}

async function prepareYara(text: string): Promise<Ready | { readonly fault: TechniqueFault }> {
  const { compileYara, matchYara } = await import('./yara.ts')
  const compiled = compileYara(text)
  if ('fault' in compiled) return compiled
  const rules: Rules = compiled.rules
  return {
    entries: compiled.entries,
    free: () => rules.free(),
    match: async ({ bytes }) => (bytes === null ? [] : matchYara(rules, bytes)),
  }
}
