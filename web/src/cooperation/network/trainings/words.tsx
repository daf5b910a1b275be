import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { EducationLine } from '../../../../../src/domain/cooperation/contract/network/educations.ts'
import type { TrainingLine } from '../../../../../src/domain/cooperation/contract/network/trainings.ts'
import { Badge } from '../../../ui/badge.tsx'
import { usePreferences } from '../../../ui/preferences.tsx'
import type { Tone } from '../../../ui/tone.ts'
import classes from './trainings.module.css'

/** What is announced when a session or a campaign changes. */
export const trainingKinds = ['training', 'training-enrolment', 'training-inside', 'member'] as const
export const educationKinds = ['education', 'training', 'member'] as const

const tones = { open: 'note', over: 'good', cancelled: 'bad' } as const satisfies Record<TrainingLine['state'], Tone>
const ownTones = { enrolled: 'good', waiting: 'warn', withdrawn: 'plain' } as const satisfies Record<string, Tone>
const courses = { coming: 'note', running: 'good', over: 'plain' } as const satisfies Record<EducationLine['state'], Tone>

export function TrainingState({ state }: Pick<TrainingLine, 'state'>) {
  const { t } = useTranslation('trainings')
  return <Badge tone={tones[state]}>{t(`state.${state}`)}</Badge>
}

/** Where one's own sign-up stands; nothing for who did not sign up. */
export function OwnState({ own }: Pick<TrainingLine, 'own'>) {
  const { t } = useTranslation('trainings')
  if (own === null || own.state === 'withdrawn') return null
  if (own.attended !== null) return <Badge tone={own.attended ? 'good' : 'plain'}>{t(own.attended ? 'own.attended' : 'own.missed')}</Badge>
  return <Badge tone={ownTones[own.state]}>{t(`own.${own.state}`)}</Badge>
}

export function EducationState({ state }: Pick<EducationLine, 'state'>) {
  const { t } = useTranslation('trainings')
  return <Badge tone={courses[state]}>{t(`course.${state}`)}</Badge>
}

/** What languages are called in the reader's. */
export function useLanguageNames() {
  const { i18n } = useTranslation()
  const names = new Intl.DisplayNames([i18n.language], { type: 'language' })
  const list = new Intl.ListFormat(i18n.language)
  const nameOf = (tag: string) => {
    try {
      return names.of(tag) ?? tag
    } catch {
      return tag
    }
  }
  return { nameOf, namesOf: (tags: readonly string[]) => list.format(tags.map(nameOf)) }
}

export function useNumber() {
  const { locale } = usePreferences()
  const number = new Intl.NumberFormat(locale)
  const part = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' })
  return { number: (value: number) => number.format(value), percent: (value: number) => part.format(value / 100) }
}

export function Back({ to }: { readonly to: '/network/trainings' | '/network/educations' }) {
  const { t } = useTranslation('trainings')
  return (
    <Link to={to} className={classes.link}>
      {t(to === '/network/trainings' ? 'title' : 'education.title')}
    </Link>
  )
}
