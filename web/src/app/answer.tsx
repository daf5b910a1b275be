import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { LoadingPage, TroubleNote } from '../ui/states.tsx'
import { useTrouble } from './trouble.ts'

/** Draws what was read, or the state of its reading: on its way, refused, not there, failed. */
export function Answer<T>({ of, children }: { readonly of: UseQueryResult<T, Error>; readonly children: (data: T) => ReactNode }) {
  const trouble = useTrouble(of.data === undefined ? of.error : undefined, () => void of.refetch())
  if (of.data !== undefined) return children(of.data)
  return trouble === undefined ? <LoadingPage /> : <TroubleNote trouble={trouble} />
}
