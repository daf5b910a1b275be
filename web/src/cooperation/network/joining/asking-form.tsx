import { Button, Group, Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { categories, memberKinds } from '../../../../../src/domain/cooperation/contract/network/names.ts'
import { apply, enterApplication } from '../../../../../src/domain/cooperation/contract.ts'
import { countryCodes } from '../../../../../src/domain/directory/contract.ts'
import { useAct } from '../../../app/act.ts'
import { FormNote, useChecks, useFields } from '../../../app/form.tsx'
import { countryName } from '../../../ui/format.ts'
import { usePreferences } from '../../../ui/preferences.tsx'
import { toast } from '../../../ui/toast.tsx'

type Props = {
  /** for somebody outside of this node, by the secretariat */
  readonly outside?: boolean
  readonly initial?: { readonly name: string; readonly country: string }
  readonly onDone: () => void
}

/** Asks to join: who it is, of which kind, and what it says for itself. */
export function AskingForm({ outside = false, initial = { name: '', country: '' }, onDone }: Props) {
  const { t } = useTranslation('joining')
  const { locale } = usePreferences()
  const own = useAct(apply, ['proposal', 'member'])
  const others = useAct(enterApplication, ['proposal', 'member'])
  const act = outside ? others : own
  const { required } = useChecks()
  const form = useFields(
    {
      ...initial,
      kind: 'industry' as string,
      category: null as string | null,
      categoryOther: '',
      represents: '',
      legalBasis: '',
      website: '',
      statement: '',
    },
    { name: required, country: required, statement: required },
    act.failure,
  )
  const { values } = form
  const industry = values.kind === 'industry'
  const submit = form.onSubmit(async () => {
    const category = industry ? (categories.find((one) => one === values.category) ?? null) : null
    const body = {
      kind: memberKinds.find((one) => one === values.kind) ?? 'industry',
      name: values.name.trim(),
      country: values.country,
      category,
      categoryOther: category === 'other' ? values.categoryOther.trim() : null,
      represents: industry ? values.represents.trim() : '',
      legalBasis: industry ? '' : values.legalBasis.trim(),
      website: values.website.trim() === '' ? null : values.website.trim(),
      statement: values.statement.trim(),
    }
    if ((await act.run({ body })) === undefined) return
    toast(t('apply.done'))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <TextInput label={t('apply.name')} maxLength={200} dir="auto" {...form.props('name')} />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <Select
            label={t('apply.country')}
            data={countryCodes.map((code) => ({ value: code, label: countryName(code, locale) }))}
            searchable
            {...form.props('country')}
          />
          <Select
            label={t('apply.kind')}
            allowDeselect={false}
            data={memberKinds.map((one) => ({ value: one, label: t(`kind.${one}`) }))}
            {...form.props('kind')}
          />
        </SimpleGrid>
        {industry ? (
          <>
            <Select
              label={t('apply.category')}
              searchable
              data={categories.map((one) => ({ value: one, label: t(`category.${one}`) }))}
              {...form.props('category')}
            />
            {values.category === 'other' && (
              <TextInput label={t('apply.category-other')} maxLength={200} dir="auto" {...form.props('categoryOther')} />
            )}
            {values.category === 'industry-association' && (
              <Textarea label={t('apply.represents')} autosize minRows={2} maxLength={2_000} dir="auto" {...form.props('represents')} />
            )}
          </>
        ) : (
          <Textarea label={t('apply.legal-basis')} autosize minRows={2} maxLength={2_000} dir="auto" {...form.props('legalBasis')} />
        )}
        <TextInput label={t('apply.website')} type="url" maxLength={500} dir="ltr" {...form.props('website')} />
        <Textarea
          label={t('apply.statement')}
          description={t('apply.statement-hint')}
          autosize
          minRows={4}
          maxLength={20_000}
          dir="auto"
          {...form.props('statement')}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t(outside ? 'enter.act' : 'apply.act')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
