import { Checkbox, MultiSelect, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { listCountries } from '../../../../../src/domain/cooperation/contract/network/countries.ts'
import { listGroups } from '../../../../../src/domain/cooperation/contract/network/groups.ts'
import type { AskedShare, ShareLine } from '../../../../../src/domain/cooperation/contract.ts'
import { useRead } from '../../../app/read.ts'
import { countryName } from '../../../ui/format.ts'
import { usePreferences } from '../../../ui/preferences.tsx'
import { OthersField } from '../member-field.tsx'

/** Whom a share is for, as its form holds them. */
export type Chosen = {
  readonly members: readonly string[]
  readonly groups: readonly string[]
  readonly countries: readonly string[]
  /** of which countries all agencies */
  readonly agenciesOf: readonly string[]
  readonly agencies: boolean
}

/** A group that is offered though it is none of those one keeps. */
export type GroupOption = { readonly value: string; readonly label: string; readonly first: boolean }

export const nobody: Chosen = { members: [], groups: [], countries: [], agenciesOf: [], agencies: false }

export function chosenOf(recipients: ShareLine['recipients']): Chosen {
  const of = (wanted: string) => recipients.filter(({ kind }) => kind === wanted).map(({ value }) => value)
  return {
    members: of('member'),
    groups: of('group'),
    countries: of('country'),
    agenciesOf: of('country-agencies'),
    agencies: of('agencies').length > 0,
  }
}

export function recipientsOf({ members, groups, countries, agenciesOf, agencies }: Chosen): AskedShare['recipients'] {
  return [
    ...members.map((value) => ({ kind: 'member' as const, value })),
    ...groups.map((value) => ({ kind: 'group' as const, value })),
    ...countries.map((value) => ({ kind: 'country' as const, value })),
    ...agenciesOf.map((value) => ({ kind: 'country-agencies' as const, value })),
    ...(agencies ? [{ kind: 'agencies' as const, value: '' }] : []),
  ]
}

type RecipientsProps = {
  readonly chosen: Chosen
  readonly onChosen: (chosen: Chosen) => void
  readonly error: string | undefined
  /** what those are called that were chosen before */
  readonly known?: ShareLine['recipients']
  readonly into?: readonly GroupOption[]
}

/** Members, groups, countries, all agencies: any of them together. */
export function RecipientsField({ chosen, onChosen, error, known = [], into = [] }: RecipientsProps) {
  const { t } = useTranslation('sharing')
  const { locale } = usePreferences()
  const groups = useRead(listGroups, {}, { live: ['group'] }).data?.items ?? []
  const countries = useRead(listCountries, {}, { live: ['member'] }).data?.items ?? []
  const order = new Intl.Collator(locale)
  const open = groups.filter(({ closedAt }) => closedAt === null).map(({ id, name }) => ({ value: id, label: name }))
  const more = [...into, ...known.filter(({ kind }) => kind === 'group').map(({ value, name }) => ({ value, label: name }))]
  const offered = [...open, ...more.filter((one, at) => [...open, ...more.slice(0, at)].every(({ value }) => value !== one.value))]
  const withAgencies = countries
    .filter(({ agencies }) => agencies > 0)
    .map(({ country }) => ({ value: country, label: countryName(country, locale) }))
    .sort((one, other) => order.compare(one.label, other.label))
  return (
    <Stack gap="sm">
      <OthersField
        label={t('to.members')}
        value={chosen.members}
        onChange={(members) => onChosen({ ...chosen, members })}
        known={known.filter(({ kind }) => kind === 'member').map(({ value, name }) => ({ value, label: name }))}
        error={error}
      />
      {offered.length > 0 && (
        <MultiSelect
          label={t('to.groups')}
          description={t('to.groups-hint')}
          searchable
          clearable
          data={offered.map(({ value, label }) => ({ value, label }))}
          value={[...chosen.groups]}
          onChange={(values) => onChosen({ ...chosen, groups: values })}
        />
      )}
      <MultiSelect
        label={t('to.countries')}
        description={t('to.countries-hint')}
        searchable
        clearable
        data={withAgencies}
        value={[...chosen.countries]}
        onChange={(values) => onChosen({ ...chosen, countries: values })}
      />
      <MultiSelect
        label={t('to.agencies-of')}
        description={t('to.agencies-of-hint')}
        searchable
        clearable
        data={withAgencies}
        value={[...chosen.agenciesOf]}
        onChange={(values) => onChosen({ ...chosen, agenciesOf: values })}
      />
      <Checkbox
        label={t('to.agencies')}
        description={t('to.agencies-hint')}
        checked={chosen.agencies}
        onChange={(event) => onChosen({ ...chosen, agencies: event.currentTarget.checked })}
      />
    </Stack>
  )
}
