import { lazy } from 'react'

// What shared copies need of the rooms whose findings and evidence they are of: as in `panels.ts`, but apart, since no page needs them at once.

/** Findings in the reader's words, with when and by which analyser. */
export const FindingLines = lazy(async () => ({ default: (await import('../analysis/finding-lines.tsx')).FindingLines }))

/** Which findings, by their titles. */
export const FindingChoice = lazy(async () => ({ default: (await import('../analysis/finding-choice.tsx')).FindingChoice }))

/** How an item came out of another, in the reader's words. */
export const WayText = lazy(async () => ({ default: (await import('../evidence/way-text.tsx')).WayText }))
