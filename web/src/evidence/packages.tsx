import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconDownload, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { discardPackage, listPackages, type PackageView } from '../../../src/domain/evidence/contract/package.ts'
import { useQuickAct } from '../app/act.ts'
import { useList } from '../app/read.ts'
import { useConfirm } from '../ui/confirm.tsx'
import { formatSize } from '../ui/format.ts'
import { type Column, ListView } from '../ui/list/list-view.tsx'
import { Page } from '../ui/page.tsx'
import { usePreferences } from '../ui/preferences.tsx'
import { Time } from '../ui/time.tsx'
import { PackageState } from './package-state.tsx'

const idOf = (one: PackageView) => one.id
const nameOf = (one: PackageView) => one.about.title

/** What was put together for somebody outside: for whom and why, how far it is, and the file while it is there. */
export function Packages() {
  const { t } = useTranslation('package')
  const { locale } = usePreferences()
  const source = useList(listPackages, { query: {} }, { live: ['package'] })
  const columns: readonly Column<PackageView>[] = [
    {
      id: 'about',
      head: t('column.about'),
      priority: 1,
      width: 'minmax(9rem, 1.2fr)',
      cell: (one) => <bdi>{one.about.title}</bdi>,
    },
    { id: 'recipient', head: t('column.recipient'), priority: 2, width: 'minmax(8rem, 1.2fr)', cell: (one) => <bdi>{one.recipient}</bdi> },
    {
      id: 'purpose',
      head: t('column.purpose'),
      priority: 3,
      width: 'minmax(8rem, 1.4fr)',
      wrap: true,
      cell: (one) => <bdi>{one.purpose}</bdi>,
    },
    { id: 'state', head: t('column.state'), priority: 1, width: 'max-content', cell: (one) => <PackageState one={one} /> },
    {
      id: 'size',
      head: t('column.size'),
      priority: 3,
      width: 'max-content',
      align: 'end',
      cell: (one) => (one.size === null ? '' : formatSize(one.size, locale)),
    },
    { id: 'by', head: t('column.by'), priority: 3, width: 'minmax(6rem, 1fr)', cell: (one) => <bdi>{one.byName ?? t('by-program')}</bdi> },
    {
      id: 'created',
      head: t('column.created'),
      priority: 2,
      width: 'max-content',
      align: 'end',
      cell: (one) => <Time at={one.createdAt} style="relative" />,
    },
    { id: 'do', head: '', priority: 2, width: 'max-content', align: 'end', action: true, cell: (one) => <Acts one={one} /> },
  ]
  return (
    <Page title={t('title')} lead={t('lead')}>
      <ListView
        label={t('title')}
        source={source}
        columns={columns}
        idOf={idOf}
        nameOf={nameOf}
        empty={{ title: t('none'), text: t('none-why') }}
      />
    </Page>
  )
}

function Acts({ one }: { readonly one: PackageView }) {
  const { t } = useTranslation('package')
  const confirm = useConfirm()
  const discard = useQuickAct(discardPackage, ['package'])
  if (one.state === 'gone' || one.state === 'failed') return null
  const remove = async () => {
    const sure = await confirm({
      title: t('discard-title', { title: one.about.title }),
      consequence: t('discard-consequence'),
      act: t('discard'),
    })
    if (sure) await discard({ params: { id: one.id } }, t('discarded'))
  }
  return (
    <span style={{ display: 'inline-flex', gap: 6, alignItems: 'center' }}>
      {one.state === 'ready' && (
        <Button
          component="a"
          href={`/api/packages/${one.id}/file`}
          download
          size="compact-sm"
          variant="default"
          leftSection={<IconDownload size={14} aria-hidden="true" />}
          aria-label={t('fetch-named', { title: one.about.title })}
        >
          {t('fetch')}
        </Button>
      )}
      <Tooltip label={t('discard')}>
        <ActionIcon variant="subtle" color="red" onClick={() => void remove()} aria-label={t('discard-named', { title: one.about.title })}>
          <IconTrash size={16} aria-hidden="true" />
        </ActionIcon>
      </Tooltip>
    </span>
  )
}
