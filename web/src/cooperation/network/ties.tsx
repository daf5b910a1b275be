import { Select, TextInput, VisuallyHidden } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnswerOf } from '../../../../src/base/route.ts'
import { tieKinds } from '../../../../src/domain/cooperation/contract/network/tie-names.ts'
import { listTies, type Tie } from '../../../../src/domain/cooperation/contract/network/ties.ts'
import { Answer } from '../../app/answer.tsx'
import { useRead } from '../../app/read.ts'
import { centroidOf } from '../../ui/centroids.ts'
import { Country } from '../../ui/country.tsx'
import { countryName, formatNumber } from '../../ui/format.ts'
import { Filters, Page, Section } from '../../ui/page.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import { Empty, LoadingPage } from '../../ui/states.tsx'
import { BackToNetwork } from './back.tsx'
import classes from './network.module.css'
import tables from './requests/requests.module.css'
import type { TiesSearch } from './search.ts'

const WorldMap = lazy(async () => ({ default: (await import('../../ui/world-map.tsx')).WorldMap }))
const route = getRouteApi('/shell/network/ties')
type Kind = (typeof tieKinds)[number]

/** With whom one works: on a map, and member by member. */
export function Ties() {
  const { t } = useTranslation('network')
  const search = route.useSearch()
  const navigate = useNavigate()
  const go = (next: TiesSearch) => void navigate({ to: '/network/ties', search: next, replace: true })
  const { by, since } = search
  const result = useRead(
    listTies,
    { query: since === undefined ? {} : { since } },
    { live: ['request', 'share', 'group', 'joint-case', 'call'] },
  )
  return (
    <Page title={t('ties.title')} lead={t('ties.lead')} back={<BackToNetwork />}>
      <Filters label={t('ties.by')}>
        <Select
          aria-label={t('ties.by')}
          placeholder={t('ties.all')}
          clearable
          data={tieKinds.map((one) => ({ value: one, label: t(`ties.what.${one}`) }))}
          value={by ?? null}
          onChange={(value) => {
            const chosen = tieKinds.find((one) => one === value)
            go({ ...(since === undefined ? {} : { since }), ...(chosen === undefined ? {} : { by: chosen }) })
          }}
        />
        <TextInput
          type="date"
          aria-label={t('ties.since')}
          value={since ?? ''}
          onChange={(event) => {
            const chosen = event.currentTarget.value
            go({ ...(by === undefined ? {} : { by }), ...(chosen === '' ? {} : { since: chosen }) })
          }}
        />
      </Filters>
      <Answer of={result}>{(answer) => <Found answer={answer} by={by} />}</Answer>
    </Page>
  )
}

type FoundProps = { readonly answer: AnswerOf<typeof listTies>; readonly by: Kind | undefined }

function Found({ answer: { from, items }, by }: FoundProps) {
  const { t } = useTranslation('network')
  const shown = by === undefined ? items : items.filter((tie) => tie[by] > 0)
  if (shown.length === 0) return <Empty title={t('ties.none')} text={t('ties.none-why')} />
  return (
    <>
      <Suspense fallback={<LoadingPage />}>
        <TieMap from={from} ties={shown} by={by} />
      </Suspense>
      <Section title={t('ties.table')}>
        <TieTable ties={shown} kinds={by === undefined ? tieKinds.filter((kind) => shown.some((tie) => tie[kind] > 0)) : [by]} />
      </Section>
    </>
  )
}

const weightOf = (tie: Tie, by: Kind | undefined) => (by === undefined ? tieKinds.reduce((sum, kind) => sum + tie[kind], 0) : tie[by])

/** Countries by how much there is with them, and lines there from one's own. */
function TieMap({ from, ties, by }: { readonly from: string | null; readonly ties: readonly Tie[]; readonly by: Kind | undefined }) {
  const { t } = useTranslation('network')
  const { locale } = usePreferences()
  const sums = new Map<string, number>()
  for (const tie of ties) sums.set(tie.member.country, (sums.get(tie.member.country) ?? 0) + weightOf(tie, by))
  const largest = Math.max(1, ...sums.values())
  const points = [...sums].flatMap(([country, sum]) => {
    const at = centroidOf(country)
    const label = t('ties.at', { country: countryName(country, locale), number: formatNumber(sum, locale) })
    // the area of a dot is its number
    return at === undefined ? [] : [{ id: country, ...at, label, scale: 0.6 + 1.6 * Math.sqrt(sum / largest) }]
  })
  const home = from === null || sums.has(from) ? undefined : centroidOf(from)
  const all =
    home === undefined || from === null
      ? points
      : [...points, { id: from, ...home, label: countryName(from, locale), tone: 'note' as const }]
  const arcs = from === null ? [] : [...sums.keys()].filter((country) => country !== from).map((country) => ({ from, to: country }))
  return (
    <WorldMap
      caption={t('ties.caption')}
      points={all}
      arcs={arcs}
      plain
      alternative={
        <ul>
          {points.map(({ id, label }) => (
            <li key={id}>
              <Link to="/network/countries/$code" params={{ code: id }}>
                {label}
              </Link>
            </li>
          ))}
        </ul>
      }
    />
  )
}

export function TieTable({ ties, kinds }: { readonly ties: readonly Tie[]; readonly kinds: readonly Kind[] }) {
  const { t } = useTranslation('network')
  const { locale } = usePreferences()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
    <section className={tables.scroll} tabIndex={0} aria-label={t('ties.rows')}>
      <table className={tables.table}>
        <caption>
          <VisuallyHidden>{t('ties.rows')}</VisuallyHidden>
        </caption>
        <thead>
          <tr>
            <th scope="col" style={{ minInlineSize: '11rem' }}>
              {t('ties.member')}
            </th>
            <th scope="col">{t('ties.country')}</th>
            {kinds.map((kind) => (
              <th key={kind} scope="col">
                {t(`ties.what.${kind}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ties.map((tie) => (
            <tr key={tie.member.id}>
              <th scope="row">
                <Link to="/network/members/$id" params={{ id: tie.member.id }} className={classes.link}>
                  {tie.member.name}
                </Link>
              </th>
              <td>
                <Country code={tie.member.country} />
              </td>
              {kinds.map((kind) => (
                <td key={kind} className={tables.number}>
                  {tie[kind] === 0 ? '–' : formatNumber(tie[kind], locale)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
