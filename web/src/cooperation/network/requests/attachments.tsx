import { ActionIcon, Alert, Button, FileButton, Group, Stack, Text, Tooltip } from '@mantine/core'
import { IconPaperclip, IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { mostAttachmentBytes, mostAttachments } from '../../../../../src/domain/cooperation/contract/network/request-attachment-names.ts'
import {
  discardRequestAttachment,
  type RequestAttachment,
} from '../../../../../src/domain/cooperation/contract/network/request-attachments.ts'
import type { RequestWhole } from '../../../../../src/domain/cooperation/contract/network/requests.ts'
import { useQuickAct } from '../../../app/act.ts'
import { upload } from '../../../app/api.ts'
import { useTroubleText } from '../../../app/trouble.ts'
import { Mono } from '../../../ui/code.tsx'
import { formatSize } from '../../../ui/format.ts'
import { usePreferences } from '../../../ui/preferences.tsx'
import { Time } from '../../../ui/time.tsx'
import network from '../network.module.css'

/** Files that will go with what is said next: put in one by one, and taken back until then. */
export function AttachmentsField({ request, files }: { readonly request: RequestWhole; readonly files: RequestWhole['unsaid'] }) {
  const { t } = useTranslation('requests')
  const { locale } = usePreferences()
  const queries = useQueryClient()
  const trouble = useTroubleText()
  const discard = useQuickAct(discardRequestAttachment, ['request'])
  const [sending, setSending] = useState(false)
  const [failed, setFailed] = useState<string>()
  const add = async (files: readonly File[]) => {
    setSending(true)
    setFailed(undefined)
    try {
      for (const file of files)
        await upload(`/api/requests/${request.id}/attachments?${new URLSearchParams({ name: file.name.slice(0, 200) })}`, file, {})
    } catch (cause) {
      setFailed(trouble(cause))
    }
    await queries.invalidateQueries()
    setSending(false)
  }
  return (
    <Stack gap="xs">
      {files.map((one) => (
        <Group key={one.id} gap="xs" justify="space-between" wrap="nowrap">
          <Text size="sm">
            <bdi>{one.name}</bdi> · {formatSize(one.size, locale)}
          </Text>
          <Tooltip label={t('attachment.remove')}>
            <ActionIcon
              variant="subtle"
              color="red"
              aria-label={t('attachment.remove-named', { name: one.name })}
              onClick={() => void discard({ params: { id: one.id } }, t('attachment.removed')).then(() => queries.invalidateQueries())}
            >
              <IconTrash size={16} aria-hidden="true" />
            </ActionIcon>
          </Tooltip>
        </Group>
      ))}
      <Group gap="xs">
        <FileButton multiple onChange={(files) => void add(files)}>
          {(props) => (
            <Button
              {...props}
              variant="default"
              size="compact-md"
              loading={sending}
              disabled={request.unsaid.length >= mostAttachments}
              leftSection={<IconPaperclip size={16} aria-hidden="true" />}
            >
              {t('attachment.add')}
            </Button>
          )}
        </FileButton>
        <Text size="sm" c="dimmed">
          {t('attachment.limit', { count: mostAttachments, size: formatSize(mostAttachmentBytes, locale) })}
        </Text>
      </Group>
      {failed !== undefined && (
        <Alert color="red" role="alert">
          {failed}
        </Alert>
      )}
    </Stack>
  )
}

/** The files of a message: to be saved, never opened here. */
export function Attachments({ files, own }: { readonly files: readonly RequestAttachment[]; readonly own: boolean }) {
  const { t } = useTranslation('requests')
  const { locale } = usePreferences()
  return files.map((one) => (
    <div key={one.id}>
      {one.there ? (
        <a href={`/api/request-attachments/${one.id}`} download className={network.link}>
          <bdi>{one.name}</bdi>
        </a>
      ) : (
        <bdi>{one.name}</bdi>
      )}{' '}
      · {formatSize(one.size, locale)} · <Mono>{one.sha256.slice(0, 16)}</Mono>
      {!one.there && <> · {t('attachment.gone')}</>}
      {own &&
        one.fetched.map(({ name, at }) => (
          <span key={name}>
            {' '}
            · {t('attachment.fetched', { name })} <Time at={at} />
          </span>
        ))}
    </div>
  ))
}
