import { Button, Group, NumberInput, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { declareFigure, type EducationWhole, reportReach } from '../../../../../src/domain/cooperation/contract/network/educations.ts'
import { helperKinds, reachKinds } from '../../../../../src/domain/cooperation/contract/network/training-names.ts'
import { useAct } from '../../../app/act.ts'
import { FormNote, useChecks, useFields } from '../../../app/form.tsx'
import { CountryField } from '../../../app/place-fields.tsx'
import { educationKinds } from './words.tsx'

const most = 1_000_000_000_000

/** Whom a partner says that it reached. */
export function ReachForm({ id, onDone }: { readonly id: string; readonly onDone: () => void }) {
  const { t } = useTranslation('trainings')
  const act = useAct(reportReach, educationKinds)
  const { required } = useChecks()
  const form = useFields(
    { counted: 'people', number: '' as number | string, note: '', source: '', onDate: '' },
    { number: required, source: required, onDate: required },
    act.failure,
  )
  const submit = form.onSubmit(async ({ counted, number, ...rest }) => {
    const body = { ...rest, counted: reachKinds.find((one) => one === counted) ?? 'other', number: Number(number) }
    if ((await act.run({ params: { id }, body })) !== undefined) onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <Group grow align="flex-start">
          <Select
            label={t('reach.counted')}
            allowDeselect={false}
            data={reachKinds.map((one) => ({ value: one, label: t(`reach-kind.${one}`) }))}
            value={form.values.counted}
            onChange={(value) => form.set('counted', value ?? 'people')}
          />
          <NumberInput label={t('figure.number')} min={0} max={most} allowDecimal={false} required {...form.props('number')} />
        </Group>
        <TextInput label={t('reach.on')} type="date" required {...form.props('onDate')} />
        <TextInput label={t('figure.source')} maxLength={500} dir="auto" required {...form.props('source')} />
        <Textarea label={t('figure.note')} autosize minRows={1} maxLength={2_000} dir="auto" {...form.props('note')} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('reach.act')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** What a member counted before the campaign or since. */
export function FigureForm({ education, onDone }: { readonly education: EducationWhole; readonly onDone: () => void }) {
  const { t } = useTranslation('trainings')
  const act = useAct(declareFigure, educationKinds)
  const { required } = useChecks()
  const form = useFields(
    {
      counted: 'open-relays',
      country: (education.countries[0] ?? null) as string | null,
      asn: '' as number | string,
      since: '',
      last: '',
      number: '' as number | string,
      note: '',
      source: '',
    },
    { country: required, since: required, last: required, number: required, source: required },
    act.failure,
  )
  const submit = form.onSubmit(async ({ counted, country, asn, last, number, ...rest }) => {
    const body = {
      ...rest,
      counted: helperKinds.find((one) => one === counted) ?? 'zombies',
      country: country ?? '',
      asn: asn === '' ? null : Number(asn),
      number: Number(number),
      until: dayAfter(last),
    }
    if ((await act.run({ params: { id: education.id }, body })) !== undefined) onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <Group grow align="flex-start">
          <Select
            label={t('figure.counted')}
            allowDeselect={false}
            data={helperKinds.map((one) => ({ value: one, label: t(`helper.${one}`) }))}
            value={form.values.counted}
            onChange={(value) => form.set('counted', value ?? 'zombies')}
          />
          <NumberInput label={t('figure.number')} min={0} max={most} allowDecimal={false} required {...form.props('number')} />
        </Group>
        <Group grow align="flex-start">
          <CountryField {...form.props('country')} />
          <NumberInput
            label={t('figure.asn')}
            description={t('figure.asn-hint')}
            min={1}
            max={4_294_967_295}
            allowDecimal={false}
            {...form.props('asn')}
          />
        </Group>
        <Group grow align="flex-start">
          <TextInput label={t('figure.since')} type="date" required {...form.props('since')} />
          <TextInput label={t('figure.last')} description={t('figure.last-hint')} type="date" required {...form.props('last')} />
        </Group>
        <TextInput label={t('figure.source')} maxLength={500} dir="auto" required {...form.props('source')} />
        <Textarea label={t('figure.note')} autosize minRows={1} maxLength={2_000} dir="auto" {...form.props('note')} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('figure.act')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
}
