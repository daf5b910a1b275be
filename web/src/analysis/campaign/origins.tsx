import { useTranslation } from 'react-i18next'
import type { CampaignFigures } from '../../../../src/domain/analysis/contract/campaigns.ts'
import { centroidOf } from '../../ui/centroids.ts'
import { countryName, formatNumber } from '../../ui/format.ts'
import { usePreferences } from '../../ui/preferences.tsx'
import { type MapPoint, WorldMap } from '../../ui/world-map.tsx'

const shown = 15

/** Where the mail of a campaign was handed over from, on a map: the countries with the most reports, numbered, and the same as a list. */
export function Origins({ countries }: { readonly countries: CampaignFigures['countries'] }) {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const tell = ({ name, reports }: CampaignFigures['countries'][number]) =>
    t('campaign.origins.country', { country: countryName(name, locale), reports: formatNumber(reports, locale) })
  const placed = countries.flatMap((one): (MapPoint & { text: string })[] => {
    const at = centroidOf(one.name)
    return at === undefined ? [] : [{ id: one.name, ...at, label: tell(one), tone: 'accent', text: tell(one) }]
  })
  if (placed.length === 0) return <p>{t('campaign.origins.none')}</p>
  const points = placed.slice(0, shown)
  return (
    <WorldMap
      caption={t('campaign.origins.caption')}
      points={points}
      alternative={
        <ol>
          {points.map(({ id, text }) => (
            <li key={id}>{text}</li>
          ))}
        </ol>
      }
    />
  )
}
