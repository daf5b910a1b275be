import { Navigate, useRouter } from '@tanstack/react-router'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { boardClasses as classes } from '../ui/board.tsx'
import { Page } from '../ui/page.tsx'
import { LoadingPage } from '../ui/states.tsx'
import { homeParts } from './home-parts.ts'
import { homeOf } from './navigation.ts'
import { useSession } from './session.ts'

/** The desk's home: what waits for me, what came and grows, how the channels do. Whoever has no desk goes to their first page. */
export function Home() {
  const { t } = useTranslation()
  const to = homeOf(useRouter(), useSession())
  if (to !== '/') return <Navigate to={to} replace />
  return (
    <Page title={t('shell:nav.home')}>
      <div className={classes.board}>
        {homeParts.map((column) => (
          <div key={column[0]?.id} className={classes.column}>
            {column.map(({ id, Part }) => (
              <Suspense key={id} fallback={<LoadingPage />}>
                <Part />
              </Suspense>
            ))}
          </div>
        ))}
      </div>
    </Page>
  )
}
