import { Modal, Select, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type Action, addOutcome, declineAction, withdrawAction } from '../../../../src/domain/cases/contract.ts'
import { useAct } from '../../app/act.ts'
import { useFields } from '../../app/form.tsx'
import { toast } from '../../ui/toast.tsx'
import { caseChanges } from '../words.tsx'
import { DialogForm } from './dialog-form.tsx'

export type ActionAct = 'decline' | 'withdraw' | 'outcome'

type Props = { readonly action: Action; readonly act: ActionAct | undefined; readonly onClose: () => void }

/** What is said of an action, with its reason. */
export function ActionDialog({ action, act, onClose }: Props) {
  const { t } = useTranslation('cases')
  if (act === undefined) return null
  return (
    <Modal
      opened
      onClose={onClose}
      title={`${t(`actions.${act}.do`)} · ${t(`action.${action.kind}`)}`}
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      {act === 'outcome' ? <OutcomeForm action={action} onDone={onClose} /> : <EndForm action={action} act={act} onDone={onClose} />}
    </Modal>
  )
}

function EndForm({ action, act, onDone }: { readonly action: Action; readonly act: 'decline' | 'withdraw'; readonly onDone: () => void }) {
  const { t } = useTranslation('cases')
  const decline = useAct(declineAction, caseChanges)
  const withdraw = useAct(withdrawAction, caseChanges)
  const end = act === 'decline' ? decline : withdraw
  const enough = (value: string) => (value.trim().length < 3 ? t('ui:field.required') : null)
  const form = useFields({ reason: '' }, { reason: enough }, end.failure)
  const submit = form.onSubmit(async ({ reason }) => {
    const done = await end.run({ params: { id: action.id }, body: { reason } })
    if (done === undefined) return
    toast(t(`actions.${act}.done`))
    onDone()
  })
  return (
    <DialogForm failure={end.failure} running={end.running} act={t(`actions.${act}.do`)} onSubmit={submit}>
      <Textarea
        label={t('field.reason')}
        description={t(`actions.${act}.means`)}
        dir="auto"
        autosize
        minRows={2}
        data-autofocus
        {...form.props('reason')}
      />
    </DialogForm>
  )
}

const kinds = ['acknowledged', 'answered', 'acted', 'refused', 'no-answer', 'expired'] as const

function OutcomeForm({ action, onDone }: { readonly action: Action; readonly onDone: () => void }) {
  const { t } = useTranslation('cases')
  const add = useAct(addOutcome, caseChanges)
  const form = useFields({ kind: 'acted' as string, detail: '', reference: action.reference ?? '' }, {}, add.failure)
  const submit = form.onSubmit(async ({ kind, detail, reference }) => {
    const body = {
      kind: kind as (typeof kinds)[number],
      detail: detail.trim() === '' ? null : detail,
      reference: reference.trim() === '' ? null : reference,
    }
    const done = await add.run({ params: { id: action.id }, body })
    if (done === undefined) return
    toast(t('actions.outcome.done'))
    onDone()
  })
  return (
    <DialogForm failure={add.failure} running={add.running} act={t('ui:save')} onSubmit={submit}>
      <Select
        label={t('actions.outcome.what')}
        description={t('actions.outcome.hint')}
        data={kinds.map((one) => ({ value: one, label: t(`outcome.${one}`) }))}
        allowDeselect={false}
        {...form.props('kind')}
      />
      <TextInput label={t('actions.reference-of')} dir="ltr" maxLength={200} {...form.props('reference')} />
      <Textarea label={t('actions.outcome.detail')} dir="auto" autosize minRows={2} maxLength={2_000} {...form.props('detail')} />
    </DialogForm>
  )
}
