import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { AnswerOf } from '../../../../src/base/route.ts'
import type { listOutcomesBySide, OutcomeLine } from '../../../../src/domain/cases/contract.ts'
import { Badge } from '../../ui/badge.tsx'
import { formatNumber } from '../../ui/format.ts'
import { type Column, ListView } from '../../ui/list/list-view.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import { Meter } from '../harm-bar.tsx'
import { useNameOfLine } from './name.tsx'
import styles from './outcomes.module.css'
import type { OutcomesSearch } from './search.ts'
import { SortHead } from './sort-head.tsx'
import { useHours, useShare } from './words.ts'

const idOf = (line: OutcomeLine) => (line.key === '' ? '-' : line.key)

/** One line for each of a side; a line opens the notices behind it. */
export function OutcomeTable({ table, search }: { readonly table: AnswerOf<typeof listOutcomesBySide>; readonly search: OutcomesSearch }) {
  const { t } = useTranslation('outcomes')
  const navigate = useNavigate()
  const by = search.by ?? 'host'
  const nameOf = useNameOfLine(by)
  const { order: _, up: __, ...counted } = search
  const source = {
    ...{ state: 'ready' as const, trouble: undefined, items: table.items, settling: false },
    ...{ more: false, loadingMore: false, loadMore: () => undefined },
  }
  return (
    <>
      <ListView
        label={t('title')}
        source={source}
        columns={useOutcomeColumns(search)}
        idOf={idOf}
        nameOf={nameOf}
        onOpen={(line) => void navigate({ to: '/outcomes/notices', search: { ...counted, ...(line.key === '' ? {} : { key: line.key }) } })}
        empty={{ title: t('none'), text: t('none-why') }}
      />
      {table.left > 0 && <p className={styles.none}>{t('left', { count: table.left })}</p>}
    </>
  )
}

function useOutcomeColumns(search: OutcomesSearch): readonly Column<OutcomeLine>[] {
  const { t } = useTranslation('outcomes')
  const { locale } = usePreferences()
  const nameOf = useNameOfLine(search.by ?? 'host')
  const share = useShare()
  const hours = useHours()
  const head = (order: NonNullable<OutcomesSearch['order']>) => <SortHead order={order} search={search} />
  const figure = (count: number) => formatNumber(count, locale)
  const part = (count: number, whole: number, word: string) => (
    <span className={styles.share} title={t('line.of', { part: figure(count), whole: figure(whole) })}>
      <small>{word}</small>
      <Meter part={whole === 0 ? 0 : count / whole} tone="note" />
      <span className="t-figures">{share(count, whole)}</span>
    </span>
  )
  const times = ({ half, nine }: OutcomeLine['reaction']) =>
    half === null ? (
      <span className={styles.dim}>{t('line.not-half')}</span>
    ) : (
      <span className={styles.times}>
        {hours(half)}
        {nine !== null && <small>{t('line.nine', { time: hours(nine) })}</small>}
      </span>
    )
  return [
    {
      id: 'name',
      head: t('column.name'),
      priority: 1,
      width: 'minmax(9rem, 2fr)',
      wrap: true,
      cell: (line) => (
        <span className={styles.name}>
          <bdi>{nameOf(line)}</bdi>
          {line.few && <Badge>{t('line.few')}</Badge>}
        </span>
      ),
    },
    {
      id: 'notices',
      head: head('notices'),
      priority: 2,
      width: 'minmax(5rem, max-content)',
      cell: (line) => (
        <span className={styles.times}>
          <span className="t-figures">{figure(line.notices)}</span>
          {search.told !== true && search.by !== 'country' && <small>{t('line.told', { count: line.told })}</small>}
        </span>
      ),
    },
    {
      id: 'answered',
      head: head('answered'),
      priority: 2,
      width: 'max-content',
      cell: (line) => part(line.answered, line.notices, t('column.answered')),
    },
    {
      id: 'gone',
      head: head('gone'),
      priority: 2,
      width: 'max-content',
      cell: (line) =>
        line.seen === 0 ? <span className={styles.dim}>{t('line.not-seen')}</span> : part(line.gone, line.seen, t('column.gone')),
    },
    { id: 'reaction', head: head('reaction'), priority: 3, width: 'minmax(8.5rem, 1fr)', wrap: true, cell: (line) => times(line.reaction) },
    { id: 'silence', head: head('silence'), priority: 3, width: 'minmax(8.5rem, 1fr)', wrap: true, cell: (line) => times(line.silence) },
    {
      id: 'active',
      head: head('active'),
      priority: 3,
      width: 'max-content',
      cell: (line) => part(line.active, line.notices, t('column.active')),
    },
  ]
}
