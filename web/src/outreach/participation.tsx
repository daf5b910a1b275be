import { Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { changeParticipation, readParticipation } from '../../../src/domain/outreach/contract.ts'
import { useQuickAct } from '../app/act.ts'
import { Answer } from '../app/answer.tsx'
import { useRead } from '../app/read.ts'
import { isAtLeast, useSession } from '../app/session.ts'
import { Section } from '../ui/page.tsx'

/** Whether the organisation lets itself be counted in the public barometer. */
export function ParticipationSection() {
  const { t } = useTranslation('outreach')
  const session = useSession()
  const participation = useRead(readParticipation, {}, { live: ['participation'] })
  const change = useQuickAct(changeParticipation, ['participation'])
  return (
    <Section title={t('barometer.title')} lead={t('barometer.lead')} id="barometer">
      <Answer of={participation}>
        {({ published, counted }) => (
          <>
            <Switch
              label={t('barometer.counted')}
              checked={counted}
              disabled={!isAtLeast(session, 'manager')}
              onChange={(event) => void change({ body: { counted: event.currentTarget.checked } }, t('ui:saved'))}
            />
            <p>{published ? <a href="/barometer">{t('barometer.open')}</a> : t('barometer.off')}</p>
          </>
        )}
      </Answer>
    </Section>
  )
}
