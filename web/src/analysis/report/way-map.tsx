import { useTranslation } from 'react-i18next'
import { countryName } from '../../ui/format.ts'
import { usePreferences } from '../../ui/preferences.tsx'
import { type MapPoint, WorldMap } from '../../ui/world-map.tsx'
import type { Claim } from '../reading.ts'
import classes from './way.module.css'
import { placesOf, type Station } from './way.ts'

/** The countries of the way on a small map; nothing where none is known. */
export function WayMap({ stations, claims }: { readonly stations: readonly Station[]; readonly claims: readonly Claim[] }) {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const { places, arcs } = placesOf(stations, claims)
  if (places.length === 0) return null
  const tell = (place: (typeof places)[number]) => {
    const country = countryName(place.code, locale)
    return place.claim ? t('map.claim', { country }) : t(`map.${place.role}`, { country })
  }
  const points = places.map(
    (place): MapPoint => ({
      id: place.code,
      longitude: place.longitude,
      latitude: place.latitude,
      label: tell(place),
      tone: place.role === 'handover' ? 'accent' : place.role === 'ours' ? 'good' : 'plain',
    }),
  )
  return (
    <div className={classes.map}>
      <WorldMap
        caption={t('map.caption')}
        points={points}
        arcs={arcs.map(({ from, to, claimed }) => ({ from, to, tone: claimed ? 'plain' : 'accent' }))}
        alternative={
          <ol>
            {places.map((place) => (
              <li key={place.code}>{tell(place)}</li>
            ))}
          </ol>
        }
      />
    </div>
  )
}
