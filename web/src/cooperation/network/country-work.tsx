import { Select, Stack, Text } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readCountryWork, type CountryWork as Work } from '../../../../src/domain/cooperation/contract/network/countries.ts'
import { listDisclosures } from '../../../../src/domain/cooperation/contract/network/disclosures.ts'
import { compareSheets, listRounds } from '../../../../src/domain/cooperation/contract/network/rounds.ts'
import { tieKinds } from '../../../../src/domain/cooperation/contract/network/tie-names.ts'
import { listTies } from '../../../../src/domain/cooperation/contract/network/ties.ts'
import { helperKinds } from '../../../../src/domain/cooperation/contract/network/training-names.ts'
import { Answer } from '../../app/answer.tsx'
import { useList, useRead } from '../../app/read.ts'
import { actsForNetwork, useSession } from '../../app/session.ts'
import { Badge } from '../../ui/badge.tsx'
import { Facts } from '../../ui/facts.tsx'
import { formatNumber } from '../../ui/format.ts'
import { ListView } from '../../ui/list/list-view.tsx'
import { Section } from '../../ui/page.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import { Time } from '../../ui/time.tsx'
import forms from '../forms.module.css'
import { idOf, useColumns } from './disclosures.tsx'
import classes from './network.module.css'
import { Lines } from './questionnaire/matrix.tsx'
import { useSectionName } from './questionnaire/words.tsx'
import { TieTable } from './ties.tsx'

type Part = { readonly country: string }

/** What a country's members answered, can give and do in the network, as far as the reader may see it. */
export function CountryWork({ country }: Part) {
  return (
    <>
      <Answers country={country} />
      <Disclosures country={country} />
      <TakingPart country={country} />
      <OwnTies country={country} />
    </>
  )
}

/** Answers to the questionnaire in the round that was opened last, a section at a time. */
function Answers({ country }: Part) {
  const { t } = useTranslation('network')
  const rounds = useRead(listRounds, {}, { live: ['round'] })
  return (
    <Section title={t('country.answers')}>
      <Answer of={rounds}>
        {({ items: [round] }) =>
          round === undefined ? <Text c="dimmed">{t('country.no-round')}</Text> : <InRound round={round} country={country} />
        }
      </Answer>
    </Section>
  )
}

type Round = { readonly id: string; readonly title: string }

function InRound({ round: { id, title }, country }: Part & { readonly round: Round }) {
  const { t } = useTranslation(['network', 'questionnaire'])
  const sectionName = useSectionName()
  const [chosen, choose] = useState<string | null>(null)
  const found = useRead(compareSheets, { params: { id }, query: { country, limit: 1 } }, { live: ['round'] })
  return (
    <Answer of={found}>
      {({ sections, items }) => {
        const section = chosen ?? sections[0]
        return (
          <Stack gap="sm">
            <Link to="/network/questionnaire/rounds/$id" params={{ id }} className={classes.link}>
              <bdi>{title}</bdi>
            </Link>
            {items.length === 0 || section === undefined ? (
              <Text c="dimmed">{t('country.no-answers')}</Text>
            ) : (
              <>
                <Select
                  label={t('questionnaire:matrix.section')}
                  allowDeselect={false}
                  data={sections.map((one) => ({ value: one, label: sectionName(one) }))}
                  value={section}
                  onChange={choose}
                />
                <Lines round={id} section={section} country={country} />
              </>
            )}
          </Stack>
        )
      }}
    </Answer>
  )
}

/** What its industry can give, to whom. */
function Disclosures({ country }: Part) {
  const { t } = useTranslation(['network', 'disclosures'])
  const navigate = useNavigate()
  const source = useList(listDisclosures, { query: { country, limit: 20 } }, { live: ['disclosure', 'member'] })
  return (
    <Section title={t('country.disclosures')} flush>
      <ListView
        label={t('country.disclosures')}
        source={source}
        columns={useColumns()}
        idOf={idOf}
        nameOf={({ member }) => member.name}
        onOpen={({ member }) => void navigate({ to: '/network/members/$id/disclosure', params: { id: member.id } })}
        bare
        empty={{ title: t('country.no-disclosures') }}
      />
    </Section>
  )
}

