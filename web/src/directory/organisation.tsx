import { Button, Group, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { changeOrganisation, type Organisation } from '../../../src/domain/directory/contract.ts'
import { useAct } from '../app/act.ts'
import { FormNote, useChecks, useFields } from '../app/form.tsx'
import { LinkButton } from '../app/link-button.tsx'
import { JoinNetwork, ParticipationSection } from '../app/panels.ts'
import { CountryField } from '../app/place-fields.tsx'
import { may, useSession } from '../app/session.ts'
import { Mono } from '../ui/code.tsx'
import { Country } from '../ui/country.tsx'
import { Facts } from '../ui/facts.tsx'
import { Page, Section } from '../ui/page.tsx'
import { LoadingPage } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import { KindField, type OrganisationKind } from './fields.tsx'
import { OwnSystems } from './systems.tsx'

/** What the acting organisation is called, is, and where; and which mail systems are its own. */
export function OrganisationPage() {
  const { t } = useTranslation('directory')
  const session = useSession()
  const { acting } = session
  if (acting === null) return null
  const { organisation } = acting
  return (
    <Page narrow title={t('organisation.title')} lead={t('organisation.lead')}>
      <Section title={t('organisation.what')}>
        {may(session, 'manage-organisation') ? (
          <OrganisationForm key={organisation.id} organisation={organisation} />
        ) : (
          <Facts
            facts={[
              { name: t('field.organisation'), value: <bdi>{organisation.name}</bdi> },
              { name: t('field.country'), value: <Country code={organisation.country} /> },
              { name: t('field.kind'), value: t(`kind.${organisation.kind}`) },
            ]}
          />
        )}
      </Section>
      <OwnSystems />
      <Suspense fallback={<LoadingPage />}>
        <ParticipationSection />
        <JoinNetwork />
      </Suspense>
      {may(session, 'manage-organisation') && (
        <Section title={t('organisation.leave')} lead={t('organisation.leave-lead')}>
          <Group>
            <LinkButton to="/organisation/leaving" variant="default">
              {t('organisation.leave-open')}
            </LinkButton>
          </Group>
        </Section>
      )}
      <Section title={t('organisation.fixed')}>
        <Facts
          facts={[
            { name: t('field.code'), value: <Mono>{organisation.code}</Mono> },
            { name: t('field.id'), value: <Mono>{organisation.id}</Mono> },
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
