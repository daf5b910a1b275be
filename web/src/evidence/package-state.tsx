import { useTranslation } from 'react-i18next'
import type { PackageView } from '../../../src/domain/evidence/contract/package.ts'
import { Badge } from '../ui/badge.tsx'
import { formatNumber } from '../ui/format.ts'
import { usePreferences } from '../ui/preferences.tsx'

/** How far a package is, in a word. */
export function PackageState({ one }: { readonly one: PackageView }) {
  const { t } = useTranslation('package')
  const { locale } = usePreferences()
  if (one.state === 'making')
    return <Badge tone="accent">{t('state.making', { part: formatNumber(partOf(one), locale, { style: 'percent' }) })}</Badge>
  const tone = one.state === 'ready' ? 'good' : one.state === 'failed' ? 'bad' : 'plain'
  return <Badge tone={tone}>{t(`state.${one.state}`)}</Badge>
}

/** From 0 to 1. */
export function partOf({ done, total }: Pick<PackageView, 'done' | 'total'>): number {
  return total === 0 ? 0 : Math.min(1, done / total)
}
