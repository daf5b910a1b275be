import { IconChevronLeft } from '@tabler/icons-react'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { listOutcomeNotices, type OutcomeNotice } from '../../../../src/domain/cases/contract.ts'
import { useList } from '../../app/read.ts'
import { Badge } from '../../ui/badge.tsx'
import { startOfDay } from '../../ui/format.ts'
import { type Column, ListView } from '../../ui/list/list-view.tsx'
import { Page, pageClasses } from '../../ui/page.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import { Time } from '../../ui/time.tsx'
import { harmless } from '../words.tsx'
import { useNameOfLine } from './name.tsx'
import styles from './outcomes.module.css'
import { useHours } from './words.ts'

const route = getRouteApi('/shell/outcomes/notices')

/** The notices behind a line of the table of outcomes, with their cases. */
export function OutcomeNotices() {
  const { t } = useTranslation('outcomes')
  const { key = '', since, until, told, by = 'host', kind } = route.useSearch()
  const { key: _, ...counted } = route.useSearch()
  const { zone } = usePreferences()
  const navigate = useNavigate()
  const nameOf = useNameOfLine(by)
  const query = {
    ...{ key, by, kind },
    since: since === undefined ? undefined : startOfDay(since, zone),
    until: until === undefined ? undefined : startOfDay(until, zone),
    told: told === true ? 'true' : undefined,
  }
  const source = useList(listOutcomeNotices, { query }, { live: ['case', 'action'] })
  return (
    <Page
      title={t('notices.of', { name: nameOf({ key, name: key }) })}
      lead={t('notices.lead')}
      back={
        <Link to="/outcomes" search={counted} className={pageClasses.back}>
          <IconChevronLeft size={15} className="t-along" aria-hidden="true" />
          {t('notices.back')}
        </Link>
      }
    >
      <ListView
        label={t('notices.title')}
        source={source}
        columns={useNoticeColumns()}
        idOf={(one) => one.action}
        nameOf={(one) => `${one.case.code} ${harmless(one.case.title)}`}
        onOpen={(one) => void navigate({ to: '/cases/$id', params: { id: one.case.id } })}
        empty={{ title: t('notices.none') }}
      />
    </Page>
  )
}

function useNoticeColumns(): readonly Column<OutcomeNotice>[] {
  const { t } = useTranslation(['outcomes', 'cases'])
  const hours = useHours()
  return [
    {
      id: 'case',
      head: t('notices.case'),
      priority: 1,
      width: 'minmax(12rem, 2fr)',
      cell: (one) => (
        <span className={styles.times}>
          <bdi>{harmless(one.case.title)}</bdi>
          <small>{one.case.code}</small>
        </span>
      ),
    },
    {
      id: 'to',
      head: t('notices.to'),
      priority: 2,
      width: 'minmax(9rem, 1fr)',
      cell: (one) => (
        <span className={styles.times}>
          <bdi>{one.recipient?.name ?? '–'}</bdi>
          <small>{t(`cases:action.${one.kind}`)}</small>
        </span>
      ),
    },
    {
      id: 'sent',
      head: t('notices.sent'),
      priority: 2,
      width: 'max-content',
      cell: (one) => one.sentAt !== null && <Time at={one.sentAt} style="date" />,
    },
    {
      id: 'reaction',
      head: t('notices.reaction'),
      priority: 2,
      width: 'minmax(8rem, 1fr)',
      cell: (one) =>
        one.hoursToReaction === null ? (
          <span className={styles.dim}>{t('notices.none-yet')}</span>
        ) : (
          <span className={styles.times}>
            {t(one.goneAt !== null && one.goneAt === one.reactedAt ? 'step.gone' : 'step.replied')}
            <small>{t('notices.after', { time: hours(one.hoursToReaction) })}</small>
          </span>
        ),
    },
    {
      id: 'state',
      head: t('notices.state'),
      priority: 2,
      width: 'max-content',
      cell: (one) => <Badge tone={one.active ? 'bad' : 'good'}>{t(one.active ? 'notices.active' : 'notices.quiet')}</Badge>,
    },
  ]
}
