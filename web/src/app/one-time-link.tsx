import { Button, Group, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { CodeBlock } from '../ui/code.tsx'
import { Time } from '../ui/time.tsx'

type OneTimeLinkProps = {
  readonly email: string
  readonly link: string
  readonly expiresAt: string
  readonly mailed: boolean
  readonly onDone: () => void
}

/** A link that is shown this once, to be handed on. */
export function OneTimeLink({ email, link, expiresAt, mailed, onDone }: OneTimeLinkProps) {
  const { t } = useTranslation('directory')
  return (
    <Stack gap="sm">
      <Text>{mailed ? t('link.mailed', { email }) : t('link.hand-over', { email })}</Text>
      <CodeBlock text={link} />
      <Text size="sm" c="dimmed">
        {t('link.once')} {t('link.until')} <Time at={expiresAt} />
      </Text>
      <Group justify="flex-end">
        <Button onClick={onDone}>{t('link.done')}</Button>
      </Group>
    </Stack>
  )
}
