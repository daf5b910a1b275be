import { MultiSelect, Select, Stack, Switch, Tabs } from '@mantine/core'
import { IconChartDots3, IconPlus } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { listCountries } from '../../../../../src/domain/cooperation/contract/network/countries.ts'
import { requestKinds, requestSides, requestStates } from '../../../../../src/domain/cooperation/contract/network/request-names.ts'
import { listRequests, type RequestLine } from '../../../../../src/domain/cooperation/contract/network/requests.ts'
import { ExportLink } from '../../../app/export-link.tsx'
import { LinkButton } from '../../../app/link-button.tsx'
import { useList, useRead } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Country } from '../../../ui/country.tsx'
import { countryName } from '../../../ui/format.ts'
import { type Column, ListView } from '../../../ui/list/list-view.tsx'
import { Filters, Page } from '../../../ui/page.tsx'
import { usePreferences } from '../../../ui/preferences.tsx'
import { Time } from '../../../ui/time.tsx'
import type { RequestsSearch } from './search.ts'
import { stateTones, urgencyTones } from './words.ts'

const route = getRouteApi('/shell/requests')
const idOf = (one: RequestLine) => one.id

/** What others ask of us, the worst harm first, and what we ask of others. */
export function Requests() {
  const { t } = useTranslation('requests')
  const navigate = useNavigate()
  const search = route.useSearch()
  const side = search.side ?? 'asked'
  const go = (next: RequestsSearch) => void navigate({ to: '/requests', search: next, replace: true })
  const may = useRead(listRequests, { query: { side, limit: 1 } }, { live: ['request'] }).data?.may
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <>
          <ExportLink path="/api/requests/export" query={{ ...search, side }} what={t('title')} />
          <LinkButton to="/requests/figures" variant="default" leftSection={<IconChartDots3 size={16} />}>
            {t('figures.title')}
          </LinkButton>
          {may?.ask === true && (
            <LinkButton to="/requests/new" leftSection={<IconPlus size={16} />}>
              {t('new.do')}
            </LinkButton>
          )}
        </>
      }
    >
      <Tabs value={side} onChange={(value) => go({ ...search, side: requestSides.find((one) => one === value) ?? side })}>
        <Tabs.List mb="md">
          {requestSides.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`side.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={side}>
          <Stack gap="md">
            <Narrow search={search} onSearch={go} />
            <Listed side={side} search={search} />
          </Stack>
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}

type NarrowProps = { readonly search: RequestsSearch; onSearch(next: RequestsSearch): void }

function Narrow({ search, onSearch }: NarrowProps) {
  const { t } = useTranslation('requests')
  const { locale } = usePreferences()
  const known = useRead(listCountries, {}, { live: ['member'] }).data?.items.map(({ country }) => country) ?? []
  // one that no member is of any more may stand in the address
  const countries = [...new Set([...known, ...(search.country === undefined ? [] : [search.country])])]
  const set = <K extends keyof RequestsSearch>(name: K, value: RequestsSearch[K] | undefined) => {
    const { [name]: _, ...rest } = search
    onSearch((value === undefined ? rest : { ...rest, [name]: value }) as RequestsSearch)
  }
  return (
    <Filters label={t('filter')} even>
      <MultiSelect
        aria-label={t('field.state')}
        placeholder={search.state === undefined ? t('field.state') : undefined}
        clearable
        data={requestStates.map((one) => ({ value: one, label: t(`state.${one}`) }))}
        value={search.state?.split(',') ?? []}
        onChange={(value) => set('state', value.length === 0 ? undefined : value.join(','))}
      />
      <Select
        aria-label={t('field.kind')}
        placeholder={t('field.kind')}
        clearable
        data={requestKinds.map((one) => ({ value: one, label: t(`kind.${one}`) }))}
        value={search.kind ?? null}
        onChange={(value) =>
          set(
            'kind',
            requestKinds.find((one) => one === value),
          )
        }
      />
      <Select
        aria-label={t('field.country')}
        placeholder={t('field.country')}
        searchable
        clearable
        data={countries.map((code) => ({ value: code, label: countryName(code, locale) }))}
        value={search.country ?? null}
        onChange={(value) => set('country', value ?? undefined)}
      />
      <Switch
        label={t('overdue.only')}
        checked={search.overdue === true}
        onChange={(event) => set('overdue', event.currentTarget.checked ? true : undefined)}
      />
    </Filters>
  )
}

function Listed({ side, search }: { readonly side: RequestLine['side']; readonly search: RequestsSearch }) {
  const { t } = useTranslation('requests')
  const navigate = useNavigate()
  const { state, overdue, ...rest } = search
  const query = {
    ...rest,
    side,
    ...(state === undefined ? {} : { state: state.split(',') as RequestLine['state'][] }),
    ...(overdue === undefined ? {} : { overdue: 'true' }),
  }
  const source = useList(listRequests, { query }, { live: ['request'] })
  return (
    <ListView
      label={t(`side.${side}`)}
      source={source}
      columns={useColumns(side)}
      idOf={idOf}
      nameOf={(one) => `${one.reference}: ${one.title}`}
      onOpen={({ id }) => void navigate({ to: '/requests/$id', params: { id } })}
      empty={{ title: t(`none.${side}`), text: t(`none-why.${side}`) }}
    />
  )
}

function useColumns(side: RequestLine['side']): readonly Column<RequestLine>[] {
  const { t } = useTranslation('requests')
  const harm: Column<RequestLine> = {
    id: 'harm',
    head: t('field.harm'),
    priority: 3,
    width: 'max-content',
    align: 'end',
    cell: ({ harm: released, weight }) => {
      const counts = weight ?? released
      return counts === null ? '' : t('harm.of', { score: counts })
    },
  }
  return [
    {
      id: 'title',
      head: t('field.title'),
      priority: 1,
      width: 'minmax(12rem, 3fr)',
      cell: ({ title, urgency }) => (
        <>
          <bdi>{title}</bdi> {urgency !== 'ordinary' && <Badge tone={urgencyTones[urgency]}>{t(`urgency.${urgency}`)}</Badge>}
        </>
      ),
    },
    {
      id: 'other',
      head: t(`with.${side}`),
      priority: 2,
      width: 'minmax(9rem, 2fr)',
      cell: ({ other }) => (
        <>
          <bdi>{other.name}</bdi>, <Country code={other.country} />
        </>
      ),
    },
    { id: 'kind', head: t('field.kind'), priority: 3, width: 'max-content', cell: ({ kind }) => t(`kind.${kind}`) },
    {
      id: 'state',
      head: t('field.state'),
      priority: 2,
      width: 'max-content',
      cell: ({ state, overdue }) => (
        <>
          <Badge tone={stateTones[state]}>{t(`state.${state}`)}</Badge> {overdue !== null && <Badge tone="bad">{t('overdue.badge')}</Badge>}
        </>
      ),
    },
    ...(side === 'asked' ? [harm] : []),
    {
      id: 'due',
      head: t('field.due'),
      priority: 3,
      width: 'max-content',
      cell: ({ answerDue, endedAt, draftedAt, sentAt }) =>
        answerDue !== null && endedAt === null ? (
          <Time at={answerDue} style="relative" />
        ) : (
          <Time at={endedAt ?? sentAt ?? draftedAt} style="date" />
        ),
    },
    { id: 'reference', head: t('field.reference'), priority: 3, width: 'max-content', cell: ({ reference }) => <bdi>{reference}</bdi> },
  ]
}
