import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { listJobs } from '../../../src/platform/contract.ts'
import { useRead } from '../app/read.ts'
import { may, useSession } from '../app/session.ts'
import { Badge } from '../ui/badge.tsx'
import { boardClasses as board } from '../ui/board.tsx'
import { formatNumber } from '../ui/format.ts'
import { usePreferences } from '../ui/preferences.tsx'

const most = 100

/** That jobs gave up and wait for somebody, for whoever may see jobs; nothing where none did. */
export function JobsParked() {
  const { t } = useTranslation('platform')
  const { locale } = usePreferences()
  const sees = may(useSession(), 'see-jobs')
  const jobs = useRead(listJobs, { query: { parked: 'true', limit: most } }, { live: ['job'], enabled: sees })
  const found = jobs.data?.items.length ?? 0
  if (found === 0) return null
  const number = formatNumber(found, locale)
  return (
    <li>
      <Link to="/jobs" search={{ parked: true }} className={board.line}>
        <span className={board.name}>{t('jobs.parked-here')}</span>
        <Badge tone="bad">{found < most ? number : `${number}+`}</Badge>
      </Link>
    </li>
  )
}
