import { Button, Group, Modal, Radio, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { makePackage, type PackageView, packageDays, readPackage } from '../../../src/domain/evidence/contract/package.ts'
import { useAct } from '../app/act.ts'
import { Answer } from '../app/answer.tsx'
import { FormNote, useFields } from '../app/form.tsx'
import { LinkButton } from '../app/link-button.tsx'
import { useRead } from '../app/read.ts'
import { Hash } from '../ui/code.tsx'
import { Facts } from '../ui/facts.tsx'
import { formatSize } from '../ui/format.ts'
import { usePreferences } from '../ui/preferences.tsx'
import { ProgressRow } from '../ui/progress.tsx'
import { partOf } from './package-state.tsx'

/** What a package is to be about: a kind that the server knows (`report`, `case`), and ids. */
export type PackageAbout = { readonly kind: string; readonly subjects: readonly string[] }

type Language = PackageView['language']
const languages: readonly { value: Language; label: string }[] = [
  { value: 'en', label: 'English' },
  { value: 'zh-CN', label: '中文' },
  { value: 'ar', label: 'العربية' },
]

/** Asks for whom and why, then shows the making, and hands the file over. Closing it stops nothing. */
export function PackageDialog({ about, open, onClose }: { readonly about: PackageAbout; readonly open: boolean; onClose(): void }) {
  const { t } = useTranslation('package')
  const [made, setMade] = useState<string>()
  const close = () => {
    onClose()
    setMade(undefined)
  }
  return (
    <Modal opened={open} onClose={close} title={t('dialog.title')} size="lg" closeButtonProps={{ 'aria-label': t('ui:close') }}>
      {made === undefined ? <AskForm about={about} onMade={setMade} onClose={close} /> : <Making id={made} onClose={close} />}
    </Modal>
  )
}

/** as the server asks for it */
const shortest = 3

function AskForm({ about, onMade, onClose }: { readonly about: PackageAbout; onMade(id: string): void; onClose(): void }) {
  const { t } = useTranslation('package')
  const { locale } = usePreferences()
  const act = useAct(makePackage, ['package', 'item'])
  const said = (value: string) => (value.trim().length < shortest ? t('dialog.needed') : null)
  const own = languages.find(({ value }) => value.split('-')[0] === locale.split('-')[0])?.value ?? 'en'
  const form = useFields(
    { purpose: '', recipient: '', language: own as Language, originals: 'sealed' as PackageView['originals'] },
    { purpose: said, recipient: said },
    act.failure,
  )
  const submit = form.onSubmit(async ({ purpose, recipient, language, originals }) => {
    const subjects = [...about.subjects]
    const body = { about: { kind: about.kind, subjects }, purpose: purpose.trim(), recipient: recipient.trim(), language, originals }
    const done = await act.run({ body })
    if (done !== undefined) onMade(done.answer.id)
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormNote failure={act.failure} />
        <Text>{t('dialog.lead', { count: about.subjects.length })}</Text>
        <TextInput
          label={t('dialog.recipient')}
          description={t('dialog.recipient-hint')}
          maxLength={1_000}
          data-autofocus
          {...form.props('recipient')}
        />
        <Textarea
          label={t('dialog.purpose')}
          description={t('dialog.purpose-hint')}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={1_000}
          {...form.props('purpose')}
        />
        <Select
          label={t('dialog.language')}
          description={t('dialog.language-hint')}
          data={[...languages]}
          allowDeselect={false}
          value={form.values.language}
          onChange={(language) => form.set('language', (language ?? 'en') as Language)}
        />
        <Radio.Group
          label={t('dialog.originals')}
          value={form.values.originals}
          onChange={(originals) => form.set('originals', originals as PackageView['originals'])}
        >
          <Stack gap="xs" mt={6}>
            <Radio value="sealed" label={t('dialog.sealed')} description={t('dialog.sealed-hint')} />
            <Radio value="plain" label={t('dialog.plain')} description={t('dialog.plain-hint')} />
          </Stack>
        </Radio.Group>
        <Text size="sm" c="dimmed">
          {t('dialog.recorded')}
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('ui:cancel')}
          </Button>
          <Button type="submit" loading={act.running}>
            {t('dialog.make')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function Making({ id, onClose }: { readonly id: string; onClose(): void }) {
  const state = useRead(readPackage, { params: { id } }, { live: ['package'], id })
  return <Answer of={state}>{(one) => <Made one={one} onClose={onClose} />}</Answer>
}

function Made({ one, onClose }: { readonly one: PackageView; onClose(): void }) {
  const { t } = useTranslation('package')
  const over = one.state === 'failed' || one.state === 'gone'
  return (
    <Stack gap="md">
      {one.state === 'ready' ? (
        <Ready one={one} />
      ) : (
        <>
          <ProgressRow
            name={one.about.title}
            part={one.state === 'waiting' ? null : partOf(one)}
            {...(over ? { result: t(`state.${one.state}`) } : {})}
          />
          <Text role="status">{over ? t(`dialog.${one.state}`) : t('dialog.under-way')}</Text>
        </>
      )}
      <Group justify="flex-end" gap="xs">
        <LinkButton to="/packages" variant="default">
          {t('dialog.all')}
        </LinkButton>
        <Button variant="default" onClick={onClose}>
          {t('ui:close')}
        </Button>
        {one.state === 'ready' && (
          <Button component="a" href={`/api/packages/${one.id}/file`} download leftSection={<IconDownload size={16} aria-hidden="true" />}>
            {t('fetch')}
          </Button>
        )}
      </Group>
    </Stack>
  )
}

function Ready({ one }: { readonly one: PackageView }) {
  const { t } = useTranslation('package')
  const { locale } = usePreferences()
  return (
    <>
      <Text role="status">{t('dialog.ready', { count: packageDays })}</Text>
      <Facts
        facts={[
          { name: t('column.about'), value: <bdi>{one.about.title}</bdi> },
          { name: t('column.size'), value: formatSize(one.size ?? 0, locale) },
          { name: 'SHA-256', value: <Hash value={one.sha256 ?? ''} /> },
          {
            name: t('fact.items'),
            value: t('fact.items-of', { count: one.items - one.leftOut, left: one.leftOut, withheld: one.withheld }),
          },
          { name: t('fact.pages'), value: t(one.printed ? 'fact.printed' : 'fact.not-printed') },
          { name: t('fact.stamp'), value: t(one.stamped ? 'fact.stamped' : 'fact.not-stamped') },
        ]}
      />
    </>
  )
}
