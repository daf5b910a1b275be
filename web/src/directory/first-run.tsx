import { Alert, Button, Fieldset, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { setUp } from '../../../src/domain/directory/contract.ts'
import { useAct } from '../app/act.ts'
import { FormNote, useChecks, useFields } from '../app/form.tsx'
import { ownZone } from '../app/languages.ts'
import { LinkButton } from '../app/link-button.tsx'
import { CountryField, likelyCountry } from '../app/place-fields.tsx'
import { enter, setupQuery } from '../app/session.ts'
import { Mono } from '../ui/code.tsx'
import { DoorAnswer, DoorCard } from './door.tsx'
import { KindField, NewPasswordField, type OrganisationKind } from './fields.tsx'
import { useToken } from './token.ts'

/** The first minute of a node: its first organisation, and the person who runs both. */
export function FirstRun() {
  const { t } = useTranslation('directory')
  const setup = useQuery(setupQuery)
  const token = useToken()
  return (
    <DoorAnswer of={setup}>
      {({ open }) => {
        if (!open) {
          return (
            <DoorCard title={t('setup.over')} lead={t('setup.over-lead')}>
              <LinkButton to="/sign-in" fullWidth size="md">
                {t('sign-in.title')}
              </LinkButton>
            </DoorCard>
          )
        }
        if (token === undefined) {
          return (
            <DoorCard title={t('setup.no-token')} lead={t('setup.no-token-lead')}>
              <Mono>tocsin admin setup-link</Mono>
            </DoorCard>
          )
        }
        return <SetupForm token={token} />
      }}
    </DoorAnswer>
  )
}

function SetupForm({ token }: { readonly token: string }) {
  const { t, i18n } = useTranslation('directory')
  const queries = useQueryClient()
  const router = useRouter()
  const act = useAct(setUp, [])
  const { required, email } = useChecks()
  const form = useFields(
    {
      organisation: '',
      country: likelyCountry(navigator.languages) ?? '',
      kind: 'agency' as OrganisationKind,
      name: '',
      email: '',
      password: '',
    },
    { organisation: required, country: required, name: required, email, password: required },
    act.failure,
  )
  const submit = form.onSubmit(async (values) => {
    const done = await act.run({
      body: {
        token,
        organisation: { name: values.organisation, kind: values.kind, country: values.country },
        person: {
          name: values.name,
          email: values.email,
          password: values.password,
          locale: i18n.language,
          timeZone: ownZone(),
        },
      },
    })
    if (done === undefined) return
    await enter(queries)
    router.history.push('/')
  })
  return (
    <DoorCard wide title={t('setup.title')} lead={t('setup.lead')}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <FormNote failure={act.failure} />
          <Fieldset legend={t('setup.organisation')} variant="unstyled">
            <Stack gap="sm">
              <TextInput
                label={t('field.organisation')}
                description={t('field.organisation-hint')}
                autoComplete="organization"
                autoFocus
                {...form.props('organisation')}
              />
              <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
                <CountryField {...form.props('country')} />
                <KindField {...form.props('kind')} onChange={(kind) => form.set('kind', kind as OrganisationKind)} />
              </SimpleGrid>
            </Stack>
          </Fieldset>
          <Fieldset legend={t('setup.person')} variant="unstyled">
            <Stack gap="sm">
              <TextInput label={t('field.name')} autoComplete="name" {...form.props('name')} />
              <TextInput label={t('sign-in.email')} type="email" autoComplete="username" dir="ltr" {...form.props('email')} />
              <NewPasswordField {...form.props('password')} />
            </Stack>
          </Fieldset>
          <Alert variant="light" p="sm">
            {t('setup.operator')}
          </Alert>
          <Button type="submit" size="md" loading={act.running} fullWidth>
            {t('setup.make')}
          </Button>
        </Stack>
      </form>
    </DoorCard>
  )
}
