import { Button, Group, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { FormNote } from '../../app/form.tsx'

/** The form of a dialog: why it was refused, its fields, its button. */
export function DialogForm({
  failure,
  running,
  act,
  grave,
  onSubmit,
  children,
}: {
  readonly failure: Error | null
  readonly running: boolean
  readonly act: string
  readonly grave?: boolean
  readonly onSubmit: (event: React.FormEvent<HTMLFormElement>) => void
  readonly children: ReactNode
}) {
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        <FormNote failure={failure} />
        {children}
        <Group justify="flex-end">
          <Button type="submit" loading={running} color={grave === true ? 'red' : 'petrol'}>
            {act}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
