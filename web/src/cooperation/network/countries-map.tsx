import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { InCountry } from '../../../../src/domain/cooperation/contract/network/countries.ts'
import { centroidOf } from '../../ui/centroids.ts'
import { countryName, formatNumber } from '../../ui/format.ts'
import { usePreferences } from '../../ui/preferences.tsx'
import { WorldMap } from '../../ui/world-map.tsx'
import classes from './network.module.css'

/** The countries of the network, on a map by how many members each has, and as links. */
export function CountriesMap({ countries }: { readonly countries: readonly InCountry[] }) {
  const { t } = useTranslation('network')
  const { locale } = usePreferences()
  const order = new Intl.Collator(locale)
  const named = countries
    .map((one) => ({ ...one, name: countryName(one.country, locale), members: one.agencies + one.industry }))
    .sort((one, other) => order.compare(one.name, other.name))
  if (named.length === 0) return <p className={classes.nothing}>{t('map.none')}</p>
  const points = named.flatMap(({ country, name, members, agencies }) => {
    const at = centroidOf(country)
    if (at === undefined) return []
    // the area of a dot is its number
    const scale = Math.min(2.2, 0.8 * Math.sqrt(members))
    const label = t('map.country', { country: name, count: members })
    return [{ id: country, ...at, label, scale, tone: agencies > 0 ? ('accent' as const) : ('note' as const) }]
  })
  return (
    <>
      <WorldMap caption={t('map.caption')} points={points} plain alternative={<p>{t('map.below')}</p>} />
      <ul className={classes.countries} aria-label={t('counts.countries')}>
        {named.map(({ country, name, members }) => (
          <li key={country}>
            <Link to="/network/countries/$code" params={{ code: country }}>
              {name}
            </Link>{' '}
            <small>{formatNumber(members, locale)}</small>
          </li>
        ))}
      </ul>
    </>
  )
}
