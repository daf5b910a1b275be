import { Alert, Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  objectTo,
  type ProposalWhole,
  recordTold,
  takeObjectionBack,
  withdrawProposal,
} from '../../../../../src/domain/cooperation/contract.ts'
import { useAct, useQuickAct } from '../../../app/act.ts'
import { FormNote, useFields } from '../../../app/form.tsx'
import { Badge } from '../../../ui/badge.tsx'
import { useConfirm } from '../../../ui/confirm.tsx'
import { Country } from '../../../ui/country.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Section } from '../../../ui/page.tsx'
import { Time } from '../../../ui/time.tsx'
import { toast } from '../../../ui/toast.tsx'
import formClasses from '../../forms.module.css'
import classes from './joining.module.css'
import { NoteBack, NoteObjection } from './noted-objection.tsx'
import { NoticeAnswer } from './notice-answer.tsx'
import { ProposalState } from './words.tsx'

type Props = { readonly proposal: ProposalWhole }
const changes = ['proposal', 'member', 'edition']

/** How it stands, and by which rule. */
export function Course({ proposal }: Props) {
  const { t } = useTranslation('joining')
  const { terms, procedures, proposer, noticedAt, closesAt, decidedAt } = proposal
  return (
    <Section title={t('course.title')}>
      <Facts
        facts={[
          { name: t('column.state'), value: <ProposalState proposal={proposal} /> },
          { name: t('course.proposer'), value: proposer === null ? null : <bdi>{proposer.name}</bdi> },
          { name: t('course.proposed'), value: <Time at={proposal.proposedAt} /> },
          { name: t('course.noticed'), value: noticedAt === null ? null : <Time at={noticedAt} /> },
          { name: t('course.closes'), value: closesAt === null ? null : <Time at={closesAt} /> },
          { name: t('course.decided'), value: decidedAt === null ? null : <Time at={decidedAt} /> },
          { name: t('course.audience'), value: terms === null ? null : t(`audience.${terms.audience}`) },
          { name: t('course.learn'), value: terms === null ? null : t(`learn.${terms.agenciesLearn}`) },
          { name: t('course.procedures'), value: procedures === null ? null : t('version', { number: procedures.number }) },
        ]}
      />
    </Section>
  )
}

