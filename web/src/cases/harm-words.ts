import { useTranslation } from 'react-i18next'
import type { HarmName } from '../../../src/domain/cases/contract.ts'
import { formatNumber } from '../ui/format.ts'
import { usePreferences } from '../ui/preferences.tsx'

export type HarmValue = number | boolean | string | readonly string[]

/** What was put in for a part, in the reader's words. */
export function useHarmValue(): (name: HarmName, value: HarmValue) => string {
  const { t } = useTranslation('cases')
  const { locale } = usePreferences()
  return (name, value) => {
    if (name === 'money')
      return formatNumber(Number(value), locale, { style: 'currency', currency: 'USD', maximumFractionDigits: 0, notation: 'compact' })
    if (typeof value === 'number') return formatNumber(value, locale)
    if (typeof value === 'boolean') return t(value ? 'harm.yes' : 'harm.no')
    if (name === 'victims' && typeof value !== 'string')
      return value.length === 0
        ? t('harm.no-victims')
        : new Intl.ListFormat(locale, { type: 'conjunction', style: 'short' }).format(value.map((one) => t(`harm.victim.${one}`)))
    return name === 'reach' ? t(`harm.reach.${String(value)}`) : t(`harm.content.${String(value)}`)
  }
}
