import { Button, Group, Modal, Stack, Switch, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CallReportView, solveCallObstacle } from '../../../../../src/domain/cooperation/contract.ts'
import { useAct } from '../../../app/act.ts'
import { FormNote, useFields } from '../../../app/form.tsx'
import { Badge } from '../../../ui/badge.tsx'
import formClasses from '../../forms.module.css'
import classes from './calls.module.css'
import { Chart } from './chart.tsx'
import { Details } from './report-details.tsx'
import { callKinds } from './words.tsx'

/** What industry reports to an item; figures as a chart, an obstacle with the way round it. */
export function ReportRows({ reports }: { readonly reports: readonly CallReportView[] }) {
  const { t } = useTranslation('calls')
  return (
    <ul className={formClasses.rows}>
      {reports.map((report) => (
        <li key={report.id}>
          <div className={classes.grow}>
            <bdi>{report.title}</bdi>
            <div className={classes.dim}>
              {t(`report-kind.${report.kind}`)} · <bdi>{report.member.name}</bdi>
            </div>
            {report.text !== '' && (
              <p className={classes.text} dir="auto">
                {report.text}
              </p>
            )}
            <Details kind={report.kind} details={report.details} />
            {report.kind === 'figures' && <Chart report={report} />}
            {report.kind === 'obstacles' && <Solution report={report} />}
          </div>
        </li>
      ))}
    </ul>
  )
}

/** The way round an obstacle, and whether it is solved. */
export function Solution({ report }: { readonly report: CallReportView }) {
  const { t } = useTranslation('calls')
  const [open, setOpen] = useState(false)
  return (
    <>
      {report.solution !== '' && (
        <p className={classes.text} dir="auto">
          {t('obstacle.solution')}: <bdi>{report.solution}</bdi>
        </p>
      )}
      <Group gap="xs">
        <Badge tone={report.solvedAt === null ? 'warn' : 'good'}>{t(report.solvedAt === null ? 'obstacle.open' : 'obstacle.solved')}</Badge>
        {report.may.solve && (
          <Button size="compact-sm" variant="subtle" onClick={() => setOpen(true)}>
            {t('obstacle.act')}
          </Button>
        )}
      </Group>
      <Modal opened={open} onClose={() => setOpen(false)} title={t('obstacle.act')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
        <SolutionForm report={report} onDone={() => setOpen(false)} />
      </Modal>
    </>
  )
}

function SolutionForm({ report, onDone }: { readonly report: CallReportView; readonly onDone: () => void }) {
  const { t } = useTranslation('calls')
  const act = useAct(solveCallObstacle, callKinds)
  const form = useFields({ solution: report.solution, solved: report.solvedAt !== null }, {}, act.failure)
  const submit = form.onSubmit(async (body) => {
    if ((await act.run({ params: { id: report.id }, body })) !== undefined) onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <Textarea
          label={t('obstacle.solution')}
          autosize
          minRows={3}
          maxLength={4_000}
          dir="auto"
          data-autofocus
          {...form.props('solution')}
        />
        <Switch label={t('obstacle.solved')} {...form.checked('solved')} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('form.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
