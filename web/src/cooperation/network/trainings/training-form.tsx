import { Button, Group, NumberInput, Radio, Select, Stack, Switch, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { trainingAudiences, trainingTopics } from '../../../../../src/domain/cooperation/contract/network/training-names.ts'
import { changeTraining, offerTraining, type TrainingWhole } from '../../../../../src/domain/cooperation/contract/network/trainings.ts'
import { momentOf, wallOf } from '../../../../../src/formats/icalendar/zone.ts'
import { useAct } from '../../../app/act.ts'
import { type Fields, FormNote, useChecks, useFields } from '../../../app/form.tsx'
import { ZoneField } from '../../../app/place-fields.tsx'
import { usePreferences } from '../../../ui/preferences.tsx'
import { toast } from '../../../ui/toast.tsx'
import { trainingKinds } from './words.tsx'

type Values = ReturnType<typeof firstValues>
const linkShape = /^https:\/\/\S+$/
export const languageShape = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/

/** Offers a training session, or changes what everybody who may come knows of it. */
export function TrainingForm({ training, onDone }: { readonly training?: TrainingWhole; readonly onDone: (id: string) => void }) {
  const { t } = useTranslation('trainings')
  const { zone } = usePreferences()
  const offer = useAct(offerTraining, trainingKinds)
  const change = useAct(changeTraining, trainingKinds)
  const act = training === undefined ? offer : change
  const { required } = useChecks()
  const link = (value: string) => (value.trim() === '' || linkShape.test(value.trim()) ? null : t('form.link-wrong'))
  const languages = (tags: readonly string[]) =>
    tags.length === 0 || !tags.every((one) => languageShape.test(one)) ? t('form.languages-wrong') : null
  const timed = (value: unknown) => (form.values.paced ? null : required(value))
  const checks = { title: required, link, languages, wall: timed, duration: timed }
  const form: Fields<Values> = useFields<Values>(firstValues(training, zone), checks, act.failure)
  const submit = form.onSubmit(async (values) => {
    const body = bodyOf(values)
    const done = training === undefined ? await offer.run({ body }) : await change.run({ params: { id: training.id }, body })
    if (done === undefined) return
    toast(t(training === undefined ? 'offer.done' : 'form.done'))
    onDone(done.answer.id)
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <TextInput label={t('field.title')} maxLength={200} dir="auto" data-autofocus required {...form.props('title')} />
        <Group grow align="flex-start">
          <Select
            label={t('field.topic')}
            allowDeselect={false}
            value={form.values.topic}
            onChange={(value) => form.set('topic', trainingTopics.find((one) => one === value) ?? 'other')}
            data={trainingTopics.map((one) => ({ value: one, label: t(`topic.${one}`) }))}
          />
          <TagsInput label={t('field.languages')} description={t('form.languages-hint')} dir="ltr" required {...form.props('languages')} />
        </Group>
        <When form={form} />
        <Group grow align="flex-start">
          <TextInput label={t('field.link')} type="url" dir="ltr" maxLength={2_000} {...form.props('link')} />
          <NumberInput
            label={t('field.seats')}
            description={t('form.seats-hint')}
            min={1}
            max={100_000}
            allowDecimal={false}
            {...form.props('seats')}
          />
        </Group>
        <TextInput label={t('field.trainers')} maxLength={1_000} dir="auto" {...form.props('trainers')} />
        <Textarea label={t('field.note')} autosize minRows={2} maxRows={10} maxLength={20_000} dir="auto" {...form.props('note')} />
        <Radio.Group
          label={t('field.audience')}
          value={form.values.audience}
          onChange={(value) => form.set('audience', trainingAudiences.find((one) => one === value) ?? 'agencies')}
        >
          <Stack gap="xs" mt="xs">
            {trainingAudiences.map((one) => (
              <Radio key={one} value={one} label={t(`audience.${one}`)} description={t(`audience.${one}-what`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t(training === undefined ? 'offer.act' : 'form.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function When({ form }: { readonly form: Fields<Values> }) {
  const { t } = useTranslation('trainings')
  return (
    <>
      <Switch label={t('form.paced')} {...form.checked('paced')} />
      {!form.values.paced && (
        <Group grow align="flex-start">
          <TextInput label={t('form.wall')} type="datetime-local" required {...form.props('wall')} />
          <ZoneField label={t('form.zone')} {...form.props('timeZone')} />
        </Group>
      )}
      <NumberInput label={t('form.duration')} min={5} max={10_080} allowDecimal={false} {...form.props('duration')} />
    </>
  )
}

function bodyOf({ paced, wall, timeZone, duration, seats, link, ...values }: Values) {
  const where = timeZone ?? 'UTC'
  const trimmed = link.trim()
  return {
    ...values,
    startsAt: !paced && wall !== '' ? new Date(momentOf(where, Date.parse(`${wall}:00Z`))).toISOString() : null,
    timeZone: where,
    duration: duration === '' ? null : Number(duration),
    seats: seats === '' ? null : Number(seats),
    link: trimmed === '' ? null : trimmed,
  }
}

function firstValues(training: TrainingWhole | undefined, zone: string) {
  const startsAt = training?.startsAt ?? null
  const timeZone: string | null = training?.timeZone ?? zone
  return {
    title: training?.title ?? '',
    topic: training?.topic ?? ('detection-techniques' as const),
    note: training?.note ?? '',
    trainers: training?.trainers ?? '',
    languages: training?.languages ?? ['en'],
    paced: training !== undefined && startsAt === null,
    wall: startsAt === null ? '' : new Date(wallOf(timeZone ?? 'UTC', Date.parse(startsAt))).toISOString().slice(0, 16),
    timeZone,
    duration: (training === undefined ? 60 : (training.duration ?? '')) as number | string,
    link: training?.link ?? '',
    seats: (training?.seats ?? '') as number | string,
    audience: training?.audience ?? ('agencies' as const),
  }
}
