import { lazy } from 'react'

// Sharing on pages of other rooms: as in `panels.ts`, but apart, since no page needs it at once.

/** To whom a piece of evidence is shown, and the way to show it: a section of its page. */
export const ItemSharing = lazy(async () => ({ default: (await import('../cooperation/network/sharing/source-sharing.tsx')).ItemSharing }))

/** The same of what was found in a report. */
export const ReportSharing = lazy(async () => ({
  default: (await import('../cooperation/network/sharing/source-sharing.tsx')).ReportSharing,
}))
