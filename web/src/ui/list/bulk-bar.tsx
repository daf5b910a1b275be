import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './list.module.css'

/** What can be done with the rows that are chosen; stays in sight while there are any. */
export function BulkBar({
  count,
  onClear,
  children,
}: {
  readonly count: number
  readonly onClear: () => void
  readonly children: ReactNode
}) {
  const { t } = useTranslation('ui')
  return (
    <div role="toolbar" aria-label={t('list.chosen', { count })} className={`${classes.bulk} t-no-print`}>
      <span role="status">{t('list.chosen', { count })}</span>
      {children}
      <Button variant="transparent" size="compact-sm" onClick={onClear}>
        {t('list.clear')}
      </Button>
    </div>
  )
}
