import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CaseLine, listCases } from '../../../src/domain/cases/contract.ts'
import { useRead } from '../app/read.ts'

type Props = {
  readonly label: string
  readonly description?: string
  readonly value: CaseLine | null
  readonly onChange: (one: CaseLine | null) => void
  /** the case that it is chosen for, which cannot be meant */
  readonly not?: string | undefined
  /** also those that are closed */
  readonly closed?: boolean
  readonly error?: string | undefined
}

/** Another case, found by words or by its code. */
export function CasePicker({ label, description, value, onChange, not, closed, error }: Props) {
  const { t } = useTranslation('cases')
  const [words, setWords] = useState('')
  const [settled] = useDebouncedValue(words.trim(), 250)
  const shown = value === null ? '' : nameOf(value)
  const search = settled === '' || settled === shown ? {} : { search: settled }
  const { data } = useRead(
    listCases,
    { query: { ...search, limit: 20, ...(closed === true ? { state: 'open,acting,waiting,closed' } : {}) } },
    { live: ['case'] },
  )
  const found = (data?.items ?? []).filter((one) => one.id !== not)
  const options = value === null || found.some((one) => one.id === value.id) ? found : [value, ...found]
  return (
    <Select
      label={label}
      description={description}
      placeholder={t('picker.hint')}
      data={options.map((one) => ({ value: one.id, label: nameOf(one) }))}
      // the server has sought already
      filter={({ options: all }) => all}
      searchable
      searchValue={words}
      onSearchChange={setWords}
      value={value?.id ?? null}
      onChange={(id) => onChange(options.find((one) => one.id === id) ?? null)}
      nothingFoundMessage={t('picker.none')}
      clearable
      error={error}
      data-autofocus
    />
  )
}

function nameOf({ code, title }: CaseLine): string {
  return `${code} · \u2068${title}\u2069`
}
