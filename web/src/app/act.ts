import { useMutation, useQueryClient } from '@tanstack/react-query'
import { newId } from '../../../src/base/id.ts'
import type { AnswerOf, Route } from '../../../src/base/route.ts'
import { toast, toastTrouble } from '../ui/toast.tsx'
import { ApiFailure, call, type InputOf } from './api.ts'
import type { LiveMeta } from './live-state.ts'
import { useTroubleText } from './trouble.ts'

export type Act<R extends Route> = {
  /** Does it. Answers undefined when it failed; the failure is then in `failure`. */
  run(input: InputOf<R>): Promise<{ readonly answer: AnswerOf<R> } | undefined>
  readonly running: boolean
  readonly failure: Error | null
  reset(): void
}

/**
 * A change by a route. When the network fails it is tried again with the same Idempotency-Key, so it happens once. Afterwards what
 * was read of `changes` (kinds, as in `live`; all when not said) is read again.
 */
export function useAct<R extends Route>(route: R, changes?: readonly string[]): Act<R> {
  const mutation = useChange(route, changes)
  return {
    async run(input) {
      try {
        return { answer: await mutation.mutateAsync({ input, key: newId() }) }
      } catch {
        return undefined
      }
    },
    running: mutation.isPending,
    failure: mutation.error,
    reset: mutation.reset,
  }
}

function useChange<R extends Route>(route: R, changes?: readonly string[]) {
  const queries = useQueryClient()
  return useMutation<AnswerOf<R>, Error, { input: InputOf<R>; key: string }>({
    mutationFn: ({ input, key }) => call(route, input, { key }),
    retry: (count, error) =>
      count < 2 && error instanceof ApiFailure && error.status === 0 && route.method === 'POST' && route.secret !== true,
    onSettled: () =>
      queries.invalidateQueries({
        predicate: (query) =>
          changes === undefined || changes.some((kind) => (query.meta as LiveMeta | undefined)?.live?.includes(kind) === true),
      }),
  })
}

/**
 * A change that has no form: says in passing that it was done (`said`), or why not. Answers whether it was done.
 */
export function useQuickAct<R extends Route>(route: R, changes?: readonly string[]): (input: InputOf<R>, said: string) => Promise<boolean> {
  const mutation = useChange(route, changes)
  const trouble = useTroubleText()
  return async (input, said) => {
    try {
      await mutation.mutateAsync({ input, key: newId() })
      toast(said)
      return true
    } catch (failure) {
      toastTrouble(trouble(failure))
      return false
    }
  }
}
