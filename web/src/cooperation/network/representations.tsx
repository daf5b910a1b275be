import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MemberWhole } from '../../../../src/domain/cooperation/contract/network/members.ts'
import {
  addRepresentation,
  changeRepresentation,
  listRepresentations,
  type RepresentationView,
  removeRepresentation,
} from '../../../../src/domain/cooperation/contract/network/representations.ts'
import { useAct, useQuickAct } from '../../app/act.ts'
import { Answer } from '../../app/answer.tsx'
import { FormNote, useFields } from '../../app/form.tsx'
import { useRead } from '../../app/read.ts'
import { useConfirm } from '../../ui/confirm.tsx'
import { Section } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { toast } from '../../ui/toast.tsx'
import forms from '../forms.module.css'
import { MemberField } from './member-field.tsx'
import classes from './network.module.css'

const changes = ['member']
type Open = { readonly kind: 'add' } | { readonly kind: 'change'; readonly row: RepresentationView }

/** For whom a member speaks, as an association does, and who speaks for it. */
export function Representations({ member }: { readonly member: MemberWhole }) {
  const { t } = useTranslation('network')
  const [open, setOpen] = useState<Open>()
  const state = useRead(listRepresentations, { params: { id: member.id } }, { live: changes, id: member.id })
  const close = () => setOpen(undefined)
  const may = state.data?.may.change === true
  // agencies seldom speak for anybody
  const empty = (state.data?.speaksFor.length ?? 0) + (state.data?.spokenForBy.length ?? 0) === 0
  if (member.kind === 'agency' && empty && !may) return null
  return (
    <Section
      title={t('represent.title')}
      lead={t('represent.lead')}
      id="represents"
      actions={
        may && (
          <Button variant="default" onClick={() => setOpen({ kind: 'add' })}>
            {t('represent.add')}
          </Button>
        )
      }
    >
      <Answer of={state}>
        {({ speaksFor, spokenForBy }) =>
          speaksFor.length + spokenForBy.length === 0 ? (
            <Text c="dimmed">{t('represent.none')}</Text>
          ) : (
            <Stack gap="sm">
              <Rows
                title={t('represent.speaks-for')}
                rows={speaksFor}
                who={({ other }) => other}
                onChange={may ? (row) => setOpen({ kind: 'change', row }) : undefined}
              />
              <Rows title={t('represent.by')} rows={spokenForBy} who={({ association }) => association} onChange={undefined} />
            </Stack>
          )
        }
      </Answer>
      <Modal
        opened={open !== undefined}
        onClose={close}
        title={open?.kind === 'change' ? open.row.other.name : t('represent.add')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        {open?.kind === 'add' && <AddForm member={member.id} onDone={close} />}
        {open?.kind === 'change' && <ChangeForm row={open.row} onDone={close} />}
      </Modal>
    </Section>
  )
}

type RowsProps = {
  readonly title: string
  readonly rows: readonly RepresentationView[]
  readonly who: (row: RepresentationView) => { readonly id: string | null; readonly name: string }
  readonly onChange: ((row: RepresentationView) => void) | undefined
}

function Rows({ title, rows, who, onChange }: RowsProps) {
  const { t } = useTranslation('network')
  const confirm = useConfirm()
  const remove = useQuickAct(removeRepresentation, changes)
  if (rows.length === 0) return null
  const askRemove = async (row: RepresentationView) => {
    const sure = await confirm({
      title: `${t('represent.remove')}: ${row.other.name}`,
      consequence: t('represent.remove-consequence'),
      act: t('represent.remove'),
      grave: true,
    })
    if (sure) await remove({ params: { id: row.id } }, t('represent.removed'))
  }
  return (
    <div>
      <Text fw={600}>{title}</Text>
      <ul className={forms.rows}>
        {rows.map((row) => (
          <li key={row.id}>
            <span>
              <Named {...who(row)} />
              <Span row={row} />
              {row.basis !== '' && (
                <Text size="sm" c="dimmed">
                  <bdi>{row.basis}</bdi>
                </Text>
              )}
            </span>
            {onChange !== undefined && (
              <Group gap="xs" className="t-no-print">
                <Button size="compact-sm" variant="default" onClick={() => onChange(row)}>
                  {t('represent.change')}
                </Button>
                <Button size="compact-sm" variant="subtle" color="red" onClick={() => void askRemove(row)}>
                  {t('represent.remove')}
                </Button>
              </Group>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

function Named({ id, name }: { readonly id: string | null; readonly name: string }) {
  if (id === null) return <bdi>{name}</bdi>
  return (
    <Link to="/network/members/$id" params={{ id }} className={classes.link}>
      <bdi>{name}</bdi>
    </Link>
  )
}

function Span({ row: { since, until } }: { readonly row: RepresentationView }) {
  const { t } = useTranslation('network')
  const day = (one: string) => <Time at={`${one}T00:00:00Z`} style="date" zone="UTC" />
  if (since === null && until === null) return null
  return (
    <Text size="sm">
      {since !== null && (
        <>
          {t('represent.since')} {day(since)}{' '}
        </>
      )}
      {until !== null && (
        <>
          {t('represent.until')} {day(until)}
        </>
      )}
    </Text>
  )
}

const orNull = (text: string) => (text === '' ? null : text)

function AddForm({ member, onDone }: { readonly member: string; readonly onDone: () => void }) {
  const { t } = useTranslation('network')
  const act = useAct(addRepresentation, changes)
  const form = useFields({ other: null as string | null, name: '', since: '', until: '', basis: '' }, {}, act.failure)
  const { other, name } = form.values
  const submit = form.onSubmit(async (values) => {
    const body = {
      ...{ member: values.other, name: values.other === null ? values.name.trim() : '', basis: values.basis.trim() },
      ...{ since: orNull(values.since), until: orNull(values.until) },
    }
    if ((await act.run({ params: { id: member }, body })) === undefined) return
    toast(t('ui:saved'))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <MemberField label={t('represent.member')} clearable but={[member]} value={other} onChange={(value) => form.set('other', value)} />
        <TextInput
          label={t('represent.name')}
          description={t('represent.name-hint')}
          maxLength={200}
          disabled={other !== null}
          {...form.props('name')}
        />
        <SpanFields form={form} />
        {other === null && name.trim() === '' && (
          <Text size="sm" c="dimmed">
            {t('represent.either')}
          </Text>
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={act.running} disabled={other === null && name.trim() === ''}>
            {t('ui:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function ChangeForm({ row, onDone }: { readonly row: RepresentationView; readonly onDone: () => void }) {
  const { t } = useTranslation('network')
  const act = useAct(changeRepresentation, changes)
  const form = useFields({ since: row.since ?? '', until: row.until ?? '', basis: row.basis }, {}, act.failure)
  const submit = form.onSubmit(async ({ since, until, basis }) => {
    if (
      (await act.run({ params: { id: row.id }, body: { since: orNull(since), until: orNull(until), basis: basis.trim() } })) === undefined
    )
      return
    toast(t('ui:saved'))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <SpanFields form={form} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('ui:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type SpanForm = { props(name: 'since' | 'until' | 'basis'): object }

function SpanFields({ form }: { readonly form: SpanForm }) {
  const { t } = useTranslation('network')
  return (
    <>
      <TextInput label={t('represent.since')} type="date" {...form.props('since')} />
      <TextInput label={t('represent.until')} type="date" {...form.props('until')} />
      <Textarea label={t('represent.basis')} autosize minRows={2} maxRows={6} maxLength={2_000} {...form.props('basis')} />
    </>
  )
}
