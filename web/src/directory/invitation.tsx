import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { acceptInvitation, joinByInvitation, lookAtInvitation } from '../../../src/domain/directory/contract.ts'
import { useAct } from '../app/act.ts'
import { call } from '../app/api.ts'
import { FormNote, useChecks, useFields } from '../app/form.tsx'
import { ownZone } from '../app/languages.ts'
import { LinkButton } from '../app/link-button.tsx'
import { enter, leave, sessionQuery } from '../app/session.ts'
import { Country } from '../ui/country.tsx'
import { Facts } from '../ui/facts.tsx'
import { Time } from '../ui/time.tsx'
import { DoorAnswer, DoorCard } from './door.tsx'
import { NewPasswordField } from './fields.tsx'
import { useToken } from './token.ts'

// held while the person signs in; in the address it would be sent with the next request
const keptAs = 'tocsin.invitation'

/** Where an invitation link leads: a new person makes an account, a known one joins. */
export function Invited() {
  const { t } = useTranslation('directory')
  const token = useToken(sessionStorage.getItem(keptAs) ?? '')
  if (token === undefined)
    return (
      <DoorCard title={t('invited.broken')} lead={t('invited.broken-lead')}>
        <LinkButton to="/sign-in" variant="default" size="md" fullWidth>
          {t('sign-in.title')}
        </LinkButton>
      </DoorCard>
    )
  return <Look token={token} />
}

function Look({ token }: { readonly token: string }) {
  const { t } = useTranslation('directory')
  const look = useQuery({
    queryKey: [lookAtInvitation.path, token],
    queryFn: () => call(lookAtInvitation, { body: { token } }),
    retry: false,
  })
  return (
    <DoorAnswer of={look}>
      {(invitation) => (
        <DoorCard wide title={t('invited.title', { organisation: invitation.organisation.name })} lead={t('invited.lead')}>
          <Stack gap="md">
            <Facts
              facts={[
                { name: t('field.role'), value: t(`shell:role.${invitation.role}`) },
                { name: t('field.country'), value: <Country code={invitation.organisation.country} /> },
                { name: t('field.until'), value: <Time at={invitation.expiresAt} /> },
              ]}
            />
            {invitation.known ? <Join token={token} email={invitation.email} /> : <Accept token={token} email={invitation.email} />}
          </Stack>
        </DoorCard>
      )}
    </DoorAnswer>
  )
}

function Accept({ token, email }: { readonly token: string; readonly email: string }) {
  const { t, i18n } = useTranslation('directory')
  const queries = useQueryClient()
  const router = useRouter()
  const act = useAct(acceptInvitation, [])
  const { required } = useChecks()
  const form = useFields({ name: '', password: '' }, { name: required, password: required }, act.failure)
  const submit = form.onSubmit(async ({ name, password }) => {
    const person = { name, password, locale: i18n.language, timeZone: ownZone() }
    if ((await act.run({ body: { token, person } })) === undefined) return
    await enter(queries)
    router.history.push('/')
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <TextInput label={t('sign-in.email')} value={email} readOnly dir="ltr" autoComplete="username" variant="filled" />
        <TextInput label={t('field.name')} autoComplete="name" autoFocus {...form.props('name')} />
        <NewPasswordField {...form.props('password')} />
        <Button type="submit" size="md" loading={act.running} fullWidth mt="xs">
          {t('invited.accept')}
        </Button>
      </Stack>
    </form>
  )
}

function Join({ token, email }: { readonly token: string; readonly email: string }) {
  const { t } = useTranslation('directory')
  const queries = useQueryClient()
  const router = useRouter()
  const session = useQuery(sessionQuery)
  const act = useAct(joinByInvitation)
  if (session.data === undefined) return null
  if (session.data === null) {
    return (
      <Stack gap="sm">
        <p>{t('invited.known', { email })}</p>
        <LinkButton
          to="/sign-in"
          search={{ next: '/invitation' }}
          onClick={() => sessionStorage.setItem(keptAs, token)}
          size="md"
          fullWidth
        >
          {t('sign-in.title')}
        </LinkButton>
      </Stack>
    )
  }
  if (session.data.person.email !== email) {
    return (
      <Stack gap="sm">
        <p>{t('invited.other', { email, own: session.data.person.email })}</p>
        <Button variant="default" size="md" onClick={() => void leave(queries, async () => {})}>
          {t('invited.leave')}
        </Button>
      </Stack>
    )
  }
  const join = async () => {
    if ((await act.run({ body: { token } })) === undefined) return
    sessionStorage.removeItem(keptAs)
    await enter(queries)
    router.history.push('/')
  }
  return (
    <Stack gap="sm">
      <FormNote failure={act.failure} />
      <Group grow>
        <Button size="md" loading={act.running} onClick={() => void join()}>
          {t('invited.join')}
        </Button>
      </Group>
    </Stack>
  )
}
