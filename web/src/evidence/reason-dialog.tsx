import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { FormNote, useFields } from '../app/form.tsx'

/** as the server asks for it */
const shortest = 3

type ReasonDialogProps = {
  readonly open: boolean
  onClose(): void
  readonly title: string
  readonly lead: string
  /** the words on the button */
  readonly act: string
  readonly running: boolean
  readonly failure: Error | null
  /** answers whether it was done */
  onReason(reason: string): Promise<boolean>
}

/** Asks why, before something is done that others will have to understand. */
export function ReasonDialog({ open, onClose, title, ...rest }: ReasonDialogProps) {
  const { t } = useTranslation('ui')
  return (
    <Modal opened={open} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('close') }}>
      <ReasonForm onClose={onClose} {...rest} />
    </Modal>
  )
}

function ReasonForm({ lead, act, running, failure, onReason, onClose }: Omit<ReasonDialogProps, 'open' | 'title'>) {
  const { t } = useTranslation('evidence')
  const form = useFields({ reason: '' }, { reason: (value) => (value.trim().length < shortest ? t('reason.needed') : null) }, failure)
  const submit = form.onSubmit(async ({ reason }) => {
    if (await onReason(reason.trim())) onClose()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormNote failure={failure} />
        <Text>{lead}</Text>
        <Textarea label={t('reason.label')} autosize minRows={2} maxRows={8} maxLength={1_000} data-autofocus {...form.props('reason')} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('ui:cancel')}
          </Button>
          <Button type="submit" loading={running}>
            {act}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
