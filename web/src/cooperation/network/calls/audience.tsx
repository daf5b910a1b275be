import { Alert, Button, Group, Modal, MultiSelect, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnswerOf } from '../../../../../src/base/route.ts'
import {
  type CallWhole,
  endCallInvitation,
  inviteToCall,
  readCallSent,
  recordCallTold,
} from '../../../../../src/domain/cooperation/contract.ts'
import { useAct, useQuickAct } from '../../../app/act.ts'
import { Answer } from '../../../app/answer.tsx'
import { FormNote, useFields } from '../../../app/form.tsx'
import { useRead } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Section } from '../../../ui/page.tsx'
import { Time } from '../../../ui/time.tsx'
import { toast } from '../../../ui/toast.tsx'
import formClasses from '../../forms.module.css'
import { MembersField } from '../member-field.tsx'
import classes from './calls.module.css'
import { CallObjection, SpeakFor } from './objections.tsx'
import { callKinds, useItemTitle } from './words.tsx'

type Inside = NonNullable<CallWhole['inside']>
type Props = { readonly call: CallWhole; readonly inside: Inside }

/** Who of industry may come, as it is now; inviting them, and taking them out. */
export function Audience({ call, inside }: Props) {
  const { t } = useTranslation('calls')
  const titleOf = useItemTitle()
  const [dialog, setDialog] = useState<'invite' | 'object'>()
  const end = useQuickAct(endCallInvitation, callKinds)
  const itemOf = (id: string | null) => call.items.find((item) => item.id === id)
  const may = call.may.speak || call.may.speakFor
  return (
    <Section
      title={t('audience.title')}
      lead={
        inside.audience.call.length === 0
          ? t('audience.nobody')
          : t('audience.lead', { who: inside.audience.call.map(({ name }) => name).join(', ') })
      }
    >
      {may && (
        <Group gap="xs" mb="sm">
          <Button size="compact-sm" variant="default" onClick={() => setDialog('invite')}>
            {t('invite.act')}
          </Button>
          <Button size="compact-sm" variant="default" color="red" onClick={() => setDialog('object')}>
            {t('object.act')}
          </Button>
        </Group>
      )}
      {inside.invitations.length > 0 && (
        <ul className={formClasses.rows}>
          {inside.invitations.map((one) => {
            const item = itemOf(one.item)
            return (
              <li key={one.id}>
                <div className={classes.grow}>
                  <bdi>{one.member.name}</bdi>
                  <div className={classes.dim}>
                    {item === undefined ? t('invite.whole') : titleOf(item)} · {t('invite.by')} <bdi>{one.agency.name}</bdi>
                  </div>
                </div>
                {one.may.end && (
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    color="red"
                    onClick={() => void end({ params: { id: one.id } }, t('invite.ended'))}
                  >
                    {t('invite.end')}
                  </Button>
                )}
              </li>
            )
          })}
        </ul>
      )}
      <Modal
        opened={dialog !== undefined}
        onClose={() => setDialog(undefined)}
        size="lg"
        title={t(dialog === 'object' ? 'object.act' : 'invite.act')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        {dialog === 'invite' && <InviteForm call={call} onDone={() => setDialog(undefined)} />}
        {dialog === 'object' && <CallObjection call={call} inside={inside} onDone={() => setDialog(undefined)} />}
      </Modal>
    </Section>
  )
}

type FormProps = { readonly call: CallWhole; readonly onDone: () => void }

function InviteForm({ call, onDone }: FormProps) {
  const { t } = useTranslation('calls')
  const titleOf = useItemTitle()
  const act = useAct(inviteToCall, callKinds)
  const form = useFields({ members: [] as string[], items: [] as string[], agency: null as string | null }, {}, act.failure)
  const { members, items, agency } = form.values
  const submit = form.onSubmit(async () => {
    const speaking = agency === null ? {} : { agency }
    if ((await act.run({ params: { id: call.id }, body: { members, items, ...speaking } })) === undefined) return
    toast(t('invite.done'))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <MembersField label={t('invite.members')} which={{ kind: ['industry'] }} {...form.props('members')} />
        <MultiSelect
          label={t('invite.items')}
          description={t('invite.items-what')}
          data={call.items.map((item) => ({ value: item.id, label: titleOf(item) }))}
          {...form.props('items')}
        />
        {!call.may.speak && <SpeakFor {...form.props('agency')} />}
        <Alert variant="light">{t(items.length === 0 ? 'invite.what-whole' : 'invite.what-items')}</Alert>
        <Group justify="flex-end">
          <Button type="submit" loading={act.running} disabled={members.length === 0 || (!call.may.speak && agency === null)}>
            {t('invite.act')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type Told = AnswerOf<typeof readCallSent>['told'][number]
const toneOf = (one: Told) => (one.what === 'ended' ? 'bad' : one.untold ? 'warn' : 'note')
const wordOf = ({ untold, how, what }: Told) => (untold ? 'nobody' : how === null ? what : 'by-hand')

/** For the organiser: who was told of the call, and what industry has read of it. */
export function Sent({ id }: { readonly id: string }) {
  const { t } = useTranslation('calls')
  const titleOf = useItemTitle()
  const result = useRead(readCallSent, { params: { id } }, { live: callKinds })
  return (
    <Section title={t('sent.title')} lead={t('sent.lead')} id="sent">
      <Answer of={result}>
        {({ told, read, mailed }) =>
          told.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t('sent.none')}
            </Text>
          ) : (
            <ul className={formClasses.rows}>
              {told.map((one) => (
                <li key={`${one.what} ${one.member.id} ${one.at}`}>
                  <div className={classes.grow}>
                    <bdi>{one.member.name}</bdi>
                    <div className={classes.dim}>
                      {read
                        .filter(({ member }) => member.id === one.member.id)
                        .map(({ item }) => (item === null ? t('sent.call') : titleOf(item)))
                        .join(' · ')}
                      {one.how !== null && <bdi>{one.how}</bdi>}
                    </div>
                    {one.untold && <ByHand call={id} member={one.member.id} />}
                  </div>
                  <span>
                    <Badge tone={toneOf(one)}>{t(`sent.${wordOf(one)}`)}</Badge> <Time at={one.at} style="relative" />
                  </span>
                </li>
              ))}
              {mailed.map(({ member, person, at, taken, endedAt }) => (
                <li key={`mail ${member?.id ?? ''} ${person} ${at}`}>
                  <div className={classes.grow}>
                    <bdi>{[member?.name, person].filter(Boolean).join(', ')}</bdi>
                  </div>
                  <span>
                    <Badge tone={endedAt === null ? 'note' : 'bad'}>{t(mailOf(taken, endedAt))}</Badge>{' '}
                    <Time at={endedAt ?? at} style="relative" />
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Section>
  )
}

/** Writes down how a member was told whom neither console nor mail reaches. */
function ByHand({ call, member }: { readonly call: string; readonly member: string }) {
  const { t } = useTranslation('calls')
  const [how, setHow] = useState('')
  const record = useQuickAct(recordCallTold, callKinds)
  return (
    <Group gap="xs" mt={4}>
      <TextInput
        aria-label={t('sent.how')}
        placeholder={t('sent.how')}
        size="xs"
        maxLength={500}
        value={how}
        onChange={(event) => setHow(event.currentTarget.value)}
      />
      <Button
        size="compact-sm"
        variant="default"
        disabled={how.trim() === ''}
        onClick={() => void record({ params: { id: call }, body: { member, how: how.trim() } }, t('sent.recorded'))}
      >
        {t('sent.record')}
      </Button>
    </Group>
  )
}

function mailOf(taken: boolean, endedAt: string | null) {
  if (endedAt !== null) return 'sent.mailed-ended' as const
  return taken ? ('sent.mailed' as const) : ('sent.mailed-waiting' as const)
}
