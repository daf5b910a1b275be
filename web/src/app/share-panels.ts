import { lazy } from 'react'

// Sharing on pages of other rooms, and what shared copies need of those: as in `panels.ts`, but apart, since no page needs them at once.

/** To whom a piece of evidence is shown, and the way to show it: a section of its page. */
export const ItemSharing = lazy(async () => ({ default: (await import('../cooperation/network/sharing/source-sharing.tsx')).ItemSharing }))

/** The same of what was found in a report. */
export const ReportSharing = lazy(async () => ({
  default: (await import('../cooperation/network/sharing/source-sharing.tsx')).ReportSharing,
}))

/** Findings in the reader's words, with when and by which analyser. */
export const FindingLines = lazy(async () => ({ default: (await import('../analysis/finding-lines.tsx')).FindingLines }))

/** Which findings, by their titles. */
export const FindingChoice = lazy(async () => ({ default: (await import('../analysis/finding-choice.tsx')).FindingChoice }))

/** How an item came out of another, in the reader's words. */
export const WayText = lazy(async () => ({ default: (await import('../evidence/way-text.tsx')).WayText }))
