import { Alert, Button, FileButton, Group, Text } from '@mantine/core'
import { IconPaperclip } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { mostPaperFiles, paperTypes } from '../../../../../src/domain/cooperation/contract/network/call-file-names.ts'
import type { CallItemView } from '../../../../../src/domain/cooperation/contract.ts'
import { upload } from '../../../app/api.ts'
import { useTroubleText } from '../../../app/trouble.ts'
import { formatSize } from '../../../ui/format.ts'
import { usePreferences } from '../../../ui/preferences.tsx'
import classes from './calls.module.css'

/** The files of a paper: to be saved, never opened here. Whoever gave it adds to them. */
export function PaperFiles({ paper, open }: { readonly paper: CallItemView['papers'][number]; readonly open: boolean }) {
  const { locale } = usePreferences()
  return (
    <>
      {paper.files.map(({ id, name, size }) => (
        <div key={id}>
          <a href={`/api/call-files/${id}`} download className={classes.link}>
            <bdi>{name}</bdi>
          </a>{' '}
          <span className={classes.dim}>{formatSize(size, locale)}</span>
        </div>
      ))}
      {open && paper.may.withdraw && paper.files.length < mostPaperFiles && <AddFile paper={paper.id} />}
    </>
  )
}

function AddFile({ paper }: { readonly paper: string }) {
  const { t } = useTranslation('calls')
  const queries = useQueryClient()
  const trouble = useTroubleText()
  const [sending, setSending] = useState(false)
  const [failed, setFailed] = useState<string>()
  const add = async (file: File | null) => {
    if (file === null) return
    setSending(true)
    setFailed(undefined)
    try {
      await upload(`/api/call-papers/${paper}/files?${new URLSearchParams({ name: file.name.slice(0, 200) })}`, file, {})
    } catch (cause) {
      setFailed(trouble(cause))
    }
    await queries.invalidateQueries()
    setSending(false)
  }
  return (
    <>
      <Group gap="xs">
        <FileButton accept={paperTypes.join(',')} onChange={(file) => void add(file)}>
          {(props) => (
            <Button
              {...props}
              variant="subtle"
              size="compact-sm"
              loading={sending}
              leftSection={<IconPaperclip size={14} aria-hidden="true" />}
            >
              {t('paper.file')}
            </Button>
          )}
        </FileButton>
        <Text size="sm" c="dimmed">
          {t('paper.file-limit')}
        </Text>
      </Group>
      {failed !== undefined && (
        <Alert color="red" role="alert">
          {failed}
        </Alert>
      )}
    </>
  )
}
