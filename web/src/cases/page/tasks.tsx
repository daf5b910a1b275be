import { ActionIcon, Button, Checkbox, Group, Menu, TextInput } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addTask, type CaseView, changeTask, listCaseTasks, type Task } from '../../../../src/domain/cases/contract.ts'
import { useAct, useQuickAct } from '../../app/act.ts'
import { FormNote } from '../../app/form.tsx'
import { useList } from '../../app/read.ts'
import { Badge } from '../../ui/badge.tsx'
import { endOfDay } from '../../ui/due.ts'
import { Section } from '../../ui/page.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import { Time } from '../../ui/time.tsx'
import { toastWithUndo } from '../../ui/toast.tsx'
import { Listed } from '../listed.tsx'
import { PersonSelect } from '../people.tsx'
import { caseChanges } from '../words.tsx'
import pageStyles from './page.module.css'

/** What is left to do in a case, and what was done. */
export function Tasks({ view }: { readonly view: CaseView }) {
  const { t } = useTranslation('cases')
  const source = useList(listCaseTasks, { params: { id: view.id }, query: {} }, { live: ['case'] })
  return (
    <Section title={t('tasks.title')} id="tasks">
      <Listed
        source={source}
        label={t('tasks.title')}
        none={t('tasks.none')}
        idOf={(task) => task.id}
        // what is left comes first
        order={(one, other) => Number(one.state !== 'open') - Number(other.state !== 'open')}
        row={(task) => <TaskRow task={task} writes={view.may.write} />}
      />
      {view.may.write && <AddTask view={view} />}
    </Section>
  )
}

function TaskRow({ task, writes }: { readonly task: Task; readonly writes: boolean }) {
  const { t } = useTranslation('cases')
  const change = useQuickAct(changeTask, caseChanges)
  const params = { id: task.id }
  const put = async (state: Task['state']) => {
    if (!(await change({ params, body: { state } }, t(`tasks.now.${state}`)))) return
    if (state !== 'open')
      toastWithUndo(t('tasks.undo-said'), {
        label: t('undo'),
        run: () => void change({ params, body: { state: 'open' } }, t('tasks.now.open')),
      })
  }
  const late = task.state === 'open' && task.dueAt !== null && new Date(task.dueAt) < new Date()
  return (
    <div className={pageStyles.task} data-ended={task.state !== 'open'}>
      <Checkbox
        checked={task.state === 'done'}
        disabled={!writes}
        aria-label={t('tasks.done-of', { task: task.title })}
        onChange={(event) => void put(event.currentTarget.checked ? 'done' : 'open')}
      />
      <div>
        <bdi>{task.title}</bdi>
        <small>
          {task.assignee === null ? t('people.none') : <bdi>{task.assignee.name}</bdi>}
          {task.dueAt !== null && (
            <>
              {' · '}
              {late ? <Badge tone="bad">{t('due.late')}</Badge> : t('tasks.due')} <Time at={task.dueAt} style="date" />
            </>
          )}
          {task.state === 'dropped' && ` · ${t('tasks.dropped')}`}
        </small>
      </div>
      {writes && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={t('tasks.more', { task: task.title })}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {task.state === 'open' ? (
              <Menu.Item onClick={() => void put('dropped')}>{t('tasks.drop')}</Menu.Item>
            ) : (
              <Menu.Item onClick={() => void put('open')}>{t('tasks.again')}</Menu.Item>
            )}
            {task.dueAt !== null && (
              <Menu.Item onClick={() => void change({ params, body: { dueAt: null } }, t('ui:saved'))}>{t('tasks.no-due')}</Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  )
}

function AddTask({ view }: { readonly view: CaseView }) {
  const { t } = useTranslation('cases')
  const { zone } = usePreferences()
  const act = useAct(addTask, caseChanges)
  const [title, setTitle] = useState('')
  const [assignee, setAssignee] = useState<string | null>(null)
  const [due, setDue] = useState('')
  const submit = async (event: React.FormEvent) => {
    event.preventDefault()
    if (title.trim() === '') return
    const dueAt = due === '' ? null : endOfDay(due, zone)
    const done = await act.run({ params: { id: view.id }, body: { title: title.trim(), assignee, dueAt } })
    if (done === undefined) return
    setTitle('')
    setDue('')
  }
  return (
    <form onSubmit={(event) => void submit(event)} className={`${pageStyles.adding} t-no-print`}>
      <FormNote failure={act.failure} />
      <Group align="end" gap="xs">
        <TextInput
          label={t('tasks.new')}
          maxLength={500}
          dir="auto"
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          flex="3 1 14rem"
        />
        <PersonSelect
          label={t('tasks.who')}
          placeholder={t('people.none')}
          working
          value={assignee}
          onChange={setAssignee}
          flex="1 1 9rem"
        />
        <TextInput type="date" label={t('tasks.due')} value={due} onChange={(event) => setDue(event.currentTarget.value)} flex="0 1 9rem" />
        <Button type="submit" variant="default" loading={act.running} disabled={title.trim() === ''}>
          {t('tasks.add')}
        </Button>
      </Group>
    </form>
  )
}
