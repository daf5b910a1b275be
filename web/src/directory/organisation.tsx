import { Button, Group, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { changeOrganisation, type Organisation } from '../../../src/domain/directory/contract.ts'
import { useAct } from '../app/act.ts'
import { FormNote, useChecks, useFields } from '../app/form.tsx'
import { useSession } from '../app/session.ts'
import { Mono } from '../ui/code.tsx'
import { Facts } from '../ui/facts.tsx'
import { Page, Section } from '../ui/page.tsx'
import { toast } from '../ui/toast.tsx'
import { CountryField, KindField, type OrganisationKind } from './fields.tsx'

/** What the acting organisation is called, is, and where. */
export function OrganisationPage() {
  const { t } = useTranslation('directory')
  const { acting } = useSession()
  if (acting === null) return null
  return (
    <Page narrow title={t('organisation.title')} lead={t('organisation.lead')}>
      <Section title={t('organisation.what')}>
        <OrganisationForm key={acting.organisation.id} organisation={acting.organisation} />
      </Section>
      <Section title={t('organisation.fixed')}>
        <Facts
          facts={[
            { name: t('field.code'), value: <Mono>{acting.organisation.code}</Mono> },
            { name: t('field.id'), value: <Mono>{acting.organisation.id}</Mono> },
          ]}
        />
      </Section>
    </Page>
  )
}

function OrganisationForm({ organisation }: { readonly organisation: Organisation }) {
  const { t } = useTranslation('directory')
  const act = useAct(changeOrganisation, ['organisation'])
  const { required } = useChecks()
  const form = useFields(
    { name: organisation.name, kind: organisation.kind as OrganisationKind, country: organisation.country },
    { name: required },
    act.failure,
  )
  const submit = form.onSubmit(async (values) => {
    if ((await act.run({ body: values })) !== undefined) toast(t('ui:saved'))
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <TextInput label={t('field.organisation')} {...form.props('name')} />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <CountryField {...form.props('country')} onChange={(country) => form.set('country', country ?? organisation.country)} />
          <KindField {...form.props('kind')} onChange={(kind) => form.set('kind', kind as OrganisationKind)} />
        </SimpleGrid>
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('ui:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
