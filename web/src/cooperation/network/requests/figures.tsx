import { Select, TextInput } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnswerOf } from '../../../../../src/base/route.ts'
import { type RequestPair, requestFigures } from '../../../../../src/domain/cooperation/contract/network/request-figures.ts'
import { requestSides } from '../../../../../src/domain/cooperation/contract/network/request-names.ts'
import { Answer } from '../../../app/answer.tsx'
import { ExportLink } from '../../../app/export-link.tsx'
import { useRead } from '../../../app/read.ts'
import { Country } from '../../../ui/country.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Filters, Page, pageClasses, Section } from '../../../ui/page.tsx'
import { Empty } from '../../../ui/states.tsx'
import classes from './requests.module.css'
import { useMoney } from './results.tsx'
import type { RequestFiguresSearch } from './search.ts'

const route = getRouteApi('/shell/requests/figures')
type Figures = AnswerOf<typeof requestFigures>

/** Volume, time and result of our requests, by pair of countries. */
export function RequestFigures() {
  const { t } = useTranslation('requests')
  const search = route.useSearch()
  const navigate = useNavigate()
  const go = (next: RequestFiguresSearch) => void navigate({ to: '/requests/figures', search: next, replace: true })
  const result = useRead(requestFigures, { query: search }, { live: ['request'] })
  const { side, since, ...none } = search
  return (
    <Page
      title={t('figures.title')}
      lead={t('figures.lead')}
      back={<BackToRequests />}
      actions={<ExportLink path="/api/requests/figures/export" query={search} what={t('figures.title')} />}
    >
      <Filters label={t('filter')}>
        <Select
          aria-label={t('figures.side')}
          placeholder={t('figures.both')}
          clearable
          data={requestSides.map((one) => ({ value: one, label: t(`side.${one}`) }))}
          value={side ?? null}
          onChange={(value) => {
            const chosen = requestSides.find((one) => one === value)
            go({ ...none, ...(since === undefined ? {} : { since }), ...(chosen === undefined ? {} : { side: chosen }) })
          }}
        />
        <TextInput
          type="date"
          aria-label={t('figures.since')}
          value={since ?? ''}
          onChange={(event) => {
            const day = event.currentTarget.value
            go({ ...none, ...(side === undefined ? {} : { side }), ...(day === '' ? {} : { since: day }) })
          }}
        />
      </Filters>
      <Answer of={result}>
        {(figures) =>
          figures.pairs.length === 0 ? (
            <Empty title={t('figures.none')} text={t('figures.none-why')} />
          ) : (
            <>
              <Total total={figures.total} />
              <Section title={t('figures.matrix')} lead={t('figures.matrix-lead')}>
                <Matrix pairs={figures.pairs} />
              </Section>
              <Section title={t('figures.pairs')}>
                <Pairs pairs={figures.pairs} />
              </Section>
            </>
          )
        }
      </Answer>
    </Page>
  )
}

export function BackToRequests() {
  const { t } = useTranslation('requests')
  return (
    <Link to="/requests" className={pageClasses.back}>
      <IconArrowLeft size={15} className="t-along" aria-hidden="true" />
      {t('title')}
    </Link>
  )
}

function useHours() {
  const { t } = useTranslation('disclosures')
  return (hours: number | null) =>
    hours === null ? '–' : hours < 48 ? t('hours', { count: Math.round(hours) }) : t('days', { count: Math.round(hours / 24) })
}

function useCosts() {
  const money = useMoney()
  return (all: RequestPair['costs']) => (all.length === 0 ? '–' : all.map(money).join(' · '))
}

function Total({ total }: { readonly total: Figures['total'] }) {
  const { t } = useTranslation('requests')
  const [hours, costs] = [useHours(), useCosts()]
  return (
    <Section title={t('figures.total')}>
      <Facts
        facts={[
          { name: t('figures.requests'), value: t('number', { number: total.requests }) },
          { name: t('figures.answered'), value: t('number', { number: total.answered }) },
          { name: t('figures.refused'), value: t('number', { number: total.refused }) },
          { name: t('figures.open'), value: t('number', { number: total.open }) },
          { name: t('figures.ended'), value: t('number', { number: total.ended }) },
          { name: t('figures.acknowledge'), value: hours(total.acknowledgeHours) },
          { name: t('figures.answer'), value: hours(total.answerHours) },
          { name: t('figures.outcomes'), value: t('number', { number: total.outcomes }) },
          { name: t('figures.led-on'), value: t('number', { number: total.ledOn }) },
          { name: t('figures.no-use'), value: t('number', { number: total.noUse }) },
          { name: t('figures.costs'), value: costs(total.costs) },
        ]}
      />
    </Section>
  )
}

/** the matrix stays one that can be read */
const mostCountries = 20

function Matrix({ pairs }: { readonly pairs: readonly RequestPair[] }) {
  const { t } = useTranslation('requests')
  const first = (all: readonly string[]) => [...new Set(all)].slice(0, mostCountries)
  const [rows, columns] = [first(pairs.map(({ from }) => from)), first(pairs.map(({ to }) => to))]
  const of = new Map(pairs.map((pair) => [`${pair.from} ${pair.to}`, pair]))
  const largest = Math.max(1, ...pairs.map(({ requests }) => requests))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label={t('figures.matrix-caption')}>
      <table className={`${classes.table} ${classes.matrix}`}>
        <caption>{t('figures.matrix-caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('figures.from')}</th>
            {columns.map((code) => (
              <th key={code} scope="col">
                <Country code={code} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((from) => (
            <tr key={from}>
              <th scope="row">
                <Country code={from} />
              </th>
              {columns.map((to) => {
                const pair = of.get(`${from} ${to}`)
                if (pair === undefined) return <td key={to}>–</td>
                const style = { '--share': String(20 + (80 * pair.requests) / largest) } as CSSProperties
                return (
                  <td key={to} data-share className={classes.number} style={style}>
                    {t('number', { number: pair.requests })}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Pairs({ pairs }: { readonly pairs: readonly RequestPair[] }) {
  const { t } = useTranslation('requests')
  const [hours, costs] = [useHours(), useCosts()]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label={t('figures.medians')}>
      <table className={classes.table}>
        <caption>{t('figures.medians')}</caption>
        <thead>
          <tr>
            {(
              [
                'from',
                'to',
                'requests',
                'answered',
                'refused',
                'open',
                'ended',
                'acknowledge',
                'answer',
                'led-on',
                'no-use',
                'costs',
              ] as const
            ).map((one) => (
              <th key={one} scope="col">
                {t(`figures.${one}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {pairs.map((pair) => (
            <tr key={`${pair.from} ${pair.to}`}>
              <th scope="row">
                <Country code={pair.from} />
              </th>
              <td>
                <Country code={pair.to} />
              </td>
              {[pair.requests, pair.answered, pair.refused, pair.open, pair.ended].map((number, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns stand still
                <td key={at} className={classes.number}>
                  {t('number', { number })}
                </td>
              ))}
              <td>{hours(pair.acknowledgeHours)}</td>
              <td>{hours(pair.answerHours)}</td>
              <td className={classes.number}>{t('number', { number: pair.ledOn })}</td>
              <td className={classes.number}>{t('number', { number: pair.noUse })}</td>
              <td>{costs(pair.costs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
