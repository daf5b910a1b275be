import type { LookedThing } from '../../../../src/domain/cases/contract.ts'
import { formatNumber } from '../../ui/format.ts'
import { usePreferences } from '../../ui/preferences.tsx'
import type { Tone } from '../../ui/tone.ts'

const tones: Readonly<Record<LookedThing['found'], Tone>> = {
  answers: 'bad',
  'bad-certificate': 'bad',
  gone: 'good',
  'no-name': 'good',
  'no-connection': 'note',
  'timed-out': 'note',
  elsewhere: 'warn',
  forbidden: 'warn',
  faulty: 'warn',
  'no-name-server': 'plain',
  private: 'plain',
  'not-looked': 'plain',
}

/** That a page still answers is the bad news here. */
export function toneOfFinding(found: LookedThing['found']): Tone {
  return tones[found]
}

const day = 24

/** A length of time in words, in the unit that fits: `40 minutes`, `5 hours`, `3 days`. */
export function useHours(): (hours: number) => string {
  const { locale } = usePreferences()
  const said = (value: number, unit: string, digits: number) =>
    formatNumber(value, locale, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: digits })
  return (hours) => {
    if (hours < 1) return said(Math.round(hours * 60), 'minute', 0)
    if (hours < 2 * day) return said(hours, 'hour', hours < 10 ? 1 : 0)
    return said(hours / day, 'day', hours < 10 * day ? 1 : 0)
  }
}

/** A part of a whole, as a whole percentage. */
export function useShare(): (part: number, of: number) => string {
  const { locale } = usePreferences()
  return (part, of) => formatNumber(of === 0 ? 0 : part / of, locale, { style: 'percent', maximumFractionDigits: 0 })
}
