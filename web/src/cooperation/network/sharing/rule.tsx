import { Button, Checkbox, Group, Select, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ceilingReaches, sharedTlps } from '../../../../../src/domain/cooperation/contract/network/names.ts'
import { readSharingRule, type SharingRuleView, setSharingRule } from '../../../../../src/domain/cooperation/contract/network/sharing.ts'
import { useAct } from '../../../app/act.ts'
import { Answer } from '../../../app/answer.tsx'
import { FormNote, useFields } from '../../../app/form.tsx'
import { useRead } from '../../../app/read.ts'
import { Facts } from '../../../ui/facts.tsx'
import { Section } from '../../../ui/page.tsx'
import { toast } from '../../../ui/toast.tsx'
import { tlpName } from './words.tsx'

/** How the organisation lets its people share: up to where each role decides, and whether it takes two. */
export function SharingRule() {
  const { t } = useTranslation('sharing')
  const result = useRead(readSharingRule, {}, { live: ['sharing-rule'] })
  return (
    <Section title={t('rule.title')} lead={t('rule.lead')}>
      <Answer of={result}>
        {({ rule, may }) => (may.set ? <RuleForm key={JSON.stringify(rule)} rule={rule} /> : <Told rule={rule} />)}
      </Answer>
    </Section>
  )
}

type Props = { readonly rule: SharingRuleView }

function Told({ rule }: Props) {
  const { t } = useTranslation('sharing')
  const says = ({ tlp, reach }: SharingRuleView['analyst']) => (
    <>
      <bdi>{tlpName(tlp)}</bdi> · {t(`reach.${reach}`)}
    </>
  )
  return (
    <Facts
      facts={[
        { name: t('shell:role.analyst'), value: says(rule.analyst) },
        { name: t('shell:role.manager'), value: says(rule.manager) },
        { name: t('rule.second-person'), value: t(rule.secondPerson ? 'rule.yes' : 'rule.no') },
        { name: t('rule.originals'), value: t(rule.originals ? 'rule.yes' : 'rule.no') },
      ]}
    />
  )
}

function RuleForm({ rule }: Props) {
  const { t } = useTranslation('sharing')
  const act = useAct(setSharingRule, ['sharing-rule', 'share'])
  const form = useFields(
    {
      secondPerson: rule.secondPerson,
      originals: rule.originals,
      analystTlp: rule.analyst.tlp as string,
      analystReach: rule.analyst.reach as string,
      managerTlp: rule.manager.tlp as string,
      managerReach: rule.manager.reach as string,
    },
    {},
    act.failure,
  )
  const submit = form.onSubmit(async (values) => {
    const ceiling = (tlp: string, reach: string, before: SharingRuleView['analyst']) => ({
      tlp: sharedTlps.find((one) => one === tlp) ?? before.tlp,
      reach: ceilingReaches.find((one) => one === reach) ?? before.reach,
    })
    const body = {
      secondPerson: values.secondPerson,
      originals: values.originals,
      analyst: ceiling(values.analystTlp, values.analystReach, rule.analyst),
      manager: ceiling(values.managerTlp, values.managerReach, rule.manager),
    }
    if ((await act.run({ body })) !== undefined) toast(t('rule.saved'))
  })
  const tlps = sharedTlps.map((one) => ({ value: one, label: tlpName(one) }))
  const reaches = ceilingReaches.map((one) => ({ value: one, label: t(`reach.${one}`) }))
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <Group gap="sm" align="end">
          <Select label={t('rule.analyst-mark')} allowDeselect={false} data={tlps} {...form.props('analystTlp')} />
          <Select label={t('rule.analyst-reach')} allowDeselect={false} data={reaches} {...form.props('analystReach')} />
        </Group>
        <Group gap="sm" align="end">
          <Select label={t('rule.manager-mark')} allowDeselect={false} data={tlps} {...form.props('managerTlp')} />
          <Select label={t('rule.manager-reach')} allowDeselect={false} data={reaches} {...form.props('managerReach')} />
        </Group>
        <Checkbox label={t('rule.second-person')} description={t('rule.second-person-of')} {...form.checked('secondPerson')} />
        <Checkbox label={t('rule.originals')} {...form.checked('originals')} />
        <Group justify="flex-end" className="t-no-print">
          <Button type="submit" variant="default" loading={act.running}>
            {t('ui:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
