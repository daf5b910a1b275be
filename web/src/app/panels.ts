import { lazy } from 'react'

// Parts of one room that stand on another room's page; each is loaded when it is first drawn.

export const HandIn = lazy(async () => ({ default: (await import('../intake/hand-in.tsx')).HandIn }))
export const EvidencePanel = lazy(async () => ({ default: (await import('../evidence/panel.tsx')).EvidencePanel }))
