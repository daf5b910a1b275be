import { useTranslation } from 'react-i18next'
import type { Varying } from '../../../../src/domain/analysis/contract/campaigns.ts'
import { Badge } from '../../ui/badge.tsx'
import { defang } from '../../ui/defang.ts'
import { formatNumber } from '../../ui/format.ts'
import { usePreferences } from '../../ui/preferences.tsx'
import type { Tone } from '../../ui/tone.ts'
import classes from './campaign.module.css'

const tones: Readonly<Record<'constant' | 'mostly' | 'varies', Tone>> = { constant: 'good', mostly: 'note', varies: 'warn' }

/** Whether a kind of value stays the same: in nine of ten reports or more it is constant, in half of them mostly the same. */
function howOf({ values, most, reports }: Varying): 'constant' | 'mostly' | 'varies' {
  const share = most / Math.max(1, reports)
  return values === 1 || share >= 0.9 ? 'constant' : share >= 0.5 ? 'mostly' : 'varies'
}

/** What stays the same in a campaign and what changes from report to report. */
export function VaryingTable({ varying }: { readonly varying: readonly Varying[] }) {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  if (varying.length === 0) return <p className={classes.dim}>{t('campaign.varying.none')}</p>
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('campaign.varying.what')}</th>
            <th scope="col">{t('campaign.varying.how')}</th>
            <th scope="col">{t('campaign.varying.values')}</th>
            <th scope="col">{t('campaign.varying.example')}</th>
          </tr>
        </thead>
        <tbody>
          {varying.map((one) => (
            <tr key={one.kind}>
              <th scope="row">{t(`campaign.kind.${one.kind}`)}</th>
              <td>
                <Badge tone={tones[howOf(one)]}>{t(`campaign.varying.${howOf(one)}`)}</Badge>
              </td>
              <td>{formatNumber(one.values, locale)}</td>
              <td>
                <bdi>{defang(one.example).slice(0, 160)}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
