import { useTranslation } from 'react-i18next'
import type { MemberView } from '../../../../src/domain/cooperation/contract/network/members.ts'
import { Badge } from '../../ui/badge.tsx'
import type { Tone } from '../../ui/tone.ts'

/** What a member is, in a few words: an agency, or of which category of industry. */
export function useMemberKind(): (member: Pick<MemberView, 'kind' | 'category' | 'categoryOther'>) => string {
  const { t } = useTranslation('network')
  return ({ kind, category, categoryOther }) => {
    if (category === null) return t(`kind.${kind}`)
    return category === 'other' ? (categoryOther ?? t('category.other')) : t(`category.${category}`)
  }
}

const tones: Record<MemberView['state'], Tone> = { applicant: 'note', member: 'good', refused: 'bad', left: 'plain' }

export function MemberState({ state }: Pick<MemberView, 'state'>) {
  const { t } = useTranslation('network')
  return <Badge tone={tones[state]}>{t(`state.${state}`)}</Badge>
}
