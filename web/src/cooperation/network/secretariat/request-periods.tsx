import { Button, Group, NumberInput, SimpleGrid } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnswerOf } from '../../../../../src/base/route.ts'
import { readRequestPeriods, setRequestPeriods } from '../../../../../src/domain/cooperation/contract/network/request-figures.ts'
import { useQuickAct } from '../../../app/act.ts'
import { Answer } from '../../../app/answer.tsx'
import { useRead } from '../../../app/read.ts'
import { Section } from '../../../ui/page.tsx'

type Periods = AnswerOf<typeof readRequestPeriods>

/** How soon members acknowledge and answer requests: the clocks that each request runs by from then on. */
export function RequestPeriods() {
  const { t } = useTranslation('secretariat')
  const result = useRead(readRequestPeriods, {}, { live: ['announcement', 'request'] })
  return (
    <Section title={t('clocks.title')} lead={t('clocks.lead')} id="request-periods">
      <Answer of={result}>{(periods) => <Form periods={periods} key={JSON.stringify(periods)} />}</Answer>
    </Section>
  )
}

/** By what each is counted, and what it may be at most. */
const fields = {
  acknowledgeHours: 720,
  answerDays: 365,
  urgentAcknowledgeHours: 720,
  urgentAnswerDays: 365,
  emergencyHours: 720,
  expireDays: 730,
} as const
const names = Object.keys(fields) as (keyof typeof fields)[]

function Form({ periods: { may, ...periods } }: { readonly periods: Periods }) {
  const { t } = useTranslation('secretariat')
  const [values, setValues] = useState(periods)
  const set = useQuickAct(setRequestPeriods)
  const same = names.every((name) => values[name] === periods[name])
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm">
        {names.map((name) => (
          <NumberInput
            key={name}
            label={t(`clocks.${name}`)}
            min={1}
            max={fields[name]}
            allowDecimal={false}
            readOnly={!may.set}
            value={values[name]}
            onChange={(value) => setValues((now) => ({ ...now, [name]: typeof value === 'number' ? value : now[name] }))}
          />
        ))}
      </SimpleGrid>
      {may.set && (
        <Group justify="flex-end" mt="sm">
          <Button variant="default" disabled={same} onClick={() => void set({ body: values }, t('clocks.done'))}>
            {t('periods.save')}
          </Button>
        </Group>
      )}
    </>
  )
}
