import { useTranslation } from 'react-i18next'
import { listChannels } from '../../../../src/domain/intake/contract.ts'
import { useRead } from '../../app/read.ts'
import { countryName, formatInstant, languageName } from '../../ui/format.ts'
import { usePreferences } from '../../ui/preferences.tsx'
import { useFindingText } from '../finding-text.ts'
import type { ReportsSearch } from '../search.ts'

/** What a filter in force is called. */
export function useChipText(): (name: keyof ReportsSearch, value: string) => string {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const channels = useRead(listChannels, {}, { live: ['channel'], staleFor: 60_000 })
  const finding = useFindingText()
  const each = (value: string, tell: (one: string) => string) =>
    new Intl.ListFormat(locale, { type: 'disjunction' }).format(value.split(',').map(tell))
  return (name, value) => {
    if (name === 'severity') return each(value, (one) => t(`ui:severity.${one}`))
    if (name === 'verdict') return each(value, (one) => t(one === 'none' ? 'filter.no-verdict' : `verdict.kind.${one}`))
    if (name === 'language') return languageName(value, locale)
    if (name === 'asn') return `\u2068AS${value}\u2069`
    if (name === 'utc') return t('filter.utc-days')
    if (name === 'added') return t('filter.not-read')
    if (name === 'form') return each(value, (one) => t(`form.${one}`))
    if (name === 'state') return each(value, (one) => t(`state.${one}`))
    if (name === 'country') return each(value, (one) => countryName(one, locale))
    if (name === 'finding') return finding({ code: value }).title
    if (name === 'from' || name === 'until') return formatInstant(new Date(`${value}T00:00:00Z`), locale, 'UTC', 'date')
    if (name === 'channel') return channels.data?.items.find((one) => one.id === value)?.name ?? '…'
    return `\u2068${value}\u2069`
  }
}
