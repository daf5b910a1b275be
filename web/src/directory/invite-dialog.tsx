import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Role } from '../../../src/base/actor.ts'
import { invite } from '../../../src/domain/directory/contract.ts'
import { useAct } from '../app/act.ts'
import { FormNote, useChecks, useFields } from '../app/form.tsx'
import { OneTimeLink } from '../app/one-time-link.tsx'
import { RoleField } from './fields.tsx'

type Made = { readonly email: string; readonly link: string; readonly expiresAt: string; readonly mailed: boolean }

/** Invites somebody, and shows the link, this once. */
export function InviteDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation('directory')
  const [made, setMade] = useState<Made>()
  const close = () => {
    onClose()
    setMade(undefined)
  }
  return (
    <Modal
      opened={open}
      onClose={close}
      title={t('people.invite')}
      closeButtonProps={{ 'aria-label': t('ui:close') }}
      closeOnClickOutside={made === undefined}
    >
      {made === undefined ? <InviteForm onMade={setMade} /> : <OneTimeLink {...made} onDone={close} />}
    </Modal>
  )
}

function InviteForm({ onMade }: { readonly onMade: (made: Made) => void }) {
  const { t } = useTranslation('directory')
  const act = useAct(invite, ['invitation'])
  const form = useFields({ email: '', role: 'analyst' as Role }, { email: useChecks().email }, act.failure)
  const submit = form.onSubmit(async ({ email, role }) => {
    const done = await act.run({ body: { email, role } })
    if (done !== undefined) onMade({ email, ...done.answer })
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <TextInput label={t('sign-in.email')} type="email" dir="ltr" autoComplete="off" data-autofocus {...form.props('email')} />
        <RoleField {...form.props('role')} onChange={(role) => form.set('role', role as Role)} />
        <Group justify="flex-end" mt="xs">
          <Button type="submit" loading={act.running}>
            {t('people.make-invitation')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
