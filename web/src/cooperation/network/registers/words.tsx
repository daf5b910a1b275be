import { useTranslation } from 'react-i18next'
import { powerKinds } from '../../../../../src/domain/cooperation/contract/network/names.ts'
import {
  lawStages,
  obstacleStates,
  registerKinds,
  spamLaws,
  statesOf,
  supportStates,
  supportTopics,
} from '../../../../../src/domain/cooperation/contract/network/register-names.ts'
import type { RegisterView } from '../../../../../src/domain/cooperation/contract/network/registers.ts'
import { Badge } from '../../../ui/badge.tsx'
import { formatNumber } from '../../../ui/format.ts'
import { usePreferences } from '../../../ui/preferences.tsx'
import type { Tone } from '../../../ui/tone.ts'

const tones: Readonly<Record<string, Tone>> = {
  'in-force': 'good',
  adopted: 'good',
  'before-parliament': 'note',
  draft: 'note',
  solved: 'good',
  matched: 'good',
  solving: 'note',
  open: 'warn',
  repealed: 'bad',
}

export const toneOf = (state: string): Tone => tones[state] ?? 'plain'

/** What states, kinds, topics and the like are called. */
export function useRegisterWords() {
  const { t } = useTranslation(['registers', 'network'])
  const find = <T extends string>(all: readonly T[], value: string) => all.find((one) => one === value)
  return {
    kind: (value: RegisterView['kind']) => t(`kind.${find(registerKinds, value) ?? value}`),
    state(kind: RegisterView['kind'], value: string) {
      if (kind === 'law') return t(`stage.${find(lawStages, value) ?? 'draft'}`)
      if (kind === 'obstacle') return t(`obstacle.${find(obstacleStates, value) ?? 'open'}`)
      return t(`support.${find(supportStates, value) ?? 'open'}`)
    },
    topic: (value: string) => t(`topic.${find(supportTopics, value) ?? 'other'}`),
    spamLaw: (value: string) => t(`law-of.${find(spamLaws, value) ?? 'other'}`),
    power: (value: string) => t(`network:power.${find(powerKinds, value) ?? value}`),
    statesOf,
  }
}

export function RegisterState({ entry }: { readonly entry: Pick<RegisterView, 'kind' | 'state'> }) {
  const words = useRegisterWords()
  if (entry.state === null) return null
  return <Badge tone={toneOf(entry.state)}>{words.state(entry.kind, entry.state)}</Badge>
}

/** A sum in its currency; one that the browser does not know stands by its code. */
export function Sum({ amount, currency }: { readonly amount: number; readonly currency: string | null }) {
  const { locale } = usePreferences()
  return (
    <bdi>
      {formatNumber(amount, locale)} {currency}
    </bdi>
  )
}
