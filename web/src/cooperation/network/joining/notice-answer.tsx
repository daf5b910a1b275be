import { Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ProposalWhole } from '../../../../../src/domain/cooperation/contract.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Time } from '../../../ui/time.tsx'
import type { Tone } from '../../../ui/tone.ts'
import classes from './joining.module.css'

type Reply = NonNullable<ProposalWhole['told']>[number]['replies'][number]
const authenticity: Readonly<Record<Reply['authenticated'], Tone>> = { pass: 'good', fail: 'bad', none: 'warn', unchecked: 'plain' }

/** For the secretariat: what a member answered to the letter that told it; whoever reads an objection in it notes it. */
export function NoticeAnswer({ reply }: { readonly reply: Reply }) {
  const { t } = useTranslation('joining')
  const gone = reply.state === 'withheld' || reply.state === 'expired'
  return (
    <article aria-label={t('told.answer.title')} lang={reply.language ?? undefined}>
      <Group gap="xs">
        <bdi>{reply.from.name ?? reply.from.address ?? t('told.answer.nobody')}</bdi>
        <Time at={reply.receivedAt} style="relative" />
        {reply.automatic !== null && <Badge>{t(`told.answer.automatic.${reply.automatic}`)}</Badge>}
        <Badge tone={authenticity[reply.authenticated]}>{t(`told.answer.authenticated.${reply.authenticated}`)}</Badge>
        {reply.fromCorrespondent === false && <Badge tone="warn">{t('told.answer.other-sender')}</Badge>}
      </Group>
      {gone ? (
        <Text size="sm" c="dimmed">
          {t(`told.answer.gone.${reply.state === 'withheld' ? 'withheld' : 'expired'}`)}
        </Text>
      ) : (
        <Text size="sm" className={classes.paper} dir="auto">
          {reply.text}
        </Text>
      )}
      <Text size="sm" component="div">
        {!gone && reply.cut && `${t('told.answer.more')} `}
        {!gone && reply.attachments > 0 && `${t('told.answer.attached')} `}
        <Link to="/evidence/$id" params={{ id: reply.item }} className={classes.link}>
          {t('told.answer.original')}
        </Link>
      </Text>
    </article>
  )
}
