import { type UseQueryResult, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { AnswerOf, Route } from '../../../src/base/route.ts'
import type { ListSource } from '../ui/list/source.ts'
import { call, type InputOf } from './api.ts'
import type { LiveMeta } from './live-state.ts'
import { useTrouble } from './trouble.ts'

/**
 * How a page reads: `live` names the kinds of thing whose changes make the answer out of date (as the server announces them), `id` narrows
 * that to one thing; `enabled: false` waits.
 */
export type ReadOptions = {
  readonly live?: readonly string[]
  readonly id?: string
  readonly enabled?: boolean
  readonly staleFor?: number
}

type Given<R extends Route> =
  Record<never, never> extends InputOf<R> ? [input?: InputOf<R>, options?: ReadOptions] : [input: InputOf<R>, options?: ReadOptions]

/** The key under which the answer of a call is kept. */
export function keyOf(route: Route, input: unknown): readonly unknown[] {
  const { params, query } = (input ?? {}) as { params?: unknown; query?: unknown }
  return [route.path, params ?? null, query ?? null]
}

function metaOf(options: ReadOptions | undefined): LiveMeta & Record<string, unknown> {
  return { live: options?.live, id: options?.id }
}

/** Reads one thing and keeps it up to date. */
export function useRead<R extends Route>(route: R, ...[input, options]: Given<R>): UseQueryResult<AnswerOf<R>, Error> {
  return useQuery<AnswerOf<R>, Error>({
    queryKey: keyOf(route, input),
    queryFn: ({ signal }) => call(route, (input ?? {}) as InputOf<R>, { signal }),
    meta: metaOf(options),
    ...(options?.enabled === undefined ? {} : { enabled: options.enabled }),
    ...(options?.staleFor === undefined ? {} : { staleTime: options.staleFor }),
  })
}

type Page = { readonly items: readonly unknown[]; readonly next: string | null }
type ItemOf<R extends Route> = AnswerOf<R> extends { readonly items: readonly (infer T)[] } ? T : never

/** All of a list that is short enough to be shown whole, page after page: what could be chosen by a tick must not end at the first. */
export function useEvery<R extends Route>(route: R, ...given: Given<R>): { readonly items: readonly ItemOf<R>[]; readonly whole: boolean } {
  const { items, state, more, loadingMore, loadMore } = useList(route, ...given)
  useEffect(() => {
    if (more && !loadingMore && state === 'ready') loadMore()
  })
  return { items, whole: state === 'ready' && !more }
}

/** Reads a list page by page (`{items, next}` with `?after=`) as what `ui/list` draws. Call it with a route whose query has `after`. */
export function useList<R extends Route>(route: R, ...[input, options]: Given<R>): ListSource<ItemOf<R>> {
  const result = useInfiniteQuery({
    queryKey: [...keyOf(route, input), 'pages'],
    queryFn: ({ signal, pageParam }) => {
      const { query, ...rest } = (input ?? {}) as { query?: object }
      const asked = pageParam === null ? query : { ...query, after: pageParam }
      return call(route, { ...rest, query: asked } as InputOf<R>, { signal }) as Promise<Page>
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    meta: metaOf(options),
    placeholderData: (before) => before,
    ...(options?.enabled === undefined ? {} : { enabled: options.enabled }),
  })
  const trouble = useTrouble(result.error, () => void result.refetch())
  const items = (result.data?.pages.flatMap((page) => page.items) ?? []) as ItemOf<R>[]
  return {
    state: result.data !== undefined && !result.isError ? 'ready' : result.isError ? 'trouble' : 'loading',
    trouble: result.isError ? trouble : undefined,
    items,
    settling: result.isPlaceholderData,
    more: result.hasNextPage,
    loadingMore: result.isFetchingNextPage,
    loadMore: () => void result.fetchNextPage(),
  }
}
