import { Button, Stack, Text } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CaseLine, type CaseView, mergeCases } from '../../../../src/domain/cases/contract.ts'
import { useAct } from '../../app/act.ts'
import { formatNumber } from '../../ui/format.ts'
import { usePreferences } from '../../ui/preferences.tsx'
import { toast } from '../../ui/toast.tsx'
import { CasePicker } from '../case-picker.tsx'
import classes from '../cases.module.css'
import { caseChanges } from '../words.tsx'
import { DialogForm } from './dialog-form.tsx'

/** Other cases come into this one: which, and what moves with them, before anything is done. */
export function MergeForm({ view, onDone }: { readonly view: CaseView; readonly onDone: () => void }) {
  const { t } = useTranslation('cases')
  const { locale } = usePreferences()
  const act = useAct(mergeCases, caseChanges)
  const [chosen, setChosen] = useState<readonly CaseLine[]>([])
  const [missing, setMissing] = useState(false)
  const submit = async (event: React.FormEvent) => {
    event.preventDefault()
    if (chosen.length === 0) return setMissing(true)
    const done = await act.run({ params: { id: view.id }, body: { from: chosen.map((one) => one.id) } })
    if (done === undefined) return
    toast(t('merge.done', { count: chosen.length }))
    onDone()
  }
  const sum = (of: (one: CaseLine) => number) =>
    formatNumber(
      chosen.reduce((total, one) => total + of(one), 0),
      locale,
    )
  return (
    <DialogForm
      failure={act.failure}
      running={act.running}
      act={chosen.length === 0 ? t('merge.do') : t('merge.act', { count: chosen.length })}
      grave
      onSubmit={(event) => void submit(event)}
    >
      <Text size="sm" c="dimmed">
        {t('merge.means')}
      </Text>
      <CasePicker
        // emptied after each choice
        key={chosen.length}
        label={t('merge.which')}
        value={null}
        not={view.id}
        onChange={(one) => {
          setMissing(false)
          if (one !== null) setChosen((all) => (all.some(({ id }) => id === one.id) ? all : [...all, one]))
        }}
        error={missing ? t('ui:field.required') : undefined}
      />
      {chosen.length > 0 && (
        <Stack gap="xs">
          <ul className={classes.sample} aria-label={t('merge.chosen')}>
            {chosen.map((one) => (
              <li key={one.id}>
                <bdi className={classes.code}>{one.code}</bdi>
                <bdi>{one.title}</bdi>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  px={6}
                  aria-label={t('merge.leave-out', { code: one.code })}
                  onClick={() => setChosen((all) => all.filter(({ id }) => id !== one.id))}
                >
                  <IconX size={14} aria-hidden="true" />
                </Button>
              </li>
            ))}
          </ul>
          <p className={classes.dim}>
            {t('merge.moves', {
              reports: sum((one) => one.reports),
              campaigns: sum((one) => one.campaigns),
              tasks: sum((one) => one.tasksOpen),
              actions: sum((one) => one.actionsOpen),
            })}
          </p>
        </Stack>
      )}
    </DialogForm>
  )
}
