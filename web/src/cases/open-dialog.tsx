import { Alert, Button, Group, Modal, SegmentedControl, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addCaseCampaigns, addCaseReports, type CaseLine, caseKinds, openCase } from '../../../src/domain/cases/contract.ts'
import { useAct } from '../app/act.ts'
import { ApiFailure } from '../app/api.ts'
import { FormNote, useChecks, useFields } from '../app/form.tsx'
import { fetchWords, wordsKey } from '../app/problem-words.ts'
import { endOfDay } from '../ui/due.ts'
import { usePreferences } from '../ui/preferences.tsx'
import { toast, toastTrouble } from '../ui/toast.tsx'
import { CasePicker } from './case-picker.tsx'
import classes from './cases.module.css'
import { PersonSelect } from './people.tsx'
import { caseChanges } from './words.tsx'

export type OpenDialogProps = {
  readonly open: boolean
  readonly onClose: () => void
  /** what it is opened for */
  readonly reports?: readonly string[]
  readonly campaigns?: readonly string[]
  /** as it may be called */
  readonly title?: string
  readonly kind?: string | null
}

/** Opens a case: for reports or campaigns, or for something that was told otherwise; or puts them into one that is there. */
export function OpenDialog({ open, onClose, ...about }: OpenDialogProps) {
  const { t } = useTranslation('cases')
  const [how, setHow] = useState<'new' | 'there'>('new')
  const things = (about.reports?.length ?? 0) + (about.campaigns?.length ?? 0) > 0
  return (
    <Modal opened={open} onClose={onClose} title={t(things ? 'open.for' : 'open.do')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <Stack gap="md">
        {things && (
          <SegmentedControl
            aria-label={t('open.how')}
            data={[
              { value: 'new', label: t('open.new') },
              { value: 'there', label: t('open.there') },
            ]}
            value={how}
            onChange={(one) => setHow(one as 'new' | 'there')}
          />
        )}
        {how === 'new' || !things ? <OpenForm {...about} onDone={onClose} /> : <PutForm {...about} onDone={onClose} />}
      </Stack>
    </Modal>
  )
}

type FormProps = Omit<OpenDialogProps, 'open' | 'onClose'> & { readonly onDone: () => void }

const isKind = (kind: unknown): kind is (typeof caseKinds)[number] => caseKinds.some((one) => one === kind)

function OpenForm({ reports = [], campaigns = [], title = '', kind, onDone }: FormProps) {
  const { t } = useTranslation('cases')
  const { zone } = usePreferences()
  const { required } = useChecks()
  const navigate = useNavigate()
  const act = useAct(openCase, caseChanges)
  const start = {
    title: title.slice(0, 300),
    kind: (isKind(kind) ? kind : null) as string | null,
    assignee: null as string | null,
    due: '',
    note: '',
  }
  const form = useFields(start, { title: required, kind: required }, act.failure)
  const submit = form.onSubmit(async ({ title: called, kind: chosen, assignee, due, note }) => {
    if (!isKind(chosen)) return
    const body = { title: called, kind: chosen, reports: [...reports], campaigns: [...campaigns], assignee, note }
    const done = await act.run({ body: { ...body, dueAt: due === '' ? null : endOfDay(due, zone) } })
    if (done === undefined) return
    onDone()
    void navigate({ to: '/cases/$id', params: { id: done.answer.code } })
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <HasCase failure={act.failure} onLeave={onDone} />
        {reports.length > 0 && <p className={classes.dim}>{t('open.reports', { count: reports.length })}</p>}
        <TextInput label={t('field.title')} maxLength={300} dir="auto" data-autofocus {...form.props('title')} />
        <Select label={t('field.kind')} data={caseKinds.map((one) => ({ value: one, label: t(`kind.${one}`) }))} {...form.props('kind')} />
        <Group grow align="start" gap="sm">
          <PersonSelect
            label={t('field.assignee')}
            placeholder={t('people.none')}
            working
            value={form.values.assignee}
            onChange={(id) => form.set('assignee', id)}
          />
          <TextInput type="date" label={t('field.due')} {...form.props('due')} />
        </Group>
        <Textarea label={t('open.note')} dir="auto" autosize minRows={2} {...form.props('note')} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('open.act')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** Why it was refused; where it is because there is a case already, the way to that. */
function HasCase({ failure, onLeave }: { readonly failure: Error | null; readonly onLeave: () => void }) {
  const { t } = useTranslation(['cases', 'cases-problems'])
  const there =
    failure instanceof ApiFailure && failure.code === 'cases.has-case' ? (failure.detail as { case?: unknown } | null)?.case : undefined
  if (typeof there !== 'string') return <FormNote failure={failure} />
  return (
    <Alert color="amber" variant="light" role="alert">
      {t('cases-problems:cases.has-case')}{' '}
      <Link to="/cases/$id" params={{ id: there }} className={classes.link} onClick={onLeave}>
        {t('open.see-it')}
      </Link>
    </Alert>
  )
}

function PutForm({ reports = [], campaigns = [], onDone }: FormProps) {
  const { t } = useTranslation('cases')
  const putReports = useAct(addCaseReports, caseChanges)
  const putCampaigns = useAct(addCaseCampaigns, caseChanges)
  const [into, setInto] = useState<CaseLine | null>(null)
  const [missing, setMissing] = useState(false)
  const submit = async (event: React.FormEvent) => {
    event.preventDefault()
    if (into === null) return setMissing(true)
    const params = { id: into.id }
    const answers = [
      reports.length > 0 && (await putReports.run({ params, body: { ids: [...reports] } })),
      campaigns.length > 0 && (await putCampaigns.run({ params, body: { ids: [...campaigns] } })),
    ]
    if (answers.includes(undefined)) return
    const told = answers.flatMap((one) => (one === false || one === undefined ? [] : [one.answer]))
    const refused = told.flatMap((one) => one.refused)
    const done = told.reduce((sum, one) => sum + one.done, 0)
    const [first] = refused
    if (first !== undefined) {
      await fetchWords(first.code)
      toastTrouble(t('refused-some', { count: refused.length, why: t(wordsKey(first.code)) }))
    }
    if (done > 0) toast(t('open.put', { count: done, code: into.code }))
    onDone()
  }
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="sm">
        <FormNote failure={putReports.failure ?? putCampaigns.failure} />
        <CasePicker
          label={t('open.which')}
          value={into}
          onChange={setInto}
          error={missing && into === null ? t('ui:field.required') : undefined}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={putReports.running || putCampaigns.running}>
            {t('open.put-act')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
