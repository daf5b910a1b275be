import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addCallGuest, type CallWhole, removeCallGuest } from '../../../../../src/domain/cooperation/contract.ts'
import { useAct, useQuickAct } from '../../../app/act.ts'
import { FormNote, useChecks, useFields } from '../../../app/form.tsx'
import { Section } from '../../../ui/page.tsx'
import formClasses from '../../forms.module.css'
import classes from './calls.module.css'
import { callKinds } from './words.tsx'

type GuestsProps = { readonly call: CallWhole; readonly guests: NonNullable<CallWhole['inside']>['guests'] }

/** Who comes without being a member: agencies alone see them. */
export function Guests({ call, guests }: GuestsProps) {
  const { t } = useTranslation('calls')
  const [adding, setAdding] = useState(false)
  const remove = useQuickAct(removeCallGuest, callKinds)
  if (guests.length === 0 && !call.may.keep) return null
  return (
    <Section
      title={t('guests.title')}
      flush={guests.length > 0}
      actions={
        call.may.keep && (
          <Button size="compact-sm" variant="subtle" onClick={() => setAdding(true)}>
            {t('guests.add')}
          </Button>
        )
      }
    >
      {guests.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('guests.none')}
        </Text>
      ) : (
        <ul className={formClasses.rows}>
          {guests.map(({ id, name, body, mail }) => (
            <li key={id}>
              <div className={classes.grow}>
                <bdi>{name}</bdi>
                <div className={classes.dim}>
                  <bdi>{[body, mail].filter(Boolean).join(' · ')}</bdi>
                </div>
              </div>
              {call.may.keep && (
                <Button size="compact-sm" variant="subtle" color="red" onClick={() => void remove({ params: { id } }, t('guests.removed'))}>
                  {t('guests.remove')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      <Modal opened={adding} onClose={() => setAdding(false)} title={t('guests.add')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
        <GuestForm id={call.id} onDone={() => setAdding(false)} />
      </Modal>
    </Section>
  )
}

function GuestForm({ id, onDone }: { readonly id: string; readonly onDone: () => void }) {
  const { t } = useTranslation('calls')
  const act = useAct(addCallGuest, callKinds)
  const { required } = useChecks()
  const form = useFields({ name: '', body: '', mail: '' }, { name: required }, act.failure)
  const submit = form.onSubmit(async ({ name, body, mail }) => {
    const done = await act.run({ params: { id }, body: { name, body, mail: mail.trim() === '' ? null : mail.trim() } })
    if (done !== undefined) onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <TextInput label={t('guests.name')} maxLength={200} dir="auto" data-autofocus required {...form.props('name')} />
        <TextInput label={t('guests.body')} maxLength={200} dir="auto" {...form.props('body')} />
        <TextInput label={t('guests.mail')} type="email" maxLength={320} dir="ltr" {...form.props('mail')} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('guests.add')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
