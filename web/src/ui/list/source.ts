import type { Trouble } from '../trouble.ts'

/** What a list draws: items read so far, whether there are more, and what is wrong if anything is. */
export type ListSource<T> = {
  readonly state: 'loading' | 'ready' | 'trouble'
  readonly trouble: Trouble | undefined
  readonly items: readonly T[]
  /** other filters were asked for, and what is shown is still the answer to the ones before */
  readonly settling: boolean
  readonly more: boolean
  readonly loadingMore: boolean
  loadMore(): void
}
