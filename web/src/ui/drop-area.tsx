import { Dropzone } from '@mantine/dropzone'
import '@mantine/dropzone/styles.css'
import { Button, Text } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { formatSize } from './format.ts'
import { usePreferences } from './preferences.tsx'

type DropAreaProps = {
  /** what to drop here, and what becomes of it */
  readonly title: string
  readonly text?: string
  /** bytes a file may have */
  readonly maxSize: number
  readonly disabled?: boolean
  onFiles(files: readonly File[]): void
  /** files that were refused for their size */
  onRefused?(files: readonly File[]): void
}

/** Takes files by dropping or choosing them, many at once. Part of a page's own chunk: import it from a lazy page only. */
export function DropArea({ title, text, maxSize, disabled = false, onFiles, onRefused }: DropAreaProps) {
  const { t } = useTranslation('ui')
  const { locale } = usePreferences()
  const open = useRef<() => void>(null)
  return (
    <Dropzone
      openRef={open}
      activateOnClick={false}
      maxSize={maxSize}
      disabled={disabled}
      onDrop={onFiles as (files: File[]) => void}
      onReject={(refused: readonly { readonly file: File }[]) => onRefused?.(refused.map((one) => one.file))}
      inputProps={{ 'aria-label': title }}
      styles={{ inner: { pointerEvents: 'auto' } }}
      p="xl"
    >
      <div style={{ display: 'grid', justifyItems: 'center', gap: '0.375rem', textAlign: 'center' }}>
        <IconUpload size={28} stroke={1.4} aria-hidden="true" />
        <Text fw={600}>{title}</Text>
        {text !== undefined && (
          <Text c="dimmed" maw="52ch">
            {text}
          </Text>
        )}
        <Button variant="default" mt="xs" onClick={() => open.current?.()} disabled={disabled}>
          {t('drop.choose')}
        </Button>
        <Text size="xs" c="dimmed">
          {t('drop.limit', { size: formatSize(maxSize, locale) })}
        </Text>
      </div>
    </Dropzone>
  )
}
