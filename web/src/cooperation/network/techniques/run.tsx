import { Alert, Button, Select } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { heldFor } from '../../../../../src/domain/cooperation/contract/network/technique-names.ts'
import {
  cancelRun,
  listMatches,
  type MatchView,
  type RunWhole,
  readRun,
} from '../../../../../src/domain/cooperation/contract/network/technique-runs.ts'
import { useQuickAct } from '../../../app/act.ts'
import { Answer } from '../../../app/answer.tsx'
import { useList, useRead } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { defang } from '../../../ui/defang.ts'
import { Facts } from '../../../ui/facts.tsx'
import { formatNumber } from '../../../ui/format.ts'
import { type Column, ListView } from '../../../ui/list/list-view.tsx'
import { Page, Section } from '../../../ui/page.tsx'
import { usePreferences } from '../../../ui/preferences.tsx'
import { ProgressRow } from '../../../ui/progress.tsx'
import { Time } from '../../../ui/time.tsx'
import sharing from '../sharing/sharing.module.css'
import { RunState } from './runs.tsx'
import { BackToTechniques } from './technique.tsx'
import { Weeks } from './weeks.tsx'

const route = getRouteApi('/shell/technique-runs/$id')
const idOf = ({ report }: MatchView) => report

/** How a technique does on one's own reports: what fits, what of it was wanted, week by week, and the reports themselves. */
export function RunPage() {
  const { id } = route.useParams()
  return (
    <Answer of={useRead(readRun, { params: { id } }, { live: ['technique-run'] })} whole back={<BackToTechniques />}>
      {(run) => <Whole run={run} />}
    </Answer>
  )
}

function Whole({ run }: { readonly run: RunWhole }) {
  const { t } = useTranslation('techniques')
  const cancel = useQuickAct(cancelRun, ['technique-run'])
  const { id, name, state, why, technique, copy } = run
  return (
    <Page
      title={name}
      back={<BackToTechniques />}
      lead={
        <>
          {t('run.of')} <Time at={run.since} style="date" /> – <Time at={run.until} style="date" /> <RunState state={state} />
        </>
      }
      actions={
        run.may.cancel && (
          <Button variant="default" onClick={() => void cancel({ params: { id } }, t('run.cancelled'))}>
            {t('run.cancel')}
          </Button>
        )
      }
      aside={
        <Section title={t('run.about')}>
          <Facts
            facts={[
              {
                name: t('technique'),
                value:
                  technique !== null ? (
                    <Link to="/techniques/$id" params={{ id: technique }} className={sharing.link}>
                      <bdi>{name}</bdi>
                    </Link>
                  ) : copy === null ? null : (
                    <Link to="/shared/$id" params={{ id: copy }} className={sharing.link}>
                      <bdi>{name}</bdi>
                    </Link>
                  ),
              },
              { name: t('field.version'), value: run.version },
              { name: t('field.kind'), value: t(`kind.${run.kind}`) },
              { name: t('run.judged'), value: t(`over.${run.judged}`) },
              { name: t('run.begun'), value: <Time at={run.askedAt} /> },
              { name: t('field.by'), value: run.askedBy.name === null ? null : <bdi>{run.askedBy.name}</bdi> },
              { name: t('run.ended'), value: run.endedAt === null ? null : <Time at={run.endedAt} /> },
            ]}
          />
        </Section>
      }
    >
      {why !== null && <Alert color="red">{t(`why.${why}`)}</Alert>}
      <Section title={t('figures')} lead={t('run.own')}>
        {state === 'running' && (
          <ProgressRow name={t('run.going', { done: run.done, total: run.total })} part={run.total === 0 ? null : run.done / run.total} />
        )}
        <Figures run={run} />
      </Section>
      {run.weeks.length > 0 && (
        <Section title={t('weeks.title')}>
          <Weeks weeks={run.weeks} />
        </Section>
      )}
      <Matches run={run} />
    </Page>
  )
}

