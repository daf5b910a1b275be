import { useTranslation } from 'react-i18next'

/** An act in the reader's words, where the catalogue has them; its code otherwise. */
export function useActText(): (action: string) => string {
  const { t, i18n } = useTranslation('acts')
  return (action) => (i18n.exists(`acts:${action}`) ? t(`acts:${action}`) : action)
}

/** The acts that the catalogue has words for, in the order of the words. */
export function useActs(): readonly { readonly value: string; readonly label: string }[] {
  const { t, i18n } = useTranslation('acts')
  const order = new Intl.Collator(i18n.language)
  const known: unknown = i18n.getResourceBundle(i18n.language, 'acts')
  return codesIn(known)
    .map((code) => ({ value: code, label: t(`acts:${code}`) }))
    .sort((one, other) => order.compare(one.label, other.label))
}

function codesIn(node: unknown, prefix = ''): string[] {
  if (typeof node !== 'object' || node === null) return [prefix]
  return Object.entries(node).flatMap(([name, inner]) => codesIn(inner, prefix === '' ? name : `${prefix}.${name}`))
}
