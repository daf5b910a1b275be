import { Button, Group, NumberInput, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import {
  addContact,
  addParty,
  addResponsibility,
  type Contact,
  changeContact,
  changeParty,
  contactFormats,
  contactPurposes,
  countryCodes,
  type Party,
  partyKinds,
  responsibilityKinds,
} from '../../../../src/domain/directory/contract.ts'
import { useAct } from '../../app/act.ts'
import { FormNote, useChecks, useFields } from '../../app/form.tsx'
import { countryName } from '../../ui/format.ts'
import { usePreferences } from '../../ui/preferences.tsx'
import { toast } from '../../ui/toast.tsx'

const changes = ['party']

/** States a party, or changes what is said of one. */
export function PartyForm({ party, onDone }: { readonly party?: Party; readonly onDone: (id: string) => void }) {
  const { t } = useTranslation('directory')
  const { locale } = usePreferences()
  const adding = useAct(addParty, changes)
  const changing = useAct(changeParty, changes)
  const failure = adding.failure ?? changing.failure
  const initial = {
    kind: party?.kind ?? ('customer' as const),
    name: party?.name ?? '',
    reference: party?.reference ?? '',
    country: party?.country ?? '',
    note: party?.note ?? '',
  }
  const form = useFields(initial, { name: useChecks().required }, failure)
  const submit = form.onSubmit(async (values) => {
    const body = {
      ...values,
      reference: values.reference.trim() || null,
      country: values.country === '' || values.country === null ? null : values.country,
    }
    const done = party === undefined ? await adding.run({ body }) : await changing.run({ params: { id: party.id }, body })
    if (done === undefined) return
    toast(t('ui:saved'))
    onDone(done.answer.id)
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={failure} />
        <TextInput label={t('field.name')} maxLength={200} data-autofocus {...form.props('name')} />
        <Select
          label={t('parties.kind-label')}
          data={partyKinds.map((one) => ({ value: one, label: t(`parties.kind.${one}`) }))}
          allowDeselect={false}
          {...form.props('kind')}
        />
        <TextInput label={t('parties.reference')} description={t('parties.reference-hint')} maxLength={100} {...form.props('reference')} />
        <Select
          label={t('field.country')}
          data={countryCodes.map((code) => ({ value: code, label: countryName(code, locale) }))}
          searchable
          clearable
          {...form.props('country')}
        />
        <Textarea label={t('parties.note')} maxLength={2_000} autosize minRows={2} maxRows={6} {...form.props('note')} />
        <Group justify="flex-end">
          <Button type="submit" loading={adding.running || changing.running}>
            {t('ui:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** A way to reach a party: what for, in which form, how often at most. */
export function ContactForm({
  party,
  contact,
  onDone,
}: {
  readonly party: string
  readonly contact?: Contact
  readonly onDone: () => void
}) {
  const { t } = useTranslation('directory')
  const adding = useAct(addContact, changes)
  const changing = useAct(changeContact, changes)
  const failure = adding.failure ?? changing.failure
  const initial = {
    address: contact?.address ?? '',
    purpose: contact?.purpose ?? ('abuse' as const),
    format: contact?.format ?? ('xarf' as const),
    hours:
      contact?.atMostEvery === undefined || contact.atMostEvery === null
        ? ('' as number | string)
        : Math.round(contact.atMostEvery / 3_600),
    language: contact?.language ?? '',
  }
  const form = useFields(initial, { address: useChecks().email }, failure)
  const submit = form.onSubmit(async ({ address, purpose, format, hours, language }) => {
    const body = { address, purpose, format, atMostEvery: hours === '' ? null : Number(hours) * 3_600, language: language.trim() || null }
    const done =
      contact === undefined ? await adding.run({ params: { id: party }, body }) : await changing.run({ params: { id: contact.id }, body })
    if (done === undefined) return
    toast(t('ui:saved'))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={failure} />
        <TextInput
          label={t('parties.address')}
          type="email"
          maxLength={254}
          dir="ltr"
          autoComplete="off"
          data-autofocus
          {...form.props('address')}
        />
        <Select
          label={t('parties.purpose-label')}
          data={contactPurposes.map((one) => ({ value: one, label: t(`parties.purpose.${one}`) }))}
          allowDeselect={false}
          {...form.props('purpose')}
        />
        <Select
          label={t('parties.format-label')}
          data={contactFormats.map((one) => ({ value: one, label: t(`parties.format.${one}`) }))}
          allowDeselect={false}
          {...form.props('format')}
        />
        <NumberInput
          label={t('parties.every')}
          description={t('parties.every-hint')}
          min={1}
          max={8_760}
          allowDecimal={false}
          {...form.props('hours')}
        />
        <TextInput
          label={t('parties.language')}
          description={t('parties.language-hint')}
          maxLength={35}
          dir="ltr"
          {...form.props('language')}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={adding.running || changing.running}>
            {t('ui:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** That a party answers for something. */
export function ResponsibilityForm({ party, onDone }: { readonly party: string; readonly onDone: () => void }) {
  const { t } = useTranslation('directory')
  const act = useAct(addResponsibility, changes)
  const form = useFields(
    { kind: 'prefix' as (typeof responsibilityKinds)[number], value: '' },
    { value: useChecks().required },
    act.failure,
  )
  const submit = form.onSubmit(async (body) => {
    if ((await act.run({ params: { id: party }, body })) === undefined) return
    toast(t('ui:saved'))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <Select
          label={t('parties.what')}
          data={responsibilityKinds.map((one) => ({ value: one, label: t(`parties.thing.${one}`) }))}
          allowDeselect={false}
          {...form.props('kind')}
        />
        <TextInput
          label={t('parties.value')}
          description={t(`parties.thing-hint.${form.values.kind}`)}
          maxLength={500}
          dir="ltr"
          autoComplete="off"
          spellCheck={false}
          {...form.props('value')}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('ui:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
