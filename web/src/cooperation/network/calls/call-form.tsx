import { Button, Group, NumberInput, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type CallWhole, changeCall, listCallSeries, planCall } from '../../../../../src/domain/cooperation/contract.ts'
import { momentOf, wallOf } from '../../../../../src/formats/icalendar/zone.ts'
import { useAct } from '../../../app/act.ts'
import { FormNote, useChecks, useFields } from '../../../app/form.tsx'
import { ZoneField } from '../../../app/place-fields.tsx'
import { useRead } from '../../../app/read.ts'
import { usePreferences } from '../../../ui/preferences.tsx'
import { toast } from '../../../ui/toast.tsx'
import { MemberField } from '../member-field.tsx'
import { FairTimes } from './fair-times.tsx'
import { callKinds } from './words.tsx'

type Values = {
  title: string
  note: string
  wall: string
  timeZone: string | null
  duration: number | string
  language: string
  link: string
  chair: string | null
  chairName: string
  series: string | null
}

/** Plans a call, or changes what everybody who comes knows of it. */
export function CallForm({ call, onDone }: { readonly call?: CallWhole; readonly onDone: (id: string) => void }) {
  const { t } = useTranslation('calls')
  const { zone } = usePreferences()
  const plan = useAct(planCall, callKinds)
  const change = useAct(changeCall, callKinds)
  const act = call === undefined ? plan : change
  const { required } = useChecks()
  const link = (value: string) => (value.trim() === '' || /^https:\/\/\S+$/.test(value.trim()) ? null : t('form.link-wrong'))
  const form = useFields<Values>(firstValues(call, zone), { title: required, wall: required, link }, act.failure)
  const submit = form.onSubmit(async ({ wall, duration, series, timeZone, ...values }) => {
    const where = timeZone ?? 'UTC'
    const startsAt = new Date(momentOf(where, Date.parse(`${wall}:00Z`))).toISOString()
    const trimmed = values.link.trim()
    const body = { ...values, startsAt, timeZone: where, duration: Number(duration), link: trimmed === '' ? null : trimmed }
    const done = call === undefined ? await plan.run({ body: { ...body, series } }) : await change.run({ params: { id: call.id }, body })
    if (done === undefined) return
    toast(t(call === undefined ? 'plan.done' : 'form.done'))
    onDone(done.answer.id)
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <TextInput label={t('form.title')} maxLength={200} dir="auto" data-autofocus required {...form.props('title')} />
        <Group grow align="flex-start">
          <TextInput label={t('form.wall')} type="datetime-local" required {...form.props('wall')} />
          <ZoneField label={t('form.zone')} {...form.props('timeZone')} />
        </Group>
        <FairTimes
          zone={form.values.timeZone ?? 'UTC'}
          minutes={Number(form.values.duration) || 90}
          onChoose={(startsAt) => form.set('wall', wallIn(form.values.timeZone ?? 'UTC', startsAt))}
        />
        <Group grow align="flex-start">
          <NumberInput label={t('form.duration')} min={5} max={1_440} allowDecimal={false} {...form.props('duration')} />
          <TextInput label={t('form.language')} maxLength={35} dir="ltr" {...form.props('language')} />
        </Group>
        <TextInput
          label={t('form.link')}
          description={t('form.link-hint')}
          type="url"
          dir="ltr"
          maxLength={2_000}
          {...form.props('link')}
        />
        <Chair form={form} chair={call?.chair ?? null} />
        {call === undefined && <Series form={form} />}
        <Textarea label={t('form.note')} autosize minRows={2} maxLength={4_000} dir="auto" {...form.props('note')} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t(call === undefined ? 'plan.act' : 'form.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type FormProps = { readonly form: ReturnType<typeof useFields<Values>> }

function Chair({ form, chair }: FormProps & { readonly chair: CallWhole['chair'] }) {
  const { t } = useTranslation('calls')
  const known = chair === null ? [] : [{ value: chair.id, label: chair.name }]
  return (
    <Group grow align="flex-start">
      <MemberField label={t('form.chair')} which={{ kind: ['agency'] }} clearable known={known} {...form.props('chair')} />
      <TextInput label={t('form.chair-name')} maxLength={200} dir="auto" {...form.props('chairName')} />
    </Group>
  )
}

function Series({ form }: FormProps) {
  const { t } = useTranslation('calls')
  const series = useRead(listCallSeries, {}).data?.items.filter(({ open }) => open) ?? []
  return (
    <Select
      label={t('column.series')}
      placeholder={t('form.no-series')}
      clearable
      data={series.map(({ id, name }) => ({ value: id, label: name }))}
      {...form.props('series')}
    />
  )
}

/** What a clock in a zone shows at a moment, as a field of date and time takes it. */
function wallIn(timeZone: string, moment: string): string {
  return new Date(wallOf(timeZone, Date.parse(moment))).toISOString().slice(0, 16)
}

function firstValues(call: CallWhole | undefined, zone: string): Values {
  if (call === undefined)
    return {
      title: '',
      note: '',
      wall: '',
      timeZone: zone,
      duration: 90,
      language: 'en',
      link: '',
      chair: null,
      chairName: '',
      series: null,
    }
  const { title, note, startsAt, timeZone, duration, language, link, chair, chairName } = call
  const wall = wallIn(timeZone, startsAt)
  return { title, note, wall, timeZone, duration, language, link: link ?? '', chair: chair?.id ?? null, chairName, series: null }
}
