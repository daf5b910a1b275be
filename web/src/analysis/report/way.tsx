import { IconAlertTriangle, IconDoorEnter, IconShieldCheck } from '@tabler/icons-react'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { LocationSource } from '../../../../src/domain/analysis/contract.ts'
import { Badge } from '../../ui/badge.tsx'
import { Copy, Mono } from '../../ui/code.tsx'
import { Country } from '../../ui/country.tsx'
import { formatSpan } from '../../ui/format.ts'
import { Section } from '../../ui/page.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import { Time } from '../../ui/time.tsx'
import { Credits } from '../credits.tsx'
import type { Hop, MessageReading, Place } from '../reading.ts'
import { useSpot } from './pointing.tsx'
import classes from './way.module.css'
import { type Station, stationsOf } from './way.ts'

const WayMap = lazy(async () => ({ default: (await import('./way-map.tsx')).WayMap }))

// more stations than this stand below each other on wide screens too
const mostAcross = 4
// what a server may take without being asked why
const longDelay = 3_600

/** The way of the message, hop by hop in the order of time, with what can be believed of it. */
export function Way({ reading, sources }: { readonly reading: MessageReading; readonly sources: readonly LocationSource[] }) {
  const { t } = useTranslation('analysis')
  const stations = stationsOf(reading)
  const { origin } = reading
  return (
    <Section title={t('way.title')} id="way" lead={t(`way.how.${origin.how}`)}>
      {stations.length === 0 ? (
        <p className={classes.none}>{t('way.none')}</p>
      ) : (
        <div className={classes.way}>
          {origin.system !== null && <HandedOver system={origin.system} />}
          <ol className={classes.stations} data-across={stations.length <= mostAcross} aria-label={t('way.label')}>
            {stations.map((station, at) => (
              <StationOf key={station.key} station={station} next={stations[at + 1]} number={at + 1} />
            ))}
          </ol>
          <Claims reading={reading} />
          <Suspense>
            <WayMap stations={stations} claims={origin.claims} />
          </Suspense>
          {[...stations, ...origin.claims].some(located) && <Credits sources={sources} />}
        </div>
      )}
    </Section>
  )
}

function located({ country, asn }: Pick<Place, 'country' | 'asn'>): boolean {
  return country !== null || asn !== null
}

/** Which system of the organisation's own took it over; what it wrote is what the origin rests on. */
function HandedOver({ system }: { readonly system: string }) {
  const { t } = useTranslation('analysis')
  return (
    <p className={classes.taken}>
      <IconDoorEnter size={16} className="t-along" aria-hidden="true" /> {t('way.taken')} <Mono>{system}</Mono>
    </p>
  )
}

function StationOf({ station, next, number }: { readonly station: Station; readonly next: Station | undefined; readonly number: number }) {
  const { t } = useTranslation('analysis')
  const spot = useSpot<HTMLLIElement>(station.leg === null ? '' : `hop:${station.leg.index}`)
  const title = station.own ?? station.name ?? station.helo ?? station.ip ?? t('way.unnamed')
  const boundary = station.role !== 'ours' && next?.role === 'ours'
  return (
    <li className={classes.station} data-role={station.role} {...spot}>
      <div className={classes.dot} aria-hidden="true">
        {number}
      </div>
      <div className={classes.place}>
        <strong>
          <Mono>{title}</Mono>
        </strong>
        {station.role === 'handover' && (
          <Badge tone="accent">
            <IconDoorEnter size={13} className="t-along" aria-hidden="true" /> {t('way.handover')}
          </Badge>
        )}
        {station.role === 'ours' && (
          <Badge tone="good">
            <IconShieldCheck size={13} aria-hidden="true" /> {t('way.ours')}
          </Badge>
        )}
        {station.role === 'claimed' && <Badge>{t('way.claimed')}</Badge>}
        <Seen station={station} title={title} />
      </div>
      {station.leg !== null && <Leg hop={station.leg} boundary={boundary} />}
    </li>
  )
}

/** What the next station saw of this one. */
function Seen({ station, title }: { readonly station: Station; readonly title: string }) {
  const { t } = useTranslation('analysis')
  const { ip, helo, name } = station
  return (
    <dl className={classes.seen}>
      {ip !== null && (
        <div>
          <dt>{t('way.address')}</dt>
          <dd>
            <Mono>{ip}</Mono> <Copy text={ip} what={t('way.address')} />
          </dd>
        </div>
      )}
      {name !== null && name !== title && (
        <div>
          <dt>{t('way.name')}</dt>
          <dd>
            <Mono>{name}</Mono>
          </dd>
        </div>
      )}
      {helo !== null && helo !== title && helo !== name && (
        <div>
          <dt>{t('way.helo')}</dt>
          <dd>
            <Mono>{helo}</Mono>
          </dd>
        </div>
      )}
      <Where place={station} />
    </dl>
  )
}

/** Country and network of an address. */
export function Where({ place }: { readonly place: Place }) {
  const { t } = useTranslation('analysis')
  if (place.country === null && place.network === null && place.asn === null) return null
  return (
    <div>
      <dt>{t('way.where')}</dt>
      <dd>
        {place.country !== null && <Country code={place.country} />}
        {place.country !== null && place.network !== null && ' · '}
        {place.network !== null && <bdi>{place.network}</bdi>}
        {place.asn !== null && (
          <>
            {' '}
            <Mono>AS{place.asn}</Mono>
          </>
        )}
      </dd>
    </div>
  )
}

function Leg({ hop, boundary }: { readonly hop: Hop; readonly boundary: boolean }) {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  return (
    <div className={classes.leg} data-believed={hop.trusted}>
      {boundary && <div className={classes.boundary}>{t('way.boundary')}</div>}
      <div className={classes.when}>
        {hop.at === null ? <span>{t('way.no-time')}</span> : <Time at={hop.at} style="second" />}
        {hop.delay !== null && (
          <span className={classes.delay} data-odd={hop.delay < 0 || hop.delay > longDelay}>
            {hop.delay < 0
              ? t('way.back', { span: formatSpan(-hop.delay, locale) })
              : t('way.after', { span: formatSpan(hop.delay, locale) })}
          </span>
        )}
        {hop.with !== null && <Mono>{hop.with}</Mono>}
      </div>
      {hop.suspicions.length > 0 && (
        <ul className={classes.suspicions}>
          {hop.suspicions.map((one) => (
            <Suspicion key={one} code={one} />
          ))}
        </ul>
      )}
    </div>
  )
}

function Suspicion({ code }: { readonly code: string }) {
  const { t, i18n } = useTranslation('analysis')
  const known = i18n.exists(`analysis:suspicion.${code}`)
  return (
    <li>
      <IconAlertTriangle size={14} aria-hidden="true" />
      <span>{known ? t(`suspicion.${code}`) : <Mono>{code}</Mono>}</span>
    </li>
  )
}

/** What the message itself says of its sender's address: shown apart, since anyone can write it. */
function Claims({ reading }: { readonly reading: MessageReading }) {
  const { t } = useTranslation('analysis')
  const { claims } = reading.origin
  if (claims.length === 0) return null
  return (
    <div className={classes.claims}>
      <h3>{t('way.claims')}</h3>
      <p>{t('way.claims-why')}</p>
      <ul>
        {claims.map((claim) => (
          <li key={`${claim.line} ${claim.ip}`}>
            <Mono>{claim.header}</Mono>: <Mono>{claim.ip}</Mono> <Copy text={claim.ip} what={t('way.address')} />
            {claim.country !== null && (
              <>
                {' '}
                <Country code={claim.country} />
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
