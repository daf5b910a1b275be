import { useTranslation } from 'react-i18next'
import type { OutcomeLine } from '../../../../src/domain/cases/contract.ts'
import { formatNumber } from '../../ui/format.ts'
import { Section } from '../../ui/page.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import styles from './outcomes.module.css'
import { useHours, useShare } from './words.ts'

/** All notices together, in five figures. */
export function Together({ all, outside }: { readonly all: OutcomeLine; readonly outside: boolean }) {
  const { t } = useTranslation('outcomes')
  const { locale } = usePreferences()
  const share = useShare()
  const hours = useHours()
  const figures = [
    ['notices', formatNumber(all.notices, locale)],
    ['answered', all.notices === 0 ? '–' : share(all.answered, all.notices)],
    ['gone', !outside || all.seen === 0 ? '–' : share(all.gone, all.seen)],
    ['half', all.reaction.half === null ? (all.notices === 0 ? '–' : t('figure.not-half')) : hours(all.reaction.half)],
    ['active', all.notices === 0 ? '–' : share(all.active, all.notices)],
  ] as const
  return (
    <dl className={styles.figures} aria-label={t('figure.label')}>
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{t(`figure.${name}`)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** What the table cannot tell. */
export function Caveats({ outside, silenceDays }: { readonly outside: boolean; readonly silenceDays: number }) {
  const { t } = useTranslation('outcomes')
  return (
    <Section title={t('read.title')} id="read">
      <ul className={styles.caveats}>
        {!outside && <li>{t('read.off')}</li>}
        <li>{t('read.own')}</li>
        <li>{t('read.vanish')}</li>
        <li>{t('read.shown')}</li>
        <li>{t('read.silence', { count: silenceDays })}</li>
        <li>{t('read.times')}</li>
        <li>{t('read.place')}</li>
        <li>{t('read.few')}</li>
      </ul>
    </Section>
  )
}
