import '@mantine/core/styles.css'
import '../ui/base.css'
import { DirectionProvider, localStorageColorSchemeManager, MantineProvider, useDirection } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, Suspense, useEffect } from 'react'
import { createRoot } from 'react-dom/client'
import { useTranslation } from 'react-i18next'
import { ConfirmProvider } from '../ui/confirm.tsx'
import { theme, variables } from '../ui/theme.ts'
import { Toasts } from '../ui/toast.tsx'
import { ApiFailure, reachable } from './api.ts'
import { startI18n } from './i18n.ts'
import { chooseLanguage, directionOf } from './languages.ts'
import { loadShell } from './page-route.tsx'
import { makeRouter } from './router.tsx'
import { sessionQuery } from './session.ts'

const nonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? ''
// the scroll lock under dialogs asks for the nonce by this name
Object.assign(globalThis, { __webpack_nonce__: nonce })

// after an update the files of the page that is open are gone: read the page again, once; without a connection that would lose it
window.addEventListener('vite:preloadError', () => {
  const reloadedAt = Number(sessionStorage.getItem('tocsin.reloaded') ?? 0)
  if (Date.now() - reloadedAt < 60_000) return
  void reachable().then((there) => {
    if (!there) return
    sessionStorage.setItem('tocsin.reloaded', String(Date.now()))
    location.reload()
  })
})

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, failure) => count < 2 && failure instanceof ApiFailure && (failure.status === 0 || failure.status >= 502),
    },
  },
})
// the session ended somewhere: whatever page notices it first, the door is shown
queries.getQueryCache().subscribe((event) => {
  if (event.type !== 'updated' || event.action.type !== 'error') return
  const failure: unknown = event.action.error
  if (failure instanceof ApiFailure && failure.status === 401 && queries.getQueryData(sessionQuery.queryKey) !== null) {
    queries.setQueryData(sessionQuery.queryKey, null)
  }
})
const router = makeRouter(queries)
// most visits are of people who are signed in: fetch what surrounds their pages while it is asked who they are
if (!/^\/(?:sign-in|setup|invitation|recover)$/.test(location.pathname)) void loadShell()

function Console() {
  const { i18n } = useTranslation()
  const direction = directionOf(chooseLanguage([i18n.language]))
  return (
    <DirectionProvider initialDirection={direction} detectDirection={false}>
      <FollowLanguage direction={direction} />
      <MantineProvider
        theme={theme}
        cssVariablesResolver={variables}
        defaultColorScheme="auto"
        colorSchemeManager={localStorageColorSchemeManager({ key: 'tocsin.scheme' })}
        getStyleNonce={() => nonce}
      >
        <Toasts />
        <ConfirmProvider>
          <RouterProvider router={router} />
        </ConfirmProvider>
      </MantineProvider>
    </DirectionProvider>
  )
}

function FollowLanguage({ direction }: { readonly direction: 'ltr' | 'rtl' }) {
  const { setDirection } = useDirection()
  useEffect(() => setDirection(direction), [direction, setDirection])
  return null
}

await startI18n()
const root = document.getElementById('root')
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <Suspense>
          <Console />
        </Suspense>
      </QueryClientProvider>
    </StrictMode>,
  )
}
