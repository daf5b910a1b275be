import { useTranslation } from 'react-i18next'

const kinds = [
  'announcement',
  'application',
  'admitted',
  'member-joined',
  'member-left',
  'instrument',
  'procedures-proposed',
  'procedures-in-force',
  'work-plan-proposed',
  'work-plan-in-force',
  'questionnaire-round',
  'application-refused',
  'not-admitted',
  'report-shared',
  'call-convened',
  'call-changed',
  'call-cancelled',
] as const

/** What a notice to members is called, and where it leads. */
export function useNoticeWords() {
  const { t } = useTranslation('secretariat')
  return {
    name(kind: string): string {
      const known = kinds.find((one) => `cooperation.${one}` === kind)
      return known === undefined ? t('notice.other') : t(`notice.${known}`)
    },
    target(kind: string, id: string) {
      if (kind === 'cooperation.announcement') return { to: '/network/announcements/$id', params: { id } } as const
      if (kind === 'cooperation.questionnaire-round') return { to: '/network/questionnaire/rounds/$id', params: { id } } as const
      if (kind === 'cooperation.report-shared') return { to: '/network/registers/$id', params: { id } } as const
      if (kind.startsWith('cooperation.call-')) return { to: '/calls/$id', params: { id } } as const
      if (kind === 'cooperation.application') return { to: '/network/applications/$id', params: { id } } as const
      if (kind === 'cooperation.instrument') return { to: '/network/instrument' } as const
      if (kind.startsWith('cooperation.member')) return { to: '/network/members' } as const
      if (kind.startsWith('cooperation.procedures')) return { to: '/network/procedures' } as const
      if (kind.startsWith('cooperation.work-plan')) return { to: '/network/procedures', search: { of: 'work-plan' } } as const
      return { to: '/network' } as const
    },
  }
}
