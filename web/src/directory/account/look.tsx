import { SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Section } from '../../ui/page.tsx'

/** Light or dark; kept in this browser, since it is about this screen. */
export function Look() {
  const { t } = useTranslation(['directory', 'shell'])
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Section title={t('directory:account.look')} lead={t('directory:account.look-lead')}>
      <SegmentedControl
        aria-label={t('shell:scheme.label')}
        value={colorScheme}
        onChange={(value) => setColorScheme(value as 'auto' | 'light' | 'dark')}
        data={[
          { value: 'auto', label: t('shell:scheme.auto') },
          { value: 'light', label: t('shell:scheme.light') },
          { value: 'dark', label: t('shell:scheme.dark') },
        ]}
      />
    </Section>
  )
}
