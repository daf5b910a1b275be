import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listPasskeys, type Passkey, removePasskey } from '../../../../src/platform/auth/contract.ts'
import { useQuickAct } from '../../app/act.ts'
import { Answer } from '../../app/answer.tsx'
import { FormNote, useChecks, useFields } from '../../app/form.tsx'
import { useRead } from '../../app/read.ts'
import { Badge } from '../../ui/badge.tsx'
import { useConfirm } from '../../ui/confirm.tsx'
import { Section } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { toast } from '../../ui/toast.tsx'
import { makePasskey, passkeysWork } from '../passkey.ts'
import classes from './rows.module.css'

/** Passkeys: signing in by the lock of one's own device. */
export function Passkeys() {
  const { t } = useTranslation('directory')
  const state = useRead(listPasskeys, {}, { live: ['passkey'] })
  const [adding, add] = useDisclosure(false)
  return (
    <Section
      title={t('passkeys.title')}
      lead={passkeysWork() ? t('passkeys.lead') : t('passkeys.not-here')}
      actions={
        passkeysWork() && (
          <Button variant="default" leftSection={<IconPlus size={16} />} onClick={add.open}>
            {t('passkeys.add')}
          </Button>
        )
      }
    >
      <Answer of={state}>
        {({ items }) =>
          items.length === 0 ? (
            <Text c="dimmed">{t('passkeys.none')}</Text>
          ) : (
            <ul className={classes.rows}>
              {items.map((one) => (
                <Row key={one.id} passkey={one} />
              ))}
            </ul>
          )
        }
      </Answer>
      {adding && <AddDialog onClose={add.close} />}
    </Section>
  )
}

function Row({ passkey }: { readonly passkey: Passkey }) {
  const { t } = useTranslation('directory')
  const confirm = useConfirm()
  const remove = useQuickAct(removePasskey, ['passkey'])
  const ask = async () => {
    const sure = await confirm({
      title: t('passkeys.remove-title', { name: passkey.name }),
      consequence: t('passkeys.remove-consequence'),
      act: t('passkeys.remove'),
      grave: true,
    })
    if (sure) await remove({ params: { id: passkey.id } }, t('passkeys.removed'))
  }
  return (
    <li>
      <div>
        <bdi>{passkey.name}</bdi> {passkey.synced && <Badge>{t('passkeys.synced')}</Badge>}
        <small>
          {t('field.since')} <Time at={passkey.since} style="date" />
        </small>
      </div>
      <Button variant="subtle" color="red" size="compact-sm" onClick={() => void ask()}>
        {t('passkeys.remove')}
      </Button>
    </li>
  )
}

function AddDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('directory')
  const queries = useQueryClient()
  const [failure, setFailure] = useState<Error | null>(null)
  const [running, setRunning] = useState(false)
  const form = useFields({ name: '' }, { name: useChecks().required }, failure)
  const submit = form.onSubmit(async ({ name }) => {
    setRunning(true)
    setFailure(null)
    try {
      if (!(await makePasskey(name.trim()))) return
      await queries.invalidateQueries({ queryKey: [listPasskeys.path] })
      toast(t('passkeys.added'))
      onClose()
    } catch (error) {
      setFailure(error instanceof Error ? error : new Error(String(error)))
    } finally {
      setRunning(false)
    }
  })
  return (
    <Modal opened onClose={onClose} title={t('passkeys.add')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <FormNote failure={failure} />
          <TextInput
            label={t('passkeys.name')}
            description={t('passkeys.name-hint')}
            autoComplete="off"
            data-autofocus
            {...form.props('name')}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={running}>
              {t('passkeys.go-on')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
