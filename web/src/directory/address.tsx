import { Button, Stack } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { confirmAddressChange } from '../../../src/domain/directory/contract.ts'
import { useAct } from '../app/act.ts'
import { FormNote } from '../app/form.tsx'
import { LinkButton } from '../app/link-button.tsx'
import { enter, sessionQuery } from '../app/session.ts'
import { toast } from '../ui/toast.tsx'
import { DoorCard } from './door.tsx'
import { useToken } from './token.ts'

// held while the person signs in; in the address it would be sent with the next request
const keptAs = 'tocsin.address'

/** Where the link for a new address leads: its person takes it, signed in. */
export function NewAddress() {
  const { t } = useTranslation('directory')
  const token = useToken(sessionStorage.getItem(keptAs) ?? '')
  const session = useQuery(sessionQuery)
  if (token === undefined)
    return (
      <DoorCard title={t('address.broken')} lead={t('address.broken-lead')}>
        <LinkButton to="/sign-in" variant="default" size="md" fullWidth>
          {t('sign-in.title')}
        </LinkButton>
      </DoorCard>
    )
  if (session.data === undefined) return null
  if (session.data === null)
    return (
      <DoorCard title={t('address.title')} lead={t('address.sign-in')}>
        <LinkButton to="/sign-in" search={{ next: '/address' }} onClick={() => sessionStorage.setItem(keptAs, token)} size="md" fullWidth>
          {t('sign-in.title')}
        </LinkButton>
      </DoorCard>
    )
  return <Take token={token} />
}

function Take({ token }: { readonly token: string }) {
  const { t } = useTranslation('directory')
  const queries = useQueryClient()
  const router = useRouter()
  const act = useAct(confirmAddressChange, [])
  const take = async () => {
    const done = await act.run({ body: { token } })
    if (done === undefined) return
    sessionStorage.removeItem(keptAs)
    toast(t('address.taken', { email: done.answer.email }))
    await enter(queries)
    router.history.push('/account')
  }
  return (
    <DoorCard title={t('address.title')} lead={t('address.lead')}>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <Button size="md" loading={act.running} onClick={() => void take()} fullWidth>
          {t('address.take')}
        </Button>
      </Stack>
    </DoorCard>
  )
}
