import { Alert, Text } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { mailboxTroubles } from '../../../src/domain/intake/contract.ts'
import { Mono } from '../ui/code.tsx'

type Trouble = { readonly code: (typeof mailboxTroubles)[number]; readonly detail: string | null }

/** What is wrong with a mailbox, what to do, and what the other side said. */
export function TroubleText({ trouble }: { readonly trouble: Trouble }) {
  const { t } = useTranslation('intake')
  return (
    <Alert color="red" variant="light" icon={<IconPlugConnectedX size={18} />} p="sm" title={t(`mailbox.trouble.${trouble.code}.says`)}>
      <Text size="sm">{t(`mailbox.trouble.${trouble.code}.do`)}</Text>
      {trouble.detail !== null && trouble.detail !== '' && (
        <Text size="xs" c="dimmed" mt={4} style={{ overflowWrap: 'anywhere' }}>
          {t('mailbox.said')} <Mono>{trouble.detail}</Mono>
        </Text>
      )}
    </Alert>
  )
}
