import { Alert, Autocomplete, Button, Collapse, Group, NumberInput, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconCircleCheck, IconPlugConnected } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { AnswerOf } from '../../../src/base/route.ts'
import { addMailbox, changeMailbox, type Mailbox, mailboxDone, mailboxSecurity, testMailbox } from '../../../src/domain/intake/contract.ts'
import { useAct } from '../app/act.ts'
import { FormNote, useChecks, useFields } from '../app/form.tsx'
import { CredentialFields } from './mailbox-credentials.tsx'
import { bodyOf, fieldsOf, type MailboxFields, presetNames, presets, wantsFolder } from './mailbox-fields.ts'
import { TroubleText } from './mailbox-trouble.tsx'

export type MailboxView = z.output<typeof Mailbox>

/** Adds a mailbox, or changes one; what opens it can be typed anew and is never shown. */
export function MailboxForm({ mailbox, onClose }: { readonly mailbox?: MailboxView; readonly onClose: () => void }) {
  const { t } = useTranslation('intake')
  const adding = useAct(addMailbox, ['channel'])
  const changing = useAct(changeMailbox, ['channel'])
  const failure = mailbox === undefined ? adding.failure : changing.failure
  const { required, email } = useChecks()
  const doneFolder = (value: string) => (form.values.done === 'move' ? wantsFolder(value, form.values.folder, t) : null)
  const form = useFields<MailboxFields>(
    fieldsOf(mailbox),
    { name: required, address: email, host: required, port: required, username: required, folder: required, doneFolder },
    failure,
  )
  const { values } = form
  const [folders, setFolders] = useState<readonly string[]>([])
  const submit = form.onSubmit(async () => {
    const body = bodyOf(values)
    const done = mailbox === undefined ? await adding.run({ body }) : await changing.run({ params: { id: mailbox.id }, body })
    if (done !== undefined) onClose()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormNote failure={failure} />
        {mailbox === undefined && (
          <Select
            label={t('mailbox.preset')}
            description={t('mailbox.preset-hint')}
            data={presetNames.map((value) => ({ value, label: t(`mailbox.presets.${value}`) }))}
            allowDeselect={false}
            value={values.preset}
            onChange={(name) => {
              for (const [field, value] of Object.entries(presets[name ?? 'other'] ?? {}))
                form.set(field as keyof MailboxFields, value as never)
            }}
            data-autofocus
          />
        )}
        <TextInput
          label={t('channels.name')}
          description={t('mailbox.name-hint')}
          maxLength={80}
          autoComplete="off"
          {...form.props('name')}
        />
        <TextInput
          label={t('mailbox.address')}
          description={t('mailbox.address-hint')}
          type="email"
          maxLength={254}
          autoComplete="off"
          dir="ltr"
          {...form.props('address')}
        />
        <Group grow align="start" preventGrowOverflow={false} wrap="wrap">
          <TextInput label={t('mailbox.host')} maxLength={253} autoComplete="off" dir="ltr" {...form.props('host')} />
          <NumberInput
            label={t('mailbox.port')}
            min={1}
            max={65_535}
            allowDecimal={false}
            hideControls
            maw={120}
            dir="ltr"
            name="port"
            value={values.port}
            error={form.props('port').error}
            onChange={(port) => form.set('port', Number(port))}
          />
        </Group>
        <Select
          label={t('mailbox.security')}
          description={t(`mailbox.security-means.${values.security}`)}
          data={mailboxSecurity.map((value) => ({ value, label: t(`mailbox.securities.${value}`) }))}
          allowDeselect={false}
          value={values.security}
          onChange={(value) => form.set('security', (value ?? 'tls') as MailboxFields['security'])}
        />
        <TextInput label={t('mailbox.username')} maxLength={320} autoComplete="off" dir="ltr" {...form.props('username')} />
        <CredentialFields form={form} kept={mailbox !== undefined} />
        <Autocomplete
          label={t('mailbox.folder')}
          description={t('mailbox.folder-hint')}
          data={[...folders]}
          maxLength={500}
          dir="ltr"
          {...form.props('folder')}
        />
        <Select
          label={t('mailbox.done')}
          description={t(`mailbox.done-means.${values.done}`)}
          data={mailboxDone.map((value) => ({ value, label: t(`mailbox.dones.${value}`) }))}
          allowDeselect={false}
          value={values.done}
          onChange={(value) => form.set('done', (value ?? 'move') as MailboxFields['done'])}
        />
        {values.done === 'move' && (
          <Autocomplete
            label={t('mailbox.done-folder')}
            description={t('mailbox.done-folder-hint')}
            data={[...folders]}
            maxLength={500}
            dir="ltr"
            {...form.props('doneFolder')}
          />
        )}
        <Authority form={form} />
        <Trial values={values} id={mailbox?.id} onFolders={setFolders} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('ui:cancel')}
          </Button>
          <Button type="submit" loading={adding.running || changing.running}>
            {mailbox === undefined ? t('mailbox.add') : t('ui:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type Form = ReturnType<typeof useFields<MailboxFields>>

/** For servers whose certificate is signed by an authority of one's own. */
function Authority({ form }: { readonly form: Form }) {
  const { t } = useTranslation('intake')
  const [open, { toggle }] = useDisclosure(form.values.authority !== '')
  return (
    <div>
      <Button variant="subtle" size="compact-sm" onClick={toggle} aria-expanded={open}>
        {t('mailbox.authority')}
      </Button>
      <Collapse expanded={open}>
        <Textarea
          mt="xs"
          label={t('mailbox.authority-pem')}
          description={t('mailbox.authority-hint')}
          autosize
          minRows={3}
          maxRows={8}
          dir="ltr"
          spellCheck={false}
          {...form.props('authority')}
        />
      </Collapse>
    </div>
  )
}

type TrialProps = {
  readonly values: MailboxFields
  readonly id: string | undefined
  readonly onFolders: (folders: readonly string[]) => void
}

/** Tries what stands in the form, before it is kept. */
function Trial({ values, id, onFolders }: TrialProps) {
  const { t } = useTranslation('intake')
  const act = useAct(testMailbox, [])
  const [found, setFound] = useState<{ readonly answer: AnswerOf<typeof testMailbox> }>()
  const told = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (found !== undefined) told.current?.scrollIntoView({ block: 'nearest' })
  }, [found])
  const test = async () => {
    setFound(undefined)
    const { name: _name, ...body } = bodyOf(values)
    const done = await act.run({ body: { ...body, ...(id === undefined ? {} : { id }) } })
    setFound(done)
    if (done !== undefined) onFolders(done.answer.folders)
  }
  return (
    <Stack gap="xs">
      <Group>
        <Button variant="default" leftSection={<IconPlugConnected size={16} />} loading={act.running} onClick={() => void test()}>
          {t('mailbox.test')}
        </Button>
        <Text size="sm" c="dimmed">
          {act.running ? t('mailbox.testing') : t('mailbox.test-hint')}
        </Text>
      </Group>
      <div aria-live="polite" ref={told}>
        <FormNote failure={act.failure} />
        {found !== undefined &&
          (found.answer.trouble === null ? (
            <Alert color="green" variant="light" icon={<IconCircleCheck size={18} />} p="sm">
              {t('mailbox.works', { count: found.answer.messages })} {t(found.answer.idle ? 'mailbox.tells' : 'mailbox.asked')}
            </Alert>
          ) : (
            <TroubleText trouble={found.answer.trouble} />
          ))}
      </div>
    </Stack>
  )
}
