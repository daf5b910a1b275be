import { Button, Group, MultiSelect, NumberInput, Radio, Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listCountries } from '../../../../../src/domain/cooperation/contract/network/countries.ts'
import { powerKinds } from '../../../../../src/domain/cooperation/contract/network/names.ts'
import {
  fieldsOf,
  needsOf,
  type RegisterField,
  registerAudiences,
  registerKinds,
  spamLaws,
  statesOf,
  supportTopics,
} from '../../../../../src/domain/cooperation/contract/network/register-names.ts'
import {
  addRegisterEntry,
  changeRegisterEntry,
  type RegisterView,
} from '../../../../../src/domain/cooperation/contract/network/registers.ts'
import { useAct } from '../../../app/act.ts'
import { type Fields, FormNote, useChecks, useFields } from '../../../app/form.tsx'
import { useRead } from '../../../app/read.ts'
import { countryName } from '../../../ui/format.ts'
import { usePreferences } from '../../../ui/preferences.tsx'
import { toast } from '../../../ui/toast.tsx'
import { MemberField } from '../member-field.tsx'
import { useRegisterWords } from './words.tsx'

type Kind = RegisterView['kind']
type Values = ReturnType<typeof initialOf>
type Props = {
  readonly kinds: readonly Kind[]
  readonly kind: Kind | undefined
  /** one's own; null for the office, which chooses one */
  readonly country: string | null
  readonly entry?: RegisterView
  readonly onDone: () => void
}

