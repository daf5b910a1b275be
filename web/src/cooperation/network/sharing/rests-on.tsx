import { MultiSelect } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listShared } from '../../../../../src/domain/cooperation/contract/network/shared.ts'
import { useRead } from '../../../app/read.ts'
import { tlpName } from './words.tsx'

type RestsProps = {
  readonly chosen: readonly string[]
  readonly known: readonly { readonly id: string; readonly title: string }[]
  readonly onChosen: (chosen: string[]) => void
}

/** Which of the copies that others show it rests on: their marks then hold for it too. */
export function RestsOn({ chosen, known, onChosen }: RestsProps) {
  const { t } = useTranslation('sharing')
  const [words, setWords] = useState('')
  const [asked] = useDebouncedValue(words.trim(), 250)
  const query = asked === '' ? { limit: 50 } : { limit: 50, q: asked }
  const found = useRead(listShared, { query }, { live: ['shared-copy', 'group'] }).data?.items ?? []
  const [names, setNames] = useState(known.map(({ id, title }) => ({ value: id, label: title })))
  const offered = found.map(({ id, title, tlp, from }) => ({ value: id, label: `${title} · ${from.name} · ${tlpName(tlp)}` }))
  const kept = names.filter(({ value }) => chosen.includes(value) && !offered.some((one) => one.value === value))
  if (found.length === 0 && chosen.length === 0 && words === '') return null
  return (
    <MultiSelect
      label={t('field.rests-on')}
      description={t('field.rests-on-hint')}
      searchable
      clearable
      hidePickedOptions
      data={[...kept, ...offered]}
      filter={({ options }) => options}
      searchValue={words}
      onSearchChange={setWords}
      value={[...chosen]}
      onChange={(values) => {
        setNames([...names, ...offered.filter(({ value }) => values.includes(value) && !names.some((one) => one.value === value))])
        onChosen(values)
      }}
    />
  )
}
