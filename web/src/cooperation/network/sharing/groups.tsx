import { Button, Modal } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type GroupLine, listGroups } from '../../../../../src/domain/cooperation/contract/network/groups.ts'
import { LinkButton } from '../../../app/link-button.tsx'
import { useRead } from '../../../app/read.ts'
import { useTrouble } from '../../../app/trouble.ts'
import { Badge } from '../../../ui/badge.tsx'
import { formatNumber } from '../../../ui/format.ts'
import { type Column, ListView } from '../../../ui/list/list-view.tsx'
import { Page } from '../../../ui/page.tsx'
import { usePreferences } from '../../../ui/preferences.tsx'
import { Time } from '../../../ui/time.tsx'
import { GroupForm } from './group-form.tsx'

const idOf = (one: GroupLine) => one.id
const nothing: readonly GroupLine[] = []

/** Groups of members to share with at once: one's own, and those one is in. */
export function Groups() {
  const { t } = useTranslation('sharing')
  const navigate = useNavigate()
  const result = useRead(listGroups, {}, { live: ['group', 'member'] })
  const trouble = useTrouble(result.error, () => void result.refetch())
  const [making, setMaking] = useState(false)
  const go = (id: string) => void navigate({ to: '/groups/$id', params: { id } })
  const source = {
    state: result.data !== undefined ? ('ready' as const) : trouble === undefined ? ('loading' as const) : ('trouble' as const),
    trouble,
    items: result.data?.items ?? nothing,
    settling: false,
    more: false,
    loadingMore: false,
    loadMore: () => undefined,
  }
  return (
    <Page
      title={t('groups.title')}
      lead={t('groups.lead')}
      actions={
        <>
          <LinkButton to="/shares" variant="default">
            {t('shares.title')}
          </LinkButton>
          {result.data?.may.make === true && (
            <Button leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
              {t('groups.make')}
            </Button>
          )}
        </>
      }
    >
      <ListView
        label={t('groups.title')}
        source={source}
        columns={useColumns()}
        idOf={idOf}
        onOpen={({ id }) => go(id)}
        empty={{ title: t('groups.none'), text: t('groups.none-why') }}
      />
      <Modal opened={making} onClose={() => setMaking(false)} title={t('groups.make')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
        <GroupForm
          onDone={(id) => {
            setMaking(false)
            go(id)
          }}
        />
      </Modal>
    </Page>
  )
}

function useColumns(): readonly Column<GroupLine>[] {
  const { t } = useTranslation('sharing')
  const { locale } = usePreferences()
  return [
    {
      id: 'name',
      head: t('groups.name'),
      priority: 1,
      width: 'minmax(12rem, 2fr)',
      cell: (one) => (
        <>
          <bdi>{one.name}</bdi> {one.own && <Badge tone="accent">{t('groups.own')}</Badge>}{' '}
          {one.closedAt !== null && <Badge>{t('groups.closed')}</Badge>}
        </>
      ),
    },
    { id: 'owner', head: t('groups.owner'), priority: 2, width: 'minmax(9rem, 1fr)', cell: (one) => <bdi>{one.owner.name ?? '…'}</bdi> },
    {
      id: 'members',
      head: t('groups.members'),
      priority: 2,
      width: 'max-content',
      align: 'end',
      cell: (one) => t('groups.count', { count: one.members, shown: formatNumber(one.members, locale) }),
    },
    { id: 'since', head: t('groups.since'), priority: 3, width: 'max-content', cell: (one) => <Time at={one.since} style="date" /> },
  ]
}
