import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { type Live, openLive } from './live.ts'
import { startingState } from './live-state.ts'

const still: Live = { state: () => startingState, subscribe: () => () => {}, restart() {}, close() {} }
const Given = createContext<Live>(still)

/** Keeps the live connection of this tab open for as long as somebody is signed in. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const queries = useQueryClient()
  const [live, setLive] = useState(still)
  useEffect(() => {
    const opened = openLive(queries)
    setLive(opened)
    return () => opened.close()
  }, [queries])
  return <Given value={live}>{children}</Given>
}

export function useLive(): Live {
  return useContext(Given)
}

export function useLiveState() {
  const live = useLive()
  return useSyncExternalStore(live.subscribe, live.state)
}
