import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { listGrowing, readDays } from '../../../src/domain/analysis/contract/figures.ts'
import { listReports } from '../../../src/domain/analysis/contract.ts'
import { Answer } from '../app/answer.tsx'
import { LinkButton } from '../app/link-button.tsx'
import { useRead } from '../app/read.ts'
import { boardClasses as board, Spark } from '../ui/board.tsx'
import { formatNumber } from '../ui/format.ts'
import { Section } from '../ui/page.tsx'
import { usePreferences } from '../ui/preferences.tsx'
import { Time } from '../ui/time.tsx'
import { StateBadge, useCampaignName } from './campaign/words.tsx'
import { DayColumns } from './figures/columns.tsx'
import { daysBefore, everyDay, listOf } from './figures/period.ts'
import { useTitleOf } from './list/columns.tsx'

const weeks = 5

/** What came: today, in seven days, and how that is beside the four weeks before. */
export function Arrived() {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const today = new Date().toISOString().slice(0, 10)
  const from = daysBefore(today, weeks * 7 - 1)
  const figures = useRead(readDays, { query: { from, until: today } }, { live: ['figures'] })
  const week = daysBefore(today, 6)
  return (
    <Section
      title={t('home.arrived')}
      lead={t('home.utc')}
      actions={
        <LinkButton to="/figures" variant="subtle" size="compact-sm">
          {t('home.all-figures')}
        </LinkButton>
      }
      flush
    >
      <Answer of={figures}>
        {({ byDay, total }) => {
          const days = everyDay(from, today, byDay)
          const last = days.slice(-7).reduce((sum, one) => sum + one.reports, 0)
          const usual = (total - last) / (weeks - 1)
          if (total === 0)
            return (
              <p className={board.nothing}>
                {t('home.nothing-came')} <Link to="/channels">{t('home.see-channels')}</Link>
              </p>
            )
          return (
            <>
              <div className={board.tiles}>
                <Link to="/reports" search={listOf(today, today)} className={board.tile}>
                  <strong>{formatNumber(days.at(-1)?.reports ?? 0, locale)}</strong>
                  <span>{t('home.today')}</span>
                </Link>
                <Link to="/reports" search={listOf(week, today)} className={board.tile}>
                  <strong>{formatNumber(last, locale)}</strong>
                  <span>{t('home.week')}</span>
                </Link>
                <Link to="/reports" search={listOf(from, daysBefore(today, 7))} className={board.tile}>
                  <strong>{formatNumber(usual, locale, { maximumFractionDigits: usual < 10 ? 1 : 0 })}</strong>
                  <span>{t('home.usual')}</span>
                </Link>
              </div>
              <DayColumns spans={days.map(({ day, ...one }) => ({ from: day, until: day, ...one }))} />
            </>
          )
        }}
      </Answer>
    </Section>
  )
}

/** Campaigns that had most reports since yesterday. */
export function Growing() {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const nameOf = useCampaignName()
  const growing = useRead(listGrowing, {}, { live: ['campaign'] })
  return (
    <Section
      title={t('home.growing')}
      actions={
        <LinkButton to="/campaigns" search={{ state: 'growing' }} variant="subtle" size="compact-sm">
          {t('home.all-growing')}
        </LinkButton>
      }
      flush
    >
      <Answer of={growing}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={board.nothing}>{t('home.nothing-grows')}</p>
          ) : (
            <ul className={board.lines}>
              {items.map((one) => (
                <li key={one.id}>
                  <Link to="/campaigns/$id" params={{ id: one.id }} className={board.line}>
                    <span className={board.name}>
                      <bdi>{nameOf(one)}</bdi>
                      <small>
                        {t('home.last-day', { count: one.lastDay })} · {t('home.of-all', { all: formatNumber(one.reports, locale) })}
                      </small>
                    </span>
                    {one.burstAt !== null && <StateBadge campaign={one} />}
                    <Spark
                      parts={one.course}
                      label={t('home.course', { days: one.course.map((n) => formatNumber(n, locale)).join(' ') })}
                    />
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Section>
  )
}

const addedShown = 5

/** Reports that somebody added something to which nobody has read; nothing is drawn where there are none. */
export function AddedTo() {
  const { t } = useTranslation('analysis')
  const titleOf = useTitleOf()
  const { data } = useRead(listReports, { query: { added: 'true', limit: addedShown } }, { live: ['report', 'reply'] })
  if (data === undefined || data.items.length === 0) return null
  return (
    <Section
      title={t('home.added')}
      actions={
        <LinkButton to="/reports" search={{ added: true }} variant="subtle" size="compact-sm">
          {t('home.all-added')}
        </LinkButton>
      }
      flush
    >
      <ul className={board.lines}>
        {data.items.map((one) => (
          <li key={one.id}>
            <Link to="/reports/$id" params={{ id: one.id }} hash="added" className={board.line}>
              <span className={board.name}>
                <bdi>{titleOf(one)}</bdi>
                <small>
                  <bdi>{one.reference}</bdi>
                </small>
              </span>
              <span className={board.side}>
                <Time at={one.receivedAt} style="relative" />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}
