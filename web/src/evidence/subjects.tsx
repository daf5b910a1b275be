import { Alert, Button, Group, Modal, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { IconDownload, IconEraser, IconSearch } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnswerOf } from '../../../src/base/route.ts'
import {
  type ErasureView,
  eraseSubject,
  exportSubject,
  findSubject,
  listErasures,
  shortestSubject,
} from '../../../src/domain/evidence/contract.ts'
import { useAct } from '../app/act.ts'
import { FormNote, useFields } from '../app/form.tsx'
import { useList } from '../app/read.ts'
import { Badge } from '../ui/badge.tsx'
import { formatNumber } from '../ui/format.ts'
import { type Column, ListView } from '../ui/list/list-view.tsx'
import { Page, Section } from '../ui/page.tsx'
import { usePreferences } from '../ui/preferences.tsx'
import { Empty } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'
import { toast } from '../ui/toast.tsx'
import { useDownload } from './handles.tsx'
import classes from './rows.module.css'

type Found = AnswerOf<typeof findSubject>

/** What is held on a person: found, handed out, erased. Every step leaves a record, and none of them says for whom. */
export function Subjects() {
  const { t } = useTranslation('evidence')
  const find = useAct(findSubject, [])
  const [text, setText] = useState('')
  const [found, setFound] = useState<{ readonly text: string; readonly answer: Found }>()
  const ready = text.trim().length >= shortestSubject
  const look = async (wanted: string) => {
    const done = await find.run({ body: { text: wanted } })
    setFound(done === undefined ? undefined : { text: wanted, answer: done.answer })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready) void look(text.trim())
  }
  return (
    <Page narrow title={t('subjects.title')} lead={t('subjects.lead')}>
      <form onSubmit={submit} className={classes.sought}>
        <TextInput
          label={t('subjects.text')}
          description={t('subjects.text-hint')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          autoComplete="off"
          maxLength={320}
          flex="1 1 18rem"
        />
        <Button type="submit" leftSection={<IconSearch size={16} />} loading={find.running} disabled={!ready}>
          {t('subjects.find')}
        </Button>
      </form>
      <FormNote failure={find.failure} />
      {found !== undefined && <Hits key={found.text} text={found.text} found={found.answer} onErased={() => void look(found.text)} />}
      <Erasures />
    </Page>
  )
}

