import { useTranslation } from 'react-i18next'

/** How often at most, in words: hours, or days where it is whole ones. */
export function useEvery(): (seconds: number) => string {
  const { t } = useTranslation('directory')
  return (seconds) =>
    seconds % 86_400 === 0
      ? t('parties.every-days', { count: seconds / 86_400 })
      : t('parties.every-hours', { count: Math.max(1, Math.round(seconds / 3_600)) })
}
