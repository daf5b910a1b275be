import { createContext, lazy, type ReactNode, Suspense, useCallback, useContext, useState } from 'react'
import type { Question } from './confirm-dialog.tsx'

type Asked = Question & { readonly answer: (yes: boolean) => void }

const ConfirmDialog = lazy(async () => ({ default: (await import('./confirm-dialog.tsx')).ConfirmDialog }))

const Ask = createContext<(question: Question) => Promise<boolean>>(() => Promise.resolve(false))

/** Asks before something is done: `if (await confirm({…})) …`. */
export function useConfirm(): (question: Question) => Promise<boolean> {
  return useContext(Ask)
}

export function ConfirmProvider({ children }: { readonly children: ReactNode }) {
  const [asked, setAsked] = useState<Asked>()
  const [open, setOpen] = useState(false)
  const ask = useCallback(
    (question: Question) =>
      new Promise<boolean>((answer) => {
        setAsked({ ...question, answer })
        setOpen(true)
      }),
    [],
  )
  const close = (yes: boolean) => {
    setOpen(false)
    asked?.answer(yes)
  }
  return (
    <Ask value={ask}>
      {children}
      <Suspense>{asked !== undefined && <ConfirmDialog question={asked} open={open} close={close} />}</Suspense>
    </Ask>
  )
}
