import { Button, Group, Modal } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallItemView, CallWhole } from '../../../../../src/domain/cooperation/contract.ts'
import { Attendance } from './attendance.tsx'
import { ActionForm, ChangeItem, DecisionForm, MinutesForm, PaperForm } from './item-forms.tsx'
import { ReportForm } from './report-form.tsx'

type Props = { readonly call: CallWhole; readonly item: CallItemView }
type What = 'paper' | 'report' | 'attendance' | 'minutes' | 'decision' | 'action' | 'change'

const forms = {
  paper: PaperForm,
  report: ReportForm,
  attendance: Attendance,
  minutes: MinutesForm,
  decision: DecisionForm,
  action: ActionForm,
  change: ChangeItem,
}

/** What the reader may add to an item now. */
export function ItemActs({ call, item }: Props) {
  const { t } = useTranslation('calls')
  const [what, setWhat] = useState<What>()
  const begun = call.state === 'under-way' || call.state === 'held' || call.state === 'reported'
  const open: readonly What[] = [
    ...(call.may.contribute ? (['paper'] as const) : []),
    ...(call.may.report ? (['report'] as const) : []),
    ...(call.may.run && call.state !== 'reported' && call.state !== 'cancelled' ? (['change'] as const) : []),
    ...(call.may.run && begun ? (['attendance', 'minutes', 'decision', 'action'] as const) : []),
  ]
  if (open.length === 0) return null
  const Form = what === undefined ? undefined : forms[what]
  return (
    <Group gap="xs" mt="sm" className="t-no-print">
      {open.map((one) => (
        <Button key={one} size="compact-sm" variant="default" onClick={() => setWhat(one)}>
          {t(`add.${one}`)}
        </Button>
      ))}
      <Modal
        opened={what !== undefined}
        onClose={() => setWhat(undefined)}
        size="lg"
        title={what === undefined ? '' : t(`add.${what}`)}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        {Form !== undefined && <Form call={call} item={item} onDone={() => setWhat(undefined)} />}
      </Modal>
    </Group>
  )
}
