import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { LoadingPage, TroubleNote, TroublePage } from '../ui/states.tsx'
import { useTrouble } from './trouble.ts'

type AnswerProps<T> = {
  readonly of: UseQueryResult<T, Error>
  /** the page is nothing without it, its title included */
  readonly whole?: boolean
  /** then, where it cannot be shown: the way to where there is something */
  readonly back?: ReactNode
  readonly children: (data: T) => ReactNode
}

/** Draws what was read, or the state of its reading: on its way, refused, not there, failed. */
export function Answer<T>({ of, whole, back, children }: AnswerProps<T>) {
  const trouble = useTrouble(of.data === undefined ? of.error : undefined, () => void of.refetch())
  if (of.data !== undefined) return children(of.data)
  if (trouble === undefined) return <LoadingPage />
  return whole === true ? <TroublePage trouble={trouble} back={back} /> : <TroubleNote trouble={trouble} />
}
