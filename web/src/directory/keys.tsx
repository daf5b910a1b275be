import { Button, SegmentedControl } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type ApiKey, listKeys, revokeKey } from '../../../src/domain/directory/contract.ts'
import { useQuickAct } from '../app/act.ts'
import { useList } from '../app/read.ts'
import { may, useSession } from '../app/session.ts'
import { Badge } from '../ui/badge.tsx'
import { Mono } from '../ui/code.tsx'
import { useConfirm } from '../ui/confirm.tsx'
import { type Column, ListView } from '../ui/list/list-view.tsx'
import { Filters, Page } from '../ui/page.tsx'
import { Time } from '../ui/time.tsx'
import { NewKeyDialog } from './new-key-dialog.tsx'

const route = getRouteApi('/shell/keys')
const idOf = (key: ApiKey) => key.id

/** Keys for programs: own ones, and for administrators those of everybody. */
export function Keys() {
  const { t } = useTranslation('directory')
  const session = useSession()
  const { of = 'me' } = route.useSearch()
  const navigate = useNavigate()
  const source = useList(listKeys, { query: { of } }, { live: ['key'] })
  const [making, make] = useDisclosure(false)
  const everybody = of === 'everybody'
  return (
    <Page
      title={t('keys.title')}
      lead={t('keys.lead')}
      actions={
        <Button leftSection={<IconPlus size={16} />} onClick={make.open}>
          {t('keys.make')}
        </Button>
      }
    >
      {may(session, 'manage-keys') && (
        <Filters label={t('keys.filter')}>
          <SegmentedControl
            size="sm"
            value={of}
            onChange={(value) => void navigate({ to: '/keys', search: value === 'everybody' ? { of: 'everybody' } : {} })}
            data={[
              { value: 'me', label: t('keys.mine') },
              { value: 'everybody', label: t('keys.everybody') },
            ]}
          />
        </Filters>
      )}
      <ListView
        label={t('keys.title')}
        source={source}
        columns={useColumns(everybody)}
        idOf={idOf}
        empty={{ title: t('keys.none'), text: t('keys.none-why') }}
      />
      <NewKeyDialog open={making} onClose={make.close} />
    </Page>
  )
}

function useColumns(everybody: boolean): readonly Column<ApiKey>[] {
  const { t } = useTranslation('directory')
  return [
    {
      id: 'name',
      head: t('field.name'),
      priority: 1,
      width: 'minmax(10rem, 2fr)',
      cell: (key) => (
        <>
          <bdi>{key.name}</bdi> <KeyState apiKey={key} />
        </>
      ),
    },
    { id: 'start', head: t('keys.start'), priority: 2, width: 'max-content', cell: (key) => <Mono>{key.start}…</Mono> },
    ...(everybody
      ? [{ id: 'person', head: t('keys.person'), priority: 2, cell: (key) => <bdi>{key.person.name}</bdi> } satisfies Column<ApiKey>]
      : []),
    {
      id: 'scopes',
      head: t('keys.scopes'),
      priority: 2,
      width: 'minmax(8rem, 1.5fr)',
      wrap: true,
      cell: (key) => key.scopes.map((scope) => t(`scope.${scope}`)).join(' · '),
    },
    {
      id: 'used',
      head: t('keys.used'),
      priority: 3,
      width: 'max-content',
      cell: (key) => (key.lastUsedAt === null ? t('keys.never') : <Time at={key.lastUsedAt} style="relative" />),
    },
    { id: 'until', head: t('field.until'), priority: 2, width: 'max-content', cell: (key) => <Time at={key.expiresAt} style="date" /> },
    { id: 'do', head: '', action: true, priority: 2, width: 'max-content', align: 'end', cell: (key) => <Revoke apiKey={key} /> },
  ]
}

function KeyState({ apiKey }: { readonly apiKey: ApiKey }) {
  const { t } = useTranslation('directory')
  if (apiKey.revokedAt !== null) return <Badge tone="bad">{t('keys.revoked')}</Badge>
  if (new Date(apiKey.expiresAt) <= new Date()) return <Badge tone="warn">{t('keys.expired')}</Badge>
  return null
}

function Revoke({ apiKey }: { readonly apiKey: ApiKey }) {
  const { t } = useTranslation('directory')
  const confirm = useConfirm()
  const revoke = useQuickAct(revokeKey, ['key'])
  if (apiKey.revokedAt !== null) return null
  const ask = async () => {
    const sure = await confirm({
      title: t('keys.revoke-title', { name: apiKey.name }),
      consequence: t('keys.revoke-consequence'),
      act: t('keys.revoke'),
      grave: true,
    })
    if (sure) await revoke({ params: { id: apiKey.id } }, t('keys.revoked-now', { name: apiKey.name }))
  }
  return (
    <Button variant="subtle" color="red" size="compact-sm" onClick={() => void ask()}>
      {t('keys.revoke')}
    </Button>
  )
}
