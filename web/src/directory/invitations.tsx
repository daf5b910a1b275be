import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type Invitation, listInvitations, revokeInvitation } from '../../../src/domain/directory/contract.ts'
import { useQuickAct } from '../app/act.ts'
import { useList } from '../app/read.ts'
import { type Column, ListView } from '../ui/list/list-view.tsx'
import { Section } from '../ui/page.tsx'
import { Time } from '../ui/time.tsx'

const idOf = (invitation: Invitation) => invitation.id

/** Those who were invited and have not come yet; nothing where there are none. */
export function Invitations() {
  const { t } = useTranslation('directory')
  const source = useList(listInvitations, { query: {} }, { live: ['invitation', 'person'] })
  const revoke = useQuickAct(revokeInvitation, ['invitation'])
  const columns: readonly Column<Invitation>[] = [
    { id: 'email', head: t('sign-in.email'), priority: 1, width: 'minmax(10rem, 2fr)', cell: (one) => <bdi>{one.email}</bdi> },
    { id: 'role', head: t('field.role'), priority: 2, cell: (one) => t(`shell:role.${one.role}`) },
    { id: 'by', head: t('invitations.by'), priority: 3, cell: (one) => <bdi>{one.by}</bdi> },
    { id: 'until', head: t('field.until'), priority: 2, width: 'max-content', cell: (one) => <Time at={one.expiresAt} /> },
    {
      id: 'do',
      head: '',
      action: true,
      priority: 2,
      width: 'max-content',
      align: 'end',
      cell: (one) => (
        <Button
          variant="subtle"
          color="red"
          size="compact-sm"
          onClick={() => void revoke({ params: { id: one.id } }, t('invitations.revoked', { email: one.email }))}
        >
          {t('invitations.revoke')}
        </Button>
      ),
    },
  ]
  if (source.state === 'ready' && source.items.length === 0) return null
  return (
    <Section title={t('invitations.title')} lead={t('invitations.lead')} flush>
      <ListView label={t('invitations.title')} source={source} columns={columns} idOf={idOf} empty={{ title: '' }} bare />
    </Section>
  )
}
