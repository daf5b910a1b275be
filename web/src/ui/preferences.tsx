import { createContext, type ReactNode, useContext } from 'react'

/** How this reader wants dates and numbers: a BCP 47 locale and an IANA time zone. */
export type Preferences = { readonly locale: string; readonly zone: string }

const Given = createContext<Preferences>({ locale: 'en', zone: 'UTC' })

export function PreferencesProvider({ locale, zone, children }: Preferences & { readonly children: ReactNode }) {
  return <Given value={{ locale, zone }}>{children}</Given>
}

export function usePreferences(): Preferences {
  return useContext(Given)
}
