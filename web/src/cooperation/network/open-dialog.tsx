import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type MemberWhole, openMember } from '../../../../src/domain/cooperation/contract/network/members.ts'
import { useAct } from '../../app/act.ts'
import { FormNote, useChecks, useFields } from '../../app/form.tsx'
import { OneTimeLink } from '../../app/one-time-link.tsx'

type Made = { readonly email: string; readonly link: string; readonly expiresAt: string; readonly mailed: boolean }
type OpenProps = { readonly member: MemberWhole; readonly open: boolean; readonly onClose: () => void }

/** Lets a member work on this node: asks for its administrator, then shows the link, this once. */
export function OpenDialog({ member, open, onClose }: OpenProps) {
  const { t } = useTranslation('network')
  const [made, setMade] = useState<Made>()
  const close = () => {
    onClose()
    setMade(undefined)
  }
  return (
    <Modal
      opened={open}
      onClose={close}
      title={t('open.title', { name: member.name })}
      closeButtonProps={{ 'aria-label': t('ui:close') }}
      closeOnClickOutside={made === undefined}
    >
      {made === undefined ? <OpenForm member={member} onMade={setMade} /> : <OneTimeLink {...made} onDone={close} />}
    </Modal>
  )
}

function OpenForm({ member, onMade }: { readonly member: MemberWhole; readonly onMade: (made: Made) => void }) {
  const { t } = useTranslation('network')
  const act = useAct(openMember, ['member', 'organisation'])
  const form = useFields({ administrator: '' }, { administrator: useChecks().email }, act.failure)
  const submit = form.onSubmit(async ({ administrator }) => {
    const done = await act.run({ params: { id: member.id }, body: { administrator } })
    if (done !== undefined) onMade({ email: administrator, ...done.answer })
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <Text>{t('open.what')}</Text>
        <TextInput label={t('open.administrator')} type="email" dir="ltr" data-autofocus {...form.props('administrator')} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('open.do')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
