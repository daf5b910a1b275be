import { Button, Group, Modal, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type DisseminationView,
  listDisseminations,
  readTold,
  recordToldOf,
  type ToldView,
} from '../../../../../src/domain/cooperation/contract/network/secretariat.ts'
import { useQuickAct } from '../../../app/act.ts'
import { Answer } from '../../../app/answer.tsx'
import { LinkButton } from '../../../app/link-button.tsx'
import { useList, useRead } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { formatNumber } from '../../../ui/format.ts'
import { type Column, ListView } from '../../../ui/list/list-view.tsx'
import { Section } from '../../../ui/page.tsx'
import { usePreferences } from '../../../ui/preferences.tsx'
import { Time } from '../../../ui/time.tsx'
import forms from '../../forms.module.css'
import network from '../network.module.css'
import { useNoticeWords } from './words.tsx'

const live = ['member', 'round', 'proposal', 'announcement', 'register', 'call']

const placeOf = (one: DisseminationView) => `${one.kind} ${one.subject}`
const isCall = ({ kind }: DisseminationView) => kind.startsWith('cooperation.call-')

/** What members were told of, each with its proof: who was told, who read it, who waits to be told by hand. */
export function Told() {
  const { t } = useTranslation('secretariat')
  const { name } = useNoticeWords()
  const [open, setOpen] = useState<DisseminationView | null>(null)
  const source = useList(listDisseminations, { query: {} }, { live })
  return (
    <Section title={t('told.title')} lead={t('told.lead')} flush id="told">
      <ListView
        label={t('told.title')}
        source={source}
        columns={useColumns(setOpen)}
        idOf={placeOf}
        nameOf={(one) => name(one.kind)}
        bare
        empty={{ title: t('told.none') }}
      />
      <Modal
        opened={open !== null}
        onClose={() => setOpen(null)}
        size="lg"
        title={open === null ? '' : name(open.kind)}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        {open !== null && <ToldList of={open} />}
      </Modal>
    </Section>
  )
}

function useColumns(onOpen: (one: DisseminationView) => void): readonly Column<DisseminationView>[] {
  const { t } = useTranslation('secretariat')
  const { locale } = usePreferences()
  const { name, target } = useNoticeWords()
  const number = (value: number) => formatNumber(value, locale)
  return [
    {
      id: 'what',
      head: t('told.what'),
      priority: 1,
      width: 'minmax(12rem, 2fr)',
      cell: ({ kind, subject }) => (
        <Link {...target(kind, subject)} className={network.link}>
          {name(kind)}
        </Link>
      ),
    },
    {
      id: 'told',
      head: t('told.how-many'),
      priority: 2,
      width: 'minmax(12rem, 2fr)',
      wrap: true,
      cell: ({ told, of, seen, untold }) => (
        <>
          {seen === null
            ? t('told.counts-unread', { told: number(told), of: number(of) })
            : t('told.counts', { told: number(told), of: number(of), seen: number(seen) })}{' '}
          {untold > 0 && <Badge tone="warn">{t('told.untold', { count: untold })}</Badge>}
        </>
      ),
    },
    {
      id: 'show',
      head: '',
      priority: 2,
      width: 'max-content',
      action: true,
      // who was told of a call stands on its own page
      cell: (one) =>
        isCall(one) ? (
          <LinkButton to="/calls/$id" params={{ id: one.subject }} hash="sent" size="compact-sm" variant="default">
            {t('told.show')}
          </LinkButton>
        ) : (
          <Button size="compact-sm" variant="default" onClick={() => onOpen(one)}>
            {t('told.show')}
          </Button>
        ),
    },
  ]
}

/** Who was told of one thing, and the way to write down how somebody was told by hand. */
function ToldList({ of }: { readonly of: DisseminationView }) {
  const { kind, subject } = of
  const result = useRead(readTold, { params: { id: subject }, query: { kind } }, { live })
  return (
    <Answer of={result}>
      {({ items }) => (
        <ul className={forms.rows}>
          {items.map((one) => (
            <ToldRow key={one.member.id} row={one} kind={kind} subject={subject} />
          ))}
        </ul>
      )}
    </Answer>
  )
}

function ToldRow({ row, kind, subject }: { readonly row: ToldView; readonly kind: string; readonly subject: string }) {
  const { t } = useTranslation(['secretariat', 'joining'])
  const [how, setHow] = useState('')
  const record = useQuickAct(recordToldOf, ['announcement'])
  const { member, toldAt, seenAt } = row
  const save = () => record({ params: { id: subject }, query: { kind }, body: { member: member.id, how: how.trim() } }, t('told.recorded'))
  return (
    <li>
      <span>
        <bdi>{member.name}</bdi>
        {row.how !== null ? (
          <small style={{ display: 'block' }}>
            <bdi>{row.how}</bdi>
          </small>
        ) : (
          row.mail !== null && <small style={{ display: 'block' }}>{t(`joining:told.mail.${row.mail.state}`)}</small>
        )}
      </span>
      {toldAt === null ? (
        <Group gap="xs">
          <TextInput
            aria-label={t('told.how')}
            placeholder={t('told.how')}
            size="xs"
            maxLength={500}
            value={how}
            onChange={(event) => setHow(event.currentTarget.value)}
          />
          <Button size="compact-sm" variant="default" disabled={how.trim() === ''} onClick={() => void save()}>
            {t('told.record')}
          </Button>
        </Group>
      ) : (
        <span>
          <Badge tone={seenAt === null ? 'note' : 'good'}>{t(seenAt === null ? 'told.told' : 'told.seen')}</Badge>{' '}
          <Time at={seenAt ?? toldAt} style="relative" />
        </span>
      )}
    </li>
  )
}
