import { lazy } from 'react'

// Parts of cooperation that stand on pages of other rooms, as in `panels.ts`, but apart: no page needs them at once.

/** Which vendor is to get a sample, or which hotline a referral. */
export const WaySelect = lazy(async () => ({ default: (await import('../cooperation/ways/way-select.tsx')).WaySelect }))

/** A withheld report: the way to refer it to a hotline. */
export const ReferralPanel = lazy(async () => ({ default: (await import('../cooperation/referral-panel.tsx')).ReferralPanel }))

/** Writes a letter in a case, shows it as it will go, and sends it. */
export const ComposeDialog = lazy(async () => ({ default: (await import('../cooperation/compose.tsx')).ComposeDialog }))
