import { ActionIcon, Button, Menu, Modal, Text } from '@mantine/core'
import { IconDots, IconPencil, IconPlus } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type Contact,
  changeContact,
  changeParty,
  endResponsibility,
  listPartyChanges,
  type Party,
  type PartyChange,
  type Responsibility,
  readParty,
} from '../../../../src/domain/directory/contract.ts'
import { useQuickAct } from '../../app/act.ts'
import { Answer } from '../../app/answer.tsx'
import { useList, useRead } from '../../app/read.ts'
import { may, useSession } from '../../app/session.ts'
import { Badge } from '../../ui/badge.tsx'
import { Copyable, Mono } from '../../ui/code.tsx'
import { useConfirm } from '../../ui/confirm.tsx'
import { Country, Language } from '../../ui/country.tsx'
import { Facts } from '../../ui/facts.tsx'
import { type Column, ListView } from '../../ui/list/list-view.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import rows from '../account/rows.module.css'
import { BackToParties } from './back.tsx'
import { useEvery } from './every.ts'
import { ContactForm, PartyForm, ResponsibilityForm } from './forms.tsx'

const route = getRouteApi('/shell/parties/$id')
type Open = { readonly kind: 'party' | 'add-contact' | 'responsibility' } | { readonly kind: 'contact'; readonly contact: Contact }

/** One party: what is said of it, how to reach it, what it answers for, and what happened to it. */
export function PartyPage() {
  const { id } = route.useParams()
  const state = useRead(readParty, { params: { id } }, { live: ['party'] })
  const back = <BackToParties />
  return (
    <Answer of={state} whole back={back}>
      {(party) => <Whole party={party} back={back} />}
    </Answer>
  )
}

function Whole({ party, back }: { readonly party: Party; readonly back: React.ReactNode }) {
  const { t } = useTranslation('directory')
  const states = may(useSession(), 'state-parties')
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const add = (kind: 'add-contact' | 'responsibility') =>
    states && (
      <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => setOpen({ kind })}>
        {t(kind === 'add-contact' ? 'parties.add-contact' : 'parties.add-responsibility')}
      </Button>
    )
  return (
    <Page title={party.name} back={back} actions={states && <PartyActs party={party} onEdit={() => setOpen({ kind: 'party' })} />}>
      <Section title={t('parties.about')}>
        <Facts
          facts={[
            { name: t('parties.kind-label'), value: t(`parties.kind.${party.kind}`) },
            party.reference !== null && { name: t('parties.reference'), value: <bdi>{party.reference}</bdi> },
            party.country !== null && { name: t('field.country'), value: <Country code={party.country} /> },
            { name: t('field.since'), value: <Time at={party.since} style="date" /> },
            party.endedAt !== null && { name: t('parties.ended'), value: <Time at={party.endedAt} style="date" /> },
            { name: t('parties.source-label'), value: t(`parties.source.${party.source}`) },
            party.note !== '' && { name: t('parties.note'), value: <bdi style={{ whiteSpace: 'pre-wrap' }}>{party.note}</bdi> },
          ]}
        />
      </Section>
      <Section title={t('parties.contacts')} actions={add('add-contact')}>
        {party.contactList.length === 0 ? (
          <Text c="dimmed">{t('parties.no-contacts')}</Text>
        ) : (
          <ul className={rows.rows} aria-label={t('parties.contacts')}>
            {party.contactList.map((one) => (
              <ContactRow key={one.id} contact={one} onEdit={() => setOpen({ kind: 'contact', contact: one })} states={states} />
            ))}
          </ul>
        )}
      </Section>
      <Section title={t('parties.answers-for')} actions={add('responsibility')}>
        {party.responsibilityList.length === 0 ? (
          <Text c="dimmed">{t('parties.no-responsibilities')}</Text>
        ) : (
          <ul className={rows.rows} aria-label={t('parties.answers-for')}>
            {party.responsibilityList.map((one) => (
              <ResponsibilityRow key={one.id} responsibility={one} states={states} />
            ))}
          </ul>
        )}
      </Section>
      <History id={party.id} />
      <Modal
        opened={open !== undefined}
        onClose={close}
        title={
          open?.kind === 'party'
            ? t('parties.edit')
            : open?.kind === 'responsibility'
              ? t('parties.add-responsibility')
              : t(open?.kind === 'contact' ? 'parties.edit-contact' : 'parties.add-contact')
        }
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        {open?.kind === 'party' && <PartyForm party={party} onDone={close} />}
        {open?.kind === 'add-contact' && <ContactForm party={party.id} onDone={close} />}
        {open?.kind === 'contact' && <ContactForm party={party.id} contact={open.contact} onDone={close} />}
        {open?.kind === 'responsibility' && <ResponsibilityForm party={party.id} onDone={close} />}
      </Modal>
    </Page>
  )
}

