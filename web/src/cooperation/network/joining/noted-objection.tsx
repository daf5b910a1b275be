import { Button, Group, Modal, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { objectTo, type ProposalWhole, takeObjectionBack } from '../../../../../src/domain/cooperation/contract.ts'
import { useAct, useQuickAct } from '../../../app/act.ts'
import { FormNote, useChecks, useFields } from '../../../app/form.tsx'
import { toast } from '../../../ui/toast.tsx'

type Props = { readonly proposal: ProposalWhole }
const changes = ['proposal']

/** For the secretariat: an objection that came by mail from a member that does not work on this node. */
export function NoteObjection({ proposal }: Props) {
  const { t } = useTranslation('joining')
  const [noting, setNoting] = useState(false)
  const objecting = new Set(proposal.objections.items.filter(({ withdrawnAt }) => withdrawnAt === null).map(({ member }) => member.id))
  const members = (proposal.told ?? []).filter(({ here, member }) => !here && !objecting.has(member.id)).map(({ member }) => member)
  if (members.length === 0) return null
  return (
    <>
      <Button variant="default" onClick={() => setNoting(true)}>
        {t('object.for')}
      </Button>
      <Modal opened={noting} onClose={() => setNoting(false)} title={t('object.for')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
        <NoteForm proposal={proposal} members={members} onDone={() => setNoting(false)} />
      </Modal>
    </>
  )
}

type FormProps = Props & { readonly members: readonly { readonly id: string; readonly name: string }[]; readonly onDone: () => void }

function NoteForm({ proposal: { id, noticedAt }, members, onDone }: FormProps) {
  const { t } = useTranslation('joining')
  const { required } = useChecks()
  const act = useAct(objectTo, changes)
  const today = new Date().toISOString().slice(0, 10)
  const form = useFields({ member: '', receivedOn: today, reason: '' }, { member: required, receivedOn: required }, act.failure)
  const submit = form.onSubmit(async ({ member, receivedOn, reason }) => {
    const body = { member, receivedOn, reason: reason.trim() === '' ? null : reason.trim() }
    if ((await act.run({ params: { id }, body })) === undefined) return
    toast(t('object.noted'))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <Select
          label={t('object.for-whom')}
          searchable
          data={members.map((one) => ({ value: one.id, label: one.name }))}
          {...form.props('member')}
        />
        <TextInput
          label={t('object.received')}
          type="date"
          max={today}
          {...(noticedAt === null ? {} : { min: noticedAt.slice(0, 10) })}
          {...form.props('receivedOn')}
        />
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

/** That such a member has taken its objection back. */
export function NoteBack({ proposal: { id }, member }: Props & { readonly member: string }) {
  const { t } = useTranslation('joining')
  const back = useQuickAct(takeObjectionBack, changes)
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      className="t-no-print"
      onClick={() => void back({ params: { id }, body: { member } }, t('object.taken-back'))}
    >
      {t('object.note-back')}
    </Button>
  )
}
