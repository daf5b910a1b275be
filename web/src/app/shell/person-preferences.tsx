import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { PreferencesProvider } from '../../ui/preferences.tsx'
import { currentLocale } from '../i18n.ts'
import { zoneOr } from '../languages.ts'

/** Dates and numbers as the person reads them: the spoken language's locale, and the person's zone. */
export function PersonPreferences({ person, children }: { readonly person: { readonly timeZone: string }; readonly children: ReactNode }) {
  const { i18n } = useTranslation()
  const locale = useMemo(() => currentLocale(i18n.language), [i18n.language])
  return (
    <PreferencesProvider locale={locale} zone={zoneOr(person.timeZone, 'UTC')}>
      {children}
    </PreferencesProvider>
  )
}
