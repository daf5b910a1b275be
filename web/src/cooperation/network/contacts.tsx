import { ActionIcon, Button, Group, Menu, Modal, Text } from '@mantine/core'
import { IconDots, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type ContactView,
  confirmContact,
  endContact,
  listContacts,
  testContact,
} from '../../../../src/domain/cooperation/contract/network/contacts.ts'
import { useQuickAct } from '../../app/act.ts'
import { Answer } from '../../app/answer.tsx'
import { useRead } from '../../app/read.ts'
import { useConfirm } from '../../ui/confirm.tsx'
import { Section } from '../../ui/page.tsx'
import { ContactCard } from './contact-card.tsx'
import { ContactDetail } from './contact-detail.tsx'
import { ContactForm, type Purpose } from './contact-form.tsx'

type Member = { readonly id: string; readonly name: string; readonly kind: 'agency' | 'industry' }
type MemberContactsProps = { readonly member: Member; readonly mayKeep: boolean }
type Open = Purpose | { readonly kind: 'detail'; readonly contact: ContactView }

/** How a member is reached: its designated contact and people on the lists of sectors, as far as the reader may see them. */
export function MemberContacts({ member, mayKeep }: MemberContactsProps) {
  const { t } = useTranslation('contacts')
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const state = useRead(listContacts, { query: { member: member.id, limit: 200 } }, { live: ['contact'] })
  return (
    <Section title={t('title')} id="contacts" actions={mayKeep && <Add member={member} items={state.data?.items ?? []} onOpen={setOpen} />}>
      <Answer of={state}>
        {({ items }) =>
          items.length === 0 ? (
            <Text c="dimmed">{t('none')}</Text>
          ) : (
            [...items]
              .sort(byRole)
              .map((contact) => (
                <ContactCard key={contact.id} contact={contact} acts={<Acts contact={contact} mayKeep={mayKeep} onOpen={setOpen} />} />
              ))
          )
        }
      </Answer>
      <Modal
        opened={open !== undefined}
        onClose={close}
        size="lg"
        title={open === undefined ? '' : t(`dialog.${open.kind}`)}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        {open?.kind === 'detail' && <ContactDetail id={open.contact.id} />}
        {open !== undefined && open.kind !== 'detail' && <ContactForm purpose={open} onDone={close} />}
      </Modal>
    </Section>
  )
}

/** Designated ones before people on lists. */
function byRole(one: ContactView, other: ContactView): number {
  return Number(one.role === 'staff') - Number(other.role === 'staff') || one.person.localeCompare(other.person)
}

type AddProps = { readonly member: Member; readonly items: readonly ContactView[]; readonly onOpen: (open: Open) => void }

function Add({ member, items, onOpen }: AddProps) {
  const { t } = useTranslation('contacts')
  const role = member.kind === 'agency' ? 'unit' : 'industry'
  return (
    <Group gap="xs">
      {!items.some((one) => one.role === role) && (
        <Button leftSection={<IconPlus size={16} />} onClick={() => onOpen({ kind: 'designate', member: member.id, role })}>
          {t(`designate.${role}`)}
        </Button>
      )}
      <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => onOpen({ kind: 'list', member: member.id })}>
        {t('dialog.list')}
      </Button>
    </Group>
  )
}

type ActsProps = { readonly contact: ContactView; readonly mayKeep: boolean; readonly onOpen: (open: Open) => void }

function Acts({ contact, mayKeep, onOpen }: ActsProps) {
  const { t } = useTranslation('contacts')
  const confirm = useConfirm()
  const say = useQuickAct(confirmContact, ['contact'])
  const test = useQuickAct(testContact, ['contact'])
  const end = useQuickAct(endContact, ['contact', 'country-contact'])
  const name = contact.person || contact.unit
  const params = { id: contact.id }
  const askEnd = async () => {
    const sure = await confirm({ title: t('end.title', { name }), consequence: t('end.consequence'), act: t('end.do') })
    if (sure) await end({ params }, t('end.done'))
  }
  return (
    <Group gap="xs" wrap="nowrap">
      {mayKeep && (contact.confirmedAt === null || contact.troubles.length > 0) && (
        <Button variant="default" size="compact-sm" onClick={() => void say({ params }, t('confirmed'))}>
          {t('confirm')}
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t('acts', { name })}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onOpen({ kind: 'detail', contact })}>{t('dialog.detail')}</Menu.Item>
          <Menu.Item component="a" href={`/api/network/contacts/${contact.id}/vcard`} download>
            {t('vcard')}
          </Menu.Item>
          {mayKeep && (
            <>
              <Menu.Divider />
              <Menu.Item onClick={() => onOpen({ kind: 'change', contact })}>{t('dialog.change')}</Menu.Item>
              {contact.role !== 'staff' && (
                <Menu.Item onClick={() => onOpen({ kind: 'hand-over', contact })}>{t('dialog.hand-over')}</Menu.Item>
              )}
              <Menu.Item onClick={() => void say({ params }, t('confirmed'))}>{t('confirm')}</Menu.Item>
              {contact.mail !== null && <Menu.Item onClick={() => void test({ params }, t('test-sent'))}>{t('test')}</Menu.Item>}
              <Menu.Item color="red" onClick={() => void askEnd()}>
                {t('end.do')}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
    </Group>
  )
}
