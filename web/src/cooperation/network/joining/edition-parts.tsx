import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type EditionWhole, proposeChange, publishInstrument, type RulesView } from '../../../../../src/domain/cooperation/contract.ts'
import { useAct } from '../../../app/act.ts'
import { FormNote, useChecks, useFields } from '../../../app/form.tsx'
import { toast } from '../../../ui/toast.tsx'
import { diffLines } from './diff.ts'
import classes from './joining.module.css'
import { RuleFields } from './rules.tsx'

/** A text beside the one before it: what is gone is struck, what is new is marked, for the eye and for a screen reader. */
export function Changes({ before, after }: { readonly before: string; readonly after: string }) {
  const counted = new Map<string, number>()
  return (
    <ul className={classes.diff} dir="auto">
      {diffLines(before, after).map(({ is, text }) => {
        const times = (counted.get(`${is}${text}`) ?? 0) + 1
        counted.set(`${is}${text}`, times)
        return (
          <li key={`${is}${times} ${text}`}>
            <span aria-hidden="true">{is === 'added' ? '+' : is === 'gone' ? '−' : ''}</span>
            {is === 'added' ? <ins>{text}</ins> : is === 'gone' ? <del>{text}</del> : <span>{text}</span>}
          </li>
        )
      })}
    </ul>
  )
}

type ChangeProps = {
  readonly kind: 'procedures' | 'work-plan'
  readonly from: EditionWhole | undefined
  readonly rules: RulesView | null
  readonly onDone: () => void
}

/** Proposes a new text, beginning with the one in force. */
export function ChangeForm({ kind, from, rules: initial, onDone }: ChangeProps) {
  const { t } = useTranslation('joining')
  const act = useAct(proposeChange, ['proposal', 'edition'])
  const [rules, setRules] = useState(initial)
  const { required } = useChecks()
  const checks = kind === 'work-plan' ? { title: required, text: required } : { title: required }
  const form = useFields({ title: from?.title ?? t(`texts.${kind}`), text: from?.text ?? '', reason: '' }, checks, act.failure)
  const submit = form.onSubmit(async (values) => {
    const said = { title: values.title.trim(), text: values.text, reason: values.reason.trim() }
    if (kind === 'procedures' && rules === null) return
    const body = kind === 'procedures' && rules !== null ? { kind, rules, ...said } : { kind: 'work-plan' as const, ...said }
    if ((await act.run({ body })) === undefined) return
    toast(t('propose.done'))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        {kind === 'procedures' && rules !== null && <RuleFields rules={rules} onChange={setRules} />}
        <TextInput label={t('edition.title')} maxLength={200} dir="auto" {...form.props('title')} />
        <Textarea label={t('edition.text')} autosize minRows={6} maxRows={20} maxLength={100_000} dir="auto" {...form.props('text')} />
        <Textarea label={t('propose.reason')} autosize minRows={2} maxLength={4_000} dir="auto" {...form.props('reason')} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('propose.act')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** A new version of the instrument, by the secretariat. */
export function PublishForm({ from, onDone }: { readonly from: EditionWhole | undefined; readonly onDone: () => void }) {
  const { t } = useTranslation('joining')
  const act = useAct(publishInstrument, ['edition'])
  const { required } = useChecks()
  const form = useFields({ title: from?.title ?? '', text: from?.text ?? '' }, { title: required, text: required }, act.failure)
  const submit = form.onSubmit(async ({ title, text }) => {
    if ((await act.run({ body: { title: title.trim(), text } })) === undefined) return
    toast(t('instrument.published'))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <TextInput label={t('edition.title')} maxLength={200} dir="auto" {...form.props('title')} />
        <Textarea label={t('edition.text')} autosize minRows={8} maxRows={24} maxLength={100_000} dir="auto" {...form.props('text')} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('instrument.publish')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
