import { Select, type SelectProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { listPeople, type Member } from '../../../src/domain/directory/contract.ts'
import { useRead } from '../app/read.ts'
import { useSession } from '../app/session.ts'

const none: readonly Member[] = []

/** The people of the organisation, by the first two hundred: the rest are found by those who know their names. */
export function usePeople(enabled = true): readonly Member[] {
  const { data } = useRead(listPeople, { query: { limit: 200 } }, { live: ['person'], staleFor: 60_000, enabled })
  return data?.items ?? none
}

/** What a person is called, by their id. */
export function useNameOf(): (id: unknown) => string | undefined {
  const people = usePeople()
  return (id) => people.find((one) => one.id === id)?.name
}

type PersonSelectProps = Omit<SelectProps, 'data' | 'value' | 'onChange'> & {
  readonly value: string | null
  readonly onChange: (id: string | null) => void
  /** may work on cases: whoever only looks cannot be given one */
  readonly working?: boolean
}

/** A person of the organisation; oneself first. */
export function PersonSelect({ value, onChange, working, ...rest }: PersonSelectProps) {
  const { t } = useTranslation('cases')
  const { person } = useSession()
  const people = usePeople().filter((one) => working !== true || one.role !== 'viewer')
  const data = people
    .map((one) => ({ value: one.id, label: one.id === person.id ? t('people.me', { name: one.name }) : one.name }))
    .sort((one, other) => Number(other.value === person.id) - Number(one.value === person.id))
  return (
    <Select
      {...rest}
      data={data}
      value={value}
      onChange={onChange}
      searchable={data.length > 8}
      clearable
      nothingFoundMessage={t('people.nobody')}
      comboboxProps={{ withinPortal: true }}
    />
  )
}
