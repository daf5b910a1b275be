import { Anchor, Button, FileInput, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  addEducationMaterial,
  addTrainingMaterial,
  type MaterialView,
  withdrawMaterial,
} from '../../../../../src/domain/cooperation/contract/network/trainings.ts'
import { useAct, useQuickAct } from '../../../app/act.ts'
import { upload } from '../../../app/api.ts'
import { FormNote, useChecks, useFields } from '../../../app/form.tsx'
import { Badge } from '../../../ui/badge.tsx'
import { useConfirm } from '../../../ui/confirm.tsx'
import { formatSize } from '../../../ui/format.ts'
import { Section } from '../../../ui/page.tsx'
import { usePreferences } from '../../../ui/preferences.tsx'
import { toast } from '../../../ui/toast.tsx'
import forms from '../../forms.module.css'
import { languageShape } from './training-form.tsx'
import classes from './trainings.module.css'
import { educationKinds, trainingKinds, useLanguageNames } from './words.tsx'

type To = 'trainings' | 'educations'
type Props = { readonly to: To; readonly of: string; readonly materials: readonly MaterialView[]; readonly may: boolean }
const kinds = [...trainingKinds, ...educationKinds]

/** What is taught with, by language; a file is saved, never shown. */
export function Materials({ to, of, materials, may }: Props) {
  const { t } = useTranslation('trainings')
  const [adding, setAdding] = useState(false)
  if (materials.length === 0 && !may) return null
  return (
    <Section
      title={t('material.title')}
      lead={materials.length === 0 ? t('material.none') : undefined}
      flush={materials.length > 0}
      actions={
        may && (
          <Button size="compact-md" variant="default" onClick={() => setAdding(true)}>
            {t('material.act')}
          </Button>
        )
      }
    >
      {materials.length > 0 && (
        <ul className={forms.rows}>
          {materials.map((one) => (
            <Row key={one.id} material={one} />
          ))}
        </ul>
      )}
      <Modal
        opened={adding}
        onClose={() => setAdding(false)}
        size="lg"
        title={t('material.act')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        <MaterialForm to={to} of={of} onDone={() => setAdding(false)} />
      </Modal>
    </Section>
  )
}

function Row({ material: { id, title, text, url, file, language, from, may } }: { readonly material: MaterialView }) {
  const { t } = useTranslation('trainings')
  const { locale } = usePreferences()
  const { nameOf } = useLanguageNames()
  const confirm = useConfirm()
  const withdraw = useQuickAct(withdrawMaterial, kinds)
  const ask = async () => {
    const yes = await confirm({
      title: t('material.withdraw'),
      consequence: t('material.withdraw-what'),
      act: t('material.withdraw'),
      grave: true,
    })
    if (yes) await withdraw({ params: { id } }, t('material.withdrawn'))
  }
  return (
    <li>
      <div className={classes.grow}>
        <Group gap="xs">
          <bdi>{title}</bdi> <Badge>{nameOf(language)}</Badge>
        </Group>
        {text !== '' && (
          <p className={classes.text} dir="auto" lang={language}>
            {text}
          </p>
        )}
        {url !== null && (
          <Anchor href={url} target="_blank" rel="noreferrer noopener" dir="ltr" className={classes.text}>
            {url}
          </Anchor>
        )}
        {file !== null && (
          <Anchor href={`/api/materials/${id}/file`} download>
            <bdi>{file.name}</bdi> ({formatSize(file.size, locale)})
          </Anchor>
        )}
        <div className={classes.dim}>
          <bdi>{from?.name ?? t('office')}</bdi>
        </div>
      </div>
      {may.withdraw && (
        <Button size="compact-sm" variant="subtle" onClick={() => void ask()}>
          {t('material.withdraw')}
        </Button>
      )}
    </li>
  )
}

function MaterialForm({ to, of, onDone }: { readonly to: To; readonly of: string; readonly onDone: () => void }) {
  const { t, i18n } = useTranslation('trainings')
  const queries = useQueryClient()
  const { required } = useChecks()
  const training = useAct(addTrainingMaterial, kinds)
  const education = useAct(addEducationMaterial, kinds)
  const [file, setFile] = useState<File | null>(null)
  const [sending, setSending] = useState(false)
  const [failure, setFailure] = useState<Error | null>(null)
  const failed = failure ?? training.failure ?? education.failure
  const language = (value: string) => (languageShape.test(value.trim()) ? null : t('form.languages-wrong'))
  const link = (value: string) => (value.trim() === '' || /^https:\/\/\S+$/.test(value.trim()) ? null : t('form.link-wrong'))
  const form = useFields(
    { title: '', language: i18n.language as string, text: '', url: '' },
    { title: required, language, url: link },
    failed,
  )
  const send = async (title: string, tag: string) => {
    if (file === null) return true
    setSending(true)
    setFailure(null)
    try {
      const query = new URLSearchParams({ title, language: tag, name: file.name.slice(0, 200) })
      await upload(`/api/${to}/${of}/files?${query}`, file)
      await queries.invalidateQueries()
      return true
    } catch (cause) {
      setFailure(cause instanceof Error ? cause : new Error(String(cause)))
      return false
    } finally {
      setSending(false)
    }
  }
  const submit = form.onSubmit(async ({ title, language: tag, text, url }) => {
    const trimmed = url.trim()
    const words = text.trim() !== '' || trimmed !== '' || file === null
    const body = { title, language: tag.trim(), text, url: trimmed === '' ? null : trimmed }
    if (words && (await (to === 'trainings' ? training : education).run({ params: { id: of }, body })) === undefined) return
    if (!(await send(title, tag.trim()))) return
    toast(t('material.added'))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={failed} />
        <TextInput label={t('field.title')} maxLength={200} dir="auto" data-autofocus required {...form.props('title')} />
        <TextInput
          label={t('material.language')}
          description={t('form.languages-hint')}
          dir="ltr"
          maxLength={35}
          required
          {...form.props('language')}
        />
        <Textarea label={t('material.text')} autosize minRows={2} maxRows={12} maxLength={50_000} dir="auto" {...form.props('text')} />
        <TextInput label={t('material.url')} type="url" dir="ltr" maxLength={2_000} {...form.props('url')} />
        <FileInput label={t('material.file')} description={t('material.file-what')} clearable value={file} onChange={setFile} />
        <Group justify="flex-end">
          <Button type="submit" loading={training.running || education.running || sending}>
            {t('material.act')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
