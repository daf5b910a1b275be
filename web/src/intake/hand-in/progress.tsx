import { Button, Progress } from '@mantine/core'
import { IconAlertCircle, IconCircleCheck, IconCopyCheck } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Receipt } from '../../../../src/domain/intake/contract.ts'
import { useDesk } from '../../app/desk.ts'
import { useTroubleText } from '../../app/trouble.ts'
import { formatSize } from '../../ui/format.ts'
import { Section } from '../../ui/page.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import { ProgressRow } from '../../ui/progress.tsx'
import classes from './hand-in.module.css'
import { figuresOf, type Sending } from './queue.ts'
import { clear, largest, retry, stop, useQueue } from './sender.ts'

/** What is being handed in and what became of it, a line a file; nothing when there is none. */
export function HandInProgress() {
  const { t } = useTranslation('intake')
  const queue = useQueue(useDesk()())
  if (queue.length === 0) return null
  const { all, over, filed, again, failed, part } = figuresOf(queue)
  const done = over === all
  const summary = done
    ? [
        t('hand-in.filed', { count: filed }),
        again > 0 && t('hand-in.of-them-again', { count: again }),
        failed > 0 && t('hand-in.not-filed', { count: failed }),
      ]
        .filter(Boolean)
        .join(' · ')
    : t('hand-in.under-way', { over, all })
  return (
    <Section
      title={t('hand-in.title')}
      flush
      actions={
        over > 0 && (
          <Button variant="subtle" size="compact-sm" onClick={clear}>
            {t('hand-in.clear')}
          </Button>
        )
      }
    >
      <div className={classes.summary} role="status">
        {summary}
        {!done && all > 1 && <Progress value={part * 100} size="sm" aria-label={t('hand-in.title')} />}
      </div>
      <div className={classes.rows}>
        {queue.map((one) => (
          <Line key={one.id} sending={one} />
        ))}
      </div>
    </Section>
  )
}

function Line({ sending }: { readonly sending: Sending }) {
  const { id, name, state } = sending
  if (state.kind === 'waiting' || state.kind === 'sending') {
    // all bytes are out, and the server has yet to say that they are kept
    const part = state.kind === 'waiting' ? 0 : state.part >= 1 ? null : state.part
    return <ProgressRow name={name} part={part} onCancel={() => stop(id)} />
  }
  return <ProgressRow name={name} part={1} result={<Outcome sending={sending} />} />
}

function Outcome({ sending: { id, size, state } }: { readonly sending: Sending }) {
  const { t } = useTranslation('intake')
  const { locale } = usePreferences()
  const trouble = useTroubleText()
  if (state.kind === 'filed') return <Filed receipt={state.receipt} />
  const why =
    state.kind === 'too-large'
      ? t('hand-in.too-large', { size: formatSize(size, locale), most: formatSize(largest, locale) })
      : state.kind === 'empty'
        ? t('hand-in.empty')
        : state.kind === 'stopped'
          ? t('hand-in.stopped')
          : state.kind === 'failed'
            ? trouble(state.failure)
            : ''
  return (
    <span className={classes.outcome} data-tone="bad">
      <IconAlertCircle size={16} aria-hidden="true" />
      <span>{why}</span>
      {(state.kind === 'failed' || state.kind === 'stopped') && (
        <Button variant="subtle" size="compact-xs" onClick={() => retry(id)}>
          {t('ui:trouble.retry')}
        </Button>
      )}
    </span>
  )
}

/** Where a report was filed, and whether it was there before. */
export function Filed({ receipt }: { readonly receipt: Receipt }) {
  const { t } = useTranslation('intake')
  const Sign = receipt.again ? IconCopyCheck : IconCircleCheck
  return (
    <span className={classes.outcome} data-tone={receipt.again ? 'plain' : 'good'}>
      <Sign size={16} aria-hidden="true" />
      <span>{receipt.again ? t('hand-in.was-here') : t('hand-in.filed-as')}</span>
      <Link to="/reports/$id" params={{ id: receipt.id }}>
        <bdi>{receipt.reference}</bdi>
      </Link>
    </span>
  )
}
