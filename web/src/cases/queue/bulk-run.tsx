import { Button, Group, Progress } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type BulkRun, listBulkResults, readBulk, undoBulk } from '../../../../src/domain/cases/contract.ts'
import { useQuickAct } from '../../app/act.ts'
import { Answer } from '../../app/answer.tsx'
import { problemAreas, wordsKey } from '../../app/problem-words.ts'
import { useList, useRead } from '../../app/read.ts'
import { isAtLeast, useSession } from '../../app/session.ts'
import { Badge } from '../../ui/badge.tsx'
import { formatNumber } from '../../ui/format.ts'
import { type Column, ListView } from '../../ui/list/list-view.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import type { Tone } from '../../ui/tone.ts'
import classes from '../cases.module.css'

/** An act on many cases: how far it is, what became of each, and the way back. */
export function BulkRunView({ id }: { readonly id: string }) {
  const run = useRead(readBulk, { params: { id } }, { live: ['bulk'], id })
  return (
    <Answer of={run}>
      {(found) => (
        <div className={classes.run}>
          <Course run={found} />
          <Results id={id} />
        </div>
      )}
    </Answer>
  )
}

function Course({ run }: { readonly run: BulkRun }) {
  const { t } = useTranslation('cases')
  const { locale } = usePreferences()
  const session = useSession()
  const undo = useQuickAct(undoBulk, ['bulk', 'case'])
  const under = run.state === 'running' || run.state === 'undoing'
  const part = run.state === 'running' ? (run.done + run.refused) / run.total : (run.undone + run.kept) / Math.max(1, run.done)
  return (
    <>
      <p role="status">
        <strong>{t(`bulk.state.${run.state}`)}</strong>{' '}
        {[
          t('bulk.done', { count: run.done }),
          run.refused > 0 && t('bulk.refused', { count: run.refused }),
          run.undone > 0 && t('bulk.undone', { count: run.undone }),
          run.kept > 0 && t('bulk.kept', { count: run.kept }),
        ]
          .filter((one) => one !== false)
          .join(' · ')}
      </p>
      {under && (
        <Progress
          value={part * 100}
          aria-label={t('bulk.progress', {
            done: formatNumber(run.done + run.refused, locale),
            total: formatNumber(run.total, locale),
          })}
        />
      )}
      {run.undoable && run.state === 'done' && run.done > 0 && isAtLeast(session, 'analyst') && (
        <Group>
          <Button
            variant="default"
            leftSection={<IconArrowBackUp size={16} className="t-along" />}
            onClick={() => void undo({ params: { id: run.id } }, t('bulk.undoing-said'))}
          >
            {t('bulk.undo')}
          </Button>
        </Group>
      )}
    </>
  )
}

type Result = {
  readonly position: number
  readonly case: { readonly id: string; readonly code: string; readonly title: string }
  readonly state: string
  readonly code: string | null
}
const tones: Readonly<Record<string, Tone>> = { waiting: 'plain', done: 'good', refused: 'bad', undone: 'note', kept: 'warn' }
const idOf = (one: Result) => one.case.id

function Results({ id }: { readonly id: string }) {
  const { t } = useTranslation(['cases', ...problemAreas])
  const source = useList(listBulkResults, { params: { id }, query: {} }, { live: ['bulk'], id })
  const columns: readonly Column<Result>[] = [
    {
      id: 'case',
      head: t('column.what'),
      priority: 1,
      width: 'minmax(10rem, 3fr)',
      cell: (one) => (
        <span className={classes.what}>
          <Link to="/cases/$id" params={{ id: one.case.code }} dir="auto">
            {one.case.title}
          </Link>
          <small>
            <bdi className={classes.code}>{one.case.code}</bdi>
          </small>
        </span>
      ),
    },
    {
      id: 'result',
      head: t('bulk.result'),
      priority: 2,
      width: 'minmax(8rem, 2fr)',
      wrap: true,
      cell: (one) => (
        <>
          <Badge tone={tones[one.state] ?? 'plain'}>{t(`bulk.each.${one.state}`)}</Badge>{' '}
          {one.code !== null && <span className={classes.dim}>{t(wordsKey(one.code))}</span>}
        </>
      ),
    },
  ]
  return (
    <div className={classes.results}>
      <ListView bare label={t('bulk.results')} source={source} columns={columns} idOf={idOf} empty={{ title: t('bulk.nothing') }} />
    </div>
  )
}
