import { Button, Group, Modal, Select, TextInput } from '@mantine/core'
import { IconArrowLeft, IconPencil } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listRounds, type RoundWhole, readRound, recordRoundTold } from '../../../../../src/domain/cooperation/contract/network/rounds.ts'
import { useQuickAct } from '../../../app/act.ts'
import { Answer } from '../../../app/answer.tsx'
import { LinkButton } from '../../../app/link-button.tsx'
import { useRead } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Country } from '../../../ui/country.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { formatNumber } from '../../../ui/format.ts'
import { Page, pageClasses, Section } from '../../../ui/page.tsx'
import { usePreferences } from '../../../ui/preferences.tsx'
import { LoadingPage } from '../../../ui/states.tsx'
import { Time } from '../../../ui/time.tsx'
import type { Tone } from '../../../ui/tone.ts'
import forms from '../../forms.module.css'
import network from '../network.module.css'
import { Changes } from './changes.tsx'
import { Matrix } from './matrix.tsx'

const ChangeRound = lazy(async () => ({ default: (await import('./open-round.tsx')).ChangeRound }))
const route = getRouteApi('/shell/network/questionnaire/rounds/$id')
type State = RoundWhole['agencyStates'][number]
const tones: Record<State['state'], Tone> = { none: 'warn', draft: 'note', submitted: 'good', joint: 'good' }

/** A round of the questionnaire: where each agency is in it, and what they answered. */
export function RoundPage() {
  const { t } = useTranslation('questionnaire')
  const { id } = route.useParams()
  const back = (
    <Link to="/network/questionnaire" className={pageClasses.back}>
      <IconArrowLeft size={15} className="t-along" aria-hidden="true" />
      {t('title')}
    </Link>
  )
  return (
    <Answer of={useRead(readRound, { params: { id } }, { live: ['round', 'member'] })} whole back={back}>
      {(round) => <Whole round={round} back={back} />}
    </Answer>
  )
}

function Whole({ round, back }: { readonly round: RoundWhole; readonly back: React.ReactNode }) {
  const { t } = useTranslation('questionnaire')
  const { locale } = usePreferences()
  const { before } = route.useSearch()
  const [changing, setChanging] = useState(false)
  const { id, may } = round
  return (
    <Page
      title={round.title}
      back={back}
      lead={<Badge tone={round.state === 'open' ? 'good' : 'plain'}>{t(`state.${round.state}`)}</Badge>}
      actions={
        <>
          {may.answer && (
            <LinkButton to="/network/questionnaire/rounds/$id/answer" params={{ id }} leftSection={<IconPencil size={16} />}>
              {t('answer.act')}
            </LinkButton>
          )}
          {may.keep && (
            <Button variant="default" onClick={() => setChanging(true)}>
              {t('change.act')}
            </Button>
          )}
        </>
      }
    >
      <Section title={t('round.about')}>
        <Facts
          facts={[
            { name: t('open.version'), value: t('versions.version', { number: round.version }) },
            { name: t('column.opened'), value: <Time at={round.openedAt} /> },
            { name: t('column.closes'), value: <Time at={round.closesAt} /> },
            { name: t('column.answered'), value: t('answered', { count: round.answered, of: formatNumber(round.agencies, locale) }) },
          ]}
        />
      </Section>
      <Matrix round={id} />
      <Earlier round={id} before={before} />
      <States round={round} />
      <Told round={round} />
      <Modal
        opened={changing}
        onClose={() => setChanging(false)}
        title={t('change.act')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        <Suspense fallback={<LoadingPage />}>
          <ChangeRound round={round} onDone={() => setChanging(false)} />
        </Suspense>
      </Modal>
    </Page>
  )
}

/** Which earlier round this one is compared with. */
function Earlier({ round, before }: { readonly round: string; readonly before: string | undefined }) {
  const { t } = useTranslation('questionnaire')
  const { before: _, ...rest } = route.useSearch()
  const navigate = route.useNavigate()
  const others = (useRead(listRounds, {}, { live: ['round'] }).data?.items ?? []).filter(({ id }) => id !== round)
  if (others.length === 0) return null
  return (
    <Section title={t('changes.title')} lead={t('changes.lead')}>
      <Select
        label={t('changes.with')}
        clearable
        data={others.map(({ id, title }) => ({ value: id, label: title }))}
        value={before ?? null}
        onChange={(value) =>
          void navigate({
            to: '/network/questionnaire/rounds/$id',
            params: { id: round },
            search: value === null ? rest : { ...rest, before: value },
            replace: true,
          })
        }
      />
      {before !== undefined && <Changes round={round} before={before} />}
    </Section>
  )
}

function States({ round }: { readonly round: RoundWhole }) {
  const { t } = useTranslation('questionnaire')
  const away = new Set(round.told?.filter(({ here }) => !here).map(({ member }) => member.id))
  if (round.agencyStates.length === 0) return null
  return (
    <Section title={t('round.agencies')} flush>
      <ul className={forms.rows}>
        {round.agencyStates.map(({ member, state, submittedAt }) => (
          <li key={member.id}>
            <span>
              <bdi>{member.name}</bdi>, <Country code={member.country} />
            </span>
            <Group gap="sm">
              {submittedAt !== null && <Time at={submittedAt} style="relative" />}
              <Badge tone={tones[state]}>{t(`answering.${state}`)}</Badge>
              {round.may.answerFor && away.has(member.id) && (
                <Link
                  to="/network/questionnaire/rounds/$id/answer"
                  params={{ id: round.id }}
                  search={{ member: member.id }}
                  className={network.link}
                >
                  {t('answer.for')}
                </Link>
              )}
            </Group>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** Who was told, when, and when each first read it. */
function Told({ round }: { readonly round: RoundWhole }) {
  const { t } = useTranslation('questionnaire')
  const { told } = round
  if (told === null || told.length === 0) return null
  const seen = told.filter(({ seenAt }) => seenAt !== null).length
  return (
    <Section
      title={t('told.title')}
      lead={t('told.lead', { told: told.filter(({ toldAt }) => toldAt !== null).length, of: told.length, seen })}
      flush
    >
      <ul className={forms.rows}>
        {told.map((one) => (
          <li key={one.member.id}>
            <span>
              <bdi>{one.member.name}</bdi>
              {one.how !== null && (
                <small>
                  {' '}
                  <bdi>{one.how}</bdi>
                </small>
              )}
            </span>
            {one.toldAt === null ? (
              <ByHand round={round.id} member={one.member.id} />
            ) : (
              <span>
                <Badge tone={one.seenAt === null ? 'note' : 'good'}>{t(one.seenAt === null ? 'told.told' : 'told.seen')}</Badge>{' '}
                <Time at={one.seenAt ?? one.toldAt} style="relative" />
              </span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}

function ByHand({ round, member }: { readonly round: string; readonly member: string }) {
  const { t } = useTranslation('questionnaire')
  const [how, setHow] = useState('')
  const record = useQuickAct(recordRoundTold, ['round'])
  return (
    <Group gap="xs" className="t-no-print">
      <TextInput
        aria-label={t('told.how')}
        placeholder={t('told.how')}
        size="xs"
        maxLength={500}
        value={how}
        onChange={(event) => setHow(event.currentTarget.value)}
      />
      <Button
        size="compact-sm"
        variant="default"
        disabled={how.trim() === ''}
        onClick={() => void record({ params: { id: round }, body: { member, how: how.trim() } }, t('told.recorded'))}
      >
        {t('told.record')}
      </Button>
    </Group>
  )
}
