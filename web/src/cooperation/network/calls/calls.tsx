import { Button, Modal, SegmentedControl, Stack, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CallLine, listCallSeries, listCalls } from '../../../../../src/domain/cooperation/contract.ts'
import { LinkButton } from '../../../app/link-button.tsx'
import { useList, useRead } from '../../../app/read.ts'
import { type Column, ListView } from '../../../ui/list/list-view.tsx'
import { Filters, Page, Section } from '../../../ui/page.tsx'
import { Time } from '../../../ui/time.tsx'
import formClasses from '../../forms.module.css'
import { CallForm } from './call-form.tsx'
import classes from './calls.module.css'
import { CallState, callKinds, RhythmState } from './words.tsx'

const route = getRouteApi('/shell/calls')
const idOf = (one: CallLine) => one.id

/** Calls that the reader may come to, and what is due. */
export function Calls() {
  const { t } = useTranslation('calls')
  const { when = 'coming' } = route.useSearch()
  const navigate = useNavigate()
  const [planning, setPlanning] = useState(false)
  const source = useList(listCalls, { query: { when } }, { live: callKinds })
  const may = useRead(listCalls, { query: { limit: 1 } }).data?.may
  const columns = useColumns()
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <>
          <LinkButton to="/calls/board" variant="default">
            {t('board.title')}
          </LinkButton>
          <LinkButton to="/calls/actions" variant="default">
            {t('actions.title')}
          </LinkButton>
          {may?.keep === true && (
            <Button leftSection={<IconPlus size={16} />} onClick={() => setPlanning(true)}>
              {t('plan.act')}
            </Button>
          )}
        </>
      }
    >
      <Stack gap="md">
        <Due />
        <Filters label={t('when')}>
          <SegmentedControl
            aria-label={t('when')}
            value={when}
            onChange={(value) => void navigate({ to: '/calls', search: value === 'past' ? { when: 'past' } : {}, replace: true })}
            data={(['coming', 'past'] as const).map((one) => ({ value: one, label: t(`when-${one}`) }))}
          />
        </Filters>
        <ListView
          label={t('title')}
          source={source}
          columns={columns}
          idOf={idOf}
          nameOf={(one) => one.title}
          onOpen={(one) => void navigate({ to: '/calls/$id', params: { id: one.id } })}
          empty={{ title: t(`none-${when}`), text: t('none-why') }}
        />
      </Stack>
      <Modal
        opened={planning}
        onClose={() => setPlanning(false)}
        size="lg"
        title={t('plan.act')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        <CallForm onDone={(id) => void navigate({ to: '/calls/$id', params: { id } })} />
      </Modal>
    </Page>
  )
}

/** What the reader's own agency, and each series, still owes in the period that runs. Industry sees no series. */
function Due() {
  const { t } = useTranslation('calls')
  const listed = useRead(listCallSeries, {}, { live: callKinds })
  const open = listed.data?.items.filter((one) => one.open) ?? []
  if (open.length === 0 && listed.data?.may.keep !== true) return null
  return (
    <Section
      title={t('due.title')}
      lead={t('due.lead')}
      flush={open.length > 0}
      actions={
        <LinkButton to="/calls/series" variant="subtle" size="compact-sm">
          {t('series.title')}
        </LinkButton>
      }
    >
      {open.length === 0 ? (
        <Text size="sm">{t('series.none-why')}</Text>
      ) : (
        <ul className={formClasses.rows}>
          {open.map((one) => (
            <li key={one.id}>
              <div className={classes.grow}>
                <bdi>{one.name}</bdi>
                <div className={classes.dim}>
                  {t('rhythm.months', { count: one.months })} · {t('rhythm.until')}{' '}
                  <Time at={one.rhythm.period.until} style="date" zone="UTC" />
                </div>
              </div>
              <span>
                {t('series.calls')} <RhythmState rhythm={one.rhythm} />
              </span>
              {one.own !== null && (
                <span>
                  {t('series.own')} <RhythmState rhythm={one.own} />
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function useColumns(): readonly Column<CallLine>[] {
  const { t } = useTranslation('calls')
  return [
    { id: 'title', head: t('column.title'), priority: 1, width: 'minmax(12rem, 2fr)', cell: (one) => <bdi>{one.title}</bdi> },
    { id: 'at', head: t('column.at'), priority: 1, width: 'max-content', cell: (one) => <Time at={one.startsAt} /> },
    {
      id: 'series',
      head: t('column.series'),
      priority: 3,
      width: 'minmax(8rem, 1fr)',
      cell: (one) => one.series !== null && <bdi>{one.series.name}</bdi>,
    },
    { id: 'items', head: t('column.items'), priority: 3, width: 'max-content', align: 'end', cell: (one) => one.items },
    { id: 'state', head: t('column.state'), priority: 1, width: 'max-content', cell: (one) => <CallState state={one.state} /> },
  ]
}
