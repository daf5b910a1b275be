import { useTranslation } from 'react-i18next'
import type { OutcomeLine, outcomeSides } from '../../../../src/domain/cases/contract.ts'
import { countryName } from '../../ui/format.ts'
import { usePreferences } from '../../ui/preferences.tsx'

export type Side = (typeof outcomeSides)[number]

/** What one of a side is called: a country in the reader's language, a network with its number. */
export function useNameOfLine(by: Side): (line: Pick<OutcomeLine, 'key' | 'name'>) => string {
  const { t } = useTranslation('outcomes')
  const { locale } = usePreferences()
  return ({ key, name }) => {
    if (key === '') return t('line.unknown')
    if (by === 'country') return countryName(key, locale)
    return by === 'network' && /^AS\d+$/.test(key) && name !== key ? `${name} (${key})` : name
  }
}
