import { MultiSelect, NumberInput, Select, SimpleGrid, Textarea, TextInput } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type ReportDetail,
  reportChannels,
  reportDetails,
  reportStates,
} from '../../../../../src/domain/cooperation/contract/network/call-names.ts'
import type { CallReportDetails, CallReportView } from '../../../../../src/domain/cooperation/contract.ts'
import { countryCodes } from '../../../../../src/formats/iso3166.ts'
import type { Fields } from '../../../app/form.tsx'
import { countryName } from '../../../ui/format.ts'
import { usePreferences } from '../../../ui/preferences.tsx'
import { Time } from '../../../ui/time.tsx'
import classes from './calls.module.css'

type Kind = CallReportView['kind']

export const detailsAtFirst = () => ({
  state: null as string | null,
  since: '',
  until: '',
  countries: [] as string[],
  channels: [] as string[],
  number: '' as number | string,
  partners: '',
  result: '',
})
type Values = ReturnType<typeof detailsAtFirst>

const fieldsOf = (kind: Kind): readonly ReportDetail[] => reportDetails[kind]
const statesOf = (kind: Kind) => (kind === 'cases' || kind === 'models' ? reportStates[kind] : [])

/** What the kind does not have is left out, whatever was typed for another. */
export function detailsOf(kind: Kind, values: Values): Partial<CallReportDetails> {
  const all: CallReportDetails = {
    state: statesOf(kind).find((one) => one === values.state) ?? null,
    since: values.since === '' ? null : values.since,
    until: values.until === '' ? null : values.until,
    countries: values.countries,
    channels: reportChannels.filter((one) => values.channels.includes(one)),
    number: values.number === '' ? null : Number(values.number),
    partners: values.partners,
    result: values.result,
  }
  return Object.fromEntries(fieldsOf(kind).map((name) => [name, all[name]]))
}

type FormProps = { readonly kind: Kind; readonly form: Fields<Values> }

/** What a report of this kind says besides its words. */
export function DetailFields({ kind, form }: FormProps) {
  const fields = fieldsOf(kind)
  if (fields.length === 0) return null
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        {fields
          .filter((name) => name !== 'result')
          .map((name) => (
            <OneField key={name} name={name} kind={kind} form={form} />
          ))}
      </SimpleGrid>
      <OneField name="result" kind={kind} form={form} />
    </>
  )
}

function OneField({ name, kind, form }: FormProps & { readonly name: ReportDetail }) {
  const { t } = useTranslation('calls')
  const countries = useCountries()
  if (name === 'result')
    return <Textarea label={t(resultOf(kind))} autosize minRows={2} maxLength={4_000} dir="auto" {...form.props('result')} />
  const label = t(`details.${name}`)
  if (name === 'state')
    return (
      <Select
        label={label}
        clearable
        data={statesOf(kind).map((one) => ({ value: one, label: t(`stage.${one}`) }))}
        {...form.props('state')}
      />
    )
  if (name === 'countries') return <MultiSelect label={label} searchable data={[...countries]} {...form.props('countries')} />
  if (name === 'channels')
    return (
      <MultiSelect
        label={label}
        data={reportChannels.map((one) => ({ value: one, label: t(`channel.${one}`) }))}
        {...form.props('channels')}
      />
    )
  if (name === 'number')
    return <NumberInput label={label} min={0} max={1e12} allowDecimal={false} thousandSeparator=" " {...form.props('number')} />
  if (name === 'partners') return <TextInput label={label} maxLength={500} dir="auto" {...form.props('partners')} />
  return <TextInput label={label} type="date" {...form.props(name)} />
}

const resultOf = (kind: Kind) =>
  kind === 'cases' ? ('details.came-of-it' as const) : kind === 'techniques' ? ('details.helps' as const) : ('details.achieved' as const)

function useCountries() {
  const { locale } = usePreferences()
  return useMemo(() => {
    const order = new Intl.Collator(locale)
    return countryCodes
      .map((code) => ({ value: code, label: countryName(code, locale) }))
      .sort((one, other) => order.compare(one.label, other.label))
  }, [locale])
}

/** The same, as it is read. */
export function Details({ kind, details }: Pick<CallReportView, 'kind' | 'details'>) {
  const { t } = useTranslation('calls')
  const { locale } = usePreferences()
  const says: { readonly [K in ReportDetail]: () => React.ReactNode } = {
    state: () => details.state !== null && t(`stage.${details.state}`),
    since: () => details.since !== null && <Day of={details.since} />,
    until: () => details.until !== null && <Day of={details.until} />,
    countries: () => details.countries.map((code) => countryName(code, locale)).join(', '),
    channels: () => details.channels.map((one) => t(`channel.${one}`)).join(', '),
    number: () => details.number !== null && new Intl.NumberFormat(locale).format(details.number),
    partners: () => details.partners,
    result: () => details.result,
  }
  const said = fieldsOf(kind).flatMap((name) => {
    const value = says[name]()
    return value === false || value === '' ? [] : [{ name, value }]
  })
  if (said.length === 0) return null
  return (
    <dl className={classes.details}>
      {said.map(({ name, value }) => (
        <div key={name}>
          <dt>{t(name === 'result' ? resultOf(kind) : `details.${name}`)}</dt>
          <dd dir="auto">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Day({ of }: { readonly of: string }) {
  return <Time at={`${of}T12:00:00Z`} style="date" zone="UTC" />
}
