import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'

const shownFor = 5_000
// somebody who needs to undo needs time to notice it
const undoableFor = 10_000

/** Says in passing that something was done. */
export function toast(text: string): void {
  notifications.show({ message: text, autoClose: shownFor, withBorder: true })
}

/** Says that something was done, with the way back. */
export function toastWithUndo(text: string, undo: { readonly label: string; run(): void }): void {
  const id = notifications.show({
    autoClose: undoableFor,
    withBorder: true,
    message: (
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

/** Says that something failed; stays until it is dismissed. */
export function toastTrouble(text: string): void {
  notifications.show({ message: text, color: 'red', autoClose: false, withBorder: true })
}
