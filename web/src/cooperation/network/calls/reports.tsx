import { Select, TextInput } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { reportChannels } from '../../../../../src/domain/cooperation/contract/network/call-names.ts'
import { type BoardLine, listCallReports } from '../../../../../src/domain/cooperation/contract.ts'
import { CountryField } from '../../../app/place-fields.tsx'
import { useList } from '../../../app/read.ts'
import { type Column, ListView } from '../../../ui/list/list-view.tsx'
import { Filters, Page } from '../../../ui/page.tsx'
import { Time } from '../../../ui/time.tsx'
import { listedKinds, type ReportsSearch } from '../search.ts'
import classes from './calls.module.css'
import { Chart } from './chart.tsx'
import { Details } from './report-details.tsx'
import { callKinds } from './words.tsx'

const route = getRouteApi('/shell/calls/reports')

/** All that industry reported to calls, as far as the reader sees the items: cases, techniques, models of working together, figures. */
export function CallReports() {
  const { t } = useTranslation('calls')
  const navigate = useNavigate()
  const search = route.useSearch()
  const source = useList(listCallReports, { query: search }, { live: callKinds })
  const set = <K extends keyof ReportsSearch>(name: K, value: ReportsSearch[K] | undefined) => {
    const { [name]: _, ...others } = search
    void navigate({ to: '/calls/reports', search: value === undefined ? others : { ...others, [name]: value }, replace: true })
  }
  return (
    <Page
      title={t('reports.title')}
      lead={t('reports.lead')}
      back={
        <Link to="/calls/board" className={classes.link}>
          {t('board.title')}
        </Link>
      }
    >
      <Filters label={t('reports.filter')}>
        <Select
          aria-label={t('report-kind.label')}
          placeholder={t('reports.every-kind')}
          clearable
          value={search.kind ?? null}
          onChange={(value) =>
            set(
              'kind',
              listedKinds.find((one) => one === value),
            )
          }
          data={listedKinds.map((one) => ({ value: one, label: t(`report-kind.${one}`) }))}
        />
        <CountryField
          name="country"
          label={undefined}
          aria-label={t('details.countries')}
          placeholder={t('reports.every-country')}
          clearable
          allowDeselect
          error={undefined}
          value={search.country ?? null}
          onChange={(value) => set('country', value ?? undefined)}
        />
        <Select
          aria-label={t('details.channels')}
          placeholder={t('reports.every-channel')}
          clearable
          value={search.channel ?? null}
          onChange={(value) =>
            set(
              'channel',
              reportChannels.find((one) => one === value),
            )
          }
          data={reportChannels.map((one) => ({ value: one, label: t(`channel.${one}`) }))}
        />
        <TextInput
          type="search"
          aria-label={t('reports.search')}
          placeholder={t('reports.search')}
          defaultValue={search.q ?? ''}
          maxLength={200}
          onChange={(event) => set('q', event.currentTarget.value.trim() === '' ? undefined : event.currentTarget.value.trim())}
        />
      </Filters>
      <ListView
        label={t('reports.title')}
        source={source}
        columns={useColumns()}
        idOf={({ id }) => id}
        nameOf={({ title }) => title}
        onOpen={({ call }) => void navigate({ to: '/calls/$id', params: { id: call.id } })}
        empty={{ title: t('board.none'), text: t('board.none-why') }}
      />
    </Page>
  )
}

function useColumns(): readonly Column<BoardLine>[] {
  const { t } = useTranslation('calls')
  return [
    { id: 'what', head: t('reports.what'), priority: 1, width: 'minmax(14rem, 3fr)', wrap: true, cell: (one) => <What of={one} /> },
    {
      id: 'kind',
      head: t('report-kind.label'),
      priority: 2,
      width: 'minmax(8rem, 1fr)',
      wrap: true,
      cell: ({ kind }) => t(`report-kind.${kind}`),
    },
    { id: 'by', head: t('reports.by'), priority: 2, width: 'minmax(8rem, 1fr)', cell: ({ member }) => <bdi>{member.name}</bdi> },
    { id: 'at', head: t('reports.at'), priority: 1, width: 'max-content', cell: ({ at }) => <Time at={at} style="date" /> },
  ]
}

function What({ of: report }: { readonly of: BoardLine }) {
  return (
    <>
      <bdi>{report.title}</bdi>
      <Details kind={report.kind} details={report.details} />
      {report.kind === 'figures' && <Chart report={report} />}
    </>
  )
}
