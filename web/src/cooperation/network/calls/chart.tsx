import { useTranslation } from 'react-i18next'
import type { CallReportView } from '../../../../../src/domain/cooperation/contract.ts'
import { Badge } from '../../../ui/badge.tsx'
import { usePreferences } from '../../../ui/preferences.tsx'
import classes from './calls.module.css'

const width = 300
const height = 60
const edge = 4

type ChartProps = { readonly report: Pick<CallReportView, 'figures' | 'unit' | 'threshold' | 'title'> }

/** Numbers by period as a line, the threshold broken across; the last number in words. A table of them is behind it. */
export function Chart({ report: { figures, unit, threshold, title } }: ChartProps) {
  const { t } = useTranslation('calls')
  const { locale } = usePreferences()
  const number = new Intl.NumberFormat(locale)
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
  const last = figures.at(-1)
  if (last === undefined) return null
  const warning = threshold !== null && last.value >= threshold
  const values = [...figures.map(({ value }) => value), ...(threshold === null ? [] : [threshold])]
  const [low, high] = [Math.min(0, ...values), Math.max(...values)]
  const y = (value: number) => edge + (height - 2 * edge) * (1 - (high === low ? 0.5 : (value - low) / (high - low)))
  // one number is drawn as a level
  const points = (figures.length === 1 ? [last, last] : figures).map(({ value }) => value)
  const x = (at: number) => edge + ((width - 2 * edge) * at) / (points.length - 1)
  const said = t('chart.last', {
    value: number.format(last.value),
    // each by its own direction: a Latin unit would turn the day of an Arabic sentence round
    unit: isolated(unit ?? ''),
    period: isolated(date.format(new Date(`${last.period}T00:00:00Z`))),
  })
  return (
    <>
      <svg
        className={classes.chart}
        data-warning={warning}
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${title}: ${said}`}
      >
        {threshold !== null && <line x1={0} x2={width} y1={y(threshold)} y2={y(threshold)} vectorEffect="non-scaling-stroke" />}
        <polyline points={points.map((value, at) => `${x(at)},${y(value)}`).join(' ')} vectorEffect="non-scaling-stroke" />
      </svg>
      <div className={classes.dim}>
        {warning && <Badge tone="bad">{t('chart.warning')}</Badge>} <bdi>{said}</bdi>
        {threshold !== null && <> · {t('chart.threshold', { value: number.format(threshold) })}</>}
      </div>
      <details>
        <summary className={classes.dim}>{t('chart.numbers', { count: figures.length })}</summary>
        <table>
          <tbody>
            {figures.map(({ period, value }) => (
              <tr key={period}>
                <th scope="row">{date.format(new Date(`${period}T00:00:00Z`))}</th>
                <td>{number.format(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  )
}

const isolated = (text: string) => `\u2068${text}\u2069`
