import { Button, Menu } from '@mantine/core'
import { IconArrowsJoin2, IconCheck, IconDots, IconUser } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type BulkKind, bulkKinds } from './bulk-fields.tsx'

type Props = {
  /** more are found than are on the page */
  readonly more: boolean
  /** `all`: not only those that are chosen */
  readonly onAct: (kind: BulkKind, all: boolean) => void
}

const direct: readonly BulkKind[] = ['assign', 'close', 'merge']

/** What can be done with the chosen cases, or with all that the filter finds. */
export function BulkBar({ more, onAct }: Props) {
  const { t } = useTranslation('cases')
  const [all, setAll] = useState(false)
  return (
    <>
      {more && (
        <Button size="compact-sm" variant="subtle" aria-pressed={all} onClick={() => setAll(!all)}>
          {t(all ? 'bulk.only-chosen' : 'bulk.all-found')}
        </Button>
      )}
      <Button size="compact-sm" variant="subtle" leftSection={<IconUser size={14} />} onClick={() => onAct('assign', all)}>
        {t('bulk.act.assign')}
      </Button>
      <Button size="compact-sm" variant="subtle" leftSection={<IconCheck size={14} />} onClick={() => onAct('close', all)}>
        {t('bulk.act.close')}
      </Button>
      <Button size="compact-sm" variant="subtle" leftSection={<IconArrowsJoin2 size={14} />} onClick={() => onAct('merge', all)}>
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
              <Menu.Item key={one} onClick={() => onAct(one, all)}>
                {t(`bulk.act.${one}`)}
              </Menu.Item>
            ))}
        </Menu.Dropdown>
      </Menu>
    </>
  )
}
