import { useTranslation } from 'react-i18next'
import type { CaseLine, Who } from '../../../src/domain/cases/contract.ts'
import { Badge } from '../ui/badge.tsx'
import { defang } from '../ui/defang.ts'
import type { Tone } from '../ui/tone.ts'

/** What every change of a case makes out of date. */
export const caseChanges = ['case', 'action', 'reply'] as const

const tones: Readonly<Record<CaseLine['state'], Tone>> = {
  open: 'accent',
  acting: 'note',
  waiting: 'warn',
  closed: 'plain',
  merged: 'plain',
}

export function CaseStateBadge({ state }: { readonly state: CaseLine['state'] }) {
  const { t } = useTranslation('cases')
  return <Badge tone={tones[state]}>{t(`state.${state}`)}</Badge>
}

/** Whether its deadline is past. */
export function isLate({ dueAt, closedAt }: Pick<CaseLine, 'dueAt' | 'closedAt'>, now = new Date()): boolean {
  return dueAt !== null && closedAt === null && new Date(dueAt) < now
}

/** Who did something, in words. */
export function useWhoText(): (who: Who) => string {
  const { t } = useTranslation('cases')
  return ({ kind, name }) => (kind === 'system' ? t('who.system') : kind === 'key' ? (name ?? t('who.key')) : (name ?? t('who.unknown')))
}

export function By({ who }: { readonly who: Who }) {
  return <bdi>{useWhoText()(who)}</bdi>
}

/** A title that is a reported address must not be followed from here either. */
export function harmless(title: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(title) ? defang(title) : title
}
