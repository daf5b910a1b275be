import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Figures } from '../../../../src/domain/analysis/contract/figures.ts'
import { ExportLink } from '../../app/export-link.tsx'
import { boardClasses as board } from '../../ui/board.tsx'
import { formatNumber } from '../../ui/format.ts'
import { Section } from '../../ui/page.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import rows from '../list/figures.module.css'
import classes from './figures.module.css'
import { listOfValue, type Period } from './period.ts'
import { useValueName } from './words.ts'

const Origins = lazy(async () => ({ default: (await import('../campaign/origins.tsx')).Origins }))

const few = 10

/** The values of one property that most reports have; each leads to its reports. */
export function ByValue({ one, period }: { readonly one: Figures['by'][number]; readonly period: Period }) {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const nameOf = useValueName()
  const [all, showAll] = useState(false)
  const { what, items, values } = one
  const most = items[0]?.reports ?? 1
  return (
    <Section
      title={t(`figures.by.${what}`)}
      actions={items.length > 0 && <ExportLink path="/api/figures/export" query={{ of: what, ...period }} what={t(`figures.by.${what}`)} />}
    >
      {items.length === 0 ? (
        <p className={board.side}>{t(`figures.no.${what}`)}</p>
      ) : (
        <ul className={rows.rows}>
          {items.slice(0, all ? undefined : few).map((counted) => (
            <li key={counted.value}>
              <Link
                to="/reports"
                search={listOfValue(period, what, counted.value)}
                className={rows.row}
                style={{ '--part': counted.reports / most, '--ink': 'var(--t-accent)' } as React.CSSProperties}
              >
                <bdi>{nameOf(what, counted)}</bdi>
                <span className={rows.count}>{formatNumber(counted.reports, locale)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {items.length > few && (
        <button type="button" className={classes.more} onClick={() => showAll(!all)} aria-expanded={all}>
          {all
            ? t('figures.fewer')
            : t('figures.more', { shown: formatNumber(items.length, locale), values: formatNumber(values, locale) })}
        </button>
      )}
      {what === 'country' && items.length > 0 && (
        <details className={classes.details}>
          <summary>{t('figures.map')}</summary>
          <Suspense>
            <Origins countries={items.map(({ value, reports }) => ({ name: value, reports }))} />
          </Suspense>
        </details>
      )}
    </Section>
  )
}
