import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ownAnswers } from '../../../../../src/domain/cooperation/contract/network/call-names.ts'
import { answerCall, type CallAnswersView, readCallAnswers } from '../../../../../src/domain/cooperation/contract.ts'
import { useAct } from '../../../app/act.ts'
import { Answer } from '../../../app/answer.tsx'
import { FormNote } from '../../../app/form.tsx'
import { useRead } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Section } from '../../../ui/page.tsx'
import { Time } from '../../../ui/time.tsx'
import type { Tone } from '../../../ui/tone.ts'
import formClasses from '../../forms.module.css'
import classes from './calls.module.css'
import { callKinds } from './words.tsx'

type One = CallAnswersView['items'][number]
const tones: Readonly<Record<One['answer'], Tone>> = {
  waiting: 'plain',
  accepted: 'good',
  tentative: 'warn',
  declined: 'bad',
  delegated: 'note',
}

/** Who comes: one's own answer, and what others answered, as far as the reader may know of it. */
export function Answers({ id }: { readonly id: string }) {
  const { t } = useTranslation('calls')
  const result = useRead(readCallAnswers, { params: { id } }, { live: callKinds })
  return (
    <Section title={t('answers.title')} lead={t('answers.lead')}>
      <Answer of={result}>
        {({ items, own, may }) => (
          <Stack gap="md">
            {may.answer && <Own id={id} own={own} />}
            {items.length === 0 ? (
              <Text size="sm" c="dimmed">
                {t('answers.none')}
              </Text>
            ) : (
              <ul className={formClasses.rows}>
                {items.map((one) => (
                  <Row key={one.id} one={one} />
                ))}
              </ul>
            )}
          </Stack>
        )}
      </Answer>
    </Section>
  )
}

function Row({ one }: { readonly one: One }) {
  const { t } = useTranslation('calls')
  const { member, person, comment, delegate, proposed, ignored, words, mail, at } = one
  return (
    <li>
      <div className={classes.grow}>
        <bdi>{member?.name ?? person}</bdi>
        <div className={classes.dim}>
          {member === null ? t('answers.guest') : <bdi>{person}</bdi>}
          {mail !== null && mail !== 'sent' && <> · {t(`answers.mail-${mail}`)}</>}
        </div>
        {delegate !== null && (
          <div className={classes.dim}>
            {t('answers.sends')} <bdi>{delegate}</bdi>
          </div>
        )}
        {proposed !== null && (
          <div>
            {t('answers.proposes')} <Time at={proposed.startsAt} />
          </div>
        )}
        {comment !== '' && (
          <p className={classes.text} dir="auto">
            {comment}
          </p>
        )}
        {words !== null && (
          <p className={classes.text} dir="auto">
            {words}
          </p>
        )}
        {ignored !== null && <div className={classes.dim}>{t(`answers.ignored.${ignored}`)}</div>}
      </div>
      <span>
        <Badge tone={tones[one.answer]}>{t(`answers.said.${one.answer}`)}</Badge>
        {at !== null && (
          <>
            {' '}
            <Time at={at} style="relative" />
          </>
        )}
      </span>
    </li>
  )
}

function Own({ id, own }: { readonly id: string; readonly own: CallAnswersView['own'] }) {
  const { t } = useTranslation('calls')
  const act = useAct(answerCall, callKinds)
  const [comment, setComment] = useState(own?.comment ?? '')
  return (
    <Stack gap="xs">
      <FormNote failure={act.failure} />
      <Text size="sm" fw={600}>
        {own === null || own.answer === 'waiting' ? t('answers.ask') : t('answers.own', { answer: t(`answers.said.${own.answer}`) })}
      </Text>
      <TextInput
        label={t('answers.comment')}
        description={t('answers.comment-what')}
        maxLength={1000}
        dir="auto"
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
      <Group gap="xs" role="group" aria-label={t('answers.ask')}>
        {ownAnswers.map((answer) => (
          <Button
            key={answer}
            size="compact-sm"
            variant={own?.answer === answer ? 'filled' : 'default'}
            aria-pressed={own?.answer === answer}
            disabled={act.running}
            onClick={() => void act.run({ params: { id }, body: { answer, comment } })}
          >
            {t(`answers.say.${answer}`)}
          </Button>
        ))}
      </Group>
    </Stack>
  )
}
