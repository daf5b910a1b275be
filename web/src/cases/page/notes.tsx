import { ActionIcon, Button, Group, Menu, SegmentedControl } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addNote, audiences, type CaseView, changeNote, listNotes, type Note, removeNote } from '../../../../src/domain/cases/contract.ts'
import { useAct, useQuickAct } from '../../app/act.ts'
import { FormNote } from '../../app/form.tsx'
import { useList } from '../../app/read.ts'
import { isAtLeast, useSession } from '../../app/session.ts'
import { Badge } from '../../ui/badge.tsx'
import { useConfirm } from '../../ui/confirm.tsx'
import { Section } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import classes from '../cases.module.css'
import { Listed } from '../listed.tsx'
import { By, caseChanges } from '../words.tsx'
import { MentionField } from './mention-field.tsx'
import pageStyles from './page.module.css'

/** What people wrote down: for the desk alone, or for partners too. */
export function Notes({ view }: { readonly view: CaseView }) {
  const { t } = useTranslation('cases')
  const source = useList(listNotes, { params: { id: view.id }, query: {} }, { live: ['case'] })
  return (
    <Section title={t('notes.title')} id="notes">
      {view.may.write && <AddNote view={view} />}
      <Listed
        source={source}
        label={t('notes.title')}
        none={t('notes.none')}
        idOf={(note) => note.id}
        row={(note) => <NoteRow note={note} writes={view.may.write} />}
      />
    </Section>
  )
}

function AddNote({ view }: { readonly view: CaseView }) {
  const { t } = useTranslation('cases')
  const act = useAct(addNote, caseChanges)
  const [text, setText] = useState('')
  const [audience, setAudience] = useState<Note['audience']>('internal')
  const send = async () => {
    if (text.trim() === '' || act.running) return
    const done = await act.run({ params: { id: view.id }, body: { audience, text: text.trim() } })
    if (done !== undefined) setText('')
  }
  return (
    <form
      className={`${pageStyles.writing} t-no-print`}
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <FormNote failure={act.failure} />
      <MentionField label={t('notes.text')} description={t('notes.hint')} value={text} onChange={setText} onSend={() => void send()} />
      <Group justify="space-between" gap="xs">
        <SegmentedControl
          size="xs"
          aria-label={t('notes.audience')}
          data={audiences.map((one) => ({ value: one, label: t(`audience.${one}`) }))}
          value={audience}
          onChange={(one) => setAudience(one as Note['audience'])}
        />
        <Button type="submit" loading={act.running} disabled={text.trim() === ''}>
          {t('notes.add')}
        </Button>
      </Group>
    </form>
  )
}

function NoteRow({ note, writes }: { readonly note: Note; readonly writes: boolean }) {
  const { t } = useTranslation('cases')
  const session = useSession()
  const confirm = useConfirm()
  const remove = useQuickAct(removeNote, caseChanges)
  const [changing, setChanging] = useState(false)
  const removes = !note.removed && writes && (note.own || isAtLeast(session, 'manager'))
  const ask = async () => {
    const sure = await confirm({
      title: t('notes.remove-title'),
      consequence: t('notes.remove-means'),
      act: t('notes.remove'),
      grave: true,
    })
    if (sure) await remove({ params: { id: note.id } }, t('notes.removed-said'))
  }
  return (
    <article className={pageStyles.noted}>
      <header>
        <strong>
          <By who={note.by} />
        </strong>
        <Time at={note.at} style="relative" />
        {note.audience === 'partners' && <Badge tone="note">{t('audience.partners')}</Badge>}
        {note.changedAt !== null && !note.removed && <small>{t('notes.changed')}</small>}
        {removes && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={t('notes.more')}>
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {note.own && <Menu.Item onClick={() => setChanging(true)}>{t('notes.change')}</Menu.Item>}
              <Menu.Item color="red" onClick={() => void ask()}>
                {t('notes.remove')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </header>
      {note.removed ? (
        <p className={classes.dim}>{t('notes.removed')}</p>
      ) : changing ? (
        <ChangeNote note={note} onDone={() => setChanging(false)} />
      ) : (
        <p className={pageStyles.words} dir="auto">
          {note.text}
        </p>
      )}
    </article>
  )
}

function ChangeNote({ note, onDone }: { readonly note: Note; readonly onDone: () => void }) {
  const { t } = useTranslation('cases')
  const act = useAct(changeNote, caseChanges)
  const [text, setText] = useState(note.text)
  const save = async () => {
    if (text.trim() === '') return
    const done = await act.run({ params: { id: note.id }, body: { text: text.trim() } })
    if (done !== undefined) onDone()
  }
  return (
    <form
      className={pageStyles.writing}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <FormNote failure={act.failure} />
      <MentionField label={t('notes.text')} description={t('notes.hint')} value={text} onChange={setText} onSend={() => void save()} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onDone}>
          {t('ui:cancel')}
        </Button>
        <Button type="submit" loading={act.running}>
          {t('ui:save')}
        </Button>
      </Group>
    </form>
  )
}
