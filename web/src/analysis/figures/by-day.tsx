import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Figures } from '../../../../src/domain/analysis/contract/figures.ts'
import { verdictFilters } from '../../../../src/domain/analysis/contract/names.ts'
import { ExportLink } from '../../app/export-link.tsx'
import { formatNumber } from '../../ui/format.ts'
import { usePreferences } from '../../ui/preferences.tsx'
import { DayColumns, useSpanName } from './columns.tsx'
import classes from './figures.module.css'
import { everyDay, listOf, listOfValue, type Period, spansOf } from './period.ts'
import { useKindName } from './words.ts'

/** bars that stay readable, and can be met with a finger */
const mostBars = 60

/** Reports by day and kind: columns, what each colour is, and the same as a table and a file. */
export function ByDay({ data, period }: { readonly data: Figures; readonly period: Period }) {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const kindName = useKindName()
  const spanName = useSpanName()
  const spans = spansOf(everyDay(period.from, period.until, data.byDay), mostBars)
  const sums = new Map(data.by.find(({ what }) => what === 'kind')?.items.map(({ value, reports }) => [value, reports]))
  const kinds = verdictFilters.filter((kind) => sums.has(kind))
  return (
    <>
      <DayColumns spans={spans} tall />
      <ul className={classes.legend} aria-label={t('figures.kinds')}>
        {kinds.map((kind) => (
          <li key={kind}>
            <Link to="/reports" search={listOfValue(period, 'kind', kind)}>
              <i className={classes.swatch} data-kind={kind} aria-hidden="true" />
              {kindName(kind)} <b>{formatNumber(sums.get(kind) ?? 0, locale)}</b>
            </Link>
          </li>
        ))}
      </ul>
      <details className={classes.details}>
        <summary>{t('figures.table')}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
        <section tabIndex={0} aria-label={t('figures.table')}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{t('figures.days-head')}</th>
                {kinds.map((kind) => (
                  <th key={kind} scope="col">
                    {kindName(kind)}
                  </th>
                ))}
                <th scope="col">{t('figures.all')}</th>
              </tr>
            </thead>
            <tbody>
              {spans.map((span) => (
                <tr key={span.from}>
                  <th scope="row">{spanName(span)}</th>
                  {kinds.map((kind) => (
                    <td key={kind}>{formatNumber(span.kinds[kind] ?? 0, locale)}</td>
                  ))}
                  <td>
                    <Link to="/reports" search={listOf(span.from, span.until)}>
                      {formatNumber(span.reports, locale)}
                    </Link>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
      <p className={classes.details}>
        <ExportLink path="/api/figures/export" query={{ of: 'day', ...period }} what={t('figures.by-day-file')} />
      </p>
    </>
  )
}
