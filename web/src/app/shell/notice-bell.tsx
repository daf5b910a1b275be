import { ActionIcon, Popover } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconBell } from '@tabler/icons-react'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../ui/format.ts'
import { usePreferences } from '../../ui/preferences.tsx'
import { LoadingRows } from '../../ui/states.tsx'
import { useSession } from '../session.ts'
import classes from './shell.module.css'

const NoticesPanel = lazy(async () => ({ default: (await import('./notices-panel.tsx')).NoticesPanel }))

/** What happened that this person should know, in the acting organisation. */
export function NoticeBell() {
  const { t } = useTranslation('shell')
  const session = useSession()
  const { locale } = usePreferences()
  const [open, popover] = useDisclosure(false)
  const unread = session.memberships.find((one) => one.organisation.id === session.acting?.organisation.id)?.unread ?? 0
  if (session.acting === null) return null
  const label = t('notices.label', { count: unread })
  return (
    <Popover
      opened={open}
      onChange={(next) => !next && popover.close()}
      position="bottom-end"
      width={360}
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <ActionIcon className={classes.bell ?? ''} aria-label={label} title={label} onClick={popover.toggle}>
          <IconBell size={18} stroke={1.6} />
          {unread > 0 && (
            <span className={classes.unread} aria-hidden="true">
              {unread > 99 ? `${formatNumber(99, locale)}+` : formatNumber(unread, locale)}
            </span>
          )}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t('notices.title')}>
        <Suspense fallback={<LoadingRows label={t('notices.title')} />}>
          {open && <NoticesPanel unread={unread} onGo={popover.close} />}
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  )
}
