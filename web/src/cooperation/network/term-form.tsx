import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type OfficeView, setTerm } from '../../../../src/domain/cooperation/contract/network/network.ts'
import { useAct } from '../../app/act.ts'
import { FormNote } from '../../app/form.tsx'
import { toast } from '../../ui/toast.tsx'

/** Sets when a term is to end: the day is kept, and nothing ends by itself. */
export function TermForm({ office, onDone }: { readonly office: OfficeView; readonly onDone: () => void }) {
  const { t } = useTranslation('network')
  const act = useAct(setTerm, ['network', 'announcement'])
  const [day, setDay] = useState(office.endsAt?.slice(0, 10) ?? '')
  const submit = async () => {
    // noon of UTC is of the same day on nearly all clocks
    if ((await act.run({ params: { id: office.id }, body: { endsAt: `${day}T12:00:00.000Z` } })) === undefined) return
    toast(t('office.term-done'))
    onDone()
  }
  return (
    <Stack gap="sm">
      <FormNote failure={act.failure} />
      <Text>{t('office.term-why')}</Text>
      <TextInput type="date" label={t('office.term-day')} value={day} onChange={({ currentTarget }) => setDay(currentTarget.value)} />
      <Group justify="flex-end">
        <Button disabled={day === ''} loading={act.running} onClick={() => void submit()}>
          {t('ui:save')}
        </Button>
      </Group>
    </Stack>
  )
}
