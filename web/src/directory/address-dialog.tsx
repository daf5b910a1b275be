import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Member, offerAddressChange } from '../../../src/domain/directory/contract.ts'
import { useAct } from '../app/act.ts'
import { FormNote, useChecks, useFields } from '../app/form.tsx'
import { OneTimeLink } from '../app/one-time-link.tsx'

type Made = { readonly email: string; readonly link: string; readonly expiresAt: string; readonly mailed: boolean }

/** Makes the link by which a person takes another address, and shows it, this once. */
export function AddressDialog({ member, onClose }: { readonly member: Member; readonly onClose: () => void }) {
  const { t } = useTranslation('directory')
  const [made, setMade] = useState<Made>()
  const act = useAct(offerAddressChange, [])
  const form = useFields({ email: '' }, { email: useChecks().email }, act.failure)
  const submit = form.onSubmit(async ({ email }) => {
    const done = await act.run({ params: { id: member.id }, body: { email } })
    if (done !== undefined) setMade({ email, ...done.answer })
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('people.address-title', { name: member.name })}
      closeButtonProps={{ 'aria-label': t('ui:close') }}
      closeOnClickOutside={made === undefined}
    >
      {made === undefined ? (
        <form onSubmit={submit} noValidate>
          <Stack gap="sm">
            <Text>{t('people.address-lead', { name: member.name })}</Text>
            <FormNote failure={act.failure} />
            <TextInput label={t('account.address-new')} type="email" dir="ltr" autoComplete="off" data-autofocus {...form.props('email')} />
            <Group justify="flex-end" mt="xs">
              <Button type="submit" loading={act.running}>
                {t('people.address-make')}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <OneTimeLink {...made} onDone={onClose} />
      )}
    </Modal>
  )
}
