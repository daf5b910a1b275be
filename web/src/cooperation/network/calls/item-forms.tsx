import { Button, Group, NumberInput, Select, Stack, Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { decisionKinds, paperKinds } from '../../../../../src/domain/cooperation/contract/network/call-names.ts'
import {
  addCallAction,
  addCallDecision,
  addCallItem,
  addCallPaper,
  type CallItemView,
  type CallWhole,
  changeCallItem,
  writeCallMinutes,
} from '../../../../../src/domain/cooperation/contract.ts'
import { useAct } from '../../../app/act.ts'
import { type Fields, FormNote, useChecks, useFields } from '../../../app/form.tsx'
import { Section } from '../../../ui/page.tsx'
import { MemberField } from '../member-field.tsx'
import { callKinds } from './words.tsx'

export type ItemFormProps = { readonly call: CallWhole; readonly item: CallItemView; readonly onDone: () => void }

type FrameProps = {
  readonly act: { readonly running: boolean; readonly failure: Error | null }
  readonly submit: ReturnType<Fields<object>['onSubmit']>
  readonly label: string
  /** false while something that the form stands on is still being read */
  readonly ready?: boolean
  readonly children: ReactNode
}
/** What every one of these forms is set in. */
export function Frame({ act, submit, label, ready = true, children }: FrameProps) {
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        {children}
        <Group justify="flex-end">
          <Button type="submit" loading={act.running} disabled={!ready}>
            {label}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

export function PaperForm({ item, onDone }: ItemFormProps) {
  const { t } = useTranslation('calls')
  const act = useAct(addCallPaper, callKinds)
  const { required } = useChecks()
  const form = useFields(
    { kind: 'paper' as (typeof paperKinds)[number], title: '', text: '' },
    { title: required, text: required },
    act.failure,
  )
  const submit = form.onSubmit(async (body) => {
    if ((await act.run({ params: { id: item.id }, body })) !== undefined) onDone()
  })
  return (
    <Frame act={act} submit={submit} label={t('add.paper')}>
      <Select
        label={t('paper.kind')}
        allowDeselect={false}
        data={paperKinds.map((one) => ({ value: one, label: t(`paper.${one}`) }))}
        {...form.props('kind')}
      />
      <TextInput label={t('form.title')} maxLength={200} dir="auto" data-autofocus required {...form.props('title')} />
      <Textarea
        label={t('paper.text')}
        description={t('paper.who')}
        autosize
        minRows={6}
        maxLength={50_000}
        dir="auto"
        required
        {...form.props('text')}
      />
    </Frame>
  )
}

export function MinutesForm({ item, onDone }: ItemFormProps) {
  const { t } = useTranslation('calls')
  const act = useAct(writeCallMinutes, callKinds)
  const { required } = useChecks()
  const form = useFields({ text: item.minutes[0]?.text ?? '' }, { text: required }, act.failure)
  const submit = form.onSubmit(async (body) => {
    if ((await act.run({ params: { id: item.id }, body })) !== undefined) onDone()
  })
  return (
    <Frame act={act} submit={submit} label={t('form.save')}>
      <Textarea
        label={t('item.minutes')}
        description={t('minutes.what')}
        autosize
        minRows={8}
        maxLength={50_000}
        dir="auto"
        data-autofocus
        {...form.props('text')}
      />
    </Frame>
  )
}

export function DecisionForm({ item, onDone }: ItemFormProps) {
  const { t } = useTranslation('calls')
  const act = useAct(addCallDecision, callKinds)
  const { required } = useChecks()
  const form = useFields({ kind: 'decision' as (typeof decisionKinds)[number], text: '' }, { text: required }, act.failure)
  const submit = form.onSubmit(async (body) => {
    if ((await act.run({ params: { id: item.id }, body })) !== undefined) onDone()
  })
  return (
    <Frame act={act} submit={submit} label={t('add.decision')}>
      <Select
        label={t('decision.kind')}
        allowDeselect={false}
        data={decisionKinds.map((one) => ({ value: one, label: t(`decision.${one}`) }))}
        {...form.props('kind')}
      />
      <Textarea label={t('decision.text')} autosize minRows={3} maxLength={4_000} dir="auto" data-autofocus {...form.props('text')} />
    </Frame>
  )
}

export function ActionForm({ call, item, onDone }: ItemFormProps) {
  const { t } = useTranslation('calls')
  const act = useAct(addCallAction, callKinds)
  const { required } = useChecks()
  // of industry those that see the item
  const industry = call.inside?.audience.items.find((one) => one.item === item.id)?.members ?? []
  const form = useFields({ member: null as string | null, text: '', due: '' }, { member: required, text: required }, act.failure)
  const submit = form.onSubmit(async ({ member, text, due }) => {
    if (member === null) return
    if ((await act.run({ params: { id: item.id }, body: { member, text, due: due === '' ? null : due } })) !== undefined) onDone()
  })
  return (
    <Frame act={act} submit={submit} label={t('add.action')}>
      <MemberField
        label={t('actions.member')}
        which={{ kind: ['agency'] }}
        also={industry.map(({ id, name }) => ({ value: id, label: name }))}
        {...form.props('member')}
      />
      <Textarea label={t('actions.text')} autosize minRows={2} maxLength={4_000} dir="auto" {...form.props('text')} />
      <TextInput label={t('actions.due')} type="date" {...form.props('due')} />
    </Frame>
  )
}

/** Other words, or another length, of an item that stands on the agenda. */
export function ChangeItem({ item, onDone }: ItemFormProps) {
  const { t } = useTranslation('calls')
  const act = useAct(changeCallItem, callKinds)
  const { required } = useChecks()
  const own = item.standing === null
  const first = { title: item.title, note: item.note, duration: (item.duration ?? '') as number | string }
  const form = useFields(first, own ? { title: required } : {}, act.failure)
  const submit = form.onSubmit(async ({ title, note, duration }) => {
    const body = { title, note, duration: duration === '' ? null : Number(duration) }
    if ((await act.run({ params: { id: item.id }, body })) !== undefined) onDone()
  })
  return (
    <Frame act={act} submit={submit} label={t('form.save')}>
      {own && <TextInput label={t('form.title')} maxLength={200} dir="auto" required {...form.props('title')} />}
      <Textarea label={t('form.note')} autosize minRows={2} maxLength={4_000} dir="auto" data-autofocus {...form.props('note')} />
      <NumberInput label={t('form.duration')} min={1} max={1_440} allowDecimal={false} {...form.props('duration')} />
    </Frame>
  )
}

/** An item of its own on the agenda, until the agenda is adopted. */
export function AddItem({ call }: { readonly call: CallWhole }) {
  const { t } = useTranslation('calls')
  const act = useAct(addCallItem, callKinds)
  const { required } = useChecks()
  const form = useFields({ title: '', note: '' }, { title: required }, act.failure)
  const submit = form.onSubmit(async (body) => {
    if ((await act.run({ params: { id: call.id }, body })) !== undefined) form.reset()
  })
  return (
    <Section title={t('add.item')} lead={t('add.item-what')}>
      <Frame act={act} submit={submit} label={t('add.item')}>
        <TextInput label={t('form.title')} maxLength={200} dir="auto" {...form.props('title')} />
        <Textarea label={t('form.note')} autosize minRows={1} maxLength={4_000} dir="auto" {...form.props('note')} />
      </Frame>
    </Section>
  )
}
