import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { addGuard, type GuardView, listGuard, removeGuard } from '../../../../src/domain/cooperation/contract.ts'
import { useAct, useQuickAct } from '../../app/act.ts'
import { Answer } from '../../app/answer.tsx'
import { FormNote, useChecks, useFields } from '../../app/form.tsx'
import { useRead } from '../../app/read.ts'
import { Badge } from '../../ui/badge.tsx'
import { Mono } from '../../ui/code.tsx'
import { useConfirm } from '../../ui/confirm.tsx'
import { Section } from '../../ui/page.tsx'
import { toast } from '../../ui/toast.tsx'
import classes from '../forms.module.css'

/** What is never listed: by the organisation's word, by what is its own, and as it ships. */
export function Guard() {
  const { t } = useTranslation('lists')
  const result = useRead(listGuard, {}, { live: ['block-guard'] })
  return (
    <Section title={t('guard.title')} lead={t('guard.lead')}>
      <Answer of={result}>
        {({ items, own, shipped, may }) => (
          <Stack gap="md">
            {may.set && <GuardForm />}
            {items.length > 0 && (
              <ul className={classes.rows}>
                {items.map((one) => (
                  <Row key={one.id} line={one} may={may.set} />
                ))}
              </ul>
            )}
            <div>
              <Text fw={600}>{t('guard.own')}</Text>
              <Text size="sm">
                <Mono>{own.join('  ')}</Mono>
              </Text>
            </div>
            <details>
              <summary>{t('guard.shipped')}</summary>
              {shipped.map((one) => (
                <div key={one.what}>
                  <Text fw={600} mt="xs">
                    {t(`guard.what.${one.what}`)}
                  </Text>
                  <Text size="sm">
                    <Mono>{one.names.join(' ')}</Mono>
                  </Text>
                </div>
              ))}
            </details>
          </Stack>
        )}
      </Answer>
    </Section>
  )
}

function Row({ line, may }: { readonly line: GuardView; readonly may: boolean }) {
  const { t } = useTranslation('lists')
  const confirm = useConfirm()
  const remove = useQuickAct(removeGuard, ['block-guard', 'block-entry'])
  const ask = async () => {
    const sure = await confirm({
      title: t('guard.remove-title', { value: line.value }),
      consequence: t(`guard.remove-consequence.${line.stance}`),
      act: t('guard.remove'),
      grave: line.stance === 'spare',
    })
    if (sure) await remove({ params: { id: line.id } }, t('guard.removed', { value: line.value }))
  }
  return (
    <li>
      <div>
        <Mono>{line.value}</Mono> <Badge tone={line.stance === 'permit' ? 'warn' : 'good'}>{t(`guard.stance.${line.stance}`)}</Badge>
        {line.note !== '' && (
          <div>
            <bdi>{line.note}</bdi>
          </div>
        )}
      </div>
      {may && (
        <Button variant="subtle" color="red" size="compact-sm" className="t-no-print" onClick={() => void ask()}>
          {t('guard.remove')}
        </Button>
      )}
    </li>
  )
}

function GuardForm() {
  const { t } = useTranslation('lists')
  const act = useAct(addGuard, ['block-guard', 'block-entry'])
  const form = useFields({ value: '', stance: 'spare', note: '' }, { value: useChecks().required }, act.failure)
  const submit = form.onSubmit(async ({ value, stance, note }) => {
    const done = await act.run({ body: { value, note, stance: stance === 'permit' ? 'permit' : 'spare' } })
    if (done === undefined) return
    form.set('value', '')
    form.set('note', '')
    toast(t('guard.added', { value: done.answer.value }))
  })
  return (
    <form onSubmit={submit} noValidate className="t-no-print">
      <FormNote failure={act.failure} />
      <Group align="flex-end" gap="sm">
        <TextInput label={t('guard.value')} placeholder="partner.example" dir="ltr" {...form.props('value')} />
        <Select
          label={t('guard.how')}
          allowDeselect={false}
          data={(['spare', 'permit'] as const).map((one) => ({ value: one, label: t(`guard.stance-means.${one}`) }))}
          {...form.props('stance')}
        />
        <TextInput label={t('guard.note')} maxLength={200} {...form.props('note')} />
        <Button type="submit" variant="default" loading={act.running}>
          {t('guard.add')}
        </Button>
      </Group>
    </form>
  )
}
