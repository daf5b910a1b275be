import { Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { indicatorKinds, secrecyMarks } from '../../../../../src/domain/cooperation/contract/network/names.ts'
import { listKept, markIndicator, type SecrecyMarkView } from '../../../../../src/domain/cooperation/contract/network/secrecy.ts'
import { useAct } from '../../../app/act.ts'
import { FormNote, useChecks, useFields } from '../../../app/form.tsx'
import { useList, useRead } from '../../../app/read.ts'
import { defang } from '../../../ui/defang.ts'
import { Section } from '../../../ui/page.tsx'
import { toast } from '../../../ui/toast.tsx'
import formClasses from '../../forms.module.css'
import { Mark } from './marks.tsx'

/** All that the organisation keeps to itself by a mark, and the way to keep an indicator, which has no page of its own. */
export function Kept() {
  const { t } = useTranslation('sharing')
  const source = useList(listKept, { query: { limit: 50 } }, { live: ['secrecy-mark'] })
  const may = useRead(listKept, { query: { limit: 1 } }, { live: ['secrecy-mark'] }).data?.may
  if (source.items.length === 0 && may?.set !== true) return null
  return (
    <Section title={t('kept.title')} lead={t(source.items.length === 0 ? 'kept.none' : 'kept.lead')}>
      <Stack gap="sm">
        {source.items.length > 0 && (
          <ul className={formClasses.rows}>
            {source.items.map((one) => (
              <li key={one.id}>
                <What mark={one} />
                <Mark mark={one} lifts={may?.lift === true} />
              </li>
            ))}
          </ul>
        )}
        {may?.set === true && <KeepIndicator />}
      </Stack>
    </Section>
  )
}

function What({ mark: { kind, label } }: { readonly mark: SecrecyMarkView }) {
  const { t } = useTranslation('sharing')
  if (label === null) return <span>{t(`kept.kind.${kind}`)}</span>
  const [of = '', ...value] = label.split(' ')
  return (
    <span>
      {t(`indicator.${indicatorKinds.find((one) => one === of) ?? 'url'}`)} <bdi dir="ltr">{defang(value.join(' '))}</bdi>
    </span>
  )
}

function KeepIndicator() {
  const { t } = useTranslation('sharing')
  const act = useAct(markIndicator, ['secrecy-mark', 'share', 'release'])
  const { required } = useChecks()
  const form = useFields({ of: 'url' as string, value: '', mark: 'confidential' as string }, { value: required }, act.failure)
  const submit = form.onSubmit(async ({ of, value, mark }) => {
    const body = {
      of: indicatorKinds.find((one) => one === of) ?? 'url',
      value: value.trim(),
      mark: secrecyMarks.find((one) => one === mark) ?? 'confidential',
    }
    if ((await act.run({ body })) === undefined) return
    form.set('value', '')
    toast(t('secret.done'))
  })
  return (
    <form onSubmit={submit} noValidate className="t-no-print">
      <FormNote failure={act.failure} />
      <Group align="flex-end" gap="sm">
        <Select
          label={t('field.kind')}
          allowDeselect={false}
          data={indicatorKinds.map((one) => ({ value: one, label: t(`indicator.${one}`) }))}
          {...form.props('of')}
        />
        <TextInput label={t('field.value')} maxLength={500} dir="ltr" {...form.props('value')} />
        <Select
          label={t('secret.menu')}
          allowDeselect={false}
          data={secrecyMarks.map((one) => ({ value: one, label: t(`secret.${one}`) }))}
          {...form.props('mark')}
        />
        <Button type="submit" variant="default" loading={act.running}>
          {t('kept.act')}
        </Button>
      </Group>
    </form>
  )
}