function Hits({ text, found, onErased }: { readonly text: string; readonly found: Found; readonly onErased: () => void }) {
  const { t } = useTranslation('evidence')
  const take = useDownload()
  const [taking, setTaking] = useState(false)
  const [erasing, setErasing] = useState(false)
  const kinds = found.kinds.filter((kind) => kind.hits.length > 0)
  const count = kinds.reduce((sum, kind) => sum + kind.hits.length, 0)
  const go = async () => {
    setTaking(true)
    if (await take(exportSubject.path, 'subject.zip', { text })) toast(t('subjects.exported'))
    setTaking(false)
  }
  return (
    <Section
      title={t('subjects.found', { count })}
      flush
      actions={
        count > 0 && (
          <Group gap="xs">
            <Button variant="default" size="compact-sm" leftSection={<IconDownload size={14} />} loading={taking} onClick={() => void go()}>
              {t('subjects.export')}
            </Button>
            <Button
              variant="default"
              size="compact-sm"
              c="var(--t-red)"
              leftSection={<IconEraser size={14} />}
              onClick={() => setErasing(true)}
            >
              {t('subjects.erase')}
            </Button>
          </Group>
        )
      }
    >
      {found.erased.length > 0 && (
        <Alert variant="light" color="amber" m="md" mb={0}>
          {t('subjects.erased-before', { count: found.erased.length })} <Time at={found.erased[0]?.at ?? ''} style="date" />
        </Alert>
      )}
      {count === 0 ? (
        <Empty title={t('subjects.nothing')} text={t('subjects.nothing-why')} />
      ) : (
        kinds.map((kind) => <Kind key={kind.kind} kind={kind} />)
      )}
      <Modal
        opened={erasing}
        onClose={() => setErasing(false)}
        title={t('subjects.erase-title')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        <EraseForm
          text={text}
          onDone={() => {
            setErasing(false)
            onErased()
          }}
        />
      </Modal>
    </Section>
  )
}

const shownFirst = 8

function Kind({ kind: { kind, hits } }: { readonly kind: Found['kinds'][number] }) {
  const { t, i18n } = useTranslation('evidence')
  const { locale } = usePreferences()
  const [all, setAll] = useState(false)
  const name = i18n.exists(`evidence:subjects.kind.${kind}`) ? t(`subjects.kind.${kind}`) : kind
  return (
    <div>
      <h3 className={classes.kind}>
        {name} · {formatNumber(hits.length, locale)}
      </h3>
      <ul className={classes.hits}>
        {(all ? hits : hits.slice(0, shownFirst)).map((hit) => (
          <li key={hit.id}>
            <Hit kind={kind} hit={hit} />
            {hit.at !== null && <Time at={hit.at} style="second" />}
          </li>
        ))}
        {!all && hits.length > shownFirst && (
          <li>
            <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
              {t('subjects.all', { count: hits.length })}
            </Button>
          </li>
        )}
      </ul>
    </div>
  )
}

function Hit({ kind, hit }: { readonly kind: string; readonly hit: Found['kinds'][number]['hits'][number] }) {
  if (kind === 'evidence.item') {
    return (
      <Link to="/evidence/$id" params={{ id: hit.id }}>
        <bdi>{hit.label}</bdi>
      </Link>
    )
  }
  if (kind === 'intake.report' || kind === 'analysis.reading') {
    return (
      <Link to="/reports/$id" params={{ id: hit.id }}>
        <bdi>{hit.label}</bdi>
      </Link>
    )
  }
  if (kind === 'analysis.campaign') {
    return (
      <Link to="/campaigns/$id" params={{ id: hit.id }}>
        <bdi>{hit.label}</bdi>
      </Link>
    )
  }
  return <bdi>{hit.label}</bdi>
}

/** Erasing cannot be undone: the very text is typed again, and the reason is kept. */
function EraseForm({ text, onDone }: { readonly text: string; readonly onDone: () => void }) {
  const { t } = useTranslation('evidence')
  const act = useAct(eraseSubject, ['item', 'report', 'retention', 'erasure'])
  const form = useFields(
    { manner: 'pseudonymise' as 'erase' | 'pseudonymise', reason: '', typed: '' },
    {
      reason: (value) => (value.trim().length < 3 ? t('reason.needed') : null),
      typed: (value) => (value.trim() === text ? null : t('subjects.type-again')),
    },
    act.failure,
  )
  const submit = form.onSubmit(async ({ manner, reason }) => {
    const done = await act.run({ body: { text, manner, reason: reason.trim() } })
    if (done === undefined) return
    toast(t(`subjects.done.${manner}`))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormNote failure={act.failure} />
        <Radio.Group
          label={t('subjects.manner')}
          value={form.values.manner}
          onChange={(value) => form.set('manner', value as 'erase' | 'pseudonymise')}
        >
          <Stack gap="xs" mt={4}>
            <Radio value="pseudonymise" label={t('subjects.pseudonymise')} description={t('subjects.pseudonymise-means')} />
            <Radio value="erase" label={t('subjects.erase')} description={t('subjects.erase-means')} />
          </Stack>
        </Radio.Group>
        <Textarea label={t('reason.label')} autosize minRows={2} maxLength={1_000} {...form.props('reason')} />
        <TextInput label={t('ui:confirm.type', { what: text })} autoComplete="off" {...form.props('typed')} />
        <Text size="sm" c="dimmed">
          {t('subjects.recorded')}
        </Text>
        <Group justify="flex-end">
          <Button type="submit" color="red" loading={act.running}>
            {form.values.manner === 'erase' ? t('subjects.erase') : t('subjects.pseudonymise')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function Erasures() {
  const { t } = useTranslation('evidence')
  const { locale } = usePreferences()
  const source = useList(listErasures, { query: {} }, { live: ['erasure'] })
  const columns: readonly Column<ErasureView>[] = [
    {
      id: 'reason',
      head: t('column.reason'),
      priority: 1,
      width: 'minmax(10rem, 2fr)',
      wrap: true,
      cell: (one) => <bdi>{one.reason}</bdi>,
    },
    {
      id: 'manner',
      head: t('subjects.manner'),
      priority: 2,
      width: 'max-content',
      cell: (one) => <Badge tone={one.manner === 'erase' ? 'bad' : 'warn'}>{t(`subjects.was.${one.manner}`)}</Badge>,
    },
    {
      id: 'count',
      head: t('subjects.things'),
      priority: 2,
      width: 'max-content',
      align: 'end',
      cell: (one) =>
        formatNumber(
          Object.values(one.counts).reduce((sum, count) => sum + count, 0),
          locale,
        ),
    },
    {
      id: 'by',
      head: t('column.set-by'),
      priority: 3,
      width: 'minmax(7rem, 1fr)',
      cell: (one) => <bdi>{one.byName ?? t('actor.person')}</bdi>,
    },
    { id: 'at', head: t('subjects.when'), priority: 2, width: 'max-content', cell: (one) => <Time at={one.at} /> },
  ]
  return (
    <Section title={t('subjects.erasures')} lead={t('subjects.erasures-lead')} flush>
      <ListView
        bare
        label={t('subjects.erasures')}
        source={source}
        columns={columns}
        idOf={(one) => one.id}
        empty={{ title: t('subjects.no-erasures') }}
      />
    </Section>
  )
}