function Figures({ run }: { readonly run: RunWhole }) {
  const { t } = useTranslation('techniques')
  const { locale } = usePreferences()
  const held = (which: (typeof heldFor)[number]) => run.held.find(({ judged }) => judged === which) ?? { read: 0, matched: 0 }
  const of = ({ read, matched }: { readonly read: number; readonly matched: number }) =>
    `${t('of', { part: matched, whole: read })}${read === 0 ? '' : ` (${formatNumber(matched / read, locale, { style: 'percent', maximumFractionDigits: 1 })})`}`
  const ms = (value: number | null) =>
    value === null ? null : t('ms', { value: formatNumber(value, locale, { maximumFractionDigits: 1 }) })
  const unwanted = held('unwanted')
  const wanted = held('wanted')
  const unknown = held('unknown')
  return (
    <Facts
      facts={[
        { name: t('run.read'), value: formatNumber(unwanted.read + wanted.read + unknown.read, locale) },
        { name: t('run.matched'), value: formatNumber(run.matched, locale) },
        { name: t('held.unwanted'), value: of(unwanted) },
        { name: t('held.wanted'), value: of(wanted) },
        unknown.read > 0 && { name: t('held.unknown'), value: of(unknown) },
        run.skipped > 0 && { name: t('run.skipped'), value: formatNumber(run.skipped, locale) },
        run.stopped > 0 && { name: t('run.stopped'), value: formatNumber(run.stopped, locale) },
        { name: t('run.ms'), value: ms(run.ms) },
        { name: t('run.slowest'), value: ms(run.slowest) },
      ]}
    />
  )
}

function Matches({ run: { id, matched } }: { readonly run: RunWhole }) {
  const { t } = useTranslation('techniques')
  const navigate = useNavigate()
  const [held, setHeld] = useState<(typeof heldFor)[number]>()
  const source = useList(listMatches, { params: { id }, query: held === undefined ? {} : { held } }, { live: ['technique-run'] })
  return (
    <Section
      title={t('matches.title')}
      flush
      actions={
        matched > 0 && (
          <Select
            size="xs"
            aria-label={t('matches.filter')}
            placeholder={t('matches.all')}
            clearable
            value={held ?? null}
            onChange={(value) => setHeld(heldFor.find((one) => one === value))}
            data={heldFor.map((one) => ({ value: one, label: t(`held.${one}`) }))}
          />
        )
      }
    >
      <ListView
        bare
        label={t('matches.title')}
        source={source}
        columns={useColumns()}
        idOf={idOf}
        nameOf={({ title, reference }) => title ?? reference ?? ''}
        onOpen={({ report, reference }) => reference !== null && void navigate({ to: '/reports/$id', params: { id: report } })}
        empty={{ title: t('matches.none'), text: t('matches.none-why') }}
      />
    </Section>
  )
}

function useColumns(): readonly Column<MatchView>[] {
  const { t } = useTranslation('techniques')
  return [
    {
      id: 'title',
      head: t('matches.report'),
      priority: 1,
      width: 'minmax(12rem, 2fr)',
      cell: ({ title, reference }) => <bdi>{defang(title ?? reference ?? t('matches.gone'))}</bdi>,
    },
    {
      id: 'names',
      head: t('matches.by'),
      priority: 2,
      width: 'minmax(8rem, 1.5fr)',
      cell: ({ names }) => <bdi>{defang(names.join(', '))}</bdi>,
    },
    {
      id: 'held',
      head: t('matches.held'),
      priority: 2,
      width: 'max-content',
      cell: ({ judged, byPerson }) => (
        <Badge tone={judged === 'wanted' ? 'bad' : judged === 'unwanted' ? 'good' : 'plain'}>
          {t(byPerson ? `said.${judged}` : `held.${judged}`)}
        </Badge>
      ),
    },
    {
      id: 'at',
      head: t('matches.at'),
      priority: 2,
      width: 'max-content',
      align: 'end',
      cell: ({ receivedAt }) => <Time at={receivedAt} style="date" />,
    },
  ]
}
