import { Button, Group, MultiSelect, Radio, Stack, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { beginEducation, changeEducation, type EducationWhole } from '../../../../../src/domain/cooperation/contract/network/educations.ts'
import { educationAudiences, educationPublics } from '../../../../../src/domain/cooperation/contract/network/training-names.ts'
import { countryCodes } from '../../../../../src/formats/iso3166.ts'
import { useAct } from '../../../app/act.ts'
import { FormNote, useChecks, useFields } from '../../../app/form.tsx'
import { countryName } from '../../../ui/format.ts'
import { usePreferences } from '../../../ui/preferences.tsx'
import { toast } from '../../../ui/toast.tsx'
import { languageShape } from './training-form.tsx'
import { educationKinds } from './words.tsx'

/** Begins a joint campaign of education, or changes what it says of itself. */
export function EducationForm({ education, onDone }: { readonly education?: EducationWhole; readonly onDone: (id: string) => void }) {
  const { t } = useTranslation('trainings')
  const { locale } = usePreferences()
  const begin = useAct(beginEducation, educationKinds)
  const change = useAct(changeEducation, educationKinds)
  const act = education === undefined ? begin : change
  const { required } = useChecks()
  const some = (all: readonly string[]) => (all.length === 0 ? t('form.needed') : null)
  const languages = (tags: readonly string[]) =>
    tags.length === 0 || !tags.every((one) => languageShape.test(one)) ? t('form.languages-wrong') : null
  const form = useFields(
    firstValues(education),
    { title: required, aim: required, startsOn: required, addressed: some, languages },
    act.failure,
  )
  const submit = form.onSubmit(async ({ endsOn, addressed, ...values }) => {
    const body = {
      ...values,
      addressed: educationPublics.filter((one) => addressed.includes(one)),
      endsOn: endsOn === '' ? null : endsOn,
    }
    const done = education === undefined ? await begin.run({ body }) : await change.run({ params: { id: education.id }, body })
    if (done === undefined) return
    toast(t(education === undefined ? 'education.begun' : 'form.done'))
    onDone(done.answer.id)
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <TextInput label={t('field.title')} maxLength={200} dir="auto" data-autofocus required {...form.props('title')} />
        <Textarea label={t('field.aim')} autosize minRows={2} maxRows={10} maxLength={20_000} dir="auto" required {...form.props('aim')} />
        <Group grow align="flex-start">
          <MultiSelect
            label={t('field.addressed')}
            required
            data={educationPublics.map((one) => ({ value: one, label: t(`public.${one}`) }))}
            {...form.props('addressed')}
          />
          <TagsInput label={t('field.languages')} description={t('form.languages-hint')} dir="ltr" required {...form.props('languages')} />
        </Group>
        <MultiSelect
          label={t('field.countries')}
          description={t('form.countries-hint')}
          searchable
          data={countryCodes
            .map((code) => ({ value: code, label: countryName(code, locale) }))
            .sort((one, other) => one.label.localeCompare(other.label, locale))}
          {...form.props('countries')}
        />
        <Group grow align="flex-start">
          <TextInput label={t('field.startsOn')} type="date" required {...form.props('startsOn')} />
          <TextInput label={t('field.endsOn')} type="date" {...form.props('endsOn')} />
        </Group>
        <Radio.Group
          label={t('field.audience')}
          value={form.values.audience}
          onChange={(value) => form.set('audience', educationAudiences.find((one) => one === value) ?? 'members')}
        >
          <Group mt="xs">
            {educationAudiences.map((one) => (
              <Radio key={one} value={one} label={t(`audience.${one}`)} />
            ))}
          </Group>
        </Radio.Group>
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t(education === undefined ? 'education.act' : 'form.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function firstValues(education: EducationWhole | undefined) {
  return {
    title: education?.title ?? '',
    aim: education?.aim ?? '',
    addressed: education?.addressed ?? [],
    languages: education?.languages ?? ['en'],
    countries: education?.countries ?? [],
    startsOn: education?.startsOn ?? '',
    endsOn: education?.endsOn ?? '',
    audience: education?.audience ?? ('members' as const),
  }
}
