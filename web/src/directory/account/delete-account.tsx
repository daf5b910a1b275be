import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { deleteAccount } from '../../../../src/domain/directory/contract.ts'
import { useAct } from '../../app/act.ts'
import { PasswordDialog } from '../../app/password-dialog.tsx'
import { ended, useSession } from '../../app/session.ts'
import { Section } from '../../ui/page.tsx'
import { toast } from '../../ui/toast.tsx'

/** For somebody who belongs to no organisation any more: the end of the account. */
export function DeleteAccount() {
  const { t } = useTranslation('directory')
  const { memberships } = useSession()
  const queries = useQueryClient()
  const [asking, ask] = useDisclosure(false)
  const act = useAct(deleteAccount, [])
  if (memberships.length > 0) return null
  const remove = async (password: string) => {
    if ((await act.run({ body: { password } })) === undefined) return
    toast(t('account.deleted'))
    await ended(queries, async () => location.assign('/sign-in'))
  }
  return (
    <Section title={t('account.delete')} lead={t('account.delete-lead')}>
      <Button color="red" variant="default" onClick={ask.open}>
        {t('account.delete')}
      </Button>
      {asking && (
        <PasswordDialog
          title={t('account.delete-title')}
          text={t('account.delete-lead')}
          act={t('account.delete')}
          grave
          running={act.running}
          failure={act.failure}
          onClose={ask.close}
          onPassword={(password) => void remove(password)}
        />
      )}
    </Section>
  )
}
