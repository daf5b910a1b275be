import { Button, Group, Modal, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { inviteAdministrator, makeOrganisation, type NodeOrganisation } from '../../../src/domain/directory/contract.ts'
import { useAct } from '../app/act.ts'
import { FormNote, useChecks, useFields } from '../app/form.tsx'
import { OneTimeLink } from '../app/one-time-link.tsx'
import { CountryField, likelyCountry } from '../app/place-fields.tsx'
import { KindField, type OrganisationKind } from './fields.tsx'

type Made = { readonly email: string; readonly link: string; readonly expiresAt: string; readonly mailed: boolean }
type Opened = { readonly open: boolean; readonly onClose: () => void }

/** A dialog that first asks and then shows the link that was made, this once. */
function LinkDialog({
  title,
  open,
  onClose,
  form,
}: Opened & { readonly title: string; readonly form: (onMade: (made: Made) => void) => ReactNode }) {
  const { t } = useTranslation('directory')
  const [made, setMade] = useState<Made>()
  const close = () => {
    onClose()
    setMade(undefined)
  }
  return (
    <Modal
      opened={open}
      onClose={close}
      title={title}
      closeButtonProps={{ 'aria-label': t('ui:close') }}
      closeOnClickOutside={made === undefined}
    >
      {made === undefined ? form(setMade) : <OneTimeLink {...made} onDone={close} />}
    </Modal>
  )
}

export function NewOrganisationDialog(props: Opened) {
  const { t } = useTranslation('directory')
  return <LinkDialog {...props} title={t('organisations.make')} form={(onMade) => <NewOrganisationForm onMade={onMade} />} />
}

export function InviteAdministratorDialog({ organisation, ...props }: Opened & { readonly organisation: NodeOrganisation }) {
  const { t } = useTranslation('directory')
  return (
    <LinkDialog
      {...props}
      title={t('organisations.invite')}
      form={(onMade) => <AdministratorForm organisation={organisation} onMade={onMade} />}
    />
  )
}

function NewOrganisationForm({ onMade }: { readonly onMade: (made: Made) => void }) {
  const { t } = useTranslation('directory')
  const act = useAct(makeOrganisation, ['organisation'])
  const { required, email } = useChecks()
  const form = useFields(
    { name: '', kind: 'agency' as OrganisationKind, country: likelyCountry(navigator.languages) ?? '', administrator: '' },
    { name: required, country: required, administrator: email },
    act.failure,
  )
  const submit = form.onSubmit(async ({ administrator, ...organisation }) => {
    const done = await act.run({ body: { organisation, administrator } })
    if (done !== undefined) onMade({ email: administrator, ...done.answer })
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <TextInput label={t('field.organisation')} autoComplete="off" data-autofocus {...form.props('name')} />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <CountryField {...form.props('country')} />
          <KindField {...form.props('kind')} onChange={(kind) => form.set('kind', kind as OrganisationKind)} />
        </SimpleGrid>
        <TextInput
          label={t('organisations.administrator')}
          description={t('organisations.administrator-hint')}
          type="email"
          dir="ltr"
          {...form.props('administrator')}
        />
        <Group justify="flex-end" mt="xs">
          <Button type="submit" loading={act.running}>
            {t('organisations.make')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function AdministratorForm({ organisation, onMade }: { readonly organisation: NodeOrganisation; readonly onMade: (made: Made) => void }) {
  const { t } = useTranslation('directory')
  const act = useAct(inviteAdministrator, ['organisation'])
  const form = useFields({ administrator: '' }, { administrator: useChecks().email }, act.failure)
  const submit = form.onSubmit(async ({ administrator }) => {
    const done = await act.run({ params: { id: organisation.id }, body: { administrator } })
    if (done !== undefined) onMade({ email: administrator, ...done.answer })
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <TextInput label={t('organisations.administrator')} type="email" dir="ltr" data-autofocus {...form.props('administrator')} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('organisations.invite')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
