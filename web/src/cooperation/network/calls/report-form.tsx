import { Group, NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { callReportKinds } from '../../../../../src/domain/cooperation/contract/network/call-names.ts'
import { addCallReport } from '../../../../../src/domain/cooperation/contract.ts'
import { useAct } from '../../../app/act.ts'
import { useChecks, useFields } from '../../../app/form.tsx'
import { Frame, type ItemFormProps } from './item-forms.tsx'
import { DetailFields, detailsAtFirst, detailsOf } from './report-details.tsx'
import { callKinds } from './words.tsx'

/** What a member of industry reports; figures one line each, a day and a number. */
export function ReportForm({ item, onDone }: ItemFormProps) {
  const { t } = useTranslation('calls')
  const act = useAct(addCallReport, callKinds)
  const { required } = useChecks()
  const first = {
    kind: 'cases' as (typeof callReportKinds)[number],
    title: '',
    text: '',
    unit: '',
    threshold: '' as number | string,
    lines: '',
  }
  const form = useFields(first, { title: required }, act.failure)
  const details = useFields(detailsAtFirst(), {}, act.failure)
  const counted = form.values.kind === 'figures'
  const read = readFigures(form.values.lines)
  const submit = form.onSubmit(async ({ kind, title, text, unit, threshold }) => {
    if (counted && read === undefined) return
    const figures = counted ? { unit: unit.trim(), threshold: threshold === '' ? null : Number(threshold), figures: read ?? [] } : {}
    if (
      (await act.run({ params: { id: item.id }, body: { kind, title, text, ...figures, details: detailsOf(kind, details.values) } })) !==
      undefined
    )
      onDone()
  })
  return (
    <Frame act={act} submit={submit} label={t('add.report')}>
      <Select
        label={t('report-kind.label')}
        allowDeselect={false}
        data={callReportKinds.map((one) => ({ value: one, label: t(`report-kind.${one}`) }))}
        {...form.props('kind')}
      />
      <TextInput label={t('form.title')} maxLength={200} dir="auto" data-autofocus required {...form.props('title')} />
      <Textarea
        label={t('paper.text')}
        description={t('paper.who')}
        autosize
        minRows={3}
        maxLength={20_000}
        dir="auto"
        {...form.props('text')}
      />
      <DetailFields kind={form.values.kind} form={details} />
      {counted && (
        <>
          <Group grow align="flex-start">
            <TextInput label={t('figures.unit')} maxLength={60} dir="auto" required {...form.props('unit')} />
            <NumberInput label={t('figures.threshold')} description={t('figures.threshold-what')} {...form.props('threshold')} />
          </Group>
          <Textarea
            label={t('figures.lines')}
            description={t('figures.lines-what')}
            placeholder={'2027-01-01 1200\n2027-02-01 1850'}
            dir="ltr"
            autosize
            minRows={4}
            required
            {...form.props('lines')}
            error={form.values.lines !== '' && read === undefined ? t('figures.wrong') : undefined}
          />
        </>
      )}
    </Frame>
  )
}

/** A day and a number on each line; undefined where a line is something else. */
function readFigures(text: string): { period: string; value: number }[] | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const read = lines.flatMap((line) => {
    const found = /^\s*(\d{4}-\d{2}-\d{2})[\s,;]+(-?\d+(?:\.\d+)?)\s*$/.exec(line)
    return found?.[1] === undefined ? [] : [{ period: found[1], value: Number(found[2]) }]
  })
  return read.length === lines.length && read.length > 0 ? read : undefined
}
