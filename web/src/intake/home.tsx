import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { listChannels, listMailboxes, listOutbox } from '../../../src/domain/intake/contract.ts'
import { Answer } from '../app/answer.tsx'
import { JobsParked } from '../app/panels.ts'
import { useRead } from '../app/read.ts'
import { Badge } from '../ui/badge.tsx'
import { boardClasses as board } from '../ui/board.tsx'
import { Section } from '../ui/page.tsx'
import { Time } from '../ui/time.tsx'
import { type ChannelView, channelTones, healthOf } from './health.ts'
import type { MailboxView } from './mailbox-form.tsx'

/** How the channels do: what came last by each, what is wrong with a mailbox, what could not be sent or done. */
export function ChannelsHealth() {
  const { t } = useTranslation('intake')
  const channels = useRead(listChannels, {}, { live: ['channel', 'report'], staleFor: 15_000 })
  const mailboxes = useRead(listMailboxes, {}, { live: ['channel'] })
  const failed = useRead(listOutbox, { query: { state: 'failed', limit: 1 } }, { live: ['mail'] })
  const held = useRead(listOutbox, { query: { state: 'held', limit: 1 } }, { live: ['mail'] })
  return (
    <Section title={t('home.title')} flush>
      <Answer of={channels}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={board.nothing}>
              {t('channels.none')} <Link to="/channels">{t('home.add')}</Link>
            </p>
          ) : (
            <ul className={board.lines}>
              {items.map((one) => (
                <Line key={one.id} channel={one} mailbox={mailboxes.data?.items.find(({ id }) => id === one.id)} />
              ))}
            </ul>
          )
        }
      </Answer>
      <ul className={board.lines}>
        <JobsParked />
        {(
          [
            ['failed', failed],
            ['held', held],
          ] as const
        ).map(([state, found]) =>
          (found.data?.items.length ?? 0) === 0 ? null : (
            <li key={state}>
              <Link to="/outbox" search={{ state }} className={board.line}>
                <span className={board.name}>{t(`home.mail-${state}`)}</span>
                <Badge tone={state === 'failed' ? 'bad' : 'warn'}>{t(`mail.${state}`)}</Badge>
              </Link>
            </li>
          ),
        )}
      </ul>
    </Section>
  )
}

function Line({ channel, mailbox }: { readonly channel: ChannelView; readonly mailbox: MailboxView | undefined }) {
  const { t } = useTranslation('intake')
  const { kind, name } = channel
  const trouble = mailbox?.open === true ? mailbox.trouble : null
  const health = trouble === null ? healthOf(channel, new Date()) : 'trouble'
  return (
    <li>
      <Link to="/channels" className={board.line}>
        <span className={board.name}>
          <bdi>{(kind === 'mail' && name !== 'report@') || kind === 'imap' ? name : t(`kind.${kind}`)}</bdi>
          <small>
            {trouble === null ? (
              channel.lastAt === null ? (
                t('channels.never')
              ) : (
                <>
                  {t('channels.last')} <Time at={channel.lastAt} style="relative" />
                </>
              )
            ) : (
              <>
                {t(`mailbox.trouble.${trouble.code}.says`)} · {t('mailbox.since')} <Time at={trouble.at} style="relative" />
              </>
            )}
          </small>
        </span>
        <Badge tone={channelTones[health]}>{t(`health.${health}`)}</Badge>
      </Link>
    </li>
  )
}
