import { Button, Menu } from '@mantine/core'
import { IconArrowsJoin2, IconCheck, IconDots, IconUser } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseLine } from '../../../../src/domain/cases/contract.ts'
import type { filterOf } from '../queue.tsx'
import { BulkDialog, type BulkKind, bulkKinds } from './bulk-dialog.tsx'

type Props = {
  readonly chosen: readonly CaseLine[]
  readonly filter: ReturnType<typeof filterOf>
  /** more are found than are on the page */
  readonly more: boolean
  readonly onDone: () => void
}

const direct: readonly BulkKind[] = ['assign', 'close', 'merge']

/** What can be done with the chosen cases, or with all that the filter finds. */
export function BulkBar({ chosen, filter, more, onDone }: Props) {
  const { t } = useTranslation('cases')
  const [kind, setKind] = useState<BulkKind>()
  const [all, setAll] = useState(false)
  const ids = chosen.map((line) => line.id)
  return (
    <>
      {more && (
        <Button size="compact-sm" variant="subtle" aria-pressed={all} onClick={() => setAll(!all)}>
          {t(all ? 'bulk.only-chosen' : 'bulk.all-found')}
        </Button>
      )}
      <Button size="compact-sm" variant="subtle" leftSection={<IconUser size={14} />} onClick={() => setKind('assign')}>
        {t('bulk.act.assign')}
      </Button>
      <Button size="compact-sm" variant="subtle" leftSection={<IconCheck size={14} />} onClick={() => setKind('close')}>
        {t('bulk.act.close')}
      </Button>
      <Button size="compact-sm" variant="subtle" leftSection={<IconArrowsJoin2 size={14} />} onClick={() => setKind('merge')}>
        {t('bulk.act.merge')}
      </Button>
      <Menu position="top-end">
        <Menu.Target>
          <Button size="compact-sm" variant="subtle" aria-label={t('bulk.more')}>
            <IconDots size={16} aria-hidden="true" />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {bulkKinds
            .filter((one) => !direct.includes(one))
            .map((one) => (
              <Menu.Item key={one} onClick={() => setKind(one)}>
                {t(`bulk.act.${one}`)}
              </Menu.Item>
            ))}
        </Menu.Dropdown>
      </Menu>
      {kind !== undefined && (
        <BulkDialog
          kind={kind}
          target={all ? { filter } : { ids }}
          first={chosen[0]}
          onClose={(done) => {
            setKind(undefined)
            if (done) onDone()
          }}
        />
      )}
    </>
  )
}
