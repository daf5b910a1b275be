import { Button, Group, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { verdicts } from '../../../../src/domain/cooperation/contract/way-names.ts'
import { addAnswer, type SubmissionView } from '../../../../src/domain/cooperation/contract.ts'
import { useAct } from '../../app/act.ts'
import { FormNote, useChecks, useFields } from '../../app/form.tsx'
import { toast } from '../../ui/toast.tsx'

/** Writes down what a vendor said: what they make of it, under which name, which definitions are the first that catch it. */
export function AnswerForm({ given, onDone }: { readonly given: SubmissionView; readonly onDone: () => void }) {
  const { t } = useTranslation('samples')
  const act = useAct(addAnswer, ['submission', 'release', 'action', 'case'])
  const form = useFields(
    { verdict: 'detected', detection: given.detection ?? '', definition: given.definition ?? '', definitionAt: '', said: '' },
    { verdict: useChecks().required },
    act.failure,
  )
  const submit = form.onSubmit(async ({ verdict, detection, definition, definitionAt, said }) => {
    const done = await act.run({
      params: { id: given.id },
      body: {
        verdict: verdicts.find((one) => one === verdict) ?? 'received',
        detection: detection.trim() || null,
        definition: definition.trim() || null,
        definitionAt: definitionAt === '' ? null : `${definitionAt}T00:00:00.000Z`,
        said,
      },
    })
    if (done === undefined) return
    toast(t('answer.done'))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <Select
          label={t('answer.verdict')}
          allowDeselect={false}
          data={verdicts.map((one) => ({ value: one, label: t(`verdict.${one}`) }))}
          {...form.props('verdict')}
        />
        <TextInput label={t('answer.detection')} dir="ltr" maxLength={200} {...form.props('detection')} />
        <Group grow align="start" gap="sm">
          <TextInput label={t('answer.definition')} dir="ltr" maxLength={200} {...form.props('definition')} />
          <TextInput label={t('answer.definition-at')} type="date" {...form.props('definitionAt')} />
        </Group>
        <Textarea label={t('answer.said')} dir="auto" autosize minRows={3} maxRows={12} maxLength={10_000} {...form.props('said')} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('ui:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
