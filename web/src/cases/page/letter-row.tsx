import { Button, Group } from '@mantine/core'
import { IconArrowForwardUp } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { SentLetter } from '../../../../src/domain/cooperation/contract.ts'
import { Badge } from '../../ui/badge.tsx'
import { Time } from '../../ui/time.tsx'
import type { Tone } from '../../ui/tone.ts'
import classes from '../cases.module.css'
import pageStyles from './page.module.css'

type State = 'draft' | 'no-draft' | 'waiting' | 'sent' | 'bounced' | 'failed' | 'recalled'

const tones: Readonly<Record<State, Tone>> = {
  draft: 'warn',
  'no-draft': 'bad',
  waiting: 'accent',
  sent: 'good',
  bounced: 'bad',
  failed: 'bad',
  recalled: 'plain',
}

function stateOf({ state, fault, bounced }: SentLetter): State {
  if (bounced !== null) return 'bounced'
  if (state === 'draft') return fault === null ? 'draft' : 'no-draft'
  return state === 'decided' ? 'waiting' : state === 'delivered' ? 'sent' : state === 'failed' ? 'failed' : 'recalled'
}

const waits = ['no-relay', 'not-before', 'soon', 'by-hand'] as const

type Props = {
  readonly letter: SentLetter
  readonly at: string
  /** goes on with a draft; not given to whoever may not write */
  readonly onGoOn: ((release: string) => void) | undefined
}

/** One letter of ours, and what became of it. */
export function LetterRow({ letter, at, onGoOn }: Props) {
  const { t } = useTranslation('cases')
  const state = stateOf(letter)
  const { to, text, fault, bounced, waitsFor } = letter
  const waiting = waits.find((one) => one === waitsFor)
  return (
    <article className={pageStyles.noted} data-ours="true">
      <header>
        <IconArrowForwardUp size={15} className="t-along" aria-hidden="true" />
        <strong>{t('conversation.letter.to', { name: `\u2068${to.name ?? to.address}\u2069` })}</strong>
        {to.name !== null && to.name !== to.address && <bdi className={classes.dim}>{to.address}</bdi>}
        <Time at={letter.settledAt ?? at} style="relative" />
        <Badge tone={tones[state]}>{t(`conversation.letter.${state}`)}</Badge>
        {letter.kind !== 'reply' && <Badge>{t(`action.${letter.kind}`)}</Badge>}
        {letter.attachments > 0 && <Badge>{t('conversation.letter.attachments', { count: letter.attachments })}</Badge>}
      </header>
      {(state === 'failed' || state === 'no-draft') && fault !== null && (
        <p className={classes.dim}>{t('conversation.letter.why', { code: fault })}</p>
      )}
      {bounced !== null && (
        <p className={classes.dim}>
          {bounced.status === 'failed'
            ? t('conversation.letter.came-back')
            : t('conversation.letter.came-back-with', { status: bounced.status })}{' '}
          <Time at={bounced.at} style="relative" />
        </p>
      )}
      {waiting !== undefined && <p className={classes.dim}>{t(`conversation.letter.waits.${waiting}`)}</p>}
      <p className={pageStyles.subject} dir="auto">
        {letter.title}
      </p>
      {text === null ? (
        state !== 'no-draft' && <p className={classes.dim}>{t('conversation.gone.expired')}</p>
      ) : (
        <Words letter={letter} text={text} />
      )}
      <Group gap="xs" className="t-no-print">
        {letter.state === 'draft' && onGoOn !== undefined && (
          <Button size="compact-sm" variant="default" onClick={() => onGoOn(letter.id)}>
            {t('conversation.letter.go-on')}
          </Button>
        )}
        <Link to="/releases/$id" params={{ id: letter.id }} className={classes.link}>
          {t('conversation.letter.release')}
        </Link>
      </Group>
    </article>
  )
}

/** Letters by template are long and alike; what a person wrote is read at once. */
function Words({ letter, text }: { readonly letter: SentLetter; readonly text: string }) {
  const { t } = useTranslation('cases')
  const words = (
    <p className={pageStyles.words} dir="auto" lang={letter.language ?? undefined}>
      {letter.cut ? `${text}…` : text.trim()}
    </p>
  )
  if (letter.kind === 'reply') return words
  return (
    <details className={classes.details}>
      <summary>{t('conversation.letter.words')}</summary>
      {words}
    </details>
  )
}
