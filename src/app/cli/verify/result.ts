import type { SignedCheckpoint } from '../../../formats/tlog/checkpoint.ts'
import type { Flaw, Signer, Verification } from '../../../formats/tlog/verify.ts'

/** `unproven`: nothing is wrong with what was shown, but a proof that the question needs was not. */
export type Verdict = 'true' | 'consistent' | 'untrue' | 'unproven'

/** One bundle with its evidence, or evidence that no bundle is about. */
export type Item = {
  readonly bundle: string | null
  readonly file: string | null
  readonly flaws: readonly Flaw[]
  readonly verification: Verification | null
}

/** One checkpoint held against a later one. */
export type Comparison = { readonly earlier: SignedCheckpoint; readonly later: SignedCheckpoint; readonly flaw: Flaw | null }

export type Result = {
  readonly verdict: Verdict
  readonly signer: Signer
  readonly items: readonly Item[]
  readonly comparisons: readonly Comparison[]
  /** of the checkpoints given by themselves */
  readonly flaws: readonly Flaw[]
}
