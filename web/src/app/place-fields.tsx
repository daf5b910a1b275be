import { Select, type SelectProps } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { countryCodes } from '../../../src/formats/iso3166.ts'
import { countryName, offsetOf } from '../ui/format.ts'
import { usePreferences } from '../ui/preferences.tsx'
import { isTag } from './languages.ts'

// Where something is, and by which clock: fields that several rooms ask for.

type Joined = {
  readonly name: string
  readonly value: string | null
  readonly error: string | undefined
  onChange(value: string | null): void
}
export type FieldProps = Joined &
  Pick<SelectProps, 'label' | 'aria-label' | 'description' | 'disabled' | 'size' | 'w' | 'placeholder' | 'clearable' | 'allowDeselect'>

/** The country where a browser of this locale most likely stands; undefined when its locale names none. */
export function likelyCountry(tags: readonly string[]): string | undefined {
  return tags
    .filter(isTag)
    .map((tag) => new Intl.Locale(tag).region)
    .find((region) => region !== undefined && countryCodes.includes(region))
}

export function CountryField({ error, ...props }: FieldProps) {
  const { t } = useTranslation('directory')
  const { locale } = usePreferences()
  const data = useMemo(() => {
    const order = new Intl.Collator(locale)
    return countryCodes
      .map((code) => ({ value: code, label: countryName(code, locale) }))
      .sort((one, other) => order.compare(one.label, other.label))
  }, [locale])
  return (
    <Select
      label={t('field.country')}
      searchable
      data={data}
      allowDeselect={false}
      nothingFoundMessage={t('field.nothing')}
      error={error ?? null}
      {...props}
    />
  )
}

/** The zones that this browser knows, and the one that was chosen: browsers differ in the names of some (Asia/Kathmandu, Asia/Katmandu). */
function zonesWith(chosen: string | null): readonly string[] {
  const known = Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')
  return chosen === null || chosen === '' || chosen === 'UTC' || known.includes(chosen)
    ? ['UTC', ...known]
    : ['UTC', ...[...known, chosen].sort()]
}

export function ZoneField({ error, ...props }: FieldProps) {
  const { t } = useTranslation('directory')
  const data = useMemo(() => {
    const now = new Date()
    return zonesWith(props.value).map((zone) => ({ value: zone, label: `${zone.replaceAll('_', ' ')} (${offsetOf(now, zone)})` }))
  }, [props.value])
  return (
    <Select
      label={t('field.zone')}
      searchable
      data={data}
      limit={200}
      allowDeselect={false}
      nothingFoundMessage={t('field.nothing')}
      error={error ?? null}
      {...props}
    />
  )
}
