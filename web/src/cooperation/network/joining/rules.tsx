import { NumberInput, Select, SimpleGrid } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { agenciesLearn, proposalAudiences } from '../../../../../src/domain/cooperation/contract/network/joining-names.ts'
import type { RulesView } from '../../../../../src/domain/cooperation/contract.ts'
import { Facts } from '../../../ui/facts.tsx'

type RuleTexts = Readonly<Record<keyof RulesView, string>>

function useRuleTexts(): (rules: RulesView) => RuleTexts {
  const { t } = useTranslation('joining')
  return (rules) => ({
    accessionDays: t('days', { count: rules.accessionDays }),
    agenciesLearn: t(`learn.${rules.agenciesLearn}`),
    proceduresBy: t(`audience.${rules.proceduresBy}`),
    proceduresDays: t('days', { count: rules.proceduresDays }),
    workPlanBy: t(`audience.${rules.workPlanBy}`),
    workPlanDays: t('days', { count: rules.workPlanDays }),
  })
}

const order = ['accessionDays', 'agenciesLearn', 'proceduresBy', 'proceduresDays', 'workPlanBy', 'workPlanDays'] as const

/** What the procedures say, each with what it said before where that differs. */
export function Rules({ rules, before }: { readonly rules: RulesView; readonly before: RulesView | null }) {
  const { t } = useTranslation('joining')
  const texts = useRuleTexts()
  const now = texts(rules)
  const then = before === null ? undefined : texts(before)
  return (
    <Facts
      facts={order.map((name) => ({
        name: t(`rule.${name}`),
        value:
          then === undefined || then[name] === now[name] ? (
            now[name]
          ) : (
            <>
              <del>{then[name]}</del> <ins>{now[name]}</ins>
            </>
          ),
      }))}
    />
  )
}

type FieldsProps = { readonly rules: RulesView; readonly onChange: (rules: RulesView) => void }

export function RuleFields({ rules, onChange }: FieldsProps) {
  const { t } = useTranslation('joining')
  const days = (name: 'accessionDays' | 'proceduresDays' | 'workPlanDays') => (
    <NumberInput
      label={t(`rule.${name}`)}
      min={1}
      max={365}
      allowDecimal={false}
      value={rules[name]}
      onChange={(value) => typeof value === 'number' && onChange({ ...rules, [name]: value })}
    />
  )
  const by = (name: 'proceduresBy' | 'workPlanBy') => (
    <Select
      label={t(`rule.${name}`)}
      allowDeselect={false}
      data={proposalAudiences.map((one) => ({ value: one, label: t(`audience.${one}`) }))}
      value={rules[name]}
      onChange={(value) => onChange({ ...rules, [name]: proposalAudiences.find((one) => one === value) ?? rules[name] })}
    />
  )
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      {days('accessionDays')}
      <Select
        label={t('rule.agenciesLearn')}
        allowDeselect={false}
        data={agenciesLearn.map((one) => ({ value: one, label: t(`learn.${one}`) }))}
        value={rules.agenciesLearn}
        onChange={(value) => onChange({ ...rules, agenciesLearn: agenciesLearn.find((one) => one === value) ?? rules.agenciesLearn })}
      />
      {by('proceduresBy')}
      {days('proceduresDays')}
      {by('workPlanBy')}
      {days('workPlanDays')}
    </SimpleGrid>
  )
}