/** Objecting, taking it back, withdrawing: what the reader may do now. */
export function Acts({ proposal }: Props) {
  const { t } = useTranslation('joining')
  const confirm = useConfirm()
  const [objecting, setObjecting] = useState(false)
  const back = useQuickAct(takeObjectionBack, changes)
  const withdraw = useQuickAct(withdrawProposal, changes)
  const { id, may } = proposal
  const params = { id }
  const askWithdraw = async () => {
    const yes = await confirm({ title: t('withdraw.title'), consequence: t('withdraw.consequence'), act: t('withdraw.act'), grave: true })
    if (yes) await withdraw({ params }, t('withdraw.done'))
  }
  if (!may.object && !may.takeBack && !may.withdraw && !may.objectFor) return null
  return (
    <Group gap="sm" className="t-no-print">
      {may.object && (
        <Button variant="default" onClick={() => setObjecting(true)}>
          {t('object.act')}
        </Button>
      )}
      {may.objectFor && <NoteObjection proposal={proposal} />}
      {may.takeBack && (
        <Button variant="default" onClick={() => void back({ params, body: {} }, t('object.taken-back'))}>
          {t('object.take-back')}
        </Button>
      )}
      {may.withdraw && (
        <Button variant="subtle" color="red" onClick={() => void askWithdraw()}>
          {t('withdraw.act')}
        </Button>
      )}
      <Modal
        opened={objecting}
        onClose={() => setObjecting(false)}
        title={t('object.act')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        <ObjectForm proposal={proposal} onDone={() => setObjecting(false)} />
      </Modal>
    </Group>
  )
}

function ObjectForm({ proposal: { id, terms }, onDone }: Props & { readonly onDone: () => void }) {
  const { t } = useTranslation('joining')
  const act = useAct(objectTo, changes)
  const form = useFields({ reason: '' }, {}, act.failure)
  const submit = form.onSubmit(async ({ reason }) => {
    if ((await act.run({ params: { id }, body: { reason: reason.trim() === '' ? null : reason.trim() } })) === undefined) return
    toast(t('object.done'))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        {terms !== null && <Alert variant="light">{t(`learn.${terms.agenciesLearn}`)}</Alert>}
        <Textarea
          label={t('object.reason')}
          description={t('object.reason-hint')}
          autosize
          minRows={3}
          maxLength={4_000}
          dir="auto"
          {...form.props('reason')}
        />
        <Group justify="flex-end">
          <Button type="submit" color="red" loading={act.running}>
            {t('object.act')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** Objections, as far as the reader learns of them. */
export function Objections({ proposal }: Props) {
  const { t } = useTranslation('joining')
  const { objections, noticedAt, may } = proposal
  const noting = may.objectFor
  const { learns, standing, items } = objections
  if (noticedAt === null || (learns === 'nothing' && items.length === 0)) return null
  return (
    <Section
      title={t('objections.title')}
      lead={standing === null ? t('objections.own') : t('objections.standing', { count: standing })}
      flush={items.length > 0}
    >
      <ul className={formClasses.rows}>
        {items.map((one) => (
          <li key={one.id}>
            <div className={classes.grow}>
              <bdi>{one.member.name}</bdi>, <Country code={one.member.country} />
              {one.reason !== null && (
                <Text size="sm">
                  <bdi>{one.reason}</bdi>
                </Text>
              )}
            </div>
            <span>
              {one.withdrawnAt !== null && <Badge>{t('objections.withdrawn')}</Badge>}{' '}
              {one.receivedOn === null ? (
                <Time at={one.at} style="relative" />
              ) : (
                <bdi>{t('objections.received', { day: one.receivedOn })}</bdi>
              )}
              {noting && one.receivedOn !== null && one.withdrawnAt === null && <NoteBack proposal={proposal} member={one.member.id} />}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** Who was told, when, and when each first read it. */
export function Told({ proposal }: Props) {
  const { t } = useTranslation('joining')
  const { told } = proposal
  if (told === null || told.length === 0) return null
  const seen = told.filter(({ seenAt }) => seenAt !== null).length
  const unreached = told.filter(({ toldAt, mail }) => toldAt === null && mail !== null && mail.state !== 'waiting')
  return (
    <Section
      title={t('told.title')}
      lead={t('told.lead', { told: told.filter(({ toldAt }) => toldAt !== null).length, of: told.length, seen })}
      flush
    >
      {unreached.length > 0 && (
        <Alert color="yellow" variant="light">
          {t('told.unreached', { names: unreached.map(({ member }) => member.name) })}
        </Alert>
      )}
      <ul className={formClasses.rows}>
        {told.map((one) => (
          <li key={one.member.id}>
            <div className={classes.grow}>
              <bdi>{one.member.name}</bdi>
              <Text size="sm" c="dimmed">
                {one.here
                  ? t('told.people', { count: one.people })
                  : (one.how ?? (one.mail === null ? t('told.not-here') : t(`told.mail.${one.mail.state}`)))}
              </Text>
              {one.replies.map((reply) => (
                <NoticeAnswer key={reply.id} reply={reply} />
              ))}
            </div>
            {one.toldAt === null ? (
              <ByHand proposal={proposal.id} member={one.member.id} />
            ) : (
              <span>
                <Badge tone={one.seenAt === null ? 'note' : 'good'}>{t(one.seenAt === null ? 'told.told' : 'told.seen')}</Badge>{' '}
                <Time at={one.seenAt ?? one.toldAt} style="relative" />
              </span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}

function ByHand({ proposal, member }: { readonly proposal: string; readonly member: string }) {
  const { t } = useTranslation('joining')
  const [how, setHow] = useState('')
  const record = useQuickAct(recordTold, changes)
  return (
    <Group gap="xs" className="t-no-print">
      <TextInput
        aria-label={t('told.how')}
        placeholder={t('told.how')}
        size="xs"
        maxLength={500}
        value={how}
        onChange={(event) => setHow(event.currentTarget.value)}
      />
      <Button
        size="compact-sm"
        variant="default"
        disabled={how.trim() === ''}
        onClick={() => void record({ params: { id: proposal }, body: { member, how: how.trim() } }, t('told.recorded'))}
      >
        {t('told.record')}
      </Button>
    </Group>
  )
}
