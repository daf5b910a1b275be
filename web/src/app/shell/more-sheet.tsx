import { Drawer } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { NavItem } from '../navigation.ts'
import { NavList } from './nav-list.tsx'
import { OrganisationSwitch } from './organisation-switch.tsx'

/** All pages, on a phone. */
export function MoreSheet({
  items,
  open,
  onClose,
}: {
  readonly items: readonly NavItem[]
  readonly open: boolean
  readonly onClose: () => void
}) {
  const { t } = useTranslation('shell')
  return (
    <Drawer
      opened={open}
      onClose={onClose}
      position="bottom"
      size="auto"
      styles={{ content: { height: 'auto', maxHeight: '85dvh' } }}
      title={t('nav.label')}
      closeButtonProps={{ 'aria-label': t('nav.close') }}
      radius="lg"
    >
      <OrganisationSwitch />
      <NavList items={items} onGo={onClose} />
    </Drawer>
  )
}
