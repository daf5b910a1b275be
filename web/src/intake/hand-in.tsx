import { Drawer, Stack, Tabs } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useDesk } from '../app/desk.ts'
import { DropArea } from '../ui/drop-area.tsx'
import { CallForm } from './hand-in/call-form.tsx'
import classes from './hand-in/hand-in.module.css'
import { HandInProgress } from './hand-in/progress.tsx'
import { handIn, largest } from './hand-in/sender.ts'

export { handIn }

/**
 * Handing in by the console: files chosen, what became of each, of those dropped on the page as well, and a form for those who call. Drawn on the page of
 * reports (app/panels.ts).
 */
export function HandIn({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation('intake')
  const desk = useDesk()
  const take = (files: readonly File[]) => {
    onClose()
    handIn(files, desk)
  }
  return (
    <>
      <HandInProgress />
      <Drawer
        opened={open}
        onClose={onClose}
        position="right"
        size="lg"
        title={t('hand-in.open')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        <Tabs defaultValue="files" keepMounted={false}>
          <Tabs.List mb="md">
            <Tabs.Tab value="files">{t('hand-in.files')}</Tabs.Tab>
            <Tabs.Tab value="call">{t('hand-in.call')}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="files">
            <Stack gap="sm">
              {/* a file that is too large is said to be, in its line */}
              <DropArea title={t('hand-in.drop')} text={t('hand-in.drop-text')} maxSize={largest} onFiles={take} onRefused={take} />
              <p className={classes.or}>{t('hand-in.anywhere')}</p>
            </Stack>
          </Tabs.Panel>
          <Tabs.Panel value="call">
            <CallForm />
          </Tabs.Panel>
        </Tabs>
      </Drawer>
    </>
  )
}
