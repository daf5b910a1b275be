import { MultiSelect, Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listMembers } from '../../../../src/domain/cooperation/contract/network/members.ts'
import { readNetwork } from '../../../../src/domain/cooperation/contract/network/network.ts'
import type { InputOf } from '../../app/api.ts'
import { useRead } from '../../app/read.ts'
import { countryName } from '../../ui/format.ts'
import { usePreferences } from '../../ui/preferences.tsx'

export type MemberOption = { readonly value: string; readonly label: string }
type Which = Pick<InputOf<typeof listMembers>['query'] & object, 'kind' | 'state' | 'here'>

type Common = {
  readonly label: string
  readonly description?: string | undefined
  readonly error?: string | undefined
  readonly required?: boolean
  /** which members are offered at all; without it all that are in the network */
  readonly which?: Which | undefined
  /** members that are not offered */
  readonly but?: readonly (string | undefined)[] | undefined
  /** offered beside them */
  readonly also?: readonly MemberOption[] | undefined
  /** what those are called that were chosen before */
  readonly known?: readonly MemberOption[] | undefined
}

type OneProps = Common & {
  readonly value: string | null
  readonly onChange: (value: string | null) => void
  readonly clearable?: boolean
}

/** One member, found by its name at the server as one types: a network may have more of them than a list can hold. */
export function MemberField({ which, but, also, known, value, onChange, ...rest }: OneProps) {
  const field = useMembers({ which, but, also, known }, value === null ? [] : [value])
  return (
    <Select
      {...rest}
      searchable
      data={field.data}
      filter={({ options }) => options}
      // what was chosen stands in the field and is not what is looked for
      onSearchChange={(typed) => field.look(field.data.some(({ label }) => label === typed) ? '' : typed)}
      nothingFoundMessage={field.nothing}
      value={value}
      onChange={(next) => {
        field.keep(next === null ? [] : [next])
        onChange(next)
      }}
    />
  )
}

type SeveralProps = Common & {
  readonly value: readonly string[]
  readonly onChange: (value: string[]) => void
}

/** Several members, found in the same way. */
export function MembersField({ which, but, also, known, value, onChange, ...rest }: SeveralProps) {
  const field = useMembers({ which, but, also, known }, value)
  return (
    <MultiSelect
      {...rest}
      searchable
      clearable
      hidePickedOptions
      data={field.data}
      filter={({ options }) => options}
      searchValue={field.words}
      onSearchChange={field.look}
      nothingFoundMessage={field.nothing}
      value={[...value]}
      onChange={(next) => {
        field.keep(next)
        onChange(next)
      }}
    />
  )
}

type Choice = Pick<Common, 'which' | 'but' | 'also' | 'known'>

function useMembers({ which = {}, but = [], also = [], known = [] }: Choice, chosen: readonly string[]) {
  const { t } = useTranslation('ui')
  const { locale } = usePreferences()
  const [words, look] = useState('')
  const [asked] = useDebouncedValue(words.trim(), 250)
  const [seen, setSeen] = useState<readonly MemberOption[]>([])
  const found = useRead(listMembers, { query: { ...which, limit: 50, ...(asked === '' ? {} : { q: asked }) } }, { live: ['member'] })
  const there = (found.data?.items ?? [])
    .filter(({ id }) => !but.includes(id))
    .map(({ id, name, country }) => ({ value: id, label: `${name} (${countryName(country, locale)})` }))
  const offered = [...also.filter(({ label }) => label.toLocaleLowerCase(locale).includes(asked.toLocaleLowerCase(locale))), ...there]
  // whoever was chosen stays named while others are looked for
  const names = new Map([...known, ...seen].map((one) => [one.value, one]))
  const kept = chosen.flatMap((id) => (offered.some(({ value }) => value === id) ? [] : (names.get(id) ?? [])))
  return {
    data: [...kept, ...offered],
    words,
    look,
    nothing: t(found.isPending ? 'members.looking' : 'members.nobody'),
    keep: (ids: readonly string[]) => setSeen([...kept, ...offered].filter(({ value }) => ids.includes(value))),
  }
}

/** Several of the others that work on this node: whom something can be shown to. */
export function OthersField(props: Omit<SeveralProps, 'which' | 'but'>) {
  const own = useRead(readNetwork).data?.network?.standing.member?.id
  return <MembersField {...props} which={here} but={[own]} />
}
const here = { here: 'true' } as const
