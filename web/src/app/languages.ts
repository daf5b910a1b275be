/** The languages that the console speaks; each has a folder in catalogue/. `name` is in the language itself. */
export const languages = [
  { tag: 'en', name: 'English', direction: 'ltr' },
  { tag: 'zh-CN', name: '简体中文', direction: 'ltr' },
  { tag: 'ar', name: 'العربية', direction: 'rtl' },
] as const

export type LanguageTag = (typeof languages)[number]['tag']

/** The language to speak to somebody who asks for these, in order (BCP 47); English when none is spoken. */
export function chooseLanguage(wanted: readonly string[]): LanguageTag {
  for (const one of wanted) {
    const exact = languages.find((language) => language.tag.toLowerCase() === one.toLowerCase())
    const near = exact ?? languages.find((language) => primary(language.tag) === primary(one))
    if (near !== undefined) return near.tag
  }
  return 'en'
}

/**
 * The locale for dates and numbers: the person's regional form of the language where the browser names one (`en-GB`, `ar-EG`),
 * so that somebody who reads Arabic in Cairo sees the digits used there, and in Rabat those used there.
 */
export function formatLocale(language: LanguageTag, browser: readonly string[]): string {
  return browser.find((one) => primary(one) === primary(language) && one.includes('-') && isTag(one)) ?? language
}

/** Whether a text is a language tag. Browsers on bare systems call themselves `en-US@posix`, which is none. */
export function isTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1
  } catch {
    return false
  }
}

export function directionOf(language: LanguageTag): 'ltr' | 'rtl' {
  return languages.find((one) => one.tag === language)?.direction ?? 'ltr'
}

function primary(tag: string): string {
  return (tag.split('-')[0] ?? tag).toLowerCase()
}

/** The time zone of this device; UTC where the device does not know or names none that exists. */
export function ownZone(): string {
  return zoneOr(Intl.DateTimeFormat().resolvedOptions().timeZone, 'UTC')
}

/** A time zone if it is one (IANA), else the other: an unknown one would break every date on the page. */
export function zoneOr(zone: string, other: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone === '' ? other : zone
  } catch {
    return other
  }
}
