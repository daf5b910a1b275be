import { Radio, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { changeShowing, readShowing, showings } from '../../../src/domain/intake/contract.ts'
import { useQuickAct } from '../app/act.ts'
import { Answer } from '../app/answer.tsx'
import { useRead } from '../app/read.ts'
import { Section } from '../ui/page.tsx'

/** How much of the course of their reports reporters may see. */
export function ShowingSection({ runs }: { readonly runs: boolean }) {
  const { t } = useTranslation('intake')
  const showing = useRead(readShowing, {}, { live: ['showing'] })
  const change = useQuickAct(changeShowing, ['showing', 'report'])
  return (
    <Section title={t('showing.title')} lead={t('showing.lead')} id="showing">
      <Answer of={showing}>
        {({ course }) => (
          <Radio.Group
            aria-label={t('showing.title')}
            value={course}
            onChange={(value) => void change({ body: { course: value as typeof course } }, t('ui:saved'))}
          >
            <Stack gap="xs">
              {showings.map((one) => (
                <Radio key={one} value={one} disabled={!runs} label={t(`showing.${one}`)} />
              ))}
            </Stack>
          </Radio.Group>
        )}
      </Answer>
    </Section>
  )
}
