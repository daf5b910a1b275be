import { type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Role, roles } from '../../../src/base/actor.ts'
import { actFor, type Right, readSession, readSetup, type SessionState } from '../../../src/domain/directory/contract.ts'
import { signOut } from '../../../src/platform/auth/contract.ts'
import { ApiFailure, call } from './api.ts'
import { speak } from './i18n.ts'
import { chooseLanguage } from './languages.ts'

/** Who is signed in; null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: [readSession.path],
  queryFn: async ({ signal }): Promise<SessionState | null> => {
    try {
      return await call(readSession, {}, { signal })
    } catch (failure) {
      if (failure instanceof ApiFailure && failure.status === 401) return null
      throw failure
    }
  },
  staleTime: 60_000,
  meta: { live: ['person', 'organisation', 'notice'] },
})

export const setupQuery = queryOptions({
  queryKey: [readSetup.path],
  queryFn: ({ signal }) => call(readSetup, {}, { signal }),
  staleTime: 10_000,
})

/** The session of the page that is shown; pages under the shell always have one, and keep it until the shell has left them. */
export function useSession(): SessionState {
  const { data } = useQuery(sessionQuery)
  const [last, keep] = useState(data)
  if (data !== undefined && data !== null && data !== last) keep(data)
  const session = data ?? last
  if (session === undefined || session === null) throw new Error('a page of the shell was drawn without a session')
  return session
}

/** Whether the console should offer something; the server asks again. */
export function may(session: SessionState, right: Right): boolean {
  return session.rights.includes(right)
}

/** Whether the person holds at least this role in the acting organisation. */
export function isAtLeast(session: SessionState, role: Role): boolean {
  return session.acting !== null && roles.indexOf(session.acting.role) >= roles.indexOf(role)
}

/** Whether it is the network that is acted for, by its office, and no organisation of the person's own. */
export function actsForNetwork({ acting, network }: SessionState): boolean {
  return network !== null && acting?.organisation.id === network
}

/** Reads who is signed in anew, and speaks that person's language. Whatever was read before is forgotten. */
export async function enter(queries: QueryClient): Promise<SessionState | null> {
  forget(queries)
  const session = await queries.fetchQuery({ ...sessionQuery, staleTime: 0 })
  if (session !== null) await speak(chooseLanguage([session.person.locale]))
  return session
}

/** Ends the session; `go` leads to a page that needs none. */
export async function leave(queries: QueryClient, go: () => Promise<void>): Promise<void> {
  await call(signOut, {})
  await ended(queries, go)
}

/** What is to be done when the session is over, however it ended. */
export async function ended(queries: QueryClient, go: () => Promise<void>): Promise<void> {
  await go()
  queries.setQueryData(sessionQuery.queryKey, null)
  forget(queries)
}

/** What is on the page still is left alone: it would only be asked for again. */
function forget(queries: QueryClient): void {
  queries.removeQueries({ predicate: (query) => query.getObserversCount() === 0 && query.queryKey[0] !== readSession.path })
}

export function useActFor(): (organisation: string) => Promise<void> {
  const queries = useQueryClient()
  return async (organisation) => {
    const session = await call(actFor, { body: { organisation } })
    queries.setQueryData(sessionQuery.queryKey, session)
    await queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== readSession.path })
  }
}
