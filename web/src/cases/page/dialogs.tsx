import { Modal, Radio, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import {
  assignCase,
  type CaseView,
  caseKinds,
  changeCase,
  closeCase,
  closingWhys,
  handOverCase,
  reopenCase,
} from '../../../../src/domain/cases/contract.ts'
import { useAct } from '../../app/act.ts'
import { useChecks, useFields } from '../../app/form.tsx'
import { dayOf, endOfDay } from '../../ui/due.ts'
import { usePreferences } from '../../ui/preferences.tsx'
import { toast } from '../../ui/toast.tsx'
import { PersonSelect } from '../people.tsx'
import { caseChanges } from '../words.tsx'
import { DialogForm } from './dialog-form.tsx'
import { MergeForm } from './merge.tsx'

export type CaseDialog = 'assign' | 'hand-over' | 'due' | 'change' | 'close' | 'reopen' | 'merge' | 'package'

type FormProps = { readonly view: CaseView; readonly onDone: () => void }

const forms: Readonly<Record<Exclude<CaseDialog, 'package'>, (props: FormProps) => ReactNode>> = {
  assign: AssignForm,
  'hand-over': HandOverForm,
  due: DueForm,
  change: ChangeForm,
  close: CloseForm,
  reopen: ReopenForm,
  merge: MergeForm,
}

/** The dialog of an act on a case; one at a time. */
export function Dialogs({
  view,
  open,
  onClose,
}: {
  readonly view: CaseView
  readonly open: CaseDialog | undefined
  readonly onClose: () => void
}) {
  const { t } = useTranslation('cases')
  if (open === undefined || open === 'package') return null
  const Form = forms[open]
  return (
    <Modal opened onClose={onClose} title={t(`${open}.title`, { code: view.code })} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <Form view={view} onDone={onClose} />
    </Modal>
  )
}

function AssignForm({ view, onDone }: FormProps) {
  const { t } = useTranslation('cases')
  const act = useAct(assignCase, caseChanges)
  const form = useFields({ assignee: view.assignee?.id ?? null, note: '' }, {}, act.failure)
  const submit = form.onSubmit(async ({ assignee, note }) => {
    const done = await act.run({ params: { id: view.id }, body: { assignee, note } })
    if (done === undefined) return
    toast(t('assign.done'))
    onDone()
  })
  return (
    <DialogForm failure={act.failure} running={act.running} act={t('assign.act')} onSubmit={submit}>
      <PersonSelect
        label={t('field.assignee')}
        placeholder={t('people.none')}
        working
        data-autofocus
        value={form.values.assignee}
        onChange={(id) => form.set('assignee', id)}
      />
      <Textarea label={t('assign.note')} description={t('assign.note-hint')} autosize minRows={2} {...form.props('note')} />
    </DialogForm>
  )
}

function HandOverForm({ view, onDone }: FormProps) {
  const { t } = useTranslation('cases')
  const { required } = useChecks()
  const act = useAct(handOverCase, caseChanges)
  const enough = (value: string) => (value.trim().length < 3 ? t('ui:field.required') : null)
  const form = useFields({ assignee: null as string | null, note: '' }, { assignee: required, note: enough }, act.failure)
  const submit = form.onSubmit(async ({ assignee, note }) => {
    if (assignee === null) return
    const done = await act.run({ params: { id: view.id }, body: { assignee, note } })
    if (done === undefined) return
    toast(t('hand-over.done'))
    onDone()
  })
  return (
    <DialogForm failure={act.failure} running={act.running} act={t('hand-over.act')} onSubmit={submit}>
      <Text size="sm" c="dimmed">
        {t('hand-over.means')}
      </Text>
      <PersonSelect
        label={t('hand-over.to')}
        working
        data-autofocus
        value={form.values.assignee}
        onChange={(id) => form.set('assignee', id)}
        error={form.props('assignee').error}
      />
      <Textarea label={t('hand-over.note')} description={t('hand-over.note-hint')} autosize minRows={3} {...form.props('note')} />
    </DialogForm>
  )
}

function DueForm({ view, onDone }: FormProps) {
  const { t } = useTranslation('cases')
  const { zone } = usePreferences()
  const act = useAct(changeCase, caseChanges)
  const form = useFields({ due: dayOf(view.dueAt, zone) }, {}, act.failure)
  const submit = form.onSubmit(async ({ due }) => {
    const done = await act.run({ params: { id: view.id }, body: { dueAt: due === '' ? null : endOfDay(due, zone) } })
    if (done !== undefined) onDone()
  })
  return (
    <DialogForm failure={act.failure} running={act.running} act={t('ui:save')} onSubmit={submit}>
      <TextInput type="date" label={t('field.due')} description={t('due.hint')} data-autofocus {...form.props('due')} />
    </DialogForm>
  )
}

function ChangeForm({ view, onDone }: FormProps) {
  const { t } = useTranslation('cases')
  const { required } = useChecks()
  const act = useAct(changeCase, caseChanges)
  const form = useFields({ title: view.title, kind: view.kind as string }, { title: required }, act.failure)
  const submit = form.onSubmit(async ({ title, kind }) => {
    const done = await act.run({ params: { id: view.id }, body: { title, kind: kind as CaseView['kind'] } })
    if (done !== undefined) onDone()
  })
  return (
    <DialogForm failure={act.failure} running={act.running} act={t('ui:save')} onSubmit={submit}>
      <TextInput label={t('field.title')} maxLength={300} dir="auto" data-autofocus {...form.props('title')} />
      <Select
        label={t('field.kind')}
        description={t('change.kind-hint')}
        data={caseKinds.map((one) => ({ value: one, label: t(`kind.${one}`) }))}
        allowDeselect={false}
        {...form.props('kind')}
      />
    </DialogForm>
  )
}

function CloseForm({ view, onDone }: FormProps) {
  const { t } = useTranslation('cases')
  const act = useAct(closeCase, caseChanges)
  const form = useFields({ why: 'done' as string, note: '' }, {}, act.failure)
  const submit = form.onSubmit(async ({ why, note }) => {
    const done = await act.run({ params: { id: view.id }, body: { why: why as (typeof closingWhys)[number], note } })
    if (done === undefined) return
    toast(t('close.done'))
    onDone()
  })
  const left = view.tasksOpen + view.actionsOpen
  return (
    <DialogForm failure={act.failure} running={act.running} act={t('close.act')} onSubmit={submit}>
      <Text size="sm" c="dimmed">
        {t('close.means')}
      </Text>
      {left > 0 && <Text size="sm">{t('close.left', { count: left })}</Text>}
      <Radio.Group label={t('close.why')} value={form.values.why} onChange={(why) => form.set('why', why)}>
        <Stack gap="xs" mt={4}>
          {closingWhys.map((why) => (
            <Radio key={why} value={why} label={t(`closed.${why}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <Textarea label={t('close.note')} autosize minRows={2} {...form.props('note')} />
    </DialogForm>
  )
}

function ReopenForm({ view, onDone }: FormProps) {
  const { t } = useTranslation('cases')
  const act = useAct(reopenCase, caseChanges)
  const enough = (value: string) => (value.trim().length < 3 ? t('ui:field.required') : null)
  const form = useFields({ reason: '' }, { reason: enough }, act.failure)
  const submit = form.onSubmit(async ({ reason }) => {
    const done = await act.run({ params: { id: view.id }, body: { reason } })
    if (done !== undefined) onDone()
  })
  return (
    <DialogForm failure={act.failure} running={act.running} act={t('reopen.do')} onSubmit={submit}>
      <Textarea label={t('field.reason')} autosize minRows={2} data-autofocus {...form.props('reason')} />
    </DialogForm>
  )
}
