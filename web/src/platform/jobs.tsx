import { Button, SegmentedControl } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type JobLine, listJobs, requeueJobs } from '../../../src/platform/contract.ts'
import { useQuickAct } from '../app/act.ts'
import { problemAreas, wordsKey } from '../app/problem-words.ts'
import { useList } from '../app/read.ts'
import { Badge } from '../ui/badge.tsx'
import { Mono } from '../ui/code.tsx'
import { type Column, ListView } from '../ui/list/list-view.tsx'
import { Filters, Page } from '../ui/page.tsx'
import { Time } from '../ui/time.tsx'
import type { Tone } from '../ui/tone.ts'
import classes from './jobs.module.css'

const route = getRouteApi('/shell/jobs')
const idOf = (job: JobLine) => String(job.id)
const tones: Record<JobLine['state'], Tone> = { waiting: 'plain', running: 'accent', parked: 'bad' }

/** Work that waits, runs, or was given up: by kind, id and code, never by content. */
export function Jobs() {
  const { t } = useTranslation('platform')
  const { parked = false } = route.useSearch()
  const navigate = useNavigate()
  const source = useList(listJobs, { query: { parked: parked ? 'true' : 'false' } }, { live: ['job'] })
  const requeue = useQuickAct(requeueJobs, ['job'])
  const columns: readonly Column<JobLine>[] = [
    { id: 'task', head: t('jobs.task'), priority: 1, width: 'minmax(12rem, 2fr)', cell: (job) => <Mono>{job.task}</Mono> },
    {
      id: 'state',
      head: t('jobs.state'),
      priority: 2,
      width: 'max-content',
      cell: (job) => <Badge tone={tones[job.state]}>{t(`jobs.is.${job.state}`)}</Badge>,
    },
    {
      id: 'code',
      head: t('jobs.code'),
      priority: 2,
      width: 'minmax(8rem, 2fr)',
      wrap: true,
      cell: (job) => (job.code === null ? '' : <Failure code={job.code} />),
    },
    {
      id: 'tries',
      head: t('jobs.tries'),
      priority: 3,
      width: 'max-content',
      align: 'end',
      cell: (job) => t('jobs.tries-of', { tries: job.attempts, most: job.maxAttempts }),
    },
    {
      id: 'next',
      head: t('jobs.next'),
      priority: 3,
      width: 'max-content',
      cell: (job) => (job.state === 'waiting' ? <Time at={job.runAt} style="relative" /> : ''),
    },
    { id: 'since', head: t('jobs.since'), priority: 2, width: 'max-content', cell: (job) => <Time at={job.since} style="relative" /> },
  ]
  const again = async (chosen: readonly JobLine[], clear: () => void) => {
    const ids = chosen.filter((job) => job.state === 'parked').map((job) => job.id)
    if (ids.length > 0 && (await requeue({ body: { ids } }, t('jobs.requeued', { count: ids.length })))) clear()
  }
  return (
    <Page title={t('jobs.title')} lead={t('jobs.lead')}>
      <Filters label={t('jobs.filter')}>
        <SegmentedControl
          size="sm"
          value={parked ? 'parked' : 'all'}
          onChange={(value) => void navigate({ to: '/jobs', search: value === 'parked' ? { parked: true } : {} })}
          data={[
            { value: 'all', label: t('jobs.all') },
            { value: 'parked', label: t('jobs.parked') },
          ]}
        />
      </Filters>
      <ListView
        label={t('jobs.title')}
        source={source}
        columns={columns}
        idOf={idOf}
        bulk={(chosen, clear) => (
          <Button
            size="compact-sm"
            leftSection={<IconRefresh size={14} />}
            disabled={!chosen.some((job) => job.state === 'parked')}
            onClick={() => void again(chosen, clear)}
          >
            {t('jobs.requeue')}
          </Button>
        )}
        empty={
          parked ? { title: t('jobs.none-parked'), text: t('jobs.none-parked-why') } : { title: t('jobs.none'), text: t('jobs.none-why') }
        }
      />
    </Page>
  )
}

/** The code by which an operator looks it up, and what it means where the catalogue knows. */
function Failure({ code }: { readonly code: string }) {
  const { t, i18n } = useTranslation(['problems', ...problemAreas])
  const key = wordsKey(code)
  return (
    <>
      <Mono>{code}</Mono>
      {i18n.exists(key) && <small className={classes.why}>{t(key)}</small>}
    </>
  )
}
