import { Button, Group } from '@mantine/core'
import { IconCheck, IconPaperclip } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CaseView, readAnswers } from '../../../../src/domain/cases/contract.ts'
import { listReplies, markReplies, type Reply, readReply } from '../../../../src/domain/intake/contract.ts'
import { useQuickAct } from '../../app/act.ts'
import { Answer } from '../../app/answer.tsx'
import { useList, useRead } from '../../app/read.ts'
import { Badge } from '../../ui/badge.tsx'
import { formatSize } from '../../ui/format.ts'
import { Section } from '../../ui/page.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import { Time } from '../../ui/time.tsx'
import type { Tone } from '../../ui/tone.ts'
import classes from '../cases.module.css'
import { Listed } from '../listed.tsx'
import { caseChanges } from '../words.tsx'
import { useConversations } from './conversations.ts'
import pageStyles from './page.module.css'

const authenticity: Readonly<Record<Reply['authenticated'], Tone>> = { pass: 'good', fail: 'bad', none: 'warn', unchecked: 'plain' }

/** What others answered: to the case itself, and to what was sent for its actions. */
export function Conversation({ view }: { readonly view: CaseView }) {
  const { t } = useTranslation('cases')
  const about = useConversations(view.id)
  const source = useList(listReplies, { query: { about: about.join(',') } }, { live: ['reply', 'case'] })
  const mark = useQuickAct(markReplies, caseChanges)
  const seen = useQuickAct(readAnswers, caseChanges)
  const unread = source.items.filter((reply) => reply.state === 'unread')
  const all = async () => {
    if (
      unread.length > 0 &&
      !(await mark({ body: { ids: unread.map((one) => one.id).slice(0, 200), state: 'read' } }, t('conversation.read-said')))
    )
      return
    if (view.repliesUnread > 0) await seen({ params: { id: view.id } }, t('conversation.read-said'))
  }
  return (
    <Section
      title={t('conversation.title')}
      id="conversation"
      actions={
        view.may.write &&
        (unread.length > 0 || view.repliesUnread > 0) && (
          <Button size="compact-sm" variant="default" leftSection={<IconCheck size={14} />} onClick={() => void all()}>
            {t('conversation.read-all')}
          </Button>
        )
      }
    >
      <Listed
        source={source}
        label={t('conversation.title')}
        none={t('conversation.none')}
        idOf={(reply) => reply.id}
        row={(reply) => <ReplyRow reply={reply} writes={view.may.write} />}
      />
    </Section>
  )
}

/** One answer, with what can be done with it. */
export function ReplyRow({ reply, writes }: { readonly reply: Reply; readonly writes: boolean }) {
  const { t } = useTranslation('cases')
  const mark = useQuickAct(markReplies, caseChanges)
  const [whole, setWhole] = useState(false)
  const put = (state: 'read' | 'unread' | 'spam') => void mark({ body: { ids: [reply.id], state } }, t(`conversation.now.${state}`))
  const gone = reply.state === 'withheld' || reply.state === 'expired'
  return (
    <article className={pageStyles.noted} data-unread={reply.state === 'unread'}>
      <header>
        <strong>
          <bdi>{reply.byLink ? t('conversation.reporter') : (reply.from.name ?? reply.from.address ?? t('conversation.nobody'))}</bdi>
        </strong>
        {reply.from.name !== null && reply.from.address !== null && <bdi className={classes.dim}>{reply.from.address}</bdi>}
        <Time at={reply.receivedAt} style="relative" />
        {reply.state === 'unread' && <Badge tone="accent">{t('conversation.unread')}</Badge>}
        {reply.state === 'spam' && <Badge tone="bad">{t('conversation.spam')}</Badge>}
        {reply.automatic !== null && <Badge>{t(`conversation.automatic.${reply.automatic}`)}</Badge>}
        {reply.byLink ? (
          <Badge>{t('conversation.by-link')}</Badge>
        ) : (
          <Badge tone={authenticity[reply.authenticated]}>{t(`conversation.authenticated.${reply.authenticated}`)}</Badge>
        )}
        {reply.fromCorrespondent === false && <Badge tone="warn">{t('conversation.other-sender')}</Badge>}
      </header>
      {reply.subject !== null && !reply.byLink && (
        <p className={pageStyles.subject} dir="auto">
          {reply.subject}
        </p>
      )}
      {gone ? (
        <p className={classes.dim}>{t(`conversation.gone.${reply.state === 'withheld' ? 'withheld' : 'expired'}`)}</p>
      ) : whole ? (
        <Whole id={reply.id} />
      ) : (
        <p className={pageStyles.words} dir="auto" lang={reply.language ?? undefined}>
          {reply.text}
        </p>
      )}
      <Group gap="xs" className="t-no-print">
        {!gone && (reply.cut || reply.attachments > 0) && !whole && (
          <Button size="compact-sm" variant="subtle" onClick={() => setWhole(true)}>
            {reply.attachments > 0 ? t('conversation.whole-with', { count: reply.attachments }) : t('conversation.whole')}
          </Button>
        )}
        <Link to="/evidence/$id" params={{ id: reply.item }} className={classes.link}>
          {t('conversation.original')}
        </Link>
        {reply.report !== null && (
          <Link to="/reports/$id" params={{ id: reply.report }} className={classes.link}>
            {t('conversation.its-report')}
          </Link>
        )}
        {writes && !gone && (
          <>
            {reply.state === 'unread' ? (
              <Button size="compact-sm" variant="subtle" onClick={() => put('read')}>
                {t('conversation.read')}
              </Button>
            ) : (
              <Button size="compact-sm" variant="subtle" onClick={() => put('unread')}>
                {t('conversation.not-read')}
              </Button>
            )}
            {reply.state !== 'spam' && (
              <Button size="compact-sm" variant="subtle" onClick={() => put('spam')}>
                {t('conversation.is-spam')}
              </Button>
            )}
          </>
        )}
      </Group>
    </article>
  )
}

function Whole({ id }: { readonly id: string }) {
  const { t } = useTranslation('cases')
  const { locale } = usePreferences()
  const reply = useRead(readReply, { params: { id } }, { live: ['reply'], id })
  return (
    <Answer of={reply}>
      {(found) => (
        <>
          <p className={pageStyles.words} dir="auto" lang={found.language ?? undefined}>
            {found.text}
          </p>
          {found.quoted !== '' && (
            <details className={classes.details}>
              <summary>{t('conversation.quoted')}</summary>
              <p className={pageStyles.words} dir="auto">
                {found.quoted}
              </p>
            </details>
          )}
          {found.attached.length > 0 && (
            <ul className={pageStyles.attached} aria-label={t('conversation.attached')}>
              {found.attached.map((one) => (
                <li key={one.item}>
                  <IconPaperclip size={14} aria-hidden="true" />
                  <Link to="/evidence/$id" params={{ id: one.item }} className={classes.link}>
                    <bdi>{one.name ?? one.mediaType}</bdi>
                  </Link>
                  <small>{formatSize(one.size, locale)}</small>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </Answer>
  )
}