/** An entry of a register, new or changed: the fields that its kind has. */
export function EntryForm({ kinds, kind: first, country, entry, onDone }: Props) {
  const { t } = useTranslation('registers')
  const navigate = useNavigate()
  const words = useRegisterWords()
  const add = useAct(addRegisterEntry, ['register'])
  const change = useAct(changeRegisterEntry, ['register'])
  const { required } = useChecks()
  const [kind, setKind] = useState<Kind>(first ?? 'obstacle')
  const failure = add.failure ?? change.failure
  const form = useFields(initialOf(entry, country), { title: required }, failure)
  const submit = form.onSubmit(async (values) => {
    const body = { ...values, ...onlyOf(kind, values) }
    if (entry === undefined) {
      const done = await add.run({ body: { ...body, kind } })
      if (done === undefined) return
      toast(t('form.added'))
      onDone()
      await navigate({ to: '/network/registers/$id', params: { id: done.answer.id } })
      return
    }
    if ((await change.run({ params: { id: entry.id }, body: { ...body, seen: entry.changedAt } })) === undefined) return
    toast(t('form.changed'))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={failure} />
        {kinds.length > 1 && (
          <Select
            label={t('field.kind')}
            allowDeselect={false}
            value={kind}
            onChange={(value) => setKind(registerKinds.find((one) => one === value) ?? kind)}
            data={kinds.map((one) => ({ value: one, label: words.kind(one) }))}
          />
        )}
        <TextInput label={t('field.title')} maxLength={300} dir="auto" required {...form.props('title')} />
        <CountryField form={form} fixed={entry === undefined && country !== null} />
        <Textarea label={t('field.text')} autosize minRows={2} maxRows={10} maxLength={20_000} dir="auto" {...form.props('text')} />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          {fieldsOf[kind].map((field) => (
            <OneField key={field} field={field} kind={kind} form={form} entry={entry} />
          ))}
        </SimpleGrid>
        {entry?.audience !== 'item' && (
          <Radio.Group
            label={t('field.audience')}
            value={form.values.audience}
            onChange={(value) => form.set('audience', registerAudiences.find((one) => one === value) ?? 'members')}
          >
            <Group mt="xs">
              {registerAudiences.map((one) => (
                <Radio key={one} value={one} label={t(`audience.${one}`)} />
              ))}
            </Group>
          </Radio.Group>
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={add.running || change.running}>
            {t(entry === undefined ? 'form.add' : 'form.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type FieldProps = {
  readonly field: RegisterField
  readonly kind: Kind
  readonly form: Fields<Values>
  readonly entry: RegisterView | undefined
}

function OneField({ field, kind, form, entry }: FieldProps) {
  const { t } = useTranslation('registers')
  const words = useRegisterWords()
  const { values, set } = form
  const { error } = form.props(field)
  const common = { label: t(`field.${field}`), required: needsOf[kind].includes(field), error }
  if (field === 'state' || field === 'topic') {
    const all = field === 'state' ? statesOf(kind) : supportTopics
    const data = all.map((value) => ({ value, label: field === 'state' ? words.state(kind, value) : words.topic(value) }))
    return <Select {...common} data={data} value={values[field]} onChange={(value) => set(field, value as never)} />
  }
  if (field === 'lawKinds' || field === 'powers') {
    const data =
      field === 'lawKinds'
        ? spamLaws.map((value) => ({ value, label: words.spamLaw(value) }))
        : powerKinds.map((value) => ({ value, label: words.power(value) }))
    return <MultiSelect {...common} data={data} value={values[field]} onChange={(value) => set(field, value as never)} />
  }
  if (field === 'onDate' || field === 'until' || field === 'sourceOn')
    return (
      <TextInput
        {...common}
        type="date"
        value={values[field] ?? ''}
        onChange={(event) => set(field, event.currentTarget.value === '' ? null : event.currentTarget.value)}
      />
    )
  if (field === 'year' || field === 'amount' || field === 'collected')
    return (
      <NumberInput
        {...common}
        min={field === 'year' ? 1990 : 0}
        max={field === 'year' ? 2200 : 1e14}
        allowDecimal={field !== 'year'}
        thousandSeparator={field === 'year' ? '' : ' '}
        value={values[field] ?? ''}
        onChange={(value) => set(field, typeof value === 'number' ? value : null)}
      />
    )
  if (field === 'currency')
    return (
      <TextInput
        {...common}
        description={t('form.currency-hint')}
        dir="ltr"
        maxLength={3}
        value={values.currency ?? ''}
        onChange={(event) =>
          set('currency', event.currentTarget.value.trim() === '' ? null : event.currentTarget.value.trim().toUpperCase())
        }
      />
    )
  if (field === 'affected') return <Affected form={form} />
  if (field === 'responsible') return <Responsible form={form} entry={entry} />
  return (
    <Textarea
      {...common}
      autosize
      minRows={1}
      maxRows={8}
      maxLength={{ court: 300, outcome: 5_000, solution: 20_000, body: 200, source: 500, sourceUrl: 2_000 }[field]}
      dir={field === 'sourceUrl' ? 'ltr' : 'auto'}
      {...form.props(field)}
    />
  )
}

/** Countries of the network, by name. */
function useCountries(): readonly { readonly value: string; readonly label: string }[] {
  const { locale } = usePreferences()
  const items = useRead(listCountries, {}, { live: ['member'] }).data?.items ?? []
  return items
    .map(({ country: value }) => ({ value, label: countryName(value, locale) }))
    .sort((one, other) => one.label.localeCompare(other.label, locale))
}

function CountryField({ form, fixed }: { readonly form: Fields<Values>; readonly fixed: boolean }) {
  const { t } = useTranslation('registers')
  const { locale } = usePreferences()
  const countries = useCountries()
  const { country } = form.values
  const own = country === null ? [] : [{ value: country, label: countryName(country, locale) }]
  const data = fixed ? own : [...own, ...countries.filter(({ value }) => value !== country)]
  return (
    <Select
      label={t('field.country')}
      searchable
      clearable={!fixed}
      data={data}
      value={country}
      onChange={(value) => form.set('country', value)}
    />
  )
}

function Affected({ form }: { readonly form: Fields<Values> }) {
  const { t } = useTranslation('registers')
  const data = useCountries()
  return (
    <MultiSelect
      label={t('field.affected')}
      searchable
      data={[...data]}
      value={form.values.affected}
      onChange={(value) => form.set('affected', value)}
    />
  )
}

type ResponsibleProps = { readonly form: Fields<Values>; readonly entry: RegisterView | undefined }

function Responsible({ form, entry }: ResponsibleProps) {
  const { t } = useTranslation('registers')
  const now = entry?.responsible ?? null
  const known = now === null ? [] : [{ value: now.id, label: now.name }]
  return (
    <MemberField
      label={t('field.responsible')}
      clearable
      known={known}
      value={form.values.responsible}
      onChange={(value) => form.set('responsible', value)}
    />
  )
}

/** What the kind does not have is left out, whatever was typed for another. */
function onlyOf(kind: Kind, values: Values): Partial<Values> {
  const kept = new Set<string>([...fieldsOf[kind], 'title', 'text', 'country', 'audience'])
  const none = initialOf(undefined, null)
  return Object.fromEntries(Object.keys(values).flatMap((name) => (kept.has(name) ? [] : [[name, none[name as keyof Values]]])))
}

function initialOf(entry: RegisterView | undefined, country: string | null) {
  return {
    title: entry?.title ?? '',
    text: entry?.text ?? '',
    country: entry === undefined ? country : entry.country,
    // of an obstacle of a call it stays what it is
    audience: entry?.audience === 'item' ? ('agencies' as const) : (entry?.audience ?? ('members' as const)),
    state: entry?.state ?? null,
    onDate: entry?.onDate ?? null,
    year: entry?.year ?? null,
    lawKinds: spamLaws.filter((one) => entry?.lawKinds.includes(one) === true),
    powers: powerKinds.filter((one) => entry?.powers.includes(one) === true),
    court: entry?.court ?? '',
    outcome: entry?.outcome ?? '',
    amount: entry?.amount ?? null,
    collected: entry?.collected ?? null,
    currency: entry?.currency ?? null,
    affected: entry?.affected ?? [],
    responsible: entry?.responsible?.id ?? null,
    solution: entry?.solution ?? '',
    topic: supportTopics.find((one) => one === entry?.topic) ?? null,
    until: entry?.until ?? null,
    body: entry?.body ?? '',
    source: entry?.source ?? '',
    sourceUrl: entry?.sourceUrl ?? '',
    sourceOn: entry?.sourceOn ?? null,
  }
}
