import { IconBolt, IconChecklist, IconMail, IconRefresh } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseLine } from '../../../../src/domain/cases/contract.ts'
import { Badge } from '../../ui/badge.tsx'
import { formatNumber } from '../../ui/format.ts'
import type { Column } from '../../ui/list/list-view.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import { Time } from '../../ui/time.tsx'
import classes from '../cases.module.css'
import { HarmBar } from '../harm-bar.tsx'
import { CaseStateBadge, harmless, isLate } from '../words.tsx'

/** The columns of the queue: what it is first, then harm, who has it, and by when. */
export function useCaseColumns(): readonly Column<CaseLine>[] {
  const { t } = useTranslation('cases')
  const { locale } = usePreferences()
  return [
    { id: 'what', head: t('column.what'), priority: 1, width: 'minmax(14rem, 4fr)', cell: (line) => <What line={line} /> },
    {
      id: 'harm',
      head: t('column.harm'),
      priority: 2,
      width: 'max-content',
      cell: (line) => <HarmBar id={line.id} code={line.code} harm={line.harm} />,
    },
    { id: 'state', head: t('column.state'), priority: 2, width: 'max-content', cell: (line) => <CaseStateBadge state={line.state} /> },
    {
      id: 'assignee',
      head: t('column.assignee'),
      priority: 2,
      width: 'minmax(6.5rem, 1fr)',
      cell: (line) => (line.assignee === null ? <span className={classes.dim}>{t('people.none')}</span> : <bdi>{line.assignee.name}</bdi>),
    },
    { id: 'waits', head: t('column.waits'), priority: 3, width: 'max-content', cell: (line) => <Waits line={line} /> },
    {
      id: 'reports',
      head: t('column.reports'),
      priority: 3,
      width: 'max-content',
      align: 'end',
      cell: (line) => (
        <span className={classes.two}>
          {formatNumber(line.reports, locale)}
          <small>
            <Time at={line.lastAt} style="relative" />
          </small>
        </span>
      ),
    },
    { id: 'due', head: t('column.due'), priority: 2, width: 'max-content', cell: (line) => <Due line={line} /> },
  ]
}

function What({ line }: { readonly line: CaseLine }) {
  const { t } = useTranslation('cases')
  return (
    <span className={classes.what}>
      <Link to="/cases/$id" params={{ id: line.code }} tabIndex={-1} dir="auto" title={harmless(line.title)}>
        {harmless(line.title)}
      </Link>
      <small>
        <bdi className={classes.code}>{line.code}</bdi>
        <span>{t(`kind.${line.kind}`)}</span>
        {line.recurred > 0 && (
          <span className={classes.again}>
            <IconRefresh size={12} aria-hidden="true" />
            {t('recurred', { count: line.recurred })}
          </span>
        )}
      </small>
    </span>
  )
}

/** What waits for somebody of the desk. */
function Waits({ line }: { readonly line: CaseLine }) {
  const { t } = useTranslation('cases')
  const { locale } = usePreferences()
  const one = (count: number, what: string, sign: ReactNode) => (
    <span data-none={count === 0} title={what} role="img" aria-label={what}>
      {sign}
      {formatNumber(count, locale)}
    </span>
  )
  return (
    <span className={classes.waits}>
      {one(line.actionsOpen, t('waits.actions', { count: line.actionsOpen }), <IconBolt size={14} aria-hidden="true" />)}
      {one(line.tasksOpen, t('waits.tasks', { count: line.tasksOpen }), <IconChecklist size={14} aria-hidden="true" />)}
      {one(line.repliesUnread, t('waits.replies', { count: line.repliesUnread }), <IconMail size={14} aria-hidden="true" />)}
    </span>
  )
}

function Due({ line }: { readonly line: CaseLine }) {
  const { t } = useTranslation('cases')
  if (line.dueAt === null) return <span role="img" className={classes.nothing} aria-label={t('due.none')} />
  if (!isLate(line)) return <Time at={line.dueAt} style="relative" />
  return (
    <Badge tone="bad">
      {t('due.late')} <Time at={line.dueAt} style="relative" />
    </Badge>
  )
}
