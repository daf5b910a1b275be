import { Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { listCountries } from '../../../../src/domain/cooperation/contract/network/countries.ts'
import { type NetworkView, readNetwork } from '../../../../src/domain/cooperation/contract/network/network.ts'
import { Answer } from '../../app/answer.tsx'
import { useRead } from '../../app/read.ts'
import { Badge } from '../../ui/badge.tsx'
import { boardClasses as board } from '../../ui/board.tsx'
import { formatNumber } from '../../ui/format.ts'
import { Page, Section } from '../../ui/page.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import { Empty, LoadingPage } from '../../ui/states.tsx'
import { CalendarFeed } from './calendar-feed.tsx'
import { JoinNetwork } from './join.tsx'
import classes from './network.module.css'
import { Offices } from './offices.tsx'
import { Publicity } from './publicity.tsx'

const CountriesMap = lazy(async () => ({ default: (await import('./countries-map.tsx')).CountriesMap }))

const OfficeDuties = lazy(async () => ({ default: (await import('./secretariat/duties.tsx')).OfficeDuties }))
const OfficeContact = lazy(async () => ({ default: (await import('./secretariat/office-contact.tsx')).OfficeContact }))
const Own = lazy(async () => ({ default: (await import('./secretariat/own.tsx')).Own }))

/** The network: what it is, where one stands in it, who is in it, and who acts for it. */
export function Network() {
  const { t } = useTranslation('network')
  return (
    <Answer of={useRead(readNetwork, {}, { live: ['network', 'member'] })} whole>
      {({ network }) =>
        network === null ? (
          <Page title={t('title')}>
            <Empty title={t('none')} text={t('none-why')} />
            <JoinNetwork />
          </Page>
        ) : (
          <Whole network={network} />
        )
      }
    </Answer>
  )
}

function Whole({ network }: { readonly network: NetworkView }) {
  const { t } = useTranslation('network')
  const countries = useRead(listCountries, {}, { live: ['member'] })
  return (
    <Page title={network.name} lead={t('lead')}>
      <Standing network={network} />
      <Suspense fallback={<LoadingPage />}>{network.standing.acting ? <OfficeDuties /> : <Own />}</Suspense>
      <Counts network={network} />
      <Section title={t('map.title')}>
        <Answer of={countries}>
          {({ items }) => (
            <Suspense fallback={<LoadingPage />}>
              <CountriesMap countries={items} />
            </Suspense>
          )}
        </Answer>
        {network.standing.member !== null && (
          <Link to="/network/ties" className={classes.link}>
            {t('ties.title')}
          </Link>
        )}
      </Section>
      <Offices network={network} />
      <Suspense fallback={<LoadingPage />}>
        <OfficeContact />
      </Suspense>
      <CalendarFeed />
      <Publicity />
    </Page>
  )
}

type Part = { readonly network: NetworkView }

/** One's own place, in a sentence. */
function Standing({ network }: Part) {
  const { t } = useTranslation('network')
  const { acting, member } = network.standing
  if (acting)
    return (
      <p style={{ margin: 0 }}>
        <Badge tone="accent">{t('standing.secretariat')}</Badge> {t('standing.acting')}
      </p>
    )
  if (member === null) return null
  return (
    <p style={{ margin: 0 }}>
      <Badge tone="good">{t(`kind.${member.kind}`)}</Badge>{' '}
      <Link to="/network/members/$id" params={{ id: member.id }} className={classes.link}>
        {t('standing.own-card')}
      </Link>
    </p>
  )
}

function Counts({ network }: Part) {
  const { t } = useTranslation('network')
  const { locale } = usePreferences()
  const { agencies, industry, countries } = network.members
  return (
    <Section title={t('counts.title')} flush>
      <div className={board.tiles}>
        <Link to="/network/members" search={{ kind: 'agency' }} className={board.tile}>
          <strong>{formatNumber(agencies, locale)}</strong>
          <span>{t('kinds.agency')}</span>
        </Link>
        <Link to="/network/members" search={{ kind: 'industry' }} className={board.tile}>
          <strong>{formatNumber(industry, locale)}</strong>
          <span>{t('kinds.industry')}</span>
        </Link>
        <div className={board.tile}>
          <strong>{formatNumber(countries, locale)}</strong>
          <span>{t('counts.countries')}</span>
        </div>
      </div>
    </Section>
  )
}
