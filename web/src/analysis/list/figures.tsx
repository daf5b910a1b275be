import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readFigures, severities, verdictKinds } from '../../../../src/domain/analysis/contract.ts'
import { keyOf, useRead } from '../../app/read.ts'
import { countryName, formatInstant, formatNumber } from '../../ui/format.ts'
import { usePreferences } from '../../ui/preferences.tsx'
import { type Tone, toneColour } from '../../ui/tone.ts'
import { Credits } from '../credits.tsx'
import type { ReportsSearch } from '../search.ts'
import { verdictTone } from '../verdict-tone.ts'
import { lastDays } from './days.ts'
import classes from './figures.module.css'

const span = 30
const refreshEvery = 60_000
const tones: Readonly<Record<string, Tone>> = { high: 'bad', medium: 'warn', low: 'note', info: 'plain', none: 'plain' }

/** The last thirty days in figures: by day, by severity, by country. Each leads to the reports behind it. */
export function Figures() {
  const { t } = useTranslation('analysis')
  const { locale, zone } = usePreferences()
  const queries = useQueryClient()
  const input = { query: { zone } }
  const { data } = useRead(readFigures, input, { staleFor: refreshEvery })
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void queries.invalidateQueries({ queryKey: keyOf(readFigures, { query: { zone } }) })
    }, refreshEvery)
    return () => clearInterval(timer)
  }, [queries, zone])
  const days = lastDays(new Date(), zone, span, data?.byDay ?? [])
  const from = days[0]?.day ?? ''
  const today = days.at(-1)?.reports ?? 0
  // nothing to count yet: the list says what to do
  if (data !== undefined && data.total === 0) return null
  return (
    <section className={classes.strip} aria-label={t('figures.label')} aria-busy={data === undefined}>
      <div className={classes.block}>
        <h2>{t('figures.days')}</h2>
        <p className={classes.total}>
          <strong>{data === undefined ? '–' : formatNumber(data.total, locale)}</strong>
          <span>
            {data === undefined
              ? ''
              : [
                  t('figures.today', { today: formatNumber(today, locale) }),
                  data.waiting > 0 && t('figures.waiting', { count: data.waiting }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
          </span>
        </p>
        <Days days={days} />
      </div>
      <div className={classes.block}>
        <h2>{t('figures.severity')}</h2>
        <Severities counts={data?.bySeverity ?? {}} from={from} />
      </div>
      <div className={classes.block}>
        <h2>{t('figures.verdicts')}</h2>
        <Verdicts counts={data?.byVerdict ?? {}} from={from} known={data !== undefined} />
      </div>
      <div className={classes.block}>
        <h2>{t('figures.countries')}</h2>
        <ul className={classes.rows}>
          {(data?.byCountry ?? []).slice(0, 5).map(({ country, reports }) => (
            <Row
              key={country}
              search={{ country, from }}
              name={countryName(country, locale)}
              count={reports}
              most={data?.byCountry[0]?.reports ?? 1}
              tone="accent"
            />
          ))}
          {data !== undefined && data.byCountry.length === 0 && <li className={classes.nothing}>{t('figures.no-country')}</li>}
        </ul>
        {data !== undefined && data.byCountry.length > 0 && <Credits sources={data.location.sources} only="countries" />}
      </div>
    </section>
  )
}

function Severities({ counts, from }: { readonly counts: Readonly<Record<string, number>>; readonly from: string }) {
  const { t } = useTranslation('analysis')
  const most = Math.max(1, ...Object.values(counts))
  return (
    <ul className={classes.rows}>
      {[...severities].reverse().map((one) => (
        <Row
          key={one}
          search={{ severity: one, from }}
          name={t(`ui:severity.${one}`)}
          count={counts[one] ?? 0}
          most={most}
          tone={tones[one] ?? 'plain'}
        />
      ))}
    </ul>
  )
}

/** The kinds that there are, the most first. */
function Verdicts({
  counts,
  from,
  known,
}: {
  readonly counts: Readonly<Record<string, number>>
  readonly from: string
  readonly known: boolean
}) {
  const { t } = useTranslation('analysis')
  const kinds = verdictKinds.filter((kind) => (counts[kind] ?? 0) > 0).sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0))
  return (
    <ul className={classes.rows}>
      {kinds.slice(0, 5).map((kind) => (
        <Row
          key={kind}
          search={{ verdict: kind, from }}
          name={t(`verdict.kind.${kind}`)}
          count={counts[kind] ?? 0}
          most={counts[kinds[0] ?? kind] ?? 1}
          tone={verdictTone(kind)}
        />
      ))}
      {known && kinds.length === 0 && <li className={classes.nothing}>{t('figures.no-verdict')}</li>}
    </ul>
  )
}

type RowProps = {
  readonly search: ReportsSearch
  readonly name: string
  readonly count: number
  readonly most: number
  readonly tone: Tone
}

function Row({ search, name, count, most, tone }: RowProps) {
  const { locale } = usePreferences()
  return (
    <li>
      <Link
        to="/reports"
        search={search}
        className={classes.row}
        style={{ '--part': count / most, '--ink': toneColour(tone) } as React.CSSProperties}
      >
        <span>{name}</span>
        <span className={classes.count}>{formatNumber(count, locale)}</span>
      </Link>
    </li>
  )
}

/** One stop of the keyboard; arrows move from day to day. */
function Days({ days }: { readonly days: readonly { readonly day: string; readonly reports: number }[] }) {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const [at, setAt] = useState(days.length - 1)
  const most = Math.max(1, ...days.map((one) => one.reports))
  const move = (event: KeyboardEvent<HTMLOListElement>) => {
    const along = getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1
    const by = event.key === 'ArrowRight' ? along : event.key === 'ArrowLeft' ? -along : undefined
    const to = event.key === 'Home' ? 0 : event.key === 'End' ? days.length - 1 : by === undefined ? undefined : at + by
    if (to === undefined || to < 0 || to >= days.length) return
    event.preventDefault()
    setAt(to)
    event.currentTarget.querySelectorAll('a')[to]?.focus()
  }
  return (
    <ol className={classes.days} onKeyDown={move} aria-label={t('figures.by-day')}>
      {days.map(({ day, reports }, index) => {
        const name = formatInstant(new Date(`${day}T00:00:00Z`), locale, 'UTC', 'date')
        const label = t('figures.on-day', { day: name, count: reports })
        return (
          <li key={day}>
            <Link
              to="/reports"
              search={{ from: day, until: day }}
              title={label}
              aria-label={label}
              tabIndex={index === at ? 0 : -1}
              onFocus={() => setAt(index)}
              data-none={reports === 0}
              style={{ '--part': reports / most } as React.CSSProperties}
            />
          </li>
        )
      })}
    </ol>
  )
}
