import { useQueryClient } from '@tanstack/react-query'
import { sessionQuery } from './session.ts'

/** For whom the session of this tab acts, asked anew each time; undefined when nobody is signed in or nobody is acted for. */
export function useDesk(): () => string | undefined {
  const queries = useQueryClient()
  return () => {
    const session = queries.getQueryData(sessionQuery.queryKey)
    return session?.acting == null ? undefined : `${session.person.id} ${session.acting.organisation.id}`
  }
}
