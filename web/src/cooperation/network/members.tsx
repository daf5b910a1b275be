import { Button, Modal, MultiSelect, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback, useDisclosure } from '@mantine/hooks'
import { IconPlus, IconSearch, IconUpload } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listMembers, type MemberView } from '../../../../src/domain/cooperation/contract/network/members.ts'
import { categories, memberKinds, memberStates } from '../../../../src/domain/cooperation/contract/network/names.ts'
import { ExportLink } from '../../app/export-link.tsx'
import { LinkButton } from '../../app/link-button.tsx'
import { CountryField } from '../../app/place-fields.tsx'
import { useList } from '../../app/read.ts'
import { actsForNetwork, isAtLeast, useSession } from '../../app/session.ts'
import { Badge } from '../../ui/badge.tsx'
import { Country } from '../../ui/country.tsx'
import { type Column, ListView } from '../../ui/list/list-view.tsx'
import { Filters, Page } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { NewMemberForm } from './member-form.tsx'
import type { MembersSearch } from './search.ts'
import { MemberState, useMemberKind } from './words.tsx'

const route = getRouteApi('/shell/network/members')
const idOf = (member: MemberView) => member.id

/** Who is in the network: agencies and industry, by country. */
export function Members() {
  const { t } = useTranslation('network')
  const session = useSession()
  const navigate = useNavigate()
  const search = route.useSearch()
  const secretariat = actsForNetwork(session)
  const keeps = secretariat && isAtLeast(session, 'manager')
  const { state, ...rest } = search
  const query = secretariat && state !== undefined ? { ...rest, state } : rest
  const source = useList(listMembers, { query }, { live: ['member'] })
  const [adding, add] = useDisclosure(false)
  const change = (next: MembersSearch) => void navigate({ to: '/network/members', search: next, replace: true })
  return (
    <Page
      title={t('members.title')}
      lead={t('members.lead')}
      actions={
        <>
          <ExportLink path="/api/network/members/export" query={query} what={t('members.title')} />
          {keeps && (
            <>
              <LinkButton to="/network/members/import" variant="default" leftSection={<IconUpload size={16} />}>
                {t('import.title')}
              </LinkButton>
              <Button leftSection={<IconPlus size={16} />} onClick={add.open}>
                {t('members.add')}
              </Button>
            </>
          )}
        </>
      }
    >
      <MemberFilters search={search} states={secretariat} onSearch={change} />
      <ListView
        label={t('members.title')}
        source={source}
        columns={useColumns(secretariat)}
        idOf={idOf}
        onOpen={({ id }) => void navigate({ to: '/network/members/$id', params: { id } })}
        empty={{ title: t('members.none'), text: t('members.none-why') }}
      />
      <Modal opened={adding} onClose={add.close} title={t('members.add')} size="lg" closeButtonProps={{ 'aria-label': t('ui:close') }}>
        <NewMemberForm onDone={(id) => void navigate({ to: '/network/members/$id', params: { id } })} />
      </Modal>
    </Page>
  )
}

type FiltersProps = {
  readonly search: MembersSearch
  readonly states: boolean
  readonly onSearch: (next: MembersSearch) => void
}

function MemberFilters({ search, states, onSearch }: FiltersProps) {
  const { t } = useTranslation('network')
  const set = <K extends keyof MembersSearch>(name: K, value: MembersSearch[K] | undefined) => {
    const { [name]: _, ...rest } = search
    onSearch((value === undefined ? rest : { ...rest, [name]: value }) as MembersSearch)
  }
  return (
    <Filters label={t('members.filter')} even>
      <Words words={search.q ?? ''} onWords={(words) => set('q', words)} />
      <Select
        label={t('field.kind')}
        placeholder={t('members.any')}
        clearable
        data={memberKinds.map((one) => ({ value: one, label: t(`kinds.${one}`) }))}
        value={search.kind ?? null}
        onChange={(value) =>
          set(
            'kind',
            memberKinds.find((one) => one === value),
          )
        }
      />
      <CountryField
        name="country"
        placeholder={t('members.any')}
        clearable
        error={undefined}
        value={search.country ?? null}
        onChange={(value) => set('country', value ?? undefined)}
      />
      <Select
        label={t('field.category')}
        placeholder={t('members.any')}
        clearable
        searchable
        data={categories.map((one) => ({ value: one, label: t(`category.${one}`) }))}
        value={search.category ?? null}
        onChange={(value) =>
          set(
            'category',
            categories.find((one) => one === value),
          )
        }
      />
      {states && (
        <MultiSelect
          label={t('field.state')}
          placeholder={search.state === undefined ? t('state.member') : ''}
          clearable
          data={memberStates.map((one) => ({ value: one, label: t(`state.${one}`) }))}
          value={search.state?.split(',') ?? []}
          onChange={(values) => set('state', values.length === 0 ? undefined : values.join(','))}
        />
      )}
    </Filters>
  )
}

function Words({ words, onWords }: { readonly words: string; readonly onWords: (words: string | undefined) => void }) {
  const { t } = useTranslation('network')
  const [text, setText] = useState(words)
  const tell = useDebouncedCallback((value: string) => onWords(value.trim() === '' ? undefined : value.trim()), 300)
  return (
    <TextInput
      label={t('members.search')}
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

function useColumns(secretariat: boolean): readonly Column<MemberView>[] {
  const { t } = useTranslation('network')
  const kindOf = useMemberKind()
  return [
    {
      id: 'name',
      head: t('field.name'),
      priority: 1,
      width: 'minmax(12rem, 2fr)',
      cell: (one) => (
        <>
          <bdi>{one.name}</bdi> {one.state !== 'member' && <MemberState state={one.state} />}
        </>
      ),
    },
    { id: 'country', head: t('field.country'), priority: 2, width: 'minmax(8rem, 1fr)', cell: (one) => <Country code={one.country} /> },
    { id: 'kind', head: t('field.kind'), priority: 2, width: 'minmax(8rem, 1fr)', cell: (one) => <bdi>{kindOf(one)}</bdi> },
    {
      id: 'since',
      head: t('field.joined'),
      priority: 3,
      width: 'max-content',
      cell: (one) => (one.joinedAt === null ? null : <Time at={one.joinedAt} style="date" />),
    },
    ...(secretariat
      ? [
          {
            id: 'here',
            head: t('field.here'),
            priority: 3 as const,
            width: 'max-content',
            cell: (one: MemberView) =>
              one.state === 'member' && <Badge tone={one.here ? 'good' : 'plain'}>{t(one.here ? 'here.yes' : 'here.no')}</Badge>,
          },
        ]
      : []),
  ]
}
