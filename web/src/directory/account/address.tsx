import { Button, Group, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { askAddressChange } from '../../../../src/domain/directory/contract.ts'
import { useAct } from '../../app/act.ts'
import { FormNote, useChecks, useFields } from '../../app/form.tsx'
import { useSession } from '../../app/session.ts'
import { Section } from '../../ui/page.tsx'
import { toast } from '../../ui/toast.tsx'

/** The address that the person signs in with, and the way to another. */
export function Address() {
  const { t } = useTranslation('directory')
  const [open, form] = useDisclosure(false)
  return (
    <Section
      title={t('account.address')}
      lead={t('account.address-lead')}
      actions={
        !open && (
          <Button variant="default" onClick={form.open}>
            {t('account.address-change')}
          </Button>
        )
      }
    >
      {open && <AddressForm onDone={form.close} />}
    </Section>
  )
}

function AddressForm({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation('directory')
  const { person } = useSession()
  const act = useAct(askAddressChange, [])
  const checks = useChecks()
  const form = useFields({ email: '', password: '' }, { email: checks.email, password: checks.required }, act.failure)
  const submit = form.onSubmit(async (values) => {
    if ((await act.run({ body: values })) === undefined) return
    toast(t('account.address-sent'))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <input type="text" name="username" autoComplete="username" value={person.email} readOnly hidden />
        <TextInput label={t('account.address-new')} type="email" dir="ltr" autoComplete="email" {...form.props('email')} />
        <PasswordInput label={t('account.password-current')} autoComplete="current-password" {...form.props('password')} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t('ui:cancel')}
          </Button>
          <Button type="submit" loading={act.running}>
            {t('account.address-change')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
