import { Button, Text } from '@mantine/core'
import { IconArrowLeft, IconPrinter } from '@tabler/icons-react'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { type NetworkCountry, readCountry } from '../../../../src/domain/cooperation/contract/network/countries.ts'
import { listMembers, type MemberView } from '../../../../src/domain/cooperation/contract/network/members.ts'
import { Answer } from '../../app/answer.tsx'
import { useList, useRead } from '../../app/read.ts'
import { Badge } from '../../ui/badge.tsx'
import { Copyable } from '../../ui/code.tsx'
import { Facts } from '../../ui/facts.tsx'
import { countryName } from '../../ui/format.ts'
import { type Column, ListView } from '../../ui/list/list-view.tsx'
import { Page, pageClasses, Section } from '../../ui/page.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import { LoadingPage } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { CountryContact } from './country-contact.tsx'
import { RegistersOf } from './registers/of-country.tsx'
import { useMemberKind } from './words.tsx'

// what is asked for after the page is there: each part by a question of its own
const CountryWork = lazy(async () => ({ default: (await import('./country-work.tsx')).CountryWork }))
const route = getRouteApi('/shell/network/countries/$code')
const lists = ['ldc', 'lldc', 'sids'] as const
const idOf = (member: MemberView) => member.id

/** A country, with all that the network knows of it. */
export function CountryPage() {
  const { t } = useTranslation('network')
  const { code } = route.useParams()
  const back = (
    <Link to="/network" className={pageClasses.back}>
      <IconArrowLeft size={15} className="t-along" aria-hidden="true" />
      {t('country.back')}
    </Link>
  )
  return (
    <Answer of={useRead(readCountry, { params: { code } }, { live: ['member'] })} whole back={back}>
      {(country) => <Whole country={country} back={back} />}
    </Answer>
  )
}

function Whole({ country, back }: { readonly country: NetworkCountry; readonly back: React.ReactNode }) {
  const { t } = useTranslation('network')
  const { locale } = usePreferences()
  return (
    <Page
      title={countryName(country.country, locale)}
      back={back}
      lead={<Lists country={country} />}
      actions={
        <Button variant="default" className="t-no-print" leftSection={<IconPrinter size={16} />} onClick={() => window.print()}>
          {t('country.print')}
        </Button>
      }
    >
      <CountryContact country={country.country} />
      <InCountry code={country.country} kind="agency" />
      <InCountry code={country.country} kind="industry" />
      <RegistersOf country={country.country} />
      <Suspense fallback={<LoadingPage />}>
        <CountryWork country={country.country} />
      </Suspense>
      <Teams country={country} />
    </Page>
  )
}

/** On which lists of the United Nations it stands. */
function Lists({ country }: { readonly country: NetworkCountry }) {
  const { t } = useTranslation('network')
  const { development } = country
  const on = lists.filter((list) => development[list])
  if (on.length === 0) return null
  return (
    <span title={`${development.source}, ${development.date}`}>
      {on.map((list) => (
        <span key={list}>
          <Badge tone="note">{t(`development.${list}`)}</Badge>{' '}
        </span>
      ))}
    </span>
  )
}

function InCountry({ code, kind }: { readonly code: string; readonly kind: 'agency' | 'industry' }) {
  const { t } = useTranslation('network')
  const navigate = useNavigate()
  const kindOf = useMemberKind()
  const source = useList(listMembers, { query: { country: code, kind } }, { live: ['member'] })
  const columns: readonly Column<MemberView>[] = [
    { id: 'name', head: t('field.name'), priority: 1, width: 'minmax(12rem, 2fr)', cell: (one) => <bdi>{one.name}</bdi> },
    kind === 'agency'
      ? {
          id: 'laws',
          head: t('field.laws'),
          priority: 2,
          width: 'minmax(10rem, 2fr)',
          wrap: true,
          cell: (one) => t('list', { these: one.laws.map((law) => t(`law.${law}`)) }),
        }
      : { id: 'kind', head: t('field.category'), priority: 2, width: 'minmax(10rem, 2fr)', cell: (one) => <bdi>{kindOf(one)}</bdi> },
    {
      id: 'since',
      head: t('field.joined'),
      priority: 3,
      width: 'max-content',
      cell: (one) => (one.joinedAt === null ? null : <Time at={one.joinedAt} style="date" />),
    },
  ]
  return (
    <Section title={t(`kinds.${kind}`)} flush>
      <ListView
        label={t(`kinds.${kind}`)}
        source={source}
        columns={columns}
        idOf={idOf}
        onOpen={({ id }) => void navigate({ to: '/network/members/$id', params: { id } })}
        bare
        empty={{ title: t(`country.no-${kind}`) }}
      />
    </Section>
  )
}

function Teams({ country }: { readonly country: NetworkCountry }) {
  const { t } = useTranslation('network')
  const { teams, teamsDate } = country
  return (
    <Section title={t('country.teams')} lead={teamsDate === null ? undefined : <TeamsSource date={teamsDate} />}>
      {teams.length === 0 ? (
        <Text c="dimmed">{t('country.no-teams')}</Text>
      ) : (
        <Facts
          facts={teams.map(({ role, name, address }) => ({
            name: t(`country.role.${role}`),
            value: (
              <>
                <bdi>{name}</bdi> {address !== null && <Copyable text={address} />}
              </>
            ),
          }))}
        />
      )}
    </Section>
  )
}

function TeamsSource({ date }: { readonly date: string }) {
  const { t } = useTranslation('network')
  return (
    <>
      {t('country.teams-lead')} <Time at={`${date}T00:00:00Z`} style="date" zone="UTC" />
    </>
  )
}
