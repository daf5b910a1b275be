import { Button, Group, NumberInput, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { stateResult } from '../../../../../src/domain/cooperation/contract/network/techniques.ts'
import { useAct } from '../../../app/act.ts'
import { FormNote, useChecks, useFields } from '../../../app/form.tsx'

/** States what the newest version came to, on what and when. */
export function ResultForm({ id, onDone }: { readonly id: string; readonly onDone: () => void }) {
  const { t } = useTranslation('techniques')
  const act = useAct(stateResult, ['technique'])
  const { required } = useChecks()
  const form = useFields(
    {
      corpus: '',
      unwanted: 0,
      truePositives: 0,
      wanted: 0,
      falsePositives: 0,
      measuredOn: new Date().toISOString().slice(0, 10),
      measuredBy: '',
    },
    { corpus: required, measuredOn: required, measuredBy: required },
    act.failure,
  )
  const submit = form.onSubmit(async (values) => {
    const { corpus, measuredBy, measuredOn, ...counts } = values
    const body = { corpus: corpus.trim(), measuredBy: measuredBy.trim(), measuredOn, ...counts }
    if ((await act.run({ params: { id }, body })) !== undefined) onDone()
  })
  const number = (name: 'unwanted' | 'wanted' | 'truePositives' | 'falsePositives', most?: number) => (
    <NumberInput
      label={t(`stated.${name}`)}
      min={0}
      {...(most === undefined ? {} : { max: most })}
      allowDecimal={false}
      value={form.values[name]}
      onChange={(value) => form.set(name, typeof value === 'number' ? value : 0)}
    />
  )
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <TextInput
          label={t('result.corpus')}
          description={t('result.corpus-hint')}
          maxLength={500}
          dir="auto"
          data-autofocus
          {...form.props('corpus')}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          {number('unwanted')}
          {number('truePositives', form.values.unwanted)}
          {number('wanted')}
          {number('falsePositives', form.values.wanted)}
          <TextInput type="date" label={t('result.measured-on')} {...form.props('measuredOn')} />
          <TextInput label={t('result.measured-by')} maxLength={200} dir="auto" {...form.props('measuredBy')} />
        </SimpleGrid>
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('result.act')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
