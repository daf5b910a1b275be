import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import type { LocationSource } from '../../../src/domain/analysis/contract.ts'
import { formatInstant } from '../ui/format.ts'
import { usePreferences } from '../ui/preferences.tsx'
import classes from './credits.module.css'

/** Of which day countries and networks are, and whom they are owed to: the licence of the data asks for a link where results are shown. */
export function Credits({ sources, only }: { readonly sources: readonly LocationSource[]; readonly only?: LocationSource['what'] }) {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const day = (date: string) => (Number.isNaN(Date.parse(date)) ? date : formatInstant(new Date(date), locale, 'UTC', 'date'))
  const shown = sources.filter(({ what }) => only === undefined || what === only)
  if (shown.length === 0) return null
  return (
    <p className={classes.credits}>
      {shown.map(({ what, date, credits }, at) => (
        <Fragment key={what}>
          {at > 0 && ' · '}
          {t(`credits.${what}`, { date: day(date) })}{' '}
          {credits.map(({ name, url, licence }, index) => (
            <Fragment key={url}>
              {index > 0 && t('credits.and')}
              <a href={url} title={licence} target="_blank" rel="noreferrer">
                <bdi>{name}</bdi>
              </a>
            </Fragment>
          ))}{' '}
          (<bdi>{[...new Set(credits.map(({ licence }) => licence))].join(', ')}</bdi>)
        </Fragment>
      ))}
    </p>
  )
}
