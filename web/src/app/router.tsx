import type { QueryClient } from '@tanstack/react-query'
import { createRouter, type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { pageClasses } from '../ui/page.tsx'
import { LoadingPage, TroublePage } from '../ui/states.tsx'
import { NoPage } from './no-page.tsx'
import { routeTree } from './routes.tsx'
import { useTrouble } from './trouble.ts'

/** The router with what is common to all pages: what is drawn while one loads, fails or is not there. */
export function makeRouter(queries: QueryClient) {
  return createRouter({
    routeTree,
    context: { queries },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 250,
    defaultPendingMinMs: 0,
    scrollRestoration: true,
    defaultPendingComponent: PendingPage,
    defaultErrorComponent: BrokenPage,
    defaultNotFoundComponent: NoPage,
  })
}

declare module '@tanstack/react-router' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface can be added to from outside
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}

function PendingPage() {
  return (
    <div className={pageClasses.page}>
      <LoadingPage />
    </div>
  )
}

function BrokenPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  // what failed may be the page's own file, so that is fetched again as well
  const trouble = useTrouble(error, () => void router.invalidate().then(reset))
  return trouble === undefined ? null : <TroublePage trouble={trouble} />
}
