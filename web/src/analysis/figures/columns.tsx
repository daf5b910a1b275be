import { Link } from '@tanstack/react-router'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { verdictFilters } from '../../../../src/domain/analysis/contract/names.ts'
import { formatInstant, formatNumber } from '../../ui/format.ts'
import { usePreferences } from '../../ui/preferences.tsx'
import classes from './figures.module.css'
import { listOf, type Span } from './period.ts'
import { useKindName } from './words.ts'

/** Reports by day, stacked by kind. One stop of the keyboard; arrows move from bar to bar, each leads to its reports. */
export function DayColumns({ spans, tall }: { readonly spans: readonly Span[]; readonly tall?: boolean }) {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const nameOf = useSpanName()
  const kindName = useKindName()
  const [chosen, setChosen] = useState<number>()
  const at = chosen ?? spans.length - 1
  const most = Math.max(1, ...spans.map((one) => one.reports))
  const move = (event: KeyboardEvent<HTMLOListElement>) => {
    const along = getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1
    const by = event.key === 'ArrowRight' ? along : event.key === 'ArrowLeft' ? -along : undefined
    const to = event.key === 'Home' ? 0 : event.key === 'End' ? spans.length - 1 : by === undefined ? undefined : at + by
    if (to === undefined || to < 0 || to >= spans.length) return
    event.preventDefault()
    setChosen(to)
    event.currentTarget.querySelectorAll('a')[to]?.focus()
  }
  const tell = (span: Span) =>
    [
      t('figures.on-day', { day: nameOf(span), count: span.reports }),
      ...verdictFilters.flatMap((kind) =>
        span.kinds[kind] === undefined ? [] : [`${kindName(kind)} ${formatNumber(span.kinds[kind], locale)}`],
      ),
    ].join(' · ')
  return (
    <>
      <ol className={classes.columns} data-tall={tall === true} onKeyDown={move} aria-label={t('figures.by-day')}>
        {spans.map((span, index) => (
          <li key={span.from}>
            <Link
              to="/reports"
              search={listOf(span.from, span.until)}
              title={tell(span)}
              aria-label={tell(span)}
              tabIndex={index === at ? 0 : -1}
              onFocus={() => setChosen(index)}
              data-none={span.reports === 0}
            >
              {verdictFilters.map((kind) =>
                (span.kinds[kind] ?? 0) === 0 ? null : (
                  <i key={kind} data-kind={kind} style={{ '--part': (span.kinds[kind] ?? 0) / most } as React.CSSProperties} />
                ),
              )}
            </Link>
          </li>
        ))}
      </ol>
      <div className={classes.ends} aria-hidden="true">
        <span>{nameOf({ from: spans[0]?.from ?? '', until: spans[0]?.from ?? '' })}</span>
        <span>{nameOf({ from: spans.at(-1)?.until ?? '', until: spans.at(-1)?.until ?? '' })}</span>
      </div>
    </>
  )
}

/** The days of a bar in words. */
export function useSpanName(): (span: Pick<Span, 'from' | 'until'>) => string {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const day = (text: string) => (text === '' ? '' : formatInstant(new Date(`${text}T00:00:00Z`), locale, 'UTC', 'date'))
  return ({ from, until }) => (from === until ? day(from) : t('campaign.course.span', { from: day(from), until: day(until) }))
}
