import { Button, Checkbox, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Scope, scopes } from '../../../src/base/actor.ts'
import { createKey } from '../../../src/domain/directory/contract.ts'
import { useAct } from '../app/act.ts'
import { FormNote, useChecks, useFields } from '../app/form.tsx'
import { CodeBlock } from '../ui/code.tsx'

const lives = [7, 30, 90, 180, 365]

type Made = { readonly key: string; readonly scopes: readonly Scope[] }

/** Makes an API key, and shows it, this once. */
export function NewKeyDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation('directory')
  const [made, setMade] = useState<Made>()
  const close = () => {
    onClose()
    setMade(undefined)
  }
  return (
    <Modal
      opened={open}
      onClose={close}
      title={t('keys.make')}
      closeButtonProps={{ 'aria-label': t('ui:close') }}
      closeOnClickOutside={made === undefined}
    >
      {made === undefined ? (
        <NewKeyForm onMade={setMade} />
      ) : (
        <Stack gap="sm">
          <Text>{t('keys.made')}</Text>
          <CodeBlock text={made.key} />
          <Text size="sm" c="dimmed">
            {t('keys.made-how')}
          </Text>
          <CodeBlock text={exampleOf(made.scopes)} />
          <Group justify="flex-end">
            <Button onClick={close}>{t('link.done')}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  )
}

/** A first request that a key of these scopes may make; the key stays out of it, since a shell remembers what is typed. */
function exampleOf(scopes: readonly Scope[]): string {
  const curl = 'curl -H "Authorization: Bearer $KEY"'
  const where = `${window.location.origin}/api/reports`
  return scopes.includes('read') ? `${curl} ${where}` : `${curl} -H 'Content-Type: message/rfc822' --data-binary @spam.eml ${where}`
}

function NewKeyForm({ onMade }: { readonly onMade: (made: Made) => void }) {
  const { t } = useTranslation('directory')
  const act = useAct(createKey, ['key'])
  const some = (value: readonly Scope[]) => (value.length === 0 ? t('keys.some-scope') : null)
  const form = useFields(
    { name: '', scopes: ['report'] as readonly Scope[], days: '90' },
    { name: useChecks().required, scopes: some },
    act.failure,
  )
  const submit = form.onSubmit(async (values) => {
    const done = await act.run({ body: { name: values.name, scopes: [...values.scopes], days: Number(values.days) } })
    if (done !== undefined) onMade({ key: done.answer.key, scopes: values.scopes })
  })
  const { error } = form.props('scopes')
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <TextInput label={t('field.name')} description={t('keys.name-hint')} autoComplete="off" data-autofocus {...form.props('name')} />
        <Checkbox.Group
          label={t('keys.scopes')}
          value={[...form.values.scopes]}
          onChange={(chosen) => form.set('scopes', chosen as Scope[])}
          error={error}
        >
          <Stack gap="xs" mt={4}>
            {scopes.map((scope) => (
              <Checkbox key={scope} value={scope} label={t(`scope.${scope}`)} description={t(`scope-means.${scope}`)} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Select
          label={t('keys.life')}
          data={lives.map((days) => ({ value: String(days), label: t('keys.days', { count: days }) }))}
          allowDeselect={false}
          value={form.values.days}
          onChange={(days) => form.set('days', days ?? '90')}
        />
        <Group justify="flex-end" mt="xs">
          <Button type="submit" loading={act.running}>
            {t('keys.make')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
