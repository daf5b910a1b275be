import { Button, Modal, Select, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { registerKinds } from '../../../../../src/domain/cooperation/contract/network/register-names.ts'
import { listRegister, type RegisterView } from '../../../../../src/domain/cooperation/contract/network/registers.ts'
import { ExportLink } from '../../../app/export-link.tsx'
import { CountryField } from '../../../app/place-fields.tsx'
import { useList, useRead } from '../../../app/read.ts'
import { Country } from '../../../ui/country.tsx'
import { type Column, ListView } from '../../../ui/list/list-view.tsx'
import { Filters, Page } from '../../../ui/page.tsx'
import { LoadingPage } from '../../../ui/states.tsx'
import { Time } from '../../../ui/time.tsx'
import type { RegistersSearch } from '../search.ts'
import { RegisterState, useRegisterWords } from './words.tsx'

const LawMap = lazy(async () => ({ default: (await import('./law-map.tsx')).LawMap }))
const EntryForm = lazy(async () => ({ default: (await import('./entry-form.tsx')).EntryForm }))
const route = getRouteApi('/shell/network/registers')

/** Laws and how they are enforced, obstacles, support, and what was told to others. */
export function Registers() {
  const { t } = useTranslation('registers')
  const navigate = useNavigate()
  const search = route.useSearch()
  const { kind, ...rest } = search
  const source = useList(
    listRegister,
    { query: { ...rest, ...(kind === undefined ? {} : { kind: [kind] }) } },
    { live: ['register', 'call-item'] },
  )
  const may = useRead(listRegister, { query: { limit: 1 } }, { live: ['register'] }).data?.may
  const [adding, setAdding] = useState(false)
  const set = <K extends keyof RegistersSearch>(name: K, value: RegistersSearch[K] | undefined) => {
    const { [name]: _, ...others } = search
    void navigate({ to: '/network/registers', search: value === undefined ? others : { ...others, [name]: value }, replace: true })
  }
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <>
          <ExportLink path="/api/network/registers/export" query={search} what={t('title')} />
          {may !== undefined && may.enter.length > 0 && (
            <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
              {t('add')}
            </Button>
          )}
        </>
      }
    >
      <ListFilters search={search} set={set} />
      {(kind === undefined || kind === 'law') && (
        <Suspense fallback={null}>
          <LawMap />
        </Suspense>
      )}
      <ListView
        label={t('title')}
        source={source}
        columns={useColumns()}
        idOf={idOf}
        nameOf={({ title }) => title}
        onOpen={({ id }) => void navigate({ to: '/network/registers/$id', params: { id } })}
        empty={{ title: t('none'), text: t('none-why') }}
      />
      <Modal opened={adding} onClose={() => setAdding(false)} size="lg" title={t('add')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
        <Suspense fallback={<LoadingPage />}>
          {may !== undefined && (
            <EntryForm
              kinds={may.enter}
              country={may.country}
              kind={kind !== undefined && may.enter.includes(kind) ? kind : may.enter[0]}
              onDone={() => setAdding(false)}
            />
          )}
        </Suspense>
      </Modal>
    </Page>
  )
}

type FilterProps = {
  readonly search: RegistersSearch
  set<K extends keyof RegistersSearch>(name: K, value: RegistersSearch[K] | undefined): void
}

function ListFilters({ search, set }: FilterProps) {
  const { t } = useTranslation('registers')
  const words = useRegisterWords()
  const { kind } = search
  const states = kind === undefined ? [] : words.statesOf(kind)
  return (
    <Filters label={t('filter')}>
      <Select
        aria-label={t('field.kind')}
        placeholder={t('every-kind')}
        clearable
        value={kind ?? null}
        onChange={(value) =>
          set(
            'kind',
            registerKinds.find((one) => one === value),
          )
        }
        data={registerKinds.map((one) => ({ value: one, label: words.kind(one) }))}
      />
      <CountryField
        name="country"
        label={undefined}
        aria-label={t('field.country')}
        placeholder={t('every-country')}
        clearable
        allowDeselect
        error={undefined}
        value={search.country ?? null}
        onChange={(value) => set('country', value ?? undefined)}
      />
      {kind !== undefined && states.length > 0 && (
        <Select
          aria-label={t('field.state')}
          placeholder={t('field.state')}
          clearable
          value={search.state ?? null}
          onChange={(value) => set('state', value ?? undefined)}
          data={states.map((one) => ({ value: one, label: words.state(kind, one) }))}
        />
      )}
      <TextInput
        aria-label={t('search')}
        placeholder={t('search')}
        defaultValue={search.q ?? ''}
        maxLength={200}
        onChange={(event) => set('q', event.currentTarget.value.trim() === '' ? undefined : event.currentTarget.value.trim())}
      />
    </Filters>
  )
}

export const idOf = ({ id }: RegisterView) => id

export function useColumns(): readonly Column<RegisterView>[] {
  const { t } = useTranslation('registers')
  const words = useRegisterWords()
  return [
    { id: 'title', head: t('field.title'), priority: 1, width: 'minmax(12rem, 3fr)', wrap: true, cell: (one) => <bdi>{one.title}</bdi> },
    { id: 'kind', head: t('field.kind'), priority: 2, width: 'minmax(8rem, 1fr)', cell: (one) => words.kind(one.kind) },
    {
      id: 'country',
      head: t('field.country'),
      priority: 2,
      width: 'minmax(7rem, 1fr)',
      cell: (one) => one.country !== null && <Country code={one.country} />,
    },
    { id: 'state', head: t('field.state'), priority: 1, width: 'max-content', cell: (one) => <RegisterState entry={one} /> },
    {
      id: 'changed',
      head: t('field.changed'),
      priority: 3,
      width: 'max-content',
      align: 'end',
      cell: (one) => <Time at={one.changedAt} style="date" />,
    },
  ]
}
