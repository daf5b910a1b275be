import { Checkbox, Stack } from '@mantine/core'
import { useFindingText } from './finding-text.ts'

type ChoiceProps = {
  readonly label: string
  readonly codes: readonly string[]
  readonly chosen: readonly string[]
  readonly error?: string | undefined
  readonly onChosen: (codes: string[]) => void
}

/** Which findings, by their titles. */
export function FindingChoice({ label, codes, chosen, error, onChosen }: ChoiceProps) {
  const textOf = useFindingText()
  return (
    <Checkbox.Group label={label} error={error} value={[...chosen]} onChange={onChosen}>
      <Stack gap="xs" pt="xs">
        {codes.map((code) => (
          <Checkbox key={code} value={code} label={textOf({ code }).title} />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}
