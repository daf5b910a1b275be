import { useTranslation } from 'react-i18next'
import type { Counted, Figures } from '../../../../src/domain/analysis/contract/figures.ts'
import { channelKinds } from '../../../../src/domain/intake/contract.ts'
import { countryName, languageName } from '../../ui/format.ts'
import { usePreferences } from '../../ui/preferences.tsx'

export type What = Figures['by'][number]['what']

/** A kind of verdict, or that there is none. */
export function useKindName(): (kind: string) => string {
  const { t } = useTranslation('analysis')
  return (kind) => t(kind === 'none' ? 'filter.no-verdict' : `verdict.kind.${kind}`)
}

/** What a value of a property is called. */
export function useValueName(): (what: What, one: Pick<Counted, 'value' | 'name'>) => string {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const kindName = useKindName()
  return (what, { value, name }) => {
    if (what === 'kind') return kindName(value)
    if (what === 'severity') return t(`ui:severity.${value}`)
    if (what === 'country') return countryName(value, locale)
    if (what === 'language') return languageName(value, locale)
    if (what === 'network') return name === null ? `AS${value}` : `${name} (AS${value})`
    if (what === 'channel') return name === null ? value : channelKinds.some((kind) => kind === name) ? t(`channel.${name}`) : name
    return value
  }
}
