import { useTranslation } from 'react-i18next'
import type { CampaignView } from '../../../../src/domain/analysis/contract/campaigns.ts'
import { formatInstant, formatNumber } from '../../ui/format.ts'
import { usePreferences } from '../../ui/preferences.tsx'
import classes from './campaign.module.css'
import { type Span, spansOf } from './days.ts'

/** How a campaign ran: a bar for each day, or for as many days as leave it readable; the same as a table. */
export function Course({ campaign }: { readonly campaign: CampaignView }) {
  const { t } = useTranslation('analysis')
  const { locale, zone } = usePreferences()
  const { byDay } = campaign.figures
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date())
  const spans = spansOf(byDay, today)
  const most = Math.max(1, ...spans.map(({ reports }) => reports))
  const day = (text: string) => formatInstant(new Date(`${text}T00:00:00Z`), locale, 'UTC', 'date')
  const name = ({ from, until }: Span) => (from === until ? day(from) : t('campaign.course.span', { from: day(from), until: day(until) }))
  const peak = spans.reduce<Span | undefined>((best, one) => (best === undefined || one.reports > best.reports ? one : best), undefined)
  if (peak === undefined) return null
  return (
    <figure className={classes.course}>
      <div className={classes.columns} role="img" aria-label={t('campaign.course.peak', { when: name(peak), count: peak.reports })}>
        {spans.map((span) => (
          <i
            key={span.from}
            title={t('campaign.course.bar', { when: name(span), count: span.reports })}
            data-none={span.reports === 0}
            style={{ '--part': span.reports / most } as React.CSSProperties}
          />
        ))}
      </div>
      <div className={classes.ends} aria-hidden="true">
        <span>{day(spans[0]?.from ?? '')}</span>
        <span>{t('campaign.course.most', { count: most })}</span>
        <span>{day(spans.at(-1)?.until ?? '')}</span>
      </div>
      <details className={classes.details}>
        <summary>{t('campaign.course.table')}</summary>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('campaign.course.when')}</th>
              <th scope="col">{t('campaign.course.reports')}</th>
            </tr>
          </thead>
          <tbody>
            {spans
              .filter(({ reports }) => reports > 0)
              .map((span) => (
                <tr key={span.from}>
                  <th scope="row">{name(span)}</th>
                  <td>{formatNumber(span.reports, locale)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </details>
    </figure>
  )
}
