import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { readLawMap } from '../../../../../src/domain/cooperation/contract/network/registers.ts'
import { Answer } from '../../../app/answer.tsx'
import { useRead } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { centroidOf } from '../../../ui/centroids.ts'
import { countryName } from '../../../ui/format.ts'
import { Section } from '../../../ui/page.tsx'
import { usePreferences } from '../../../ui/preferences.tsx'
import { WorldMap } from '../../../ui/world-map.tsx'
import network from '../network.module.css'
import { toneOf, useRegisterWords } from './words.tsx'

/** How far the law has come in each country: by colour on a map, and in words below it. */
export function LawMap() {
  const { t } = useTranslation('registers')
  const { locale } = usePreferences()
  const words = useRegisterWords()
  const order = new Intl.Collator(locale)
  return (
    <Answer of={useRead(readLawMap, {}, { live: ['register'] })}>
      {({ items }) => {
        if (items.length === 0) return null
        const named = items
          .map((one) => ({ ...one, name: countryName(one.country, locale) }))
          .sort((one, other) => order.compare(one.name, other.name))
        const points = named.flatMap(({ country, name, stage }) => {
          const at = centroidOf(country)
          return at === undefined ? [] : [{ id: country, ...at, label: `${name}: ${words.state('law', stage)}`, tone: toneOf(stage) }]
        })
        const list = (
          <ul className={network.countries} aria-label={t('map.countries')}>
            {named.map(({ country, name, stage }) => (
              <li key={country}>
                <Link to="/network/countries/$code" params={{ code: country }}>
                  {name}
                </Link>{' '}
                <Badge tone={toneOf(stage)}>{words.state('law', stage)}</Badge>
              </li>
            ))}
          </ul>
        )
        return (
          <Section title={t('map.title')}>
            <WorldMap caption={t('map.caption')} points={points} plain alternative={<p>{t('map.countries')}</p>} />
            {list}
          </Section>
        )
      }}
    </Answer>
  )
}