/** Calls, training, education and joint cases. */
function TakingPart({ country }: Part) {
  const { t } = useTranslation('network')
  const result = useRead(readCountryWork, { params: { code: country } }, { live: ['call', 'training', 'education', 'joint'] })
  return (
    <Section title={t('country.part')}>
      <Answer of={result}>
        {(work) => (
          <Stack gap="md">
            <Attendance work={work} />
            <Numbers work={work} />
          </Stack>
        )}
      </Answer>
    </Section>
  )
}

type Of = { readonly work: Work }

function Attendance({ work: { attendance, calls, since } }: Of) {
  const { t } = useTranslation('network')
  const { locale } = usePreferences()
  if (attendance.length === 0) return null
  return (
    <div>
      <Text fw={600}>
        {t('country.attendance', { count: calls })} <Time at={`${since}T00:00:00Z`} style="date" zone="UTC" />
      </Text>
      <ul className={forms.rows}>
        {attendance.map((one) => (
          <li key={one.member.id}>
            <Link to="/network/members/$id" params={{ id: one.member.id }} className={classes.link}>
              <bdi>{one.member.name}</bdi>
            </Link>
            <span>
              {t('country.attended', { calls: formatNumber(one.calls, locale), of: formatNumber(calls, locale) })}
              {one.last !== null && (
                <>
                  {' · '}
                  <Time at={one.last} style="date" />
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Numbers({ work: { trainings, educations, figures, joint } }: Of) {
  const { t } = useTranslation(['network', 'trainings'])
  const { locale } = usePreferences()
  const number = (value: number) => formatNumber(value, locale)
  const campaigns: ReactNode =
    educations.length === 0
      ? t('country.none')
      : educations.map(({ id, title, ended }) => (
          <div key={id}>
            <Link to="/network/educations/$id" params={{ id }} className={classes.link}>
              <bdi>{title}</bdi>
            </Link>{' '}
            {ended && <Badge>{t('country.ended')}</Badge>}
          </div>
        ))
  return (
    <Facts
      facts={[
        { name: t('country.trainings'), value: number(trainings.given) },
        trainings.trained !== null && { name: t('country.trained'), value: number(trainings.trained) },
        { name: t('country.educations'), value: campaigns },
        ...figures.map((one) => ({
          name: t(`trainings:helper.${helperKinds.find((kind) => kind === one.counted) ?? 'zombies'}`),
          value: (
            <>
              <Link to="/network/educations/$id" params={{ id: one.education }} className={classes.link}>
                {number(one.number)}
              </Link>{' '}
              <bdi>{one.source}</bdi>
            </>
          ),
        })),
        joint !== null && {
          name: t('country.joint'),
          value: t('country.joint-counts', { open: number(joint.open), closed: number(joint.closed) }),
        },
      ]}
    />
  )
}

/** With which of its members one's own organisation works. Nobody is told who else does. */
function OwnTies({ country }: Part) {
  const { t } = useTranslation('network')
  const acting = actsForNetwork(useSession())
  return acting ? null : (
    <Section title={t('country.ties')} lead={t('country.ties-lead')}>
      <TiesIn country={country} />
    </Section>
  )
}

function TiesIn({ country }: Part) {
  const { t } = useTranslation('network')
  return (
    <Answer of={useRead(listTies, { query: {} }, { live: ['request', 'call', 'joint'] })}>
      {({ items }) => {
        const ties = items.filter(({ member }) => member.country === country)
        const kinds = tieKinds.filter((kind) => ties.some((tie) => tie[kind] > 0))
        return ties.length === 0 ? <Text c="dimmed">{t('country.no-ties')}</Text> : <TieTable ties={ties} kinds={kinds} />
      }}
    </Answer>
  )
}
