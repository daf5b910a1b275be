import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { FormNote, useChecks, useFields } from './form.tsx'

type PasswordDialogProps = {
  readonly title: string
  readonly text: string
  readonly act: string
  readonly grave: boolean
  readonly running: boolean
  readonly failure: Error | null
  readonly onClose: () => void
  readonly onPassword: (password: string) => void
}

/** Asks for the password once more, before something that an open window alone must not be enough for. */
export function PasswordDialog({ title, text, act, grave, running, failure, onClose, onPassword }: PasswordDialogProps) {
  const { t } = useTranslation('directory')
  const form = useFields({ password: '' }, { password: useChecks().required }, failure)
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <form onSubmit={form.onSubmit(({ password }) => onPassword(password))} noValidate>
        <Stack gap="sm">
          <Text>{text}</Text>
          <FormNote failure={failure} />
          <PasswordInput label={t('sign-in.password')} autoComplete="current-password" data-autofocus {...form.props('password')} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('ui:cancel')}
            </Button>
            <Button type="submit" loading={running} color={grave ? 'red' : 'petrol'}>
              {act}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
