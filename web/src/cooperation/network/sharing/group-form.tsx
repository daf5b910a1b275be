import { Button, Group, Radio, Stack, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { addGroupMembers, changeGroup, type GroupWhole, makeGroup } from '../../../../../src/domain/cooperation/contract/network/groups.ts'
import { useAct } from '../../../app/act.ts'
import { FormNote, useChecks, useFields } from '../../../app/form.tsx'
import { toast } from '../../../ui/toast.tsx'
import { OthersField } from '../member-field.tsx'

/** Makes a group, or says anew what it is called and what it is for. */
export function GroupForm({ group, onDone }: { readonly group?: GroupWhole; readonly onDone: (id: string) => void }) {
  const { t } = useTranslation('sharing')
  const making = useAct(makeGroup, ['group'])
  const changing = useAct(changeGroup, ['group'])
  const act = group === undefined ? making : changing
  const initial = { name: group?.name ?? '', purpose: group?.purpose ?? '' }
  const form = useFields(initial, { name: useChecks().required }, act.failure)
  const submit = form.onSubmit(async ({ name, purpose }) => {
    const body = { name: name.trim(), purpose: purpose.trim() }
    const done = group === undefined ? await making.run({ body }) : await changing.run({ params: { id: group.id }, body })
    if (done !== undefined) onDone(done.answer.id)
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <TextInput label={t('groups.name')} maxLength={120} dir="auto" data-autofocus {...form.props('name')} />
        <Textarea
          label={t('groups.purpose')}
          description={t('groups.purpose-hint')}
          autosize
          minRows={2}
          maxLength={2_000}
          dir="auto"
          {...form.props('purpose')}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t(group === undefined ? 'groups.make' : 'ui:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** Puts members into one's own group; whether they see what was shown before is said each time, and asked for. */
export function AddMembersForm({ group, onDone }: { readonly group: string; readonly onDone: () => void }) {
  const { t } = useTranslation('sharing')
  const act = useAct(addGroupMembers, ['group', 'share'])
  const form = useFields(
    { members: [] as readonly string[], past: 'no' as string },
    { members: (value) => (value.length === 0 ? t('to.required') : null) },
    act.failure,
  )
  const submit = form.onSubmit(async ({ members, past }) => {
    const done = await act.run({ params: { id: group }, body: { members: [...members], past: past === 'yes' } })
    if (done === undefined) return
    toast(t('done.added', { count: members.length }))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <OthersField
          label={t('to.members')}
          value={form.values.members}
          onChange={(members) => form.set('members', members)}
          error={form.props('members').error}
        />
        <Radio.Group label={t('groups.past')} {...form.props('past')}>
          <Stack gap="xs" pt="xs">
            <Radio value="no" label={t('groups.past-no')} />
            <Radio value="yes" label={t('groups.past-yes')} />
          </Stack>
        </Radio.Group>
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('groups.add')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
