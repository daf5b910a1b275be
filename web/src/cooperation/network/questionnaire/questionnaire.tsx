import { Button, Group, Modal } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  listQuestionnaires,
  type QuestionnaireLine,
  readQuestionnaire,
  shipQuestionnaire,
} from '../../../../../src/domain/cooperation/contract/network/questionnaire.ts'
import { listRounds, type RoundView } from '../../../../../src/domain/cooperation/contract/network/rounds.ts'
import { useQuickAct } from '../../../app/act.ts'
import { Answer } from '../../../app/answer.tsx'
import { ExportLink } from '../../../app/export-link.tsx'
import { useRead } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { formatNumber } from '../../../ui/format.ts'
import { type Column, ListView } from '../../../ui/list/list-view.tsx'
import { Page, Section } from '../../../ui/page.tsx'
import { usePreferences } from '../../../ui/preferences.tsx'
import { Empty, LoadingPage } from '../../../ui/states.tsx'
import { Time } from '../../../ui/time.tsx'
import forms from '../../forms.module.css'
import classes from './questionnaire.module.css'
import { SecrecyOfPair } from './secrecy.tsx'
import { QuestionText, useSectionName } from './words.tsx'

const OpenRound = lazy(async () => ({ default: (await import('./open-round.tsx')).OpenRound }))
const ImportFile = lazy(async () => ({ default: (await import('./import-file.tsx')).ImportFile }))

/** The questionnaire on cross-border enforcement: its rounds, its versions, and what is read out of the answers. */
export function Questionnaire() {
  const { t } = useTranslation('questionnaire')
  const rounds = useRead(listRounds, {}, { live: ['round', 'member'] })
  const versions = useRead(listQuestionnaires, {}, { live: ['questionnaire'] })
  const [opening, setOpening] = useState(false)
  const items = versions.data?.items ?? []
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        rounds.data?.may.open === true &&
        items.length > 0 && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setOpening(true)}>
            {t('open.act')}
          </Button>
        )
      }
    >
      <Section title={t('rounds.title')} flush>
        <Answer of={rounds}>{({ items: all }) => <Rounds rounds={all} />}</Answer>
      </Section>
      <SecrecyOfPair />
      <Versions />
      <Modal opened={opening} onClose={() => setOpening(false)} title={t('open.act')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
        <Suspense fallback={<LoadingPage />}>
          <OpenRound versions={items} onDone={() => setOpening(false)} />
        </Suspense>
      </Modal>
    </Page>
  )
}

const idOf = ({ id }: RoundView) => id

function Rounds({ rounds }: { readonly rounds: readonly RoundView[] }) {
  const { t } = useTranslation('questionnaire')
  const { locale } = usePreferences()
  const navigate = useNavigate()
  const columns: readonly Column<RoundView>[] = [
    { id: 'title', head: t('column.title'), priority: 1, width: 'minmax(12rem, 2fr)', cell: (one) => <bdi>{one.title}</bdi> },
    {
      id: 'state',
      head: t('column.state'),
      priority: 1,
      width: 'max-content',
      cell: (one) => <Badge tone={one.state === 'open' ? 'good' : 'plain'}>{t(`state.${one.state}`)}</Badge>,
    },
    {
      id: 'answered',
      head: t('column.answered'),
      priority: 2,
      width: 'max-content',
      cell: (one) => t('answered', { count: one.answered, of: formatNumber(one.agencies, locale) }),
    },
    {
      id: 'closes',
      head: t('column.closes'),
      priority: 2,
      width: 'max-content',
      align: 'end',
      cell: (one) => <Time at={one.closesAt} style="date" />,
    },
  ]
  const source = {
    state: 'ready',
    trouble: undefined,
    items: rounds,
    settling: false,
    more: false,
    loadingMore: false,
    loadMore() {},
  } as const
  return (
    <ListView
      label={t('rounds.title')}
      source={source}
      columns={columns}
      idOf={idOf}
      onOpen={({ id }) => void navigate({ to: '/network/questionnaire/rounds/$id', params: { id } })}
      bare
      empty={{ title: t('rounds.none'), text: t('rounds.none-why') }}
    />
  )
}

function Versions() {
  const { t } = useTranslation('questionnaire')
  const result = useRead(listQuestionnaires, {}, { live: ['questionnaire'] })
  const ship = useQuickAct(shipQuestionnaire, ['questionnaire'])
  const [importing, setImporting] = useState(false)
  const keep = result.data?.may.keep === true
  return (
    <Section
      title={t('versions.title')}
      lead={t('versions.lead')}
      actions={
        keep && (
          <Group gap="xs" className="t-no-print">
            <Button size="compact-md" variant="default" onClick={() => void ship({}, t('versions.shipped'))}>
              {t('versions.ship')}
            </Button>
            <Button size="compact-md" variant="default" onClick={() => setImporting(true)}>
              {t('versions.import')}
            </Button>
          </Group>
        )
      }
      flush
    >
      <Answer of={result}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('versions.none')} text={t(keep ? 'versions.none-office' : 'versions.none-why')} />
          ) : (
            <ul className={forms.rows}>
              {items.map((one) => (
                <Version key={one.id} of={one} />
              ))}
            </ul>
          )
        }
      </Answer>
      <Modal
        opened={importing}
        onClose={() => setImporting(false)}
        size="lg"
        title={t('import.title')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        <Suspense fallback={<LoadingPage />}>
          <ImportFile onDone={() => setImporting(false)} />
        </Suspense>
      </Modal>
    </Section>
  )
}

function Version({ of }: { readonly of: QuestionnaireLine }) {
  const { t } = useTranslation('questionnaire')
  const [open, setOpen] = useState(false)
  const name = t('versions.version', { number: of.version })
  return (
    <li>
      <div>
        <bdi>{of.title}</bdi>, {name}
        <small style={{ display: 'block' }}>
          {t('versions.questions', { count: of.questions })} · <Time at={of.madeAt} style="date" />
        </small>
      </div>
      <Group gap="sm">
        <Button size="compact-sm" variant="default" onClick={() => setOpen(true)}>
          {t('versions.show')}
        </Button>
        <ExportLink path={`/api/network/questionnaires/${of.id}/export`} query={{}} what={name} />
      </Group>
      <Modal opened={open} onClose={() => setOpen(false)} size="lg" title={name} closeButtonProps={{ 'aria-label': t('ui:close') }}>
        {open && <Questions of={of.id} />}
      </Modal>
    </li>
  )
}

function Questions({ of }: { readonly of: string }) {
  const sectionName = useSectionName()
  return (
    <Answer of={useRead(readQuestionnaire, { params: { id: of } })}>
      {({ questions }) =>
        [...new Set(questions.map(({ section }) => section))].map((section) => (
          <div key={section}>
            <h3>
              <bdi>{sectionName(section)}</bdi>
            </h3>
            <ol className={classes.said}>
              {questions
                .filter((one) => one.section === section)
                .map((one) => (
                  <li key={one.code}>
                    <QuestionText question={one} />
                  </li>
                ))}
            </ol>
          </div>
        ))
      }
    </Answer>
  )
}
