import { Group, SegmentedControl, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { changeProfile, digests } from '../../../../src/domain/directory/contract.ts'
import { useQuickAct } from '../../app/act.ts'
import { useSession } from '../../app/session.ts'
import { Section } from '../../ui/page.tsx'
import { usePreferences } from '../../ui/preferences.tsx'

const hours = Array.from({ length: 24 }, (_, hour) => hour)

/** How notices come by mail. */
export function NoticeSettings() {
  const { t } = useTranslation('directory')
  const { person } = useSession()
  const { locale } = usePreferences()
  const change = useQuickAct(changeProfile, ['person'])
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' })
  return (
    <Section title={t('account.notices')} lead={t('account.notices-lead')}>
      <Group align="flex-end">
        <SegmentedControl
          aria-label={t('account.digest')}
          value={person.digest}
          onChange={(digest) => void change({ body: { digest: digest as (typeof digests)[number] } }, t('ui:saved'))}
          data={digests.map((digest) => ({ value: digest, label: t(`digest.${digest}`) }))}
        />
        {person.digest === 'daily' && (
          <Select
            label={t('account.digest-hour')}
            w={140}
            allowDeselect={false}
            data={hours.map((hour) => ({ value: String(hour), label: clock.format(Date.UTC(2026, 0, 1, hour)) }))}
            value={String(person.digestHour)}
            onChange={(hour) => void change({ body: { digestHour: Number(hour) } }, t('ui:saved'))}
          />
        )}
      </Group>
    </Section>
  )
}
