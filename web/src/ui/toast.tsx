import { lazy, type ReactNode, Suspense, useSyncExternalStore } from 'react'
import type { ToastWords } from './toast-stack.tsx'

// loaded with the first toast: most visits to most pages have none
const Stack = lazy(async () => ({ default: (await import('./toast-stack.tsx')).ToastStack }))

let waiting: readonly ToastWords[] = []
const listeners = new Set<() => void>()

function put(next: readonly ToastWords[]): void {
  waiting = next
  for (const listener of listeners) listener()
}

/** Says in passing that something was done. */
export function toast(text: string): void {
  put([...waiting, { text, trouble: false }])
}

/** Says that something was done, with the way back. */
export function toastWithUndo(text: string, undo: { readonly label: string; run(): void }): void {
  put([...waiting, { text, trouble: false, undo }])
}

/** Says that something failed; stays until it is dismissed. */
export function toastTrouble(text: string): void {
  put([...waiting, { text, trouble: true }])
}

/** Where toasts appear. Once, at the root. */
export function Toasts(): ReactNode {
  const queue = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => waiting,
  )
  const wanted = useEverWanted(queue.length > 0)
  return wanted ? (
    <Suspense>
      <Stack queue={queue} onShown={() => put([])} />
    </Suspense>
  ) : null
}

let ever = false

function useEverWanted(now: boolean): boolean {
  ever ||= now
  return ever
}
