import { Button, Checkbox, MultiSelect, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { caseKinds, caseOrders, caseStates } from '../../../../src/domain/cases/contract.ts'
import { Filters } from '../../ui/page.tsx'
import classes from '../cases.module.css'
import { usePeople } from '../people.tsx'
import type { CasesSearch } from '../search.ts'

type Props = { readonly search: CasesSearch; readonly onSearch: (next: CasesSearch) => void }

/** The filters of the queue. */
export function CaseFilters({ search, onSearch }: Props) {
  const { t } = useTranslation('cases')
  const people = usePeople()
  const change = (name: keyof CasesSearch, value: string | true | null) => onSearch(withFilter(search, name, value))
  const several = (name: 'state' | 'kind', all: readonly string[], word: (one: string) => string) => (
    <MultiSelect
      label={t(`filter.${name}`)}
      placeholder={
        search[name] === undefined ? t(name === 'state' ? 'filter.live' : 'filter.any') : search[name].split(',').map(word).join(', ')
      }
      classNames={{ pill: classes.unseen ?? '' }}
      data={all.map((one) => ({ value: one, label: word(one) }))}
      value={search[name]?.split(',') ?? []}
      onChange={(values) => change(name, values.join(','))}
      clearable
    />
  )
  return (
    <Filters label={t('filter.label')}>
      <SearchWords search={search} onSearch={onSearch} />
      {several('state', caseStates, (one) => t(`state.${one}`))}
      {several('kind', caseKinds, (one) => t(`kind.${one}`))}
      <Select
        label={t('filter.assignee')}
        placeholder={t('filter.anybody')}
        data={[
          { value: 'me', label: t('filter.me') },
          { value: 'none', label: t('people.none') },
          ...people.map((one) => ({ value: one.id, label: one.name })),
        ]}
        value={search.assignee ?? null}
        onChange={(value) => change('assignee', value)}
        clearable
      />
      <Select
        label={t('filter.order')}
        data={caseOrders.map((one) => ({ value: one, label: t(`order.${one}`) }))}
        value={search.order ?? 'queue'}
        onChange={(value) => change('order', value === 'queue' ? null : value)}
        allowDeselect={false}
      />
      <div className={classes.flags}>
        <Checkbox
          label={t('filter.watching')}
          checked={search.watching === true}
          onChange={(event) => change('watching', event.currentTarget.checked ? true : null)}
        />
        {(['late', 'decide', 'answered'] as const).map((name) => (
          <Checkbox
            key={name}
            label={t(`filter.${name}`)}
            checked={search[name] === true}
            onChange={(event) => change(name, event.currentTarget.checked ? true : null)}
          />
        ))}
        {Object.keys(search).length > 0 && (
          <Button variant="subtle" size="compact-sm" onClick={() => onSearch({})}>
            {t('filter.clear')}
          </Button>
        )}
      </div>
    </Filters>
  )
}

function withFilter(search: CasesSearch, name: keyof CasesSearch, value: string | true | null): CasesSearch {
  const { [name]: _, ...others } = search
  return value === null || value === '' ? others : { ...others, [name]: value }
}

function SearchWords({ search, onSearch }: Props) {
  const { t } = useTranslation('cases')
  const [words, setWords] = useState(search.q ?? '')
  const field = useRef<HTMLInputElement>(null)
  const later = useDebouncedCallback((value: string) => onSearch(withFilter(search, 'q', value.trim())), 350)
  // the address was changed by another hand: a figure, the palette, the way back
  useEffect(() => setWords((shown) => (shown.trim() === (search.q ?? '') ? shown : (search.q ?? ''))), [search.q])
  useHotkeys([['/', () => field.current?.focus()]])
  return (
    <TextInput
      ref={field}
      type="search"
      label={t('filter.words')}
      placeholder={t('filter.words-hint')}
      leftSection={<IconSearch size={16} />}
      value={words}
      onChange={(event) => {
        setWords(event.currentTarget.value)
        later(event.currentTarget.value)
      }}
      flex="1 1 14rem"
    />
  )
}
