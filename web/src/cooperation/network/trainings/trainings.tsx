import { Button, Modal, SegmentedControl, Select } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { trainingTopics, trainingWhens } from '../../../../../src/domain/cooperation/contract/network/training-names.ts'
import { listTrainings, type TrainingLine } from '../../../../../src/domain/cooperation/contract/network/trainings.ts'
import { LinkButton } from '../../../app/link-button.tsx'
import { useList, useRead } from '../../../app/read.ts'
import { type Column, ListView } from '../../../ui/list/list-view.tsx'
import { Filters, Page } from '../../../ui/page.tsx'
import { LoadingPage } from '../../../ui/states.tsx'
import { Time } from '../../../ui/time.tsx'
import { OwnState, TrainingState, trainingKinds, useLanguageNames } from './words.tsx'

const TrainingForm = lazy(async () => ({ default: (await import('./training-form.tsx')).TrainingForm }))
const route = getRouteApi('/shell/network/trainings')
const idOf = ({ id }: TrainingLine) => id

/** Training sessions that the reader may come to. */
export function Trainings() {
  const { t } = useTranslation('trainings')
  const search = route.useSearch()
  const { when = 'coming', topic } = search
  const navigate = useNavigate()
  const [offering, setOffering] = useState(false)
  const source = useList(listTrainings, { query: { when, ...(topic === undefined ? {} : { topic }) } }, { live: trainingKinds })
  const may = useRead(listTrainings, { query: { limit: 1 } }).data?.may
  const go = (next: typeof search) => void navigate({ to: '/network/trainings', search: next, replace: true })
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <>
          <LinkButton to="/network/educations" variant="default">
            {t('education.title')}
          </LinkButton>
          {may?.offer === true && (
            <Button leftSection={<IconPlus size={16} />} onClick={() => setOffering(true)}>
              {t('offer.act')}
            </Button>
          )}
        </>
      }
    >
      <Filters label={t('filter')}>
        <SegmentedControl
          aria-label={t('when')}
          value={when}
          onChange={(value) => {
            const chosen = trainingWhens.find((one) => one === value)
            const { when: _, ...rest } = search
            go(chosen === undefined || chosen === 'coming' ? rest : { ...rest, when: chosen })
          }}
          data={trainingWhens.map((one) => ({ value: one, label: t(`when-${one}`) }))}
        />
        <Select
          aria-label={t('field.topic')}
          placeholder={t('every-topic')}
          clearable
          value={topic ?? null}
          onChange={(value) => {
            const chosen = trainingTopics.find((one) => one === value)
            const { topic: _, ...rest } = search
            go(chosen === undefined ? rest : { ...rest, topic: chosen })
          }}
          data={trainingTopics.map((one) => ({ value: one, label: t(`topic.${one}`) }))}
        />
      </Filters>
      <ListView
        label={t('title')}
        source={source}
        columns={useColumns()}
        idOf={idOf}
        nameOf={({ title }) => title}
        onOpen={({ id }) => void navigate({ to: '/network/trainings/$id', params: { id } })}
        empty={{ title: t('none'), text: t('none-why') }}
      />
      <Modal
        opened={offering}
        onClose={() => setOffering(false)}
        size="lg"
        title={t('offer.act')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        <Suspense fallback={<LoadingPage />}>
          <TrainingForm onDone={(id) => void navigate({ to: '/network/trainings/$id', params: { id } })} />
        </Suspense>
      </Modal>
    </Page>
  )
}

function useColumns(): readonly Column<TrainingLine>[] {
  const { t } = useTranslation('trainings')
  const { namesOf } = useLanguageNames()
  return [
    { id: 'title', head: t('field.title'), priority: 1, width: 'minmax(12rem, 2fr)', wrap: true, cell: (one) => <bdi>{one.title}</bdi> },
    {
      id: 'at',
      head: t('field.startsAt'),
      priority: 1,
      width: 'max-content',
      cell: (one) => (one.startsAt === null ? t('self-paced') : <Time at={one.startsAt} />),
    },
    { id: 'topic', head: t('field.topic'), priority: 2, width: 'minmax(8rem, 1fr)', cell: (one) => t(`topic.${one.topic}`) },
    {
      id: 'by',
      head: t('field.by'),
      priority: 3,
      width: 'minmax(8rem, 1fr)',
      cell: (one) => <bdi>{one.offeredBy?.name ?? t('office')}</bdi>,
    },
    { id: 'languages', head: t('field.languages'), priority: 3, width: 'max-content', cell: (one) => namesOf(one.languages) },
    {
      id: 'state',
      head: t('field.state'),
      priority: 1,
      width: 'max-content',
      cell: (one) => (one.own === null || one.own.state === 'withdrawn' ? <TrainingState state={one.state} /> : <OwnState own={one.own} />),
    },
  ]
}
