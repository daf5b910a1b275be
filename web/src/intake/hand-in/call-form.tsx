import { Button, Fieldset, Group, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newId } from '../../../../src/base/id.ts'
import { type Receipt, sendReport } from '../../../../src/domain/intake/contract.ts'
import { upload } from '../../app/api.ts'
import { FormNote, useFields } from '../../app/form.tsx'
import { Copyable } from '../../ui/code.tsx'
import { Filed } from './progress.tsx'
import { statedReport } from './stated.ts'

const empty = { url: '', host: '', text: '', note: '', name: '', address: '', said: 'unwanted' as 'unwanted' | 'child-material' }

/** What the desk writes down for somebody who calls. */
export function CallForm({ onAnother }: { readonly onAnother?: () => void }) {
  const { t } = useTranslation('intake')
  const queries = useQueryClient()
  const [sent, setSent] = useState<Receipt>()
  const [failure, setFailure] = useState<Error | null>(null)
  const [sending, setSending] = useState(false)
  const [key, setKey] = useState(newId)
  const form = useFields(empty, { url: () => null, text: () => null }, failure)
  const nothing = form.values.url.trim() === '' && form.values.host.trim() === '' && form.values.text.trim() === ''
  const submit = form.onSubmit(async (values) => {
    setSending(true)
    setFailure(null)
    try {
      const body = new Blob([JSON.stringify(statedReport(values))], { type: 'application/json' })
      setSent(await upload<Receipt>(sendReport.path, body, { key, headers: { 'content-type': 'application/json' } }))
      void queries.invalidateQueries({ queryKey: ['/api/reports'] })
    } catch (cause) {
      setFailure(cause instanceof Error ? cause : new Error(String(cause)))
    } finally {
      setSending(false)
    }
  })
  const another = () => {
    setSent(undefined)
    setKey(newId())
    form.reset()
    onAnother?.()
  }
  if (sent !== undefined) return <Done receipt={sent} onAnother={another} />
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormNote failure={failure} />
        <Fieldset variant="unstyled" legend={t('call.what')}>
          <Stack gap="sm">
            <TextInput label={t('call.url')} description={t('call.url-hint')} dir="ltr" autoComplete="off" {...form.props('url')} />
            <TextInput label={t('call.host')} description={t('call.host-hint')} dir="ltr" autoComplete="off" {...form.props('host')} />
            <Textarea label={t('call.text')} description={t('call.text-hint')} autosize minRows={3} maxRows={12} {...form.props('text')} />
          </Stack>
        </Fieldset>
        <Fieldset variant="unstyled" legend={t('call.who')}>
          <Stack gap="sm">
            <TextInput label={t('call.name')} autoComplete="off" {...form.props('name')} />
            <TextInput
              label={t('call.address')}
              description={t('call.address-hint')}
              type="email"
              dir="ltr"
              autoComplete="off"
              {...form.props('address')}
            />
            <Textarea label={t('call.note')} description={t('call.note-hint')} autosize minRows={2} maxRows={10} {...form.props('note')} />
          </Stack>
        </Fieldset>
        <Radio.Group label={t('call.said')} value={form.values.said} onChange={(value) => form.set('said', value as typeof empty.said)}>
          <Stack gap="xs" mt={4}>
            <Radio value="unwanted" label={t('call.unwanted')} />
            <Radio value="child-material" label={t('call.child-material')} description={t('call.child-material-means')} />
          </Stack>
        </Radio.Group>
        <Group justify="space-between" align="center">
          <Text size="sm" c="dimmed">
            {nothing ? t('call.needs') : ''}
          </Text>
          <Button type="submit" loading={sending} disabled={nothing}>
            {t('call.send')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function Done({ receipt, onAnother }: { readonly receipt: Receipt; readonly onAnother: () => void }) {
  const { t } = useTranslation('intake')
  return (
    <Stack gap="md">
      <Text component="div" size="lg">
        <Filed receipt={receipt} />
      </Text>
      <Text>{t('call.tell-reference')}</Text>
      {receipt.tracking !== null && (
        <div>
          <Text size="sm" c="dimmed">
            {t('call.tracking')}
          </Text>
          <Copyable text={`${window.location.origin}/track/${receipt.tracking}`} />
        </div>
      )}
      <div>
        <Button variant="default" onClick={onAnother}>
          {t('call.another')}
        </Button>
      </div>
    </Stack>
  )
}
