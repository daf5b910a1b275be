import { ActionIcon, Button, Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconDots, IconMail, IconUserMinus, IconUserPlus, IconUserShield } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { roles } from '../../../src/base/actor.ts'
import { changeRole, listPeople, type Member, removePerson } from '../../../src/domain/directory/contract.ts'
import { useQuickAct } from '../app/act.ts'
import { useList } from '../app/read.ts'
import { may, useSession } from '../app/session.ts'
import { Badge } from '../ui/badge.tsx'
import { useConfirm } from '../ui/confirm.tsx'
import { type Column, ListView } from '../ui/list/list-view.tsx'
import { Page } from '../ui/page.tsx'
import { Time } from '../ui/time.tsx'
import { AddressDialog } from './address-dialog.tsx'
import { Invitations } from './invitations.tsx'
import { InviteDialog } from './invite-dialog.tsx'

const idOf = (member: Member) => member.id

/** Who works here, and as what; those invited and not yet come. */
export function People() {
  const { t } = useTranslation('directory')
  const session = useSession()
  const manages = may(session, 'manage-people')
  const source = useList(listPeople, { query: {} }, { live: ['person'] })
  const [inviting, invite] = useDisclosure(false)
  const columns: readonly Column<Member>[] = [
    {
      id: 'name',
      head: t('field.name'),
      priority: 1,
      width: 'minmax(10rem, 2fr)',
      cell: (member) => (
        <>
          <bdi>{member.name}</bdi> {member.id === session.person.id && <Badge tone="accent">{t('people.you')}</Badge>}
        </>
      ),
    },
    { id: 'email', head: t('sign-in.email'), priority: 2, width: 'minmax(10rem, 2fr)', cell: (member) => <bdi>{member.email}</bdi> },
    { id: 'role', head: t('field.role'), priority: 2, width: 'minmax(8rem, 1fr)', cell: (member) => t(`shell:role.${member.role}`) },
    {
      id: 'since',
      head: t('field.since'),
      priority: 3,
      width: 'minmax(7rem, max-content)',
      cell: (member) => <Time at={member.since} style="date" />,
    },
    ...(manages
      ? [
          {
            id: 'do',
            head: '',
            action: true,
            priority: 2,
            width: 'max-content',
            align: 'end',
            cell: (member) => <MemberMenu member={member} />,
          } satisfies Column<Member>,
        ]
      : []),
  ]
  return (
    <Page
      title={t('people.title')}
      lead={t('people.lead')}
      actions={
        manages && (
          <Button leftSection={<IconUserPlus size={16} />} onClick={invite.open}>
            {t('people.invite')}
          </Button>
        )
      }
    >
      <ListView label={t('people.title')} source={source} columns={columns} idOf={idOf} empty={{ title: t('people.none') }} />
      {manages && <Invitations />}
      <InviteDialog open={inviting} onClose={invite.close} />
    </Page>
  )
}

function MemberMenu({ member }: { readonly member: Member }) {
  const { t } = useTranslation('directory')
  const session = useSession()
  const confirm = useConfirm()
  const change = useQuickAct(changeRole, ['person'])
  const remove = useQuickAct(removePerson, ['person'])
  const self = member.id === session.person.id
  const [addressing, address] = useDisclosure(false)
  const ask = async () => {
    const consequence = self ? t('people.leave-consequence') : t('people.remove-consequence', { name: member.name })
    if (await confirm({ title: t('people.remove-title', { name: member.name }), consequence, act: t('people.remove'), grave: true })) {
      await remove({ params: { id: member.id } }, t('people.removed', { name: member.name }))
    }
  }
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t('people.menu', { name: member.name })}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('people.change-role')}</Menu.Label>
          {roles.map((role) => (
            <Menu.Item
              key={role}
              leftSection={<IconUserShield size={16} />}
              disabled={role === member.role}
              onClick={() =>
                void change(
                  { params: { id: member.id }, body: { role } },
                  t('people.role-changed', { name: member.name, role: t(`shell:role.${role}`) }),
                )
              }
            >
              {t(`shell:role.${role}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconMail size={16} />} onClick={address.open}>
            {t('people.address')}
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconUserMinus size={16} />} onClick={() => void ask()}>
            {t('people.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {addressing && <AddressDialog member={member} onClose={address.close} />}
    </>
  )
}
