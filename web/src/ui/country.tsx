import { countryName, languageName } from './format.ts'
import { usePreferences } from './preferences.tsx'

/** A country by its ISO 3166-1 code, named in the reader's language; no flag, which some readers could not accept. */
export function Country({ code }: { readonly code: string }) {
  const { locale } = usePreferences()
  return <span title={code.toUpperCase()}>{countryName(code, locale)}</span>
}

/** A language by its tag, named in the reader's language. */
export function Language({ tag }: { readonly tag: string }) {
  const { locale } = usePreferences()
  return <span title={tag}>{languageName(tag, locale)}</span>
}
