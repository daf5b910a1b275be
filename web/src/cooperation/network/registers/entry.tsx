import { Button, Group, Modal, Select, Stack, Text, Textarea } from '@mantine/core'
import { IconArrowLeft, IconPencil } from '@tabler/icons-react'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  listRegister,
  matchSupport,
  type RegisterView,
  type RegisterWhole,
  readRegisterEntry,
  withdrawRegisterEntry,
} from '../../../../../src/domain/cooperation/contract/network/registers.ts'
import { useQuickAct } from '../../../app/act.ts'
import { Answer } from '../../../app/answer.tsx'
import { ProofsLink } from '../../../app/proofs-link.tsx'
import { useEvery, useRead } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { useConfirm } from '../../../ui/confirm.tsx'
import { Country } from '../../../ui/country.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Page, pageClasses, Section } from '../../../ui/page.tsx'
import { usePreferences } from '../../../ui/preferences.tsx'
import { LoadingPage } from '../../../ui/states.tsx'
import { Time } from '../../../ui/time.tsx'
import forms from '../../forms.module.css'
import { dayText } from '../day.ts'
import disclosure from '../disclosure.module.css'
import network from '../network.module.css'
import { RegisterState, Sum, useRegisterWords } from './words.tsx'

const EntryForm = lazy(async () => ({ default: (await import('./entry-form.tsx')).EntryForm }))
const route = getRouteApi('/shell/network/registers/$id')

/** One entry of a register, whole. */
export function RegisterEntryPage() {
  const { t } = useTranslation('registers')
  const { id } = route.useParams()
  const back = (
    <Link to="/network/registers" className={pageClasses.back}>
      <IconArrowLeft size={15} className="t-along" aria-hidden="true" />
      {t('title')}
    </Link>
  )
  return (
    <Answer of={useRead(readRegisterEntry, { params: { id } }, { live: ['register', 'register-entry', 'call-item'] })} whole back={back}>
      {(entry) => <Whole entry={entry} back={back} />}
    </Answer>
  )
}

