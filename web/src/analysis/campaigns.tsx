import { Button, MultiSelect, SegmentedControl, TextInput } from '@mantine/core'
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks'
import { IconArrowsJoin2, IconSearch } from '@tabler/icons-react'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CampaignLine, campaignStates, listCampaigns } from '../../../src/domain/analysis/contract/campaigns.ts'
import { verdictKinds } from '../../../src/domain/analysis/contract.ts'
import { ExportLink } from '../app/export-link.tsx'
import { useList } from '../app/read.ts'
import { isAtLeast, useSession } from '../app/session.ts'
import { formatNumber } from '../ui/format.ts'
import { type Column, ListView } from '../ui/list/list-view.tsx'
import { Filters, Page } from '../ui/page.tsx'
import { usePreferences } from '../ui/preferences.tsx'
import { Time } from '../ui/time.tsx'
import classes from './campaign/campaign.module.css'
import { MergeDialog } from './campaign/merge-dialog.tsx'
import { KindBadge, StateBadge, useCampaignName } from './campaign/words.tsx'
import type { CampaignsSearch } from './search.ts'

const route = getRouteApi('/shell/campaigns')
const idOf = (line: CampaignLine) => line.id

/** From thousands of reports to a few campaigns: those with news first, or the largest. */
export function Campaigns() {
  const { t } = useTranslation('analysis')
  const session = useSession()
  const search = route.useSearch()
  const navigate = useNavigate()
  const nameOf = useCampaignName()
  const { q, ...rest } = search
  const query = { ...rest, ...(q === undefined ? {} : { search: q }) }
  const source = useList(listCampaigns, { query }, { live: ['campaign'] })
  const [merging, setMerging] = useState<{ readonly campaigns: readonly CampaignLine[]; readonly clear: () => void }>()
  const go = (next: CampaignsSearch) => void navigate({ to: '/campaigns', search: next, replace: true })
  const filtered = q !== undefined || search.state !== undefined || search.kind !== undefined
  return (
    <Page
      title={t('campaigns.title')}
      lead={t('campaigns.lead')}
      actions={<ExportLink path="/api/campaigns/export" query={query} what={t('campaigns.title')} />}
    >
      <FilterBar search={search} onSearch={go} />
      <ListView
        label={t('campaigns.title')}
        source={source}
        columns={useColumns()}
        idOf={idOf}
        nameOf={nameOf}
        onOpen={(line) => void navigate({ to: '/campaigns/$id', params: { id: line.id } })}
        bulk={
          isAtLeast(session, 'analyst')
            ? (chosen, clear) => (
                <Button
                  size="compact-sm"
                  leftSection={<IconArrowsJoin2 size={14} />}
                  disabled={chosen.length < 2}
                  onClick={() => setMerging({ campaigns: chosen, clear })}
                >
                  {t('campaign.merge.open')}
                </Button>
              )
            : undefined
        }
        empty={
          filtered
            ? {
                title: t('campaigns.none-found'),
                text: t('campaigns.none-found-why'),
                action: (
                  <Button variant="default" mt="xs" onClick={() => go({})}>
                    {t('filter.clear')}
                  </Button>
                ),
              }
            : { title: t('campaigns.none'), text: t('campaigns.none-why') }
        }
      />
      <MergeDialog
        campaigns={merging?.campaigns ?? []}
        open={merging !== undefined}
        onClose={(done) => {
          if (done) merging?.clear()
          setMerging(undefined)
        }}
      />
    </Page>
  )
}

function useColumns(): readonly Column<CampaignLine>[] {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const nameOf = useCampaignName()
  return [
    {
      id: 'name',
      head: t('campaigns.column.name'),
      priority: 1,
      width: 'minmax(16rem, 4fr)',
      cell: (line) => (
        <span className={classes.two}>
          <Link to="/campaigns/$id" params={{ id: line.id }} className={classes.title} tabIndex={-1} dir="auto">
            {nameOf(line)}
          </Link>
          {line.brand !== null && <small>{t('campaigns.against', { brand: `\u2068${line.brand}\u2069` })}</small>}
        </span>
      ),
    },
    { id: 'kind', head: t('campaigns.column.kind'), priority: 2, width: 'max-content', cell: (line) => <KindBadge kind={line.kind} /> },
    {
      id: 'state',
      head: t('campaigns.column.state'),
      priority: 2,
      width: 'max-content',
      cell: (line) => (
        <span className={classes.badges}>
          <StateBadge campaign={line} />
        </span>
      ),
    },
    {
      id: 'reports',
      head: t('campaigns.column.reports'),
      priority: 2,
      width: 'max-content',
      align: 'end',
      cell: (line) => <span title={t('campaign.reports', { count: line.reports })}>{formatNumber(line.reports, locale)}</span>,
    },
    {
      id: 'first',
      head: t('campaigns.column.first'),
      priority: 3,
      width: 'max-content',
      align: 'end',
      cell: (line) => <Time at={line.firstAt} style="relative" />,
    },
    {
      id: 'last',
      head: t('campaigns.column.last'),
      priority: 2,
      width: 'max-content',
      align: 'end',
      cell: (line) => <Time at={line.lastAt} style="relative" />,
    },
  ]
}

type BarProps = { readonly search: CampaignsSearch; readonly onSearch: (next: CampaignsSearch) => void }

function FilterBar({ search, onSearch }: BarProps) {
  const { t } = useTranslation('analysis')
  const [words, setWords] = useState(search.q ?? '')
  const field = useRef<HTMLInputElement>(null)
  const change = (name: keyof CampaignsSearch, value: string) => {
    const { [name]: _, ...others } = search
    onSearch(value === '' ? others : { ...others, [name]: value })
  }
  const later = useDebouncedCallback((value: string) => change('q', value.trim()), 350)
  useHotkeys([['/', () => field.current?.focus()]])
  return (
    <Filters label={t('filter.label')}>
      <TextInput
        ref={field}
        type="search"
        label={t('filter.words')}
        placeholder={t('campaigns.words-hint')}
        leftSection={<IconSearch size={16} />}
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value)
          later(event.currentTarget.value)
        }}
        flex="1 1 14rem"
      />
      <MultiSelect
        label={t('campaigns.column.state')}
        placeholder={search.state === undefined ? t('campaigns.open-ones') : ''}
        data={campaignStates.map((value) => ({ value, label: t(`campaign.state.${value}`) }))}
        value={search.state?.split(',') ?? []}
        onChange={(values) => change('state', values.join(','))}
        clearable
      />
      <MultiSelect
        label={t('campaigns.column.kind')}
        placeholder={search.kind === undefined ? t('filter.any') : ''}
        data={verdictKinds.map((value) => ({ value, label: t(`verdict.kind.${value}`) }))}
        value={search.kind?.split(',') ?? []}
        onChange={(values) => change('kind', values.join(','))}
        clearable
      />
      <SegmentedControl
        aria-label={t('campaigns.sort')}
        value={search.sort ?? 'last'}
        onChange={(value) => change('sort', value === 'last' ? '' : value)}
        data={(['last', 'size'] as const).map((value) => ({ value, label: t(`campaigns.by-${value}`) }))}
      />
    </Filters>
  )
}
