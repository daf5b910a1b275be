import { SegmentedControl } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type HoldView, type ItemView, listEvidence, listHolds } from '../../../src/domain/evidence/contract.ts'
import { useList } from '../app/read.ts'
import { Badge } from '../ui/badge.tsx'
import { Hash } from '../ui/code.tsx'
import { formatSize } from '../ui/format.ts'
import { type Column, ListView } from '../ui/list/list-view.tsx'
import { Filters, Page } from '../ui/page.tsx'
import { usePreferences } from '../ui/preferences.tsx'
import { Time } from '../ui/time.tsx'
import { Lift } from './item-holds.tsx'
import { useItemName } from './item-text.ts'
import { evidenceViews } from './search.ts'

const route = getRouteApi('/shell/evidence')
const itemId = (item: ItemView) => item.id
const holdId = (hold: HoldView) => hold.id

/** What the organisation holds, what it no longer does, and what may not be destroyed. */
export function Evidence() {
  const { t } = useTranslation('evidence')
  const { view = 'kept' } = route.useSearch()
  const navigate = useNavigate()
  return (
    <Page title={t('list.title')} lead={t('list.lead')}>
      <Filters label={t('list.view')}>
        <div style={{ overflowX: 'auto', minInlineSize: 0, maxInlineSize: '100%' }}>
          <SegmentedControl
            size="sm"
            value={view}
            onChange={(value) => {
              const next = evidenceViews.find((one) => one === value)
              void navigate({ to: '/evidence', search: next === undefined || next === 'kept' ? {} : { view: next } })
            }}
            data={evidenceViews.map((one) => ({ value: one, label: t(`list.${one}`) }))}
          />
        </div>
      </Filters>
      {view === 'held' || view === 'lifted' ? <HoldList ended={view === 'lifted'} /> : <ItemList key={view} state={view} />}
    </Page>
  )
}

function ItemList({ state }: { readonly state: ItemView['state'] }) {
  const { t } = useTranslation('evidence')
  const { locale } = usePreferences()
  const navigate = useNavigate()
  const name = useItemName()
  const source = useList(listEvidence, { query: { state } }, { live: ['item'] })
  const columns: readonly Column<ItemView>[] = [
    {
      id: 'name',
      head: t('column.name'),
      priority: 1,
      width: 'minmax(12rem, 2fr)',
      cell: (item) => (
        <Link
          to="/evidence/$id"
          params={{ id: item.id }}
          tabIndex={-1}
          style={{ color: 'inherit', textDecoration: 'none', fontWeight: 550 }}
        >
          <bdi>{name(item)}</bdi>
        </Link>
      ),
    },
    { id: 'hash', head: 'SHA-256', priority: 3, width: 'max-content', cell: (item) => <Hash value={item.sha256} length={6} /> },
    { id: 'by', head: t('column.by'), priority: 2, width: 'minmax(8rem, 1.2fr)', cell: (item) => <bdi>{item.handedBy ?? ''}</bdi> },
    { id: 'size', head: t('column.size'), priority: 2, width: 'max-content', align: 'end', cell: (item) => formatSize(item.size, locale) },
    ...(state === 'kept'
      ? []
      : [
          {
            id: 'why',
            head: t('column.why'),
            priority: 2,
            width: 'max-content',
            cell: (item) => (item.destroyedWhy === null ? '' : <Badge>{t(`why.${item.destroyedWhy}`)}</Badge>),
          } satisfies Column<ItemView>,
          {
            id: 'gone',
            head: t('column.gone'),
            priority: 3,
            width: 'max-content',
            cell: (item) => (item.destroyedAt === null ? '' : <Time at={item.destroyedAt} style="date" />),
          } satisfies Column<ItemView>,
        ]),
    {
      id: 'received',
      head: t('column.received'),
      priority: 2,
      width: 'max-content',
      align: 'end',
      cell: (item) => <Time at={item.receivedAt} style="relative" />,
    },
  ]
  return (
    <ListView
      label={t(`list.${state}`)}
      source={source}
      columns={columns}
      idOf={itemId}
      nameOf={(item: ItemView) => name(item)}
      onOpen={(item) => void navigate({ to: '/evidence/$id', params: { id: item.id } })}
      empty={{ title: t(`list.none-${state}`), text: t(`list.none-${state}-why`) }}
    />
  )
}

function HoldList({ ended }: { readonly ended: boolean }) {
  const { t } = useTranslation('evidence')
  const navigate = useNavigate()
  const name = useItemName()
  const source = useList(listHolds, { query: { ended: ended ? 'true' : 'false' } }, { live: ['item'] })
  const items = ended ? source.items.filter((hold) => hold.endedAt !== null) : source.items
  const columns: readonly Column<HoldView>[] = [
    {
      id: 'item',
      head: t('column.name'),
      priority: 1,
      width: 'minmax(10rem, 1.5fr)',
      cell: (hold) => <bdi>{hold.about === null ? t('hold.unseen') : name(hold.about)}</bdi>,
    },
    {
      id: 'reason',
      head: t('column.reason'),
      priority: 2,
      width: 'minmax(10rem, 2fr)',
      wrap: true,
      cell: (hold) => <bdi>{hold.reason}</bdi>,
    },
    {
      id: 'by',
      head: t('column.set-by'),
      priority: 3,
      width: 'minmax(7rem, 1fr)',
      cell: (hold) => <bdi>{hold.setByName ?? t('actor.person')}</bdi>,
    },
    { id: 'since', head: t('column.since'), priority: 2, width: 'max-content', cell: (hold) => <Time at={hold.since} style="date" /> },
    ...(ended
      ? [
          {
            id: 'ended',
            head: t('column.lifted'),
            priority: 2,
            width: 'max-content',
            cell: (hold) => (hold.endedAt === null ? '' : <Time at={hold.endedAt} style="date" />),
          } satisfies Column<HoldView>,
          {
            id: 'why',
            head: t('column.why-lifted'),
            priority: 2,
            width: 'minmax(8rem, 1.5fr)',
            wrap: true,
            cell: (hold) => <bdi>{hold.endedWhy ?? ''}</bdi>,
          } satisfies Column<HoldView>,
        ]
      : [
          {
            id: 'do',
            head: '',
            priority: 2,
            width: 'max-content',
            align: 'end',
            action: true,
            cell: (hold) => <Lift hold={hold} />,
          } satisfies Column<HoldView>,
        ]),
  ]
  return (
    <ListView
      label={ended ? t('list.lifted') : t('list.held')}
      source={{ ...source, items }}
      columns={columns}
      idOf={holdId}
      onOpen={(hold) => void navigate({ to: '/evidence/$id', params: { id: hold.item } })}
      empty={ended ? { title: t('list.none-lifted') } : { title: t('list.none-held'), text: t('list.none-held-why') }}
    />
  )
}
