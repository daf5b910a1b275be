import { useTranslation } from 'react-i18next'

/** An act in the reader's words, where the catalogue has them; its code otherwise. */
export function useActText(): (action: string) => string {
  const { t, i18n } = useTranslation('acts')
  return (action) => (i18n.exists(`acts:${action}`) ? t(`acts:${action}`) : action)
}
