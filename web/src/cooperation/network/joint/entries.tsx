import { Button, Group, Menu, Modal, Stack, Tabs, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type JointEntry,
  type JointWhole,
  listJointEntries,
  moveJointTask,
  takeJointEntryBack,
} from '../../../../../src/domain/cooperation/contract/network/joint.ts'
import { givenKinds, jointTaskStates } from '../../../../../src/domain/cooperation/contract/network/joint-names.ts'
import { useQuickAct } from '../../../app/act.ts'
import { useList } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { useConfirm } from '../../../ui/confirm.tsx'
import { Section } from '../../../ui/page.tsx'
import { usePreferences } from '../../../ui/preferences.tsx'
import { TroubleNote } from '../../../ui/states.tsx'
import { Time } from '../../../ui/time.tsx'
import { dayText } from '../day.ts'
import classes from '../sharing/sharing.module.css'
import { TlpBadge } from '../sharing/words.tsx'
import { ChangeForm, GiveForm } from './give-form.tsx'
import { jointKinds, TaskState } from './words.tsx'

type Kind = (typeof givenKinds)[number]
type Props = { readonly joint: JointWhole }
const tabs = ['all', 'event', 'note', 'task'] as const

/** What parties gave to the case, as far as it was given to us. */
export function Entries({ joint }: Props) {
  const { t } = useTranslation('joint')
  const [tab, setTab] = useState<(typeof tabs)[number]>('all')
  const [words, setWords] = useState('')
  const [asked] = useDebouncedValue(words.trim(), 250)
  const [giving, setGiving] = useState<Kind>()
  const query = { ...(tab === 'all' ? {} : { kind: [tab] }), ...(asked === '' ? {} : { words: asked }) }
  const list = useList(listJointEntries, { params: { id: joint.id }, query }, { live: jointKinds })
  const close = () => setGiving(undefined)
  return (
    <Section title={t('entries.title')} actions={joint.may.give && <GiveMenu onGive={setGiving} />}>
      <Stack gap="sm">
        <Group gap="sm" justify="space-between" align="end">
          <Tabs value={tab} onChange={(value) => setTab(tabs.find((one) => one === value) ?? 'all')}>
            <Tabs.List>
              {tabs.map((one) => (
                <Tabs.Tab key={one} value={one}>
                  {t(`entries.${one}`)}
                </Tabs.Tab>
              ))}
            </Tabs.List>
          </Tabs>
          <TextInput
            type="search"
            aria-label={t('entries.find')}
            placeholder={t('entries.find')}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
        </Group>
        {list.trouble !== undefined && <TroubleNote trouble={list.trouble} />}
        {list.state === 'ready' && list.items.length === 0 && (
          <p className={classes.dim}>{t(asked === '' ? 'entries.none' : 'entries.not-found')}</p>
        )}
        {list.items.map((entry) => (
          <Entry key={entry.id} joint={joint} entry={entry} />
        ))}
        {list.more && (
          <Group justify="center">
            <Button variant="default" loading={list.loadingMore} onClick={list.loadMore}>
              {t('entries.more')}
            </Button>
          </Group>
        )}
      </Stack>
      <Modal
        opened={giving !== undefined}
        onClose={close}
        size="lg"
        title={giving === undefined ? '' : t(`give.${giving}`)}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        {giving !== undefined && <GiveForm joint={joint} kind={giving} onDone={close} />}
      </Modal>
    </Section>
  )
}

