import { Button, Group, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { changeProfile } from '../../../../src/domain/directory/contract.ts'
import { useAct } from '../../app/act.ts'
import { FormNote, useChecks, useFields } from '../../app/form.tsx'
import { speak } from '../../app/i18n.ts'
import { chooseLanguage, languages } from '../../app/languages.ts'
import { ZoneField } from '../../app/place-fields.tsx'
import { useSession } from '../../app/session.ts'
import { Section } from '../../ui/page.tsx'
import { toast } from '../../ui/toast.tsx'

export function Profile() {
  const { t } = useTranslation('directory')
  const { person } = useSession()
  const act = useAct(changeProfile, ['person'])
  const form = useFields(
    { name: person.name, locale: chooseLanguage([person.locale]), timeZone: person.timeZone },
    { name: useChecks().required },
    act.failure,
  )
  const submit = form.onSubmit(async (values) => {
    if ((await act.run({ body: values })) === undefined) return
    await speak(values.locale)
    toast(t('ui:saved'))
  })
  return (
    <Section title={t('account.profile')}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <FormNote failure={act.failure} />
          <TextInput label={t('field.name')} autoComplete="name" {...form.props('name')} />
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            <Select
              label={t('field.language')}
              data={languages.map((language) => ({ value: language.tag, label: language.name }))}
              allowDeselect={false}
              value={form.values.locale}
              onChange={(tag) => form.set('locale', chooseLanguage([tag ?? 'en']))}
            />
            <ZoneField {...form.props('timeZone')} onChange={(zone) => form.set('timeZone', zone ?? person.timeZone)} />
          </SimpleGrid>
          <Group justify="flex-end">
            <Button type="submit" loading={act.running}>
              {t('ui:save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  )
}
