import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

export type Question = {
  readonly title: string
  /** what will happen, and what can't be undone */
  readonly consequence: ReactNode
  /** the words on the button: the act itself, never 'OK' */
  readonly act: string
  /** to be typed before the button works, for what can't be undone */
  readonly typed?: string
  readonly grave?: boolean
}

type ConfirmDialogProps = { readonly question: Question; readonly open: boolean; readonly close: (yes: boolean) => void }

export function ConfirmDialog({ question, open, close }: ConfirmDialogProps) {
  return (
    <Modal opened={open} onClose={() => close(false)} title={question.title} withCloseButton={false}>
      <Body key={question.title} question={question} close={close} />
    </Modal>
  )
}

function Body({ question, close }: { readonly question: Question; readonly close: (yes: boolean) => void }) {
  const { t } = useTranslation('ui')
  const [typed, setTyped] = useState('')
  const ready = question.typed === undefined || typed.trim() === question.typed
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready) close(true)
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text component="div">{question.consequence}</Text>
        {question.typed !== undefined && (
          <TextInput
            label={t('confirm.type', { what: question.typed })}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            data-autofocus
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => close(false)}>
            {t('cancel')}
          </Button>
          <Button type="submit" color={question.grave === true ? 'red' : 'petrol'} disabled={!ready}>
            {question.act}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
