import { SegmentedControl, TextInput } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type Figures as FiguresView, readDays } from '../../../src/domain/analysis/contract/figures.ts'
import { Answer } from '../app/answer.tsx'
import { useRead } from '../app/read.ts'
import { formatNumber } from '../ui/format.ts'
import { Filters, Page, Section } from '../ui/page.tsx'
import { usePreferences } from '../ui/preferences.tsx'
import { Empty } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'
import { Credits } from './credits.tsx'
import { ByDay } from './figures/by-day.tsx'
import { ByValue } from './figures/by-value.tsx'
import classes from './figures/figures.module.css'
import { listOf, type Period, periodOf } from './figures/period.ts'
import { figureLasts } from './search.ts'

const route = getRouteApi('/shell/figures')

/** What was reported in a period, by day and by what it was; each figure leads to its reports, each table is a file. */
export function Figures() {
  const { t } = useTranslation('analysis')
  const search = route.useSearch()
  const period = periodOf(search, new Date().toISOString().slice(0, 10))
  const figures = useRead(readDays, { query: period }, { live: ['figures'] })
  return (
    <Page title={t('figures.title')} lead={t('figures.lead')}>
      <PeriodPicker key={`${period.from} ${period.until}`} period={period} />
      <Answer of={figures}>{(data) => <Shown data={data} period={period} />}</Answer>
    </Page>
  )
}

function PeriodPicker({ period }: { readonly period: Period }) {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const search = route.useSearch()
  const navigate = useNavigate()
  const own = search.from !== undefined && search.until !== undefined
  const choose = (next: Period) => {
    if (next.from !== '' && next.until !== '') void navigate({ to: '/figures', search: next, replace: true })
  }
  return (
    <Filters label={t('figures.period')}>
      <div className={classes.period}>
        <SegmentedControl
          aria-label={t('figures.period')}
          value={own ? '' : (search.last ?? '30')}
          onChange={(value) => {
            const last = figureLasts.find((one) => one === value)
            void navigate({ to: '/figures', search: last === undefined ? {} : { last }, replace: true })
          }}
          data={figureLasts.map((one) => ({
            value: one,
            label: t('figures.last', { count: Number(one), days: formatNumber(Number(one), locale) }),
          }))}
        />
        <TextInput
          type="date"
          label={t('filter.from')}
          defaultValue={period.from}
          max={period.until}
          onBlur={(event) => event.currentTarget.value !== period.from && choose({ ...period, from: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={t('filter.until')}
          defaultValue={period.until}
          min={period.from}
          onBlur={(event) => event.currentTarget.value !== period.until && choose({ ...period, until: event.currentTarget.value })}
        />
      </div>
    </Filters>
  )
}

function Shown({ data, period }: { readonly data: FiguresView; readonly period: Period }) {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  if (data.total === 0)
    return <Empty title={t('figures.none')} text={t('figures.none-why')} action={<Link to="/channels">{t('home.see-channels')}</Link>} />
  return (
    <>
      <Section
        title={t('figures.reports')}
        lead={
          <>
            {t('figures.utc')} {data.countedAt !== null && t('figures.counted')}{' '}
            {data.countedAt !== null && <Time at={data.countedAt} style="relative" />}
            {data.counting && ` · ${t('figures.counting')}`}
          </>
        }
        flush
      >
        <p className={classes.total}>
          <Link to="/reports" search={listOf(period.from, period.until)}>
            {formatNumber(data.total, locale)}
          </Link>
          <span>{t('figures.before', { before: formatNumber(data.before, locale) })}</span>
        </p>
        <ByDay data={data} period={period} />
      </Section>
      <div className={classes.tables}>
        {data.by
          .filter(({ what }) => what !== 'kind')
          .map((one) => (
            <ByValue key={one.what} one={one} period={period} />
          ))}
      </div>
      <Credits sources={data.location.sources} />
    </>
  )
}
