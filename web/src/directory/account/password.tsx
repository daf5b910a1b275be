import { Button, Group, PasswordInput, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { changePassword } from '../../../../src/platform/auth/contract.ts'
import { useAct } from '../../app/act.ts'
import { FormNote, useChecks, useFields } from '../../app/form.tsx'
import { useSession } from '../../app/session.ts'
import { Section } from '../../ui/page.tsx'
import { toast } from '../../ui/toast.tsx'
import { NewPasswordField } from '../fields.tsx'

export function Password() {
  const { t } = useTranslation('directory')
  const [open, form] = useDisclosure(false)
  return (
    <Section
      title={t('account.password')}
      lead={t('account.password-lead')}
      actions={
        !open && (
          <Button variant="default" onClick={form.open}>
            {t('account.password-change')}
          </Button>
        )
      }
    >
      {open && <PasswordForm onDone={form.close} />}
    </Section>
  )
}

function PasswordForm({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation('directory')
  const { person } = useSession()
  const act = useAct(changePassword, ['own-session'])
  const { required } = useChecks()
  const form = useFields({ current: '', next: '' }, { current: required, next: required }, act.failure)
  const submit = form.onSubmit(async (values) => {
    if ((await act.run({ body: values })) === undefined) return
    toast(t('account.password-changed'))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <input type="text" name="username" autoComplete="username" value={person.email} readOnly hidden />
        <PasswordInput label={t('account.password-current')} autoComplete="current-password" {...form.props('current')} />
        <NewPasswordField {...form.props('next')} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t('ui:cancel')}
          </Button>
          <Button type="submit" loading={act.running}>
            {t('account.password-change')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
