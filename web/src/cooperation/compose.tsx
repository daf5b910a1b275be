import { Button, Group, Modal, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { termedAs } from '../../../src/domain/cooperation/contract/letter-terms-names.ts'
import {
  approveRelease,
  type CorrespondentView,
  changeRelease,
  declineRelease,
  letterLanguages,
  listCorrespondents,
  listLetterTerms,
  proposeReply,
  type ReleaseView,
  readRelease,
  replyKinds,
  writeReply,
} from '../../../src/domain/cooperation/contract.ts'
import { readReply } from '../../../src/domain/intake/contract.ts'
import { useAct } from '../app/act.ts'
import { Answer } from '../app/answer.tsx'
import { call } from '../app/api.ts'
import type { Composing } from '../app/composing.ts'
import { FormNote, useChecks, useFields } from '../app/form.tsx'
import { useRead } from '../app/read.ts'
import { usePreferences } from '../ui/preferences.tsx'
import { toast } from '../ui/toast.tsx'
import { Doubts } from './release/about.tsx'
import { Preview } from './release/preview.tsx'
import classes from './release/release.module.css'
import { firstWords, TermsPart, type TermsWords, termsOf, useTerms } from './release/terms.tsx'

const live = ['release', 'mail', 'action', 'case', 'reply']
// a hint below keeps fields beside one another in one line
const below: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error']
const languageNames = { en: 'English', 'zh-CN': '简体中文', ar: 'العربية' } as const

type Props = { readonly case: string; readonly code: string; readonly composing: Composing; readonly onClose: () => void }

/**
 * Writes a letter in a case in two steps: the words, then what will go, to the byte. A draft stays in the conversation when the dialog is closed, and can be gone
 * on with; nothing leaves before somebody pressed send under what they see.
 */
export function ComposeDialog({ case: id, code, composing, onClose }: Props) {
  const { t } = useTranslation('cooperation')
  const [release, setRelease] = useState(composing.release)
  const [changing, setChanging] = useState(false)
  const title = composing.reply === undefined ? t('compose.title') : t('compose.answer')
  return (
    <Modal opened onClose={onClose} size="xl" title={`${title} · ${code}`} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      {release === undefined ? (
        <Write case={id} composing={composing} onWritten={setRelease} />
      ) : (
        <Drafted id={release} changing={changing} onChange={setChanging} onClose={onClose} />
      )}
    </Modal>
  )
}

type WriteProps = { readonly case: string; readonly composing: Composing; readonly onWritten: (release: string) => void }

function Write({ case: id, composing, onWritten }: WriteProps) {
  const { t } = useTranslation('cooperation')
  const found = useRead(listCorrespondents, { params: { id } }, { live: ['case'] })
  return (
    <Answer of={found}>
      {({ items }) => {
        const known = items.filter((one) => one.trust !== 'forged')
        if (known.length === 0) return <Text c="dimmed">{t('compose.nobody')}</Text>
        const first = known.find((one) => one.address === composing.to) ?? known[0]
        return first === undefined ? null : (
          <Words case={id} reply={composing.reply ?? null} known={known} first={first} onWritten={onWritten} />
        )
      }}
    </Answer>
  )
}

type WordsProps = {
  readonly case: string
  readonly reply: string | null
  readonly known: readonly CorrespondentView[]
  readonly first: CorrespondentView
  readonly onWritten: (release: string) => void
}

function Words({ case: id, reply, known, first, onWritten }: WordsProps) {
  const { t } = useTranslation('cooperation')
  const { zone } = usePreferences()
  const { required } = useChecks()
  const act = useAct(writeReply, live)
  const form = useFields(
    { to: first.address, template: 'reply' as string, language: first.language as string },
    { to: required },
    act.failure,
  )
  const { values } = form
  const who = known.find((one) => one.address === values.to) ?? first
  // one of several letters may be answered: what is written to another is no answer to it
  const answered = reply !== null && values.to === first.address ? reply : null
  const chosen = {
    to: values.to,
    reply: answered,
    template: replyKinds.find((one) => one === values.template) ?? 'reply',
    language: letterLanguages.find((one) => one === values.language) ?? 'en',
  }
  const proposed = useQuery({
    queryKey: ['reply-words', id, chosen],
    queryFn: ({ signal }) => call(proposeReply, { params: { id }, body: chosen }, { signal }),
    staleTime: 60_000,
  })
  // what nobody has changed follows the template; what somebody wrote is kept until they say otherwise
  const [own, setOwn] = useState<{ readonly title: string; readonly text: string }>()
  const shown = own ?? proposed.data ?? { title: '', text: '' }
  const [terms, setTerms] = useFirstTerms(who.role)
  const [asked, setAsked] = useState(false)
  const missing = (value: string) => (asked ? required(value) : null)
  const choose = (address: string | null) => {
    form.set('to', address ?? first.address)
    form.set('language', known.find((one) => one.address === address)?.language ?? values.language)
  }
  const submit = form.onSubmit(async () => {
    setAsked(true)
    if (shown.title.trim() === '' || shown.text.trim() === '') return
    const said = terms === undefined ? {} : { terms: termsOf(terms, zone) }
    const done = await act.run({ params: { id }, body: { ...chosen, ...shown, ...said } })
    if (done !== undefined) onWritten(done.answer.id)
  })
  const from = who.languageFrom
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure ?? proposed.error} />
        {reply !== null && <Answered id={reply} />}
        <Select
          label={t('compose.to')}
          description={t(`compose.how.${who.how}`)}
          inputWrapperOrder={below}
          data={known.map((one) => ({ value: one.address, label: nameOf(one) }))}
          allowDeselect={false}
          searchable
          {...form.props('to')}
          onChange={choose}
        />
        {who.trust === 'unproven' && (
          <Text size="sm" c="orange">
            {t('doubt.sender-unproven')}
          </Text>
        )}
        <Group grow align="start" gap="sm" preventGrowOverflow={false} wrap="wrap">
          <Select
            label={t('compose.template')}
            data={replyKinds.map((one) => ({ value: one, label: t(`compose.templates.${one}`) }))}
            allowDeselect={false}
            {...form.props('template')}
          />
          <Select
            label={t('letters.language')}
            inputWrapperOrder={below}
            description={from === null ? t('compose.language.unknown') : t(`compose.language.${from}`)}
            data={letterLanguages.map((one) => ({ value: one, label: languageNames[one] }))}
            allowDeselect={false}
            {...form.props('language')}
          />
        </Group>
        <TextInput
          label={t('column.title')}
          dir="auto"
          maxLength={200}
          value={shown.title}
          error={missing(shown.title)}
          onChange={(event) => setOwn({ ...shown, title: event.currentTarget.value })}
        />
        <Textarea
          label={t('field.text')}
          dir="auto"
          autosize
          minRows={8}
          maxRows={20}
          maxLength={20_000}
          data-autofocus
          value={shown.text}
          error={missing(shown.text)}
          onChange={(event) => setOwn({ ...shown, text: event.currentTarget.value })}
        />
        {terms !== undefined && <TermsPart terms={terms} onChange={setTerms} />}
        <Group justify="space-between">
          {own === undefined ? (
            <span />
          ) : (
            <Button variant="subtle" onClick={() => setOwn(undefined)}>
              {t('act.reset')}
            </Button>
          )}
          <Button type="submit" loading={act.running}>
            {t('compose.preview')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** The terms that an answer to whoever has this role begins with, until somebody says otherwise; undefined of one to people, or while they are read. */
function useFirstTerms(role: string | null): readonly [TermsWords | undefined, (terms: TermsWords) => void] {
  const { zone } = usePreferences()
  const first = useRead(listLetterTerms, {}, { live: ['form'] }).data?.items.find(({ kind }) => kind === 'reply')
  const [own, setOwn] = useState<TermsWords>()
  const terms = own ?? (first === undefined ? undefined : firstWords(first, zone))
  return [termedAs('reply', role) === undefined ? undefined : terms, setOwn]
}

/** What is answered, so that nobody has to remember it. */
function Answered({ id }: { readonly id: string }) {
  const { t } = useTranslation('cooperation')
  const { data } = useRead(readReply, { params: { id } }, { live: ['reply'], id })
  if (data === undefined || data.text.trim() === '') return null
  return (
    <details open={data.text.length < 600}>
      <summary>{t('compose.they-wrote')}</summary>
      <p className={classes.quoted} dir="auto" lang={data.language ?? undefined}>
        {data.text.trim()}
      </p>
    </details>
  )
}

const nameOf = ({ name, address }: CorrespondentView) => (name === null || name === address ? address : `\u2068${name}\u2069 · ${address}`)

type DraftedProps = {
  readonly id: string
  readonly changing: boolean
  readonly onChange: (changing: boolean) => void
  readonly onClose: () => void
}

function Drafted({ id, changing, onChange, onClose }: DraftedProps) {
  const result = useRead(readRelease, { params: { id } }, { live: ['release', 'mail'], id })
  return (
    <Answer of={result}>
      {(release) =>
        changing ? (
          <Change release={release} onDone={() => onChange(false)} />
        ) : (
          <Send release={release} onChange={() => onChange(true)} onClose={onClose} />
        )
      }
    </Answer>
  )
}

function Send({
  release,
  onChange,
  onClose,
}: {
  readonly release: ReleaseView
  readonly onChange: () => void
  readonly onClose: () => void
}) {
  const { t } = useTranslation('cooperation')
  const send = useAct(approveRelease, live)
  const drop = useAct(declineRelease, live)
  const { sha256, may } = release
  const go = async () => {
    if (sha256 === null || (await send.run({ params: { id: release.id }, body: { sha256 } })) === undefined) return
    toast(t('compose.sent'))
    onClose()
  }
  const discard = async () => {
    if ((await drop.run({ params: { id: release.id }, body: { reason: t('compose.discarded') } })) === undefined) return
    toast(t('compose.discarded'))
    onClose()
  }
  return (
    <Stack gap="md" miw={0}>
      <FormNote failure={send.failure ?? drop.failure} />
      <Doubts release={release} />
      <Preview release={release} />
      <Group justify="space-between">
        {may.keepBack ? (
          <Button variant="subtle" color="red" loading={drop.running} onClick={() => void discard()}>
            {t('compose.discard')}
          </Button>
        ) : (
          <span />
        )}
        <Group gap="xs">
          {may.change && (
            <Button variant="default" onClick={onChange}>
              {t('act.change')}
            </Button>
          )}
          {may.decide && (
            <Button
              leftSection={<IconSend size={16} className="t-along" />}
              loading={send.running}
              data-autofocus
              onClick={() => void go()}
            >
              {t('compose.send')}
            </Button>
          )}
        </Group>
      </Group>
    </Stack>
  )
}

/** Other words for a draft: to whom it goes stays. */
function Change({ release, onDone }: { readonly release: ReleaseView; readonly onDone: () => void }) {
  const { t } = useTranslation('cooperation')
  const { required } = useChecks()
  const act = useAct(changeRelease, live)
  const initial = { title: release.draft?.title ?? release.title, text: release.draft?.text ?? '' }
  const form = useFields(initial, { title: required, text: required }, act.failure)
  const terms = useTerms(release)
  const submit = form.onSubmit(async (body) => {
    if ((await act.run({ params: { id: release.id }, body: { ...body, ...terms.body } })) !== undefined) onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <TextInput label={t('column.title')} dir="auto" maxLength={200} {...form.props('title')} />
        <Textarea
          label={t('field.text')}
          dir="auto"
          autosize
          minRows={8}
          maxRows={20}
          maxLength={20_000}
          data-autofocus
          {...form.props('text')}
        />
        {terms.part}
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('compose.preview')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
