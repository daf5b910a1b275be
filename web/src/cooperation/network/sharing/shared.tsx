import { Button, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sharedKinds, sharedTlps } from '../../../../../src/domain/cooperation/contract/network/names.ts'
import { listShared, type SharedLine } from '../../../../../src/domain/cooperation/contract.ts'
import { LinkButton } from '../../../app/link-button.tsx'
import { useList } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { defang } from '../../../ui/defang.ts'
import { type Column, ListView } from '../../../ui/list/list-view.tsx'
import { Filters, Page } from '../../../ui/page.tsx'
import { Time } from '../../../ui/time.tsx'
import type { SharedSearch } from './search.ts'
import { Tombstones } from './tombstones.tsx'
import { TlpBadge, tlpName } from './words.tsx'

const route = getRouteApi('/shell/shared')
const idOf = (one: SharedLine) => one.id
const live = ['shared-copy', 'group']

/** What other organisations show to one's own, newest first, and what they called back. */
export function Shared() {
  const { t } = useTranslation('sharing')
  const search = route.useSearch()
  const navigate = useNavigate()
  const { q, kind, tlp, from } = search
  const query = {
    ...(q === undefined ? {} : { q }),
    ...(kind === undefined ? {} : { kind: [kind] }),
    ...(tlp === undefined ? {} : { tlp: [tlp] }),
    ...(from === undefined ? {} : { from }),
  }
  const source = useList(listShared, { query }, { live })
  const filtered = Object.keys(search).length > 0
  return (
    <Page
      title={t('shared.title')}
      lead={t('shared.lead')}
      actions={
        <>
          <LinkButton to="/groups" variant="default">
            {t('groups.title')}
          </LinkButton>
          <LinkButton to="/shares" variant="default">
            {t('shares.title')}
          </LinkButton>
        </>
      }
    >
      <Tombstones />
      <SharedFilters search={search} source={source.items} />
      <ListView
        label={t('shared.title')}
        source={source}
        columns={useColumns()}
        idOf={idOf}
        nameOf={(one) => one.title}
        onOpen={(one) => void navigate({ to: '/shared/$id', params: { id: one.id } })}
        empty={
          filtered
            ? { title: t('shared.not-found'), text: t('shared.not-found-why') }
            : { title: t('shared.none'), text: t('shared.none-why') }
        }
      />
    </Page>
  )
}

type FiltersProps = { readonly search: SharedSearch; readonly source: readonly SharedLine[] }

function SharedFilters({ search, source }: FiltersProps) {
  const { t } = useTranslation('sharing')
  const navigate = useNavigate()
  const [text, setText] = useState(search.q ?? '')
  const set = <K extends keyof SharedSearch>(name: K, value: SharedSearch[K] | undefined) => {
    const { [name]: _, ...rest } = search
    const next = (value === undefined ? rest : { ...rest, [name]: value }) as SharedSearch
    void navigate({ to: '/shared', search: next, replace: true })
  }
  const tell = useDebouncedCallback((value: string) => set('q', value.trim() === '' ? undefined : value.trim()), 300)
  const owner = source.find(({ from }) => from.id === search.from)?.from.name
  return (
    <Filters label={t('filter.label')} even>
      <TextInput
        label={t('shared.search')}
        leftSection={<IconSearch size={16} />}
        value={text}
        maxLength={200}
        onChange={(event) => {
          setText(event.currentTarget.value)
          tell(event.currentTarget.value)
        }}
      />
      <Select
        label={t('field.kind')}
        placeholder={t('filter.any')}
        clearable
        data={sharedKinds.map((one) => ({ value: one, label: t(`kind.${one}`) }))}
        value={search.kind ?? null}
        onChange={(value) =>
          set(
            'kind',
            sharedKinds.find((one) => one === value),
          )
        }
      />
      <Select
        label={t('field.mark')}
        placeholder={t('filter.any')}
        clearable
        data={sharedTlps.map((one) => ({ value: one, label: tlpName(one) }))}
        value={search.tlp ?? null}
        onChange={(value) =>
          set(
            'tlp',
            sharedTlps.find((one) => one === value),
          )
        }
      />
      {search.from !== undefined && (
        <Button variant="default" onClick={() => set('from', undefined)}>
          {t('filter.not-from', { name: owner ?? '…' })}
        </Button>
      )}
    </Filters>
  )
}

function useColumns(): readonly Column<SharedLine>[] {
  const { t } = useTranslation('sharing')
  return [
    {
      id: 'title',
      head: t('field.title'),
      priority: 1,
      width: 'minmax(12rem, 2fr)',
      cell: (one) => (
        <>
          <bdi>{defang(one.title)}</bdi> {one.readAt === null && <Badge tone="accent">{t('unread')}</Badge>}
        </>
      ),
    },
    { id: 'from', head: t('field.from'), priority: 2, width: 'minmax(9rem, 1fr)', cell: (one) => <bdi>{one.from.name}</bdi> },
    { id: 'kind', head: t('field.kind'), priority: 3, width: 'max-content', cell: (one) => t(`kind.${one.kind}`) },
    { id: 'mark', head: t('field.mark'), priority: 2, width: 'max-content', cell: (one) => <TlpBadge tlp={one.tlp} /> },
    {
      id: 'since',
      head: t('field.since'),
      priority: 2,
      width: 'max-content',
      align: 'end',
      cell: (one) => <Time at={one.since} style="relative" />,
    },
  ]
}
