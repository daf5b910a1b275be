import { useTranslation } from 'react-i18next'
import type { CallItemView, CallLine, CallSeriesView } from '../../../../../src/domain/cooperation/contract.ts'
import { Badge } from '../../../ui/badge.tsx'
import type { Tone } from '../../../ui/tone.ts'

/** What is told live of calls: the envelope, an item, what agencies alone see. */
export const callKinds = ['call', 'call-item', 'call-inside', 'call-objection', 'call-series']

const tones: Readonly<Record<CallLine['state'], Tone>> = {
  planned: 'plain',
  convened: 'note',
  'under-way': 'warn',
  held: 'good',
  reported: 'good',
  cancelled: 'bad',
}
export function CallState({ state }: Pick<CallLine, 'state'>) {
  const { t } = useTranslation('calls')
  return <Badge tone={tones[state]}>{t(`state.${state}`)}</Badge>
}

const rhythmTones: Readonly<Record<CallSeriesView['rhythm']['state'], Tone>> = { met: 'good', planned: 'note', due: 'warn', overdue: 'bad' }
export function RhythmState({ rhythm }: { readonly rhythm: CallSeriesView['rhythm'] }) {
  const { t } = useTranslation('calls')
  return <Badge tone={rhythmTones[rhythm.state]}>{t(`rhythm.${rhythm.state}`)}</Badge>
}

/** What an item is called: its own title, behind the name of the standing item where it is one. */
export function useItemTitle(): (item: Pick<CallItemView, 'standing' | 'title'>) => string {
  const { t } = useTranslation('calls')
  return ({ standing, title }) => {
    if (standing === null) return title
    const name = t(`standing.${standing}`)
    return title === '' ? name : `${name}: ${title}`
  }
}
