import { IconShieldCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { LinkButton } from './link-button.tsx'

/** Leads from a thing to what the log holds on it: the acts that the reader may prove. */
export function ProofsLink({ subject }: { readonly subject: string }) {
  const { t } = useTranslation('ui')
  return (
    <LinkButton
      to="/proofs/$subject"
      params={{ subject }}
      variant="subtle"
      size="compact-md"
      className="t-no-print"
      leftSection={<IconShieldCheck size={16} aria-hidden="true" />}
    >
      {t('proofs')}
    </LinkButton>
  )
}