function Whole({ entry, back }: { readonly entry: RegisterWhole; readonly back: React.ReactNode }) {
  const { t } = useTranslation('registers')
  const [editing, setEditing] = useState(false)
  const words = useRegisterWords()
  return (
    <Page
      title={entry.title}
      back={back}
      lead={
        <>
          {words.kind(entry.kind)} <RegisterState entry={entry} /> {entry.withdrawn && <Badge tone="bad">{t('withdrawn')}</Badge>}
        </>
      }
      actions={
        <>
          <ProofsLink subject={entry.id} />
          {entry.may.change && (
            <>
              <Withdraw id={entry.id} />
              <Button leftSection={<IconPencil size={16} />} onClick={() => setEditing(true)}>
                {t('change')}
              </Button>
            </>
          )}
        </>
      }
    >
      <Section title={t('about')}>
        <Stack gap="md">
          {entry.text !== '' && <bdi className={disclosure.long}>{entry.text}</bdi>}
          <About entry={entry} />
        </Stack>
      </Section>
      {(entry.kind === 'offer' || entry.kind === 'ask') && <Matches entry={entry} />}
      <Modal
        opened={editing}
        onClose={() => setEditing(false)}
        size="lg"
        title={t('change')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        <Suspense fallback={<LoadingPage />}>
          <EntryForm kinds={[entry.kind]} kind={entry.kind} country={entry.country} entry={entry} onDone={() => setEditing(false)} />
        </Suspense>
      </Modal>
    </Page>
  )
}

function About({ entry }: { readonly entry: RegisterWhole }) {
  const { t } = useTranslation('registers')
  const { locale } = usePreferences()
  const words = useRegisterWords()
  const day = (value: string) => dayText(value, locale)
  const { country, onDate, year, lawKinds, powers, amount, collected, currency, affected, responsible, topic, until, sourceOn } = entry
  const long = (name: 'court' | 'outcome' | 'solution' | 'body' | 'source' | 'sourceUrl') =>
    entry[name] !== '' && { name: t(`field.${name}`), value: <bdi className={disclosure.long}>{entry[name]}</bdi> }
  return (
    <Facts
      facts={[
        country !== null && { name: t('field.country'), value: <Country code={country} /> },
        onDate !== null && { name: t('field.onDate'), value: day(onDate) },
        year !== null && { name: t('field.year'), value: String(year) },
        lawKinds.length > 0 && { name: t('field.lawKinds'), value: lawKinds.map(words.spamLaw).join(' · ') },
        powers.length > 0 && { name: t('field.powers'), value: powers.map(words.power).join(' · ') },
        long('court'),
        long('outcome'),
        amount !== null && { name: t('field.amount'), value: <Sum amount={amount} currency={currency} /> },
        collected !== null && { name: t('field.collected'), value: <Sum amount={collected} currency={currency} /> },
        affected.length > 0 && {
          name: t('field.affected'),
          value: affected.map((code, at) => (
            <span key={code}>
              {at > 0 && ' · '}
              <Country code={code} />
            </span>
          )),
        },
        responsible !== null && { name: t('field.responsible'), value: <bdi>{responsible.name}</bdi> },
        long('solution'),
        topic !== null && { name: t('field.topic'), value: words.topic(topic) },
        until !== null && { name: t('field.until'), value: day(until) },
        long('body'),
        long('source'),
        long('sourceUrl'),
        sourceOn !== null && { name: t('field.sourceOn'), value: day(sourceOn) },
        entry.call !== null && {
          name: t('field.call'),
          value: (
            <Link to="/calls/$id" params={{ id: entry.call.id }} className={network.link}>
              <bdi>{entry.call.name}</bdi>
            </Link>
          ),
        },
        { name: t('field.audience'), value: t(`audience.${entry.audience}`) },
        { name: t('field.by'), value: <MadeBy member={entry.member} /> },
        { name: t('field.changed'), value: <Time at={entry.changedAt} /> },
      ]}
    />
  )
}

function MadeBy({ member }: Pick<RegisterView, 'member'>) {
  const { t } = useTranslation('registers')
  if (member === null) return t('office')
  return member.name === '' ? t('former-member') : <bdi>{member.name}</bdi>
}

function Withdraw({ id }: { readonly id: string }) {
  const { t } = useTranslation('registers')
  const confirm = useConfirm()
  const navigate = useNavigate()
  const withdraw = useQuickAct(withdrawRegisterEntry, ['register'])
  const run = async () => {
    const sure = await confirm({ title: t('withdraw.title'), consequence: t('withdraw.consequence'), act: t('withdraw.act'), grave: true })
    if (sure && (await withdraw({ params: { id } }, t('withdraw.done')))) await navigate({ to: '/network/registers' })
  }
  return (
    <Button variant="default" onClick={() => void run()}>
      {t('withdraw.act')}
    </Button>
  )
}

/** What an offer or an ask was brought together with, and the way to do so. */
function Matches({ entry }: { readonly entry: RegisterWhole }) {
  const { t } = useTranslation('registers')
  return (
    <Section title={t('match.title')} lead={entry.matches.length === 0 ? t('match.none') : undefined}>
      {entry.matches.length > 0 && (
        <ul className={forms.rows}>
          {entry.matches.map(({ entry: other, note, at }) => (
            <li key={other.id}>
              <span>
                <Link to="/network/registers/$id" params={{ id: other.id }} className={network.link}>
                  <bdi>{other.title}</bdi>
                </Link>
                {other.country !== null && (
                  <>
                    , <Country code={other.country} />
                  </>
                )}
                {note !== '' && (
                  <Text size="sm">
                    <bdi>{note}</bdi>
                  </Text>
                )}
              </span>
              <Time at={at} style="relative" />
            </li>
          ))}
        </ul>
      )}
      {entry.may.match && <MatchForm offer={entry.id} />}
    </Section>
  )
}

function MatchForm({ offer }: { readonly offer: string }) {
  const { t } = useTranslation('registers')
  const { items } = useEvery(listRegister, { query: { kind: ['ask'], limit: 200 } }, { live: ['register'] })
  const [ask, setAsk] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const match = useQuickAct(matchSupport, ['register'])
  const run = async () => {
    if (ask === null) return
    if (await match({ params: { id: offer }, body: { ask, note: note.trim() } }, t('match.done'))) setAsk(null)
  }
  return (
    <>
      <Select
        label={t('match.ask')}
        searchable
        clearable
        value={ask}
        onChange={setAsk}
        data={items.filter(({ state }) => state !== 'ended').map(({ id, title }) => ({ value: id, label: title }))}
      />
      <Textarea
        label={t('match.note')}
        autosize
        minRows={1}
        maxLength={2_000}
        dir="auto"
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Group justify="flex-end" mt="sm">
        <Button disabled={ask === null} onClick={() => void run()}>
          {t('match.act')}
        </Button>
      </Group>
    </>
  )
}
