import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { createContext, type FormEvent, type ReactNode, useCallback, useContext, useState } from 'react'
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

type Asked = Question & { readonly answer: (yes: boolean) => void }

const Ask = createContext<(question: Question) => Promise<boolean>>(() => Promise.resolve(false))

/** Asks before something is done: `if (await confirm({…})) …`. */
export function useConfirm(): (question: Question) => Promise<boolean> {
  return useContext(Ask)
}

export function ConfirmProvider({ children }: { readonly children: ReactNode }) {
  const [asked, setAsked] = useState<Asked>()
  const [open, setOpen] = useState(false)
  const ask = useCallback(
    (question: Question) =>
      new Promise<boolean>((answer) => {
        setAsked({ ...question, answer })
        setOpen(true)
      }),
    [],
  )
  const close = (yes: boolean) => {
    setOpen(false)
    asked?.answer(yes)
  }
  return (
    <Ask value={ask}>
      {children}
      <Modal opened={open} onClose={() => close(false)} title={asked?.title} withCloseButton={false}>
        {asked !== undefined && <Body key={asked.title} question={asked} close={close} />}
      </Modal>
    </Ask>
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
            {t('confirm.cancel')}
          </Button>
          <Button type="submit" color={question.grave === true ? 'red' : 'petrol'} disabled={!ready}>
            {question.act}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
