import { Alert, Button, Group, Modal, MultiSelect, Radio, Select, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type CallWhole,
  endCallInvitation,
  endCallObjection,
  inviteToCall,
  objectToIndustry,
  readCallSent,
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
import { MemberField, MembersField } from '../member-field.tsx'
import classes from './calls.module.css'
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
        {dialog === 'object' && <ObjectForm call={call} inside={inside} onDone={() => setDialog(undefined)} />}
      </Modal>
    </Section>
  )
}

/** For whom the office speaks: an agency that does not work on this node. */
const elsewhere = { kind: ['agency'], here: 'false' } as const
const industry = { kind: ['industry'] } as const

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
        <MembersField label={t('invite.members')} which={industry} {...form.props('members')} />
        <MultiSelect
          label={t('invite.items')}
          description={t('invite.items-what')}
          data={call.items.map((item) => ({ value: item.id, label: titleOf(item) }))}
          {...form.props('items')}
        />
        {!call.may.speak && (
          <MemberField label={t('speak-for')} description={t('speak-for-what')} which={elsewhere} {...form.props('agency')} />
        )}
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

/** Takes industry out; says before who sees what no more. */
function ObjectForm({ call, inside, onDone }: FormProps & { readonly inside: Inside }) {
  const { t } = useTranslation('calls')
  const titleOf = useItemTitle()
  const act = useAct(objectToIndustry, callKinds)
  const first = {
    scope: 'item',
    item: call.items[0]?.id ?? null,
    whom: 'all',
    members: [] as string[],
    reason: '',
    agency: null as string | null,
  }
  const form = useFields(first as Omit<typeof first, 'item'> & { item: string | null }, {}, act.failure)
  const { scope, item, whom, members, reason, agency } = form.values
  const seeing = scope === 'item' ? (inside.audience.items.find((one) => one.item === item)?.members ?? []) : inside.audience.call
  const losing = seeing.filter(({ id }) => whom === 'all' || members.includes(id)).map(({ name }) => name)
  const submit = form.onSubmit(async () => {
    const where = scope === 'series' ? { series: call.series?.id } : scope === 'call' ? { call: call.id } : { item: item ?? '' }
    const speaking = agency === null ? {} : { agency }
    const body = { ...where, ...speaking, members: whom === 'all' ? null : members, reason: reason.trim() === '' ? null : reason.trim() }
    if ((await act.run({ body })) === undefined) return
    toast(t('object.done'))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <Radio.Group label={t('object.scope')} value={scope} onChange={(value) => form.set('scope', value)}>
          <Stack gap={4} mt={4}>
            <Radio value="item" label={t('object.item')} />
            <Radio value="call" label={t('object.call')} />
            {call.series !== null && <Radio value="series" label={t('object.series', { name: call.series.name })} />}
          </Stack>
        </Radio.Group>
        {scope === 'item' && (
          <Select
            label={t('object.which')}
            allowDeselect={false}
            data={call.items.map((one) => ({ value: one.id, label: titleOf(one) }))}
            {...form.props('item')}
          />
        )}
        <Radio.Group label={t('object.whom')} value={whom} onChange={(value) => form.set('whom', value)}>
          <Stack gap={4} mt={4}>
            <Radio value="all" label={t('object.all')} />
            <Radio value="named" label={t('object.named')} />
          </Stack>
        </Radio.Group>
        {whom === 'named' && <MembersField label={t('invite.members')} which={industry} {...form.props('members')} />}
        <Textarea
          label={t('object.reason')}
          description={t('object.reason-what')}
          autosize
          minRows={2}
          maxLength={4_000}
          dir="auto"
          {...form.props('reason')}
        />
        {!call.may.speak && (
          <MemberField label={t('speak-for')} description={t('speak-for-what')} which={elsewhere} {...form.props('agency')} />
        )}
        <Alert variant="light" color="red">
          {losing.length === 0
            ? t('object.what-later')
            : t(scope === 'item' ? 'object.what-item' : 'object.what', { who: losing.join(', ') })}
        </Alert>
        <Group justify="flex-end">
          <Button
            type="submit"
            color="red"
            loading={act.running}
            disabled={(whom === 'named' && members.length === 0) || (!call.may.speak && agency === null)}
          >
            {t('object.act')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** What keeps industry out, as far as the reader may know of it. */
export function Objections({ call, inside }: Props) {
  const { t } = useTranslation('calls')
  const titleOf = useItemTitle()
  const end = useQuickAct(endCallObjection, callKinds)
  if (inside.objections.length === 0) return null
  return (
    <Section title={t('object.title')} lead={t('object.title-what')} flush>
      <ul className={formClasses.rows}>
        {inside.objections.map(({ id, scope, item, agency, members, reason, at, may }) => {
          const which = call.items.find((one) => one.id === item)
          return (
            <li key={id}>
              <div className={classes.grow}>
                <bdi>{agency.name}</bdi>
                <div className={classes.dim}>
                  {which === undefined ? t(`object.of-${scope}`) : titleOf(which)} ·{' '}
                  <bdi>{members === null ? t('object.all') : members.join(', ')}</bdi> · <Time at={at} style="relative" />
                </div>
                {reason !== null && (
                  <p className={classes.text} dir="auto">
                    {reason}
                  </p>
                )}
              </div>
              {may.withdraw && (
                <Button size="compact-sm" variant="subtle" onClick={() => void end({ params: { id } }, t('object.ended'))}>
                  {t('object.end')}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

type Told = { readonly what: string; readonly people: number }
/** A member with nobody at a console of this node: the mail, where there is one, stands in a line of its own. */
const isUntold = ({ what, people }: Told) => what !== 'ended' && people === 0
const toneOf = (one: Told) => (one.what === 'ended' ? 'bad' : isUntold(one) ? 'warn' : 'note')

/** For the organiser: who was told of the call, and what industry has read of it. */
export function Sent({ id }: { readonly id: string }) {
  const { t } = useTranslation('calls')
  const titleOf = useItemTitle()
  const result = useRead(readCallSent, { params: { id } }, { live: callKinds })
  return (
    <Section title={t('sent.title')} lead={t('sent.lead')}>
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
                    </div>
                  </div>
                  <span>
                    <Badge tone={toneOf(one)}>{t(isUntold(one) ? 'sent.nobody' : `sent.${one.what}`)}</Badge>{' '}
                    <Time at={one.at} style="relative" />
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

function mailOf(taken: boolean, endedAt: string | null) {
  if (endedAt !== null) return 'sent.mailed-ended' as const
  return taken ? ('sent.mailed' as const) : ('sent.mailed-waiting' as const)
}
