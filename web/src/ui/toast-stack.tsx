import { Button, Group, Text } from '@mantine/core'
import { Notifications, notifications } from '@mantine/notifications'
import '@mantine/notifications/styles.css'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'

export type ToastWords = {
  readonly text: string
  readonly trouble: boolean
  /** the way back, where there is one */
  readonly undo?: { readonly label: string; run(): void }
}

const shownFor = 5_000
// somebody who needs to undo needs time to notice it
const undoableFor = 10_000

/** Shows the toasts that wait, and calls `onShown` when it took them over. */
export function ToastStack({ queue, onShown }: { readonly queue: readonly ToastWords[]; readonly onShown: () => void }) {
  const { t } = useTranslation('ui')
  const label = t('close')
  useEffect(() => {
    if (queue.length === 0) return
    for (const words of queue) show(words, label)
    onShown()
  }, [queue, onShown, label])
  return <Notifications position="bottom-right" limit={4} containerWidth={380} zIndex={400} />
}

function show({ text, trouble, undo }: ToastWords, label: string): void {
  const id = notifications.show({
    autoClose: trouble ? false : undo === undefined ? shownFor : undoableFor,
    withBorder: true,
    role: trouble ? 'alert' : 'status',
    color: trouble ? 'red' : 'petrol',
    closeButtonProps: { 'aria-label': label },
    message:
      undo === undefined ? (
        text
      ) : (
        <Group justify="space-between" wrap="nowrap" gap="md">
          <Text size="sm">{text}</Text>
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => {
              notifications.hide(id)
              undo.run()
            }}
          >
            {undo.label}
          </Button>
        </Group>
      ),
  })
}
