import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { listRuns, type RunLine } from '../../../../../src/domain/cooperation/contract/network/technique-runs.ts'
import { useList } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Time } from '../../../ui/time.tsx'
import type { Tone } from '../../../ui/tone.ts'
import forms from '../../forms.module.css'
import sharing from '../sharing/sharing.module.css'

const tones: Readonly<Record<RunLine['state'], Tone>> = { running: 'note', done: 'good', cancelled: 'plain', stopped: 'bad' }

export function RunState({ state }: Pick<RunLine, 'state'>) {
  const { t } = useTranslation('techniques')
  return <Badge tone={tones[state]}>{t(`state.${state}`)}</Badge>
}

/** Runs of one technique over one's own reports, the newest first. */
export function Runs({ query }: { readonly query: { readonly technique: string } | { readonly copy: string } }) {
  const { t } = useTranslation('techniques')
  const source = useList(listRuns, { query: { ...query, limit: 20 } }, { live: ['technique-run'] })
  if (source.items.length === 0) return null
  return (
    <ul className={forms.rows} aria-label={t('runs')}>
      {source.items.map((run) => (
        <li key={run.id}>
          <Link to="/technique-runs/$id" params={{ id: run.id }} className={sharing.link}>
            <Time at={run.since} style="date" /> – <Time at={run.until} style="date" />
          </Link>
          <span>
            {t('fits', { number: run.matched })} {run.version !== null && <small>{t('version', { number: run.version })}</small>}{' '}
            <RunState state={run.state} />
          </span>
        </li>
      ))}
    </ul>
  )
}
