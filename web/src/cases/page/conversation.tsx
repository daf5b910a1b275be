import { Button, Group } from '@mantine/core'
import { IconArrowBackUp, IconCheck, IconPaperclip, IconPencil } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CaseView, readAnswers } from '../../../../src/domain/cases/contract.ts'
import { readConversation, type Spoken } from '../../../../src/domain/cooperation/contract.ts'
import { markReplies, type Reply, readReply } from '../../../../src/domain/intake/contract.ts'
import { useQuickAct } from '../../app/act.ts'
import { Answer } from '../../app/answer.tsx'
import type { Composing } from '../../app/composing.ts'
import { useList, useRead } from '../../app/read.ts'
import { ComposeDialog } from '../../app/way-panels.ts'
import { Badge } from '../../ui/badge.tsx'
import { formatSize } from '../../ui/format.ts'
import { Section } from '../../ui/page.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import { Time } from '../../ui/time.tsx'
import type { Tone } from '../../ui/tone.ts'
import classes from '../cases.module.css'
import { Listed } from '../listed.tsx'
import { caseChanges } from '../words.tsx'
import { LetterRow } from './letter-row.tsx'
import pageStyles from './page.module.css'

const authenticity: Readonly<Record<Reply['authenticated'], Tone>> = { pass: 'good', fail: 'bad', none: 'warn', unchecked: 'plain' }

const idOf = (one: Spoken) => one.id
const changing = ['reply', 'case', 'release', 'mail', 'action'] as const

/** What was said in a case: letters of ours and what others answered, newest first. */
export function Conversation({ view }: { readonly view: CaseView }) {
  const { t } = useTranslation('cases')
  const source = useList(readConversation, { params: { id: view.id }, query: { limit: 30 } }, { live: changing })
  const seen = useQuickAct(readAnswers, caseChanges)
  const [writing, setWriting] = useState<Composing>()
  const unread = view.repliesUnread > 0 || source.items.some((one) => one.kind === 'reply' && one.reply.state === 'unread')
  // nothing goes out of a case that nobody works on
  const writes = view.may.write && view.closedAt === null && view.kind !== 'child-material'
  return (
    <Section
      title={t('conversation.title')}
      id="conversation"
      actions={
        <Group gap="xs">
          {view.may.write && unread && (
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconCheck size={14} />}
              onClick={() => void seen({ params: { id: view.id } }, t('conversation.read-said'))}
            >
              {t('conversation.read-all')}
            </Button>
          )}
          {writes && (
            <Button size="compact-sm" variant="default" leftSection={<IconPencil size={14} />} onClick={() => setWriting({})}>
              {t('conversation.write')}
            </Button>
          )}
        </Group>
      }
    >
      <Listed
        source={source}
        label={t('conversation.title')}
        none={t('conversation.none')}
        idOf={idOf}
        row={(one) =>
          one.kind === 'letter' ? (
            <LetterRow letter={one.letter} at={one.at} onGoOn={writes ? (release) => setWriting({ release }) : undefined} />
          ) : (
            <ReplyRow
              reply={one.reply}
              writes={view.may.write}
              answerTo={one.answerTo}
              onAnswer={writes && one.answerTo !== null ? () => setWriting({ reply: one.id, to: one.answerTo ?? undefined }) : undefined}
            />
          )
        }
      />
      {writing !== undefined && (
        <Suspense>
          <ComposeDialog case={view.id} code={view.code} composing={writing} onClose={() => setWriting(undefined)} />
        </Suspense>
      )}
    </Section>
  )
}

type ReplyProps = {
  readonly reply: Reply
  readonly writes: boolean
  /** whom an answer would go to; undefined where none is offered at all */
  readonly answerTo?: string | null
  readonly onAnswer?: (() => void) | undefined
}

/** One answer, with what can be done with it. */
export function ReplyRow({ reply, writes, answerTo, onAnswer }: ReplyProps) {
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
      {reply.byLink && answerTo === null && !gone && <p className={classes.dim}>{t('conversation.no-address')}</p>}
      <Group gap="xs" className="t-no-print">
        {onAnswer !== undefined && (
          <Button size="compact-sm" variant="default" leftSection={<IconArrowBackUp size={14} className="t-along" />} onClick={onAnswer}>
            {t('conversation.answer')}
          </Button>
        )}
        {!gone && (reply.cut || reply.attachments > 0) && !whole && (
          <Button size="compact-sm" variant="subtle" onClick={() => setWhole(true)}>
            {reply.attachments > 0 ? t('conversation.whole-with', { count: reply.attachments }) : t('conversation.whole')}
          </Button>
        )}
        <Link to="/evidence/$id" params={{ id: reply.item }} className={classes.link}>
          {t('conversation.original')}
        </Link>
        {answerTo !== undefined && reply.thread.aboutKind === 'report' && (
          <Link to="/reports/$id" params={{ id: reply.thread.about }} className={classes.link}>
            {t('conversation.about-report')}
          </Link>
        )}
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
