import { type ComponentType, lazy } from 'react'

/** What rooms put on the desk's home, by column, in this order: each draws a section of its own. */
export const homeParts: readonly (readonly { readonly id: string; readonly Part: ComponentType }[])[] = [
  [
    { id: 'waiting', Part: lazy(async () => ({ default: (await import('../cases/home.tsx')).Waiting })) },
    { id: 'added', Part: lazy(async () => ({ default: (await import('../analysis/home.tsx')).AddedTo })) },
    { id: 'to-approve', Part: lazy(async () => ({ default: (await import('../cooperation/home.tsx')).ToApprove })) },
  ],
  [
    { id: 'arrived', Part: lazy(async () => ({ default: (await import('../analysis/home.tsx')).Arrived })) },
    { id: 'growing', Part: lazy(async () => ({ default: (await import('../analysis/home.tsx')).Growing })) },
    { id: 'channels', Part: lazy(async () => ({ default: (await import('../intake/home.tsx')).ChannelsHealth })) },
  ],
]
