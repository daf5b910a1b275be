import { Button, Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { recover } from '../../../src/platform/auth/contract.ts'
import { useAct } from '../app/act.ts'
import { FormNote, useChecks, useFields } from '../app/form.tsx'
import { LinkButton } from '../app/link-button.tsx'
import { DoorCard } from './door.tsx'
import { NewPasswordField } from './fields.tsx'
import { useToken } from './token.ts'

/** Where a recovery link leads: a new password. */
export function Recover() {
  const { t } = useTranslation('directory')
  const token = useToken()
  const [done, setDone] = useState(false)
  const act = useAct(recover, [])
  const form = useFields({ password: '' }, { password: useChecks().required }, act.failure)
  if (token === undefined)
    return (
      <DoorCard title={t('invited.broken')} lead={t('recover.broken-lead')}>
        <LinkButton to="/sign-in" variant="default" size="md" fullWidth>
          {t('sign-in.title')}
        </LinkButton>
      </DoorCard>
    )
  if (done) {
    return (
      <DoorCard title={t('recover.done')} lead={t('recover.done-lead')}>
        <LinkButton to="/sign-in" size="md" fullWidth>
          {t('sign-in.title')}
        </LinkButton>
      </DoorCard>
    )
  }
  const submit = form.onSubmit(async ({ password }) => {
    if ((await act.run({ body: { token, password } })) !== undefined) setDone(true)
  })
  return (
    <DoorCard title={t('recover.title')} lead={t('recover.lead')}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <FormNote failure={act.failure} />
          <NewPasswordField {...form.props('password')} />
          <Button type="submit" size="md" loading={act.running} fullWidth>
            {t('recover.set')}
          </Button>
        </Stack>
      </form>
    </DoorCard>
  )
}