function GiveMenu({ onGive }: { readonly onGive: (kind: Kind) => void }) {
  const { t } = useTranslation('joint')
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="compact-sm" rightSection={<IconChevronDown size={14} />}>
          {t('give.act')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {givenKinds.map((one) => (
          <Menu.Item key={one} onClick={() => onGive(one)}>
            {t(`give.${one}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

type EntryProps = Props & { readonly entry: JointEntry }

function Entry({ joint, entry }: EntryProps) {
  const { t } = useTranslation(['joint', 'sharing'])
  const { locale } = usePreferences()
  const { words, by, own, takenBackAt, changedAt, at, kind } = entry
  return (
    <article className={classes.copy}>
      <Group gap="xs" justify="space-between" align="start">
        <h3 className={classes.copyTitle}>
          {words === null ? t('entries.gone', { name: by.name }) : <bdi>{kind === 'outcome' ? t('entries.outcome') : words.title}</bdi>}
        </h3>
        <Group gap="xs">
          {takenBackAt !== null && <Badge tone="bad">{t('entries.taken-back')}</Badge>}
          {words?.task != null && <TaskState state={words.task} />}
          {entry.secrecy !== null && <Badge tone="bad">{t(`sharing:secret.${entry.secrecy}`)}</Badge>}
          <TlpBadge tlp={entry.tlp} />
        </Group>
      </Group>
      {words !== null && words.text !== '' && (
        <p className={classes.words}>
          <bdi>{words.text}</bdi>
        </p>
      )}
      {words === null && <p className={classes.dim}>{t('entries.delete')}</p>}
      <small className={classes.dim}>
        <bdi>{own && by.person?.name != null ? `${by.name}, ${by.person.name}` : by.name}</bdi> · {t(`entries.${kind}`)} · <Time at={at} />
        {changedAt !== null && (
          <>
            {' '}
            · {t('entries.changed')} <Time at={changedAt} style="relative" />
          </>
        )}
        {words?.happenedAt != null && (
          <>
            {' '}
            · {t('field.happened')} <Time at={words.happenedAt} />
          </>
        )}
        {words?.due != null && ` · ${t('field.due')} ${dayText(words.due, locale)}`}
        {words?.assignee != null && (
          <>
            {' '}
            · {t('field.assignee')} <bdi>{words.assignee.name}</bdi>
          </>
        )}
      </small>
      {own && entry.readers !== null && takenBackAt === null && <Readers entry={entry} />}
      <EntryActs joint={joint} entry={entry} />
    </article>
  )
}

/** Of what is ours: who sees it now. */
function Readers({ entry }: { readonly entry: JointEntry }) {
  const { t } = useTranslation('joint')
  const readers = entry.readers ?? []
  const count = (wanted: string) => readers.filter(({ kind }) => kind === wanted).length
  return (
    <small className={classes.dim}>
      {t('seen', { agencies: t('seen-agencies', { count: count('agency') }), industry: t('seen-industry', { count: count('industry') }) })}{' '}
      {readers.length > 0 && <bdi>{t('names', { these: readers.map(({ name }) => name) })}. </bdi>}
      {entry.reach !== 'chosen' && t(entry.late ? 'late.short' : 'late.not-short')}
    </small>
  )
}

function EntryActs({ joint, entry }: EntryProps) {
  const { t } = useTranslation('joint')
  const confirm = useConfirm()
  const [changing, setChanging] = useState(false)
  const take = useQuickAct(takeJointEntryBack, jointKinds)
  const move = useQuickAct(moveJointTask, jointKinds)
  const { may, words } = entry
  const params = { id: entry.id }
  const ask = async () => {
    const sure = await confirm({ title: t('back.title'), consequence: t('back.means'), act: t('back.act'), grave: true })
    if (sure) await take({ params }, t('back.done'))
  }
  if (!may.change && !may.take && !may.move) return null
  return (
    <Group gap="xs" className="t-no-print">
      {may.move &&
        jointTaskStates
          .filter((one) => one !== words?.task)
          .map((state) => (
            <Button key={state} size="compact-sm" variant="default" onClick={() => void move({ params, body: { state } }, t('task.moved'))}>
              {t(`task.to-${state}`)}
            </Button>
          ))}
      {may.change && (
        <Button size="compact-sm" variant="subtle" onClick={() => setChanging(true)}>
          {t('change.act')}
        </Button>
      )}
      {may.take && (
        <Button size="compact-sm" variant="subtle" color="red" onClick={() => void ask()}>
          {t('back.act')}
        </Button>
      )}
      <Modal
        opened={changing}
        onClose={() => setChanging(false)}
        size="lg"
        title={t('change.title')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        {changing && <ChangeForm joint={joint} entry={entry} onDone={() => setChanging(false)} />}
      </Modal>
    </Group>
  )
}
