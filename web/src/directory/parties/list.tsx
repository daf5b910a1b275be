import { Button, Checkbox, Modal, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback, useDisclosure } from '@mantine/hooks'
import { IconPlus, IconSearch, IconUpload } from '@tabler/icons-react'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listParties, type PartyLine, partyKinds } from '../../../../src/domain/directory/contract.ts'
import { useList } from '../../app/read.ts'
import { may, useSession } from '../../app/session.ts'
import { Badge } from '../../ui/badge.tsx'
import { Country } from '../../ui/country.tsx'
import { formatNumber } from '../../ui/format.ts'
import { type Column, ListView } from '../../ui/list/list-view.tsx'
import { Filters, Page } from '../../ui/page.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import type { PartiesSearch } from '../search.ts'
import { PartyForm } from './forms.tsx'

const route = getRouteApi('/shell/parties')
const idOf = (party: PartyLine) => party.id

/** Customers and other parties, by name. */
export function Parties() {
  const { t } = useTranslation('directory')
  const session = useSession()
  const search = route.useSearch()
  const navigate = useNavigate()
  const { q, kind, ended } = search
  const query = {
    ...(q === undefined ? {} : { q }),
    ...(kind === undefined ? {} : { kind }),
    ended: ended === true ? ('yes' as const) : ('no' as const),
  }
  const source = useList(listParties, { query }, { live: ['party'] })
  const [adding, add] = useDisclosure(false)
  const states = may(session, 'state-parties')
  const change = (next: PartiesSearch) => void navigate({ to: '/parties', search: next, replace: true })
  return (
    <Page
      title={t('parties.title')}
      lead={t('parties.lead')}
      actions={
        <>
          <Button variant="default" component={Link} to="/parties/imports" leftSection={<IconUpload size={16} />}>
            {t('imports.title')}
          </Button>
          {states && (
            <Button leftSection={<IconPlus size={16} />} onClick={add.open}>
              {t('parties.add')}
            </Button>
          )}
        </>
      }
    >
      <Filters label={t('parties.filter')}>
        <Words search={search} onSearch={change} />
        <Select
          label={t('parties.kind-label')}
          placeholder={t('parties.any')}
          clearable
          data={partyKinds.map((one) => ({ value: one, label: t(`parties.kind.${one}`) }))}
          value={kind ?? null}
          onChange={(value) =>
            change(
              without(
                search,
                'kind',
                partyKinds.find((one) => one === value),
              ),
            )
          }
        />
        <Checkbox
          label={t('parties.with-ended')}
          checked={ended === true}
          onChange={(event) => change(without(search, 'ended', event.currentTarget.checked ? true : undefined))}
        />
      </Filters>
      <ListView
        label={t('parties.title')}
        source={source}
        columns={useColumns()}
        idOf={idOf}
        onOpen={({ id }) => void navigate({ to: '/parties/$id', params: { id } })}
        empty={{ title: t('parties.none'), text: t('parties.none-why') }}
      />
      <Modal opened={adding} onClose={add.close} title={t('parties.add')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
        <PartyForm onDone={(id) => void navigate({ to: '/parties/$id', params: { id } })} />
      </Modal>
    </Page>
  )
}

function without<K extends keyof PartiesSearch>(search: PartiesSearch, name: K, value: PartiesSearch[K] | undefined): PartiesSearch {
  const { [name]: _, ...rest } = search
  return (value === undefined ? rest : { ...rest, [name]: value }) as PartiesSearch
}

function Words({ search, onSearch }: { readonly search: PartiesSearch; readonly onSearch: (next: PartiesSearch) => void }) {
  const { t } = useTranslation('directory')
  const [text, setText] = useState(search.q ?? '')
  const tell = useDebouncedCallback((value: string) => onSearch(without(search, 'q', value.trim() === '' ? undefined : value.trim())), 300)
  return (
    <TextInput
      label={t('parties.search')}
      placeholder={t('parties.search-hint')}
      leftSection={<IconSearch size={16} />}
      value={text}
      maxLength={200}
      onChange={(event) => {
        setText(event.currentTarget.value)
        tell(event.currentTarget.value)
      }}
    />
  )
}

function useColumns(): readonly Column<PartyLine>[] {
  const { t } = useTranslation('directory')
  const { locale } = usePreferences()
  return [
    {
      id: 'name',
      head: t('field.name'),
      priority: 1,
      width: 'minmax(12rem, 2fr)',
      cell: (party) => (
        <>
          <bdi>{party.name}</bdi> {party.endedAt !== null && <Badge tone="bad">{t('parties.ended')}</Badge>}
        </>
      ),
    },
    {
      id: 'kind',
      head: t('parties.kind-label'),
      priority: 2,
      width: 'minmax(7rem, 1fr)',
      cell: (party) => t(`parties.kind.${party.kind}`),
    },
    {
      id: 'reference',
      head: t('parties.reference'),
      priority: 2,
      width: 'minmax(6rem, 1fr)',
      cell: (party) => <bdi>{party.reference}</bdi>,
    },
    {
      id: 'country',
      head: t('field.country'),
      priority: 3,
      cell: (party) => (party.country === null ? null : <Country code={party.country} />),
    },
    {
      id: 'contacts',
      head: t('parties.contacts'),
      priority: 3,
      width: 'max-content',
      align: 'end',
      cell: (party) => formatNumber(party.contacts, locale),
    },
    {
      id: 'responsibilities',
      head: t('parties.responsibilities'),
      priority: 3,
      width: 'max-content',
      align: 'end',
      cell: (party) => formatNumber(party.responsibilities, locale),
    },
  ]
}
