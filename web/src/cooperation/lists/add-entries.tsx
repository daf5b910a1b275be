import { Alert, Button, Group, Modal, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnswerOf } from '../../../../src/base/route.ts'
import { askEntries } from '../../../../src/domain/cooperation/contract.ts'
import { useAct } from '../../app/act.ts'
import { FormNote, useChecks, useFields } from '../../app/form.tsx'
import { Mono } from '../../ui/code.tsx'
import { defang } from '../../ui/defang.ts'
import classes from '../forms.module.css'

const lives = [1, 7, 30, 90, 365]
type Asked = AnswerOf<typeof askEntries>

/** Drafts entries; they are listed once their release is approved. What is refused is told, one by one. */
export function AddEntries({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation('lists')
  const navigate = useNavigate()
  const [asked, setAsked] = useState<Asked>()
  const close = () => {
    setAsked(undefined)
    onClose()
  }
  const toRelease = (id: string) => {
    close()
    void navigate({ to: '/releases/$id', params: { id } })
  }
  const take = (answer: Asked) => {
    if (answer.release !== null && answer.refused.length === 0) toRelease(answer.release)
    else setAsked(answer)
  }
  return (
    <Modal opened={open} onClose={close} size="lg" title={t('add.title')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      {asked === undefined ? <Form onAsked={take} /> : <Refused asked={asked} onGo={toRelease} onBack={() => setAsked(undefined)} />}
    </Modal>
  )
}

type RefusedProps = { readonly asked: Asked; readonly onGo: (id: string) => void; readonly onBack: () => void }

function Refused({ asked, onGo, onBack }: RefusedProps) {
  const { t } = useTranslation('lists')
  const { release } = asked
  return (
    <Stack gap="sm">
      <Alert color="yellow" variant="light" title={t('refused.title', { count: asked.refused.length })}>
        {release === null ? t('refused.all') : t('refused.rest', { count: asked.taken })}
      </Alert>
      <ul className={classes.rows}>
        {asked.refused.map((one) => (
          <li key={`${one.kind} ${one.value}`}>
            <div>
              <Mono>{defang(one.value)}</Mono>
              <div>{t(`refusal.${one.why}`, { by: one.by })}</div>
            </div>
          </li>
        ))}
      </ul>
      <Group justify="flex-end">
        <Button variant="default" onClick={onBack}>
          {t('refused.back')}
        </Button>
        {release !== null && <Button onClick={() => onGo(release)}>{t('refused.go')}</Button>}
      </Group>
    </Stack>
  )
}

function Form({ onAsked }: { readonly onAsked: (asked: Asked) => void }) {
  const { t } = useTranslation('lists')
  const act = useAct(askEntries, ['release'])
  const { required } = useChecks()
  const form = useFields({ entries: '', kind: '', reason: '', days: '30' }, { entries: required, reason: required }, act.failure)
  const submit = form.onSubmit(async ({ entries, kind, reason, days }) => {
    const chosen = kinds.find((one) => one === kind)
    const values = entries
      .split(/\s+/)
      .filter((one) => one !== '')
      .slice(0, 500)
    const body = {
      entries: values.map((value) => (chosen === undefined ? { value } : { value, kind: chosen })),
      reason,
      days: Number(days),
    }
    const done = await act.run({ body })
    if (done !== undefined) onAsked(done.answer)
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <Textarea
          label={t('add.entries')}
          description={t('add.entries-hint')}
          dir="ltr"
          autosize
          minRows={4}
          maxRows={12}
          data-autofocus
          {...form.props('entries')}
        />
        <Select
          label={t('column.kind')}
          allowDeselect={false}
          data={[{ value: '', label: t('add.by-form') }, ...kinds.map((one) => ({ value: one, label: t(`kind-means.${one}`) }))]}
          {...form.props('kind')}
        />
        <TextInput label={t('column.reason')} maxLength={500} {...form.props('reason')} />
        <Select
          label={t('add.life')}
          allowDeselect={false}
          data={lives.map((days) => ({ value: String(days), label: t('add.days', { count: days }) }))}
          {...form.props('days')}
        />
        <Text size="sm" c="dimmed">
          {t('add.next')}
        </Text>
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('add.do')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

const kinds = ['host', 'domain', 'url', 'address'] as const