function PartyActs({ party, onEdit }: { readonly party: Party; readonly onEdit: () => void }) {
  const { t } = useTranslation('directory')
  const confirm = useConfirm()
  const change = useQuickAct(changeParty, ['party'])
  const end = async () => {
    const sure =
      party.endedAt !== null ||
      (await confirm({
        title: t('parties.end-title', { name: party.name }),
        consequence: t('parties.end-consequence'),
        act: t('parties.end'),
      }))
    if (sure) await change({ params: { id: party.id }, body: { ended: party.endedAt === null } }, t('ui:saved'))
  }
  return (
    <>
      <Button variant="default" onClick={() => void end()}>
        {t(party.endedAt === null ? 'parties.end' : 'parties.take-up')}
      </Button>
      <Button leftSection={<IconPencil size={16} />} onClick={onEdit}>
        {t('parties.edit')}
      </Button>
    </>
  )
}

type ContactRowProps = { readonly contact: Contact; readonly states: boolean; readonly onEdit: () => void }

function ContactRow({ contact, states, onEdit }: ContactRowProps) {
  const { t } = useTranslation('directory')
  const every = useEvery()
  const change = useQuickAct(changeContact, ['party'])
  const set = (body: { confirmed?: boolean; closed?: boolean }) => void change({ params: { id: contact.id }, body }, t('ui:saved'))
  return (
    <li>
      <div>
        <Copyable text={contact.address} what={t('parties.address')} />{' '}
        {contact.closedAt !== null ? (
          <Badge tone="bad">{t('parties.closed')}</Badge>
        ) : (
          <Badge tone={contact.confirmedAt === null ? 'plain' : 'good'}>
            {t(contact.confirmedAt === null ? 'parties.unconfirmed' : 'parties.confirmed')}
          </Badge>
        )}
        <small>
          {t(`parties.purpose.${contact.purpose}`)} · {t(`parties.format.${contact.format}`)} ·{' '}
          {contact.atMostEvery === null ? t('parties.always') : every(contact.atMostEvery)}
          {contact.language !== null && (
            <>
              {' · '}
              <Language tag={contact.language} />
            </>
          )}{' '}
          · {t(`parties.source.${contact.source}`)}
        </small>
      </div>
      {states && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon aria-label={t('parties.contact-menu', { address: contact.address })}>
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={onEdit}>{t('parties.edit')}</Menu.Item>
            <Menu.Item onClick={() => set({ confirmed: contact.confirmedAt === null })}>
              {t(contact.confirmedAt === null ? 'parties.confirm' : 'parties.doubt')}
            </Menu.Item>
            <Menu.Item onClick={() => set({ closed: contact.closedAt === null })}>
              {t(contact.closedAt === null ? 'parties.close' : 'parties.reopen')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </li>
  )
}

function ResponsibilityRow({ responsibility, states }: { readonly responsibility: Responsibility; readonly states: boolean }) {
  const { t } = useTranslation('directory')
  const confirm = useConfirm()
  const end = useQuickAct(endResponsibility, ['party'])
  const { id, kind, value, since, until } = responsibility
  const ask = async () => {
    const sure = await confirm({
      title: t('parties.end-responsibility', { value }),
      consequence: t('parties.end-responsibility-consequence'),
      act: t('parties.end'),
    })
    if (sure) await end({ params: { id }, body: {} }, t('ui:saved'))
  }
  return (
    <li>
      <div>
        <Mono>{value}</Mono> <Badge tone={until === null ? 'accent' : 'plain'}>{t(`parties.thing.${kind}`)}</Badge>
        <small>
          {t('field.since')} <Time at={since} style="date" />
          {until !== null && (
            <>
              {' · '}
              {t('parties.until')} <Time at={until} style="date" />
            </>
          )}{' '}
          · {t(`parties.source.${responsibility.source}`)}
        </small>
      </div>
      {states && until === null && (
        <Button variant="subtle" size="compact-sm" aria-label={t('parties.end-responsibility', { value })} onClick={() => void ask()}>
          {t('parties.end')}
        </Button>
      )}
    </li>
  )
}

const idOf = (change: PartyChange) => change.id

function History({ id }: { readonly id: string }) {
  const { t } = useTranslation('directory')
  const source = useList(listPartyChanges, { params: { id }, query: {} }, { live: ['party'] })
  const columns: readonly Column<PartyChange>[] = [
    {
      id: 'what',
      head: t('parties.what-happened'),
      priority: 1,
      width: 'minmax(10rem, 2fr)',
      cell: (one) => t(`parties.change.${one.what as 'added'}`),
    },
    {
      id: 'detail',
      head: t('parties.value'),
      priority: 2,
      width: 'minmax(8rem, 2fr)',
      wrap: true,
      cell: (one) => <bdi dir="ltr">{typeof one.detail.value === 'string' ? one.detail.value : ''}</bdi>,
    },
    { id: 'who', head: t('parties.who'), priority: 2, cell: (one) => <bdi>{one.actor.name}</bdi> },
    { id: 'at', head: t('parties.when'), priority: 2, width: 'max-content', cell: (one) => <Time at={one.at} /> },
  ]
  return (
    <Section title={t('parties.history')} flush>
      <ListView
        label={t('parties.history')}
        source={source}
        columns={columns}
        idOf={idOf}
        bare
        empty={{ title: t('parties.no-history') }}
      />
    </Section>
  )
}
