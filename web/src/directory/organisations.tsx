import { ActionIcon, Button, Menu, Modal, Stack, Textarea } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconDots, IconMailForward, IconPlayerPause, IconPlayerPlay, IconPlus } from '@tabler/icons-react'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import {
  listOrganisations,
  type NodeOrganisation,
  resumeOrganisation,
  suspendOrganisation,
} from '../../../src/domain/directory/contract.ts'
import { useAct, useQuickAct } from '../app/act.ts'
import { FormNote, useChecks, useFields } from '../app/form.tsx'
import { MakeNetwork } from '../app/panels.ts'
import { useList } from '../app/read.ts'
import { useSession } from '../app/session.ts'
import { Badge } from '../ui/badge.tsx'
import { Mono } from '../ui/code.tsx'
import { Country } from '../ui/country.tsx'
import { type Column, ListView } from '../ui/list/list-view.tsx'
import { Page } from '../ui/page.tsx'
import { Time } from '../ui/time.tsx'
import { InviteAdministratorDialog, NewOrganisationDialog } from './organisation-dialogs.tsx'

const idOf = (one: NodeOrganisation) => one.id

/** The organisations that this node hosts, for its operator. */
export function Organisations() {
  const { t } = useTranslation('directory')
  const source = useList(listOrganisations, { query: {} }, { live: ['organisation'] })
  const [making, make] = useDisclosure(false)
  const networkless = source.state === 'ready' && !source.items.some(({ kind }) => kind === 'network')
  const columns: readonly Column<NodeOrganisation>[] = [
    {
      id: 'name',
      head: t('field.organisation'),
      priority: 1,
      width: 'minmax(12rem, 2fr)',
      cell: (one) => (
        <>
          <bdi>{one.name}</bdi> <OrganisationState organisation={one} />
        </>
      ),
    },
    { id: 'code', head: t('field.code'), priority: 3, width: 'max-content', cell: (one) => <Mono>{one.code}</Mono> },
    { id: 'kind', head: t('field.kind'), priority: 2, cell: (one) => t(`kind.${one.kind}`) },
    { id: 'country', head: t('field.country'), priority: 2, cell: (one) => <Country code={one.country} /> },
    { id: 'since', head: t('field.since'), priority: 3, width: 'max-content', cell: (one) => <Time at={one.since} style="date" /> },
    {
      id: 'do',
      head: '',
      action: true,
      priority: 2,
      width: 'max-content',
      align: 'end',
      cell: (one) => <OrganisationMenu organisation={one} />,
    },
  ]
  return (
    <Page
      title={t('organisations.title')}
      lead={t('organisations.lead')}
      actions={
        <>
          <Suspense>{networkless && <MakeNetwork organisations={source.items} />}</Suspense>
          <Button leftSection={<IconPlus size={16} />} onClick={make.open}>
            {t('organisations.make')}
          </Button>
        </>
      }
    >
      <ListView label={t('organisations.title')} source={source} columns={columns} idOf={idOf} empty={{ title: t('organisations.none') }} />
      <NewOrganisationDialog open={making} onClose={make.close} />
    </Page>
  )
}

function OrganisationState({ organisation }: { readonly organisation: NodeOrganisation }) {
  const { t } = useTranslation('directory')
  if (organisation.suspended) return <Badge tone="bad">{t('organisations.suspended')}</Badge>
  if (organisation.administrators > 0) return null
  return <Badge tone="warn">{organisation.openInvitation ? t('organisations.invited') : t('organisations.nobody')}</Badge>
}

function OrganisationMenu({ organisation }: { readonly organisation: NodeOrganisation }) {
  const { t } = useTranslation('directory')
  const { acting } = useSession()
  const resume = useQuickAct(resumeOrganisation, ['organisation'])
  const [suspending, suspend] = useDisclosure(false)
  const [inviting, invite] = useDisclosure(false)
  const own = acting?.organisation.id === organisation.id
  const { name } = organisation
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t('organisations.menu', { name })}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {organisation.administrators === 0 && (
            <Menu.Item leftSection={<IconMailForward size={16} />} onClick={invite.open}>
              {t('organisations.invite')}
            </Menu.Item>
          )}
          {organisation.suspended ? (
            <Menu.Item
              leftSection={<IconPlayerPlay size={16} className="t-along" />}
              onClick={() => void resume({ params: { id: organisation.id } }, t('organisations.resumed', { name }))}
            >
              {t('organisations.resume')}
            </Menu.Item>
          ) : (
            <Menu.Item color="red" disabled={own} leftSection={<IconPlayerPause size={16} />} onClick={suspend.open}>
              {t('organisations.suspend')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <SuspendDialog organisation={organisation} open={suspending} onClose={suspend.close} />
      <InviteAdministratorDialog organisation={organisation} open={inviting} onClose={invite.close} />
    </>
  )
}

type DialogProps = { readonly organisation: NodeOrganisation; readonly open: boolean; readonly onClose: () => void }

function SuspendDialog({ organisation, open, onClose }: DialogProps) {
  const { t } = useTranslation('directory')
  const act = useAct(suspendOrganisation, ['organisation'])
  const form = useFields({ reason: '' }, { reason: useChecks().required }, act.failure)
  const submit = form.onSubmit(async ({ reason }) => {
    if ((await act.run({ params: { id: organisation.id }, body: { reason } })) === undefined) return
    form.reset()
    onClose()
  })
  return (
    <Modal
      opened={open}
      onClose={onClose}
      title={t('organisations.suspend-title', { name: organisation.name })}
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <FormNote failure={act.failure} />
          <p style={{ margin: 0 }}>{t('organisations.suspend-consequence')}</p>
          <Textarea label={t('organisations.reason')} autosize minRows={2} data-autofocus {...form.props('reason')} />
          <Button type="submit" color="red" loading={act.running}>
            {t('organisations.suspend')}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
