import { Button, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { endMember, type MemberWhole } from '../../../../src/domain/cooperation/contract/network/members.ts'
import { useAct } from '../../app/act.ts'
import { FormNote, useFields } from '../../app/form.tsx'
import { actsForNetwork, enter, useSession } from '../../app/session.ts'
import { toast } from '../../ui/toast.tsx'

type LeaveProps = { readonly member: MemberWhole; readonly open: boolean; readonly onClose: () => void }

/** Ends a membership: one's own, or as the secretariat records it. */
export function LeaveDialog({ member, open, onClose }: LeaveProps) {
  const { t } = useTranslation('network')
  const secretariat = actsForNetwork(useSession())
  const queries = useQueryClient()
  const navigate = useNavigate()
  const act = useAct(endMember, ['member', 'network'])
  const form = useFields({ reason: '' }, {}, act.failure)
  const submit = form.onSubmit(async ({ reason }) => {
    const body = reason.trim() === '' ? {} : { reason: reason.trim() }
    if ((await act.run({ params: { id: member.id }, body })) === undefined) return
    toast(t('leave.done', { name: member.name }))
    onClose()
    if (secretariat) return
    // nothing of the network is seen any more
    await enter(queries)
    await navigate({ to: '/' })
  })
  return (
    <Modal
      opened={open}
      onClose={onClose}
      title={t('leave.title', { name: member.name })}
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <FormNote failure={act.failure} />
          <Text>{t(secretariat ? 'leave.consequence' : 'leave.own-consequence')}</Text>
          <Textarea label={t('leave.reason')} autosize minRows={2} maxLength={2_000} data-autofocus {...form.props('reason')} />
          <Button type="submit" color="red" loading={act.running}>
            {t('leave.do')}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
