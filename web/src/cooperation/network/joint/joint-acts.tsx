import { Button, Group, Menu, Modal, Select, Stack, Textarea } from '@mantine/core'
import { IconChevronDown, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  answerJointLead,
  closeJointCase,
  inviteToJointCase,
  type JointWhole,
  leaveJointCase,
} from '../../../../../src/domain/cooperation/contract/network/joint.ts'
import { jointOutcomes } from '../../../../../src/domain/cooperation/contract/network/joint-names.ts'
import { useAct, useQuickAct } from '../../../app/act.ts'
import { FormNote, useFields } from '../../../app/form.tsx'
import { useConfirm } from '../../../ui/confirm.tsx'
import { toast } from '../../../ui/toast.tsx'
import { OthersField } from '../member-field.tsx'
import { BriefForm } from './brief-form.tsx'
import { jointKinds } from './words.tsx'

type Props = { readonly joint: JointWhole }
type Dialog = 'invite' | 'brief' | 'close'

/** What one's organisation may do with the case as a whole: lead it, take the lead over, leave. */
export function JointActs({ joint }: Props) {
  const { t } = useTranslation('joint')
  const [dialog, setDialog] = useState<Dialog>()
  const close = () => setDialog(undefined)
  const { may } = joint
  return (
    <>
      {may.take && <TakeLead joint={joint} />}
      {may.leave && <Leave joint={joint} />}
      {may.lead && (
        <>
          <Menu position="bottom-end">
            <Menu.Target>
              <Button variant="default" rightSection={<IconChevronDown size={14} />}>
                {t('lead.menu')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => setDialog('brief')}>{t('brief.change')}</Menu.Item>
              <Menu.Item onClick={() => setDialog('close')}>{t('close.act')}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
          <Button leftSection={<IconPlus size={16} />} onClick={() => setDialog('invite')}>
            {t('invite.act')}
          </Button>
        </>
      )}
      <Modal
        opened={dialog !== undefined}
        onClose={close}
        size="lg"
        title={dialog === undefined ? '' : t(`${dialog}.dialog`)}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        {dialog === 'invite' && <InviteForm joint={joint} onDone={close} />}
        {dialog === 'brief' && <BriefForm joint={joint} onDone={close} />}
        {dialog === 'close' && <CloseForm joint={joint} onDone={close} />}
      </Modal>
    </>
  )
}

function TakeLead({ joint }: Props) {
  const { t } = useTranslation('joint')
  const confirm = useConfirm()
  const answer = useQuickAct(answerJointLead, jointKinds)
  const params = { id: joint.id }
  const take = async () => {
    const sure = await confirm({ title: t('take.title'), consequence: t('take.means'), act: t('take.act') })
    if (sure) await answer({ params, body: { accept: true } }, t('take.done'))
  }
  return (
    <>
      <Button variant="default" onClick={() => void answer({ params, body: { accept: false } }, t('take.refused'))}>
        {t('take.refuse')}
      </Button>
      <Button onClick={() => void take()}>{t('take.act')}</Button>
    </>
  )
}

function Leave({ joint }: Props) {
  const { t } = useTranslation('joint')
  const confirm = useConfirm()
  const leave = useQuickAct(leaveJointCase, jointKinds)
  const ask = async () => {
    const sure = await confirm({ title: t('leave.title'), consequence: t('leave.means'), act: t('leave.act'), grave: true })
    if (sure) await leave({ params: { id: joint.id } }, t('leave.done'))
  }
  return (
    <Button variant="default" onClick={() => void ask()}>
      {t('leave.act')}
    </Button>
  )
}

type FormProps = Props & { readonly onDone: () => void }

function InviteForm({ joint, onDone }: FormProps) {
  const { t } = useTranslation(['joint', 'sharing'])
  const act = useAct(inviteToJointCase, jointKinds)
  const form = useFields(
    { members: [] as readonly string[] },
    { members: (value) => (value.length === 0 ? t('sharing:to.required') : null) },
    act.failure,
  )
  const submit = form.onSubmit(async ({ members }) => {
    if ((await act.run({ params: { id: joint.id }, body: { members: [...members] } })) === undefined) return
    toast(t('invite.done', { count: members.length }))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <OthersField
          label={t('sharing:to.members')}
          value={form.values.members}
          onChange={(members) => form.set('members', members)}
          error={form.props('members').error}
        />
        <p>{t('invite.means')}</p>
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('invite.act')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function CloseForm({ joint, onDone }: FormProps) {
  const { t } = useTranslation('joint')
  const act = useAct(closeJointCase, jointKinds)
  const form = useFields({ outcome: 'stopped' as string, text: '' }, {}, act.failure)
  const submit = form.onSubmit(async ({ outcome, text }) => {
    const body = { outcome: jointOutcomes.find((one) => one === outcome) ?? 'other', text }
    if ((await act.run({ params: { id: joint.id }, body })) === undefined) return
    toast(t('close.done'))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <Select
          label={t('field.outcome')}
          allowDeselect={false}
          data={jointOutcomes.map((one) => ({ value: one, label: t(`outcome.${one}`) }))}
          {...form.props('outcome')}
        />
        <Textarea label={t('close.text')} autosize minRows={3} maxLength={20_000} dir="auto" {...form.props('text')} />
        <p>{t('close.means')}</p>
        <Group justify="flex-end">
          <Button type="submit" color="red" loading={act.running}>
            {t('close.act')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
