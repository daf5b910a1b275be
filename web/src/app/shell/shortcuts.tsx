import { Kbd, Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Facts } from '../../ui/facts.tsx'

/** The keys that the console knows. */
export function Shortcuts({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation('shell')
  const keys = (...names: readonly string[]) => (
    <span dir="ltr">
      {names.map((name) => (
        <Kbd key={name} me={4}>
          {name}
        </Kbd>
      ))}
    </span>
  )
  return (
    <Modal opened={open} onClose={onClose} title={t('user.shortcuts')} closeButtonProps={{ 'aria-label': t('nav.close') }}>
      <Facts
        facts={[
          { name: t('keys.find'), value: keys('Ctrl K', '⌘ K', '/') },
          { name: t('keys.move'), value: keys('j', 'k', '↓', '↑') },
          { name: t('keys.edge'), value: keys('Home', 'End') },
          { name: t('keys.open'), value: keys('Enter', 'o') },
          { name: t('keys.choose'), value: keys('x', 'Space') },
          { name: t('keys.range'), value: keys('Shift x', 'Shift ↓') },
          { name: t('keys.all'), value: keys('Ctrl A', '⌘ A') },
          { name: t('keys.none'), value: keys('Esc') },
          { name: t('keys.help'), value: keys('?') },
        ]}
      />
    </Modal>
  )
}
