import { Button, Select, TextInput } from '@mantine/core'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { listSamples, listWays, type SampleView } from '../../../src/domain/cooperation/contract.ts'
import { LinkButton } from '../app/link-button.tsx'
import { useList, useRead } from '../app/read.ts'
import { Badge } from '../ui/badge.tsx'
import { Hash } from '../ui/code.tsx'
import { type Column, ListView } from '../ui/list/list-view.tsx'
import { Filters, Page } from '../ui/page.tsx'
import { Time } from '../ui/time.tsx'
import classes from './samples/samples.module.css'
import { Submissions } from './samples/submissions.tsx'
import { submissionTones } from './samples/words.ts'
import { type SamplesSearch, sampleStates } from './search.ts'

const route = getRouteApi('/shell/samples')
const idOf = (one: SampleView) => one.sha256

/** The ledger of what was given to vendors of security software: which item, to whom, what they said. */
export function Samples() {
  const { t } = useTranslation('samples')
  const search = route.useSearch()
  const navigate = useNavigate()
  const go = (next: SamplesSearch) => void navigate({ to: '/samples', search: next, replace: true })
  const set = <K extends keyof SamplesSearch>(name: K, value: SamplesSearch[K] | undefined) => {
    const { [name]: _, ...rest } = search
    go(value === undefined ? rest : { ...rest, [name]: value })
  }
  const { state, ...same } = search
  const sha256 = /^[0-9a-f]{64}$/.test(search.sha256 ?? '') ? search.sha256 : undefined
  const query = { ...same, sha256, ...(state === undefined ? {} : { state: [state] }) }
  const source = useList(listSamples, { query }, { live: ['submission', 'release'] })
  const vendors = useRead(listWays, { query: { what: 'vendor' } }, { live: ['way'] }).data?.items ?? []
  const names = [...new Set([...vendors.map(({ name }) => name), ...(search.vendor === undefined ? [] : [search.vendor])])].sort()
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <LinkButton to="/vendors" variant="default">
          {t('vendors.title')}
        </LinkButton>
      }
    >
      <Filters label={t('filter')}>
        <Select
          aria-label={t('column.vendors')}
          placeholder={t('every-vendor')}
          clearable
          value={search.vendor ?? null}
          onChange={(value) => set('vendor', value ?? undefined)}
          data={names}
        />
        <Select
          aria-label={t('column.state')}
          placeholder={t('every-state')}
          clearable
          value={state ?? null}
          onChange={(value) =>
            set(
              'state',
              sampleStates.find((one) => one === value),
            )
          }
          data={sampleStates.map((one) => ({ value: one, label: t(`state.${one}`) }))}
        />
        <TextInput
          key={search.sha256 ?? ''}
          aria-label="SHA-256"
          placeholder="SHA-256"
          dir="ltr"
          defaultValue={search.sha256 ?? ''}
          onBlur={(event) => set('sha256', event.currentTarget.value.trim().toLowerCase() || undefined)}
          onKeyDown={(event) => event.key === 'Enter' && set('sha256', event.currentTarget.value.trim().toLowerCase() || undefined)}
        />
        {search.case !== undefined && (
          <Button variant="default" onClick={() => set('case', undefined)}>
            {t('every-case')}
          </Button>
        )}
      </Filters>
      <ListView
        label={t('title')}
        source={source}
        columns={useColumns()}
        idOf={idOf}
        nameOf={(one) => one.sha256}
        onOpen={(one) => set('sha256', one.sha256)}
        empty={{ title: t('none'), text: t('none-why') }}
      />
      {sha256 !== undefined && source.items[0]?.sha256 === sha256 && <Submissions sample={source.items[0]} />}
    </Page>
  )
}

function useColumns(): readonly Column<SampleView>[] {
  const { t } = useTranslation('samples')
  return [
    {
      id: 'sample',
      head: t('column.sample'),
      priority: 1,
      width: 'minmax(9rem, 1fr)',
      cell: (one) => <Hash value={one.sha256} />,
    },
    {
      id: 'vendors',
      head: t('column.vendors'),
      priority: 2,
      width: 'minmax(12rem, 2fr)',
      wrap: true,
      cell: (one) => (
        <span className={classes.vendors}>
          {latestOf(one).map((given) => (
            <Badge key={given.id} tone={submissionTones[given.state]}>
              <bdi>{given.vendor}</bdi>: {t(`state.${given.state}`)}
            </Badge>
          ))}
        </span>
      ),
    },
    {
      id: 'detection',
      head: t('column.detection'),
      priority: 3,
      width: 'minmax(8rem, 1fr)',
      cell: (one) => <bdi>{one.submissions.find(({ detection }) => detection !== null)?.detection ?? ''}</bdi>,
    },
    {
      id: 'at',
      head: t('column.at'),
      priority: 2,
      width: 'max-content',
      align: 'end',
      cell: (one) => <Time at={one.lastAt} style="relative" />,
    },
  ]
}

/** The newest of each vendor: what was given again says how it stands now. */
function latestOf({ submissions }: SampleView): SampleView['submissions'] {
  const seen = new Set<string>()
  return submissions.filter(({ way }) => !seen.has(way) && seen.add(way))
}
