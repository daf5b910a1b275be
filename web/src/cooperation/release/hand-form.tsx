import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type ReleaseView, recordByHand } from '../../../../src/domain/cooperation/contract.ts'
import { useAct } from '../../app/act.ts'
import { FormNote, useFields } from '../../app/form.tsx'
import { toast } from '../../ui/toast.tsx'

/** Somebody says that they gave the recipient, on their page, what was approved. */
export function HandForm({ release, onDone }: { readonly release: ReleaseView; readonly onDone: () => void }) {
  const { t } = useTranslation('cooperation')
  const act = useAct(recordByHand, ['release', 'action', 'case', 'submission'])
  const form = useFields({ reference: '' }, {}, act.failure)
  const submit = form.onSubmit(async ({ reference }) => {
    if ((await act.run({ params: { id: release.id }, body: { reference: reference.trim() || null } })) === undefined) return
    toast(t('done.by-hand'))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <Text>{t('act.by-hand-why')}</Text>
        <TextInput label={t('field.reference')} dir="auto" maxLength={200} data-autofocus {...form.props('reference')} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('act.by-hand')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
