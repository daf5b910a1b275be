import { Radio, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { audiences, type BulkAct, type CaseLine, caseKinds, closingWhys } from '../../../../src/domain/cases/contract.ts'
import { endOfDay } from '../../ui/due.ts'
import { usePreferences } from '../../ui/preferences.tsx'
import { CasePicker } from '../case-picker.tsx'
import { PersonSelect } from '../people.tsx'

/** What can be done with many, in the order in which it is offered. */
export const bulkKinds = ['assign', 'close', 'merge', 'move', 'due', 'sort', 'watch', 'note', 'reopen'] as const
export type BulkKind = (typeof bulkKinds)[number]

export type BulkWish = {
  readonly assignee: string | null
  readonly state: 'open' | 'acting' | 'waiting'
  readonly why: (typeof closingWhys)[number]
  readonly reason: string
  /** a day, or empty for none */
  readonly due: string
  readonly zone: string
  readonly caseKind: (typeof caseKinds)[number] | null
  readonly watching: boolean
  readonly into: CaseLine | null
  readonly audience: (typeof audiences)[number]
  readonly text: string
}

export const nothingWished: BulkWish = {
  assignee: null,
  state: 'acting',
  why: 'done',
  reason: '',
  due: '',
  zone: 'UTC',
  caseKind: null,
  watching: true,
  into: null,
  audience: 'internal',
  text: '',
}

/** The act as the server takes it; undefined while something is not said yet. */
export function actOf(kind: BulkKind, wish: BulkWish): BulkAct | undefined {
  switch (kind) {
    case 'assign':
      return { kind, assignee: wish.assignee }
    case 'move':
      return { kind, state: wish.state }
    case 'close':
      return { kind, why: wish.why }
    case 'reopen':
      return wish.reason.trim().length < 3 ? undefined : { kind, reason: wish.reason.trim() }
    case 'due':
      return { kind, dueAt: wish.due === '' ? null : endOfDay(wish.due, wish.zone) }
    case 'sort':
      return wish.caseKind === null ? undefined : { kind, caseKind: wish.caseKind }
    case 'watch':
      return { kind, watching: wish.watching }
    case 'merge':
      return wish.into === null ? undefined : { kind, into: wish.into.id }
    case 'note':
      return wish.text.trim() === '' ? undefined : { kind, audience: wish.audience, text: wish.text.trim() }
  }
}

type Props = { readonly kind: BulkKind; readonly wish: BulkWish; readonly onChange: (wish: BulkWish) => void }

/** What an act on many needs to know. */
export function BulkFields({ kind, wish, onChange }: Props) {
  const { t } = useTranslation('cases')
  const { zone } = usePreferences()
  const set = (change: Partial<BulkWish>) => onChange({ ...wish, ...change })
  const radios = <T extends string>(label: string, value: T, all: readonly T[], word: (one: T) => string, put: (one: T) => void) => (
    <Radio.Group label={label} value={value} onChange={(one) => put(one as T)}>
      <Stack gap="xs" mt={4}>
        {all.map((one) => (
          <Radio key={one} value={one} label={word(one)} />
        ))}
      </Stack>
    </Radio.Group>
  )
  switch (kind) {
    case 'assign':
      return (
        <PersonSelect
          label={t('field.assignee')}
          placeholder={t('people.none')}
          working
          value={wish.assignee}
          onChange={(assignee) => set({ assignee })}
          data-autofocus
        />
      )
    case 'move':
      return radios(
        t('field.state'),
        wish.state,
        ['open', 'acting', 'waiting'],
        (one) => t(`state.${one}`),
        (state) => set({ state }),
      )
    case 'close':
      return (
        <>
          {radios(
            t('close.why'),
            wish.why,
            closingWhys,
            (one) => t(`closed.${one}`),
            (why) => set({ why }),
          )}
          <Text size="sm" c="dimmed">
            {t('close.means')}
          </Text>
        </>
      )
    case 'watch':
      return radios(
        t('bulk.act.watch'),
        wish.watching ? 'yes' : 'no',
        ['yes', 'no'],
        (one) => t(one === 'yes' ? 'watch.do' : 'watch.end'),
        (one) => set({ watching: one === 'yes' }),
      )
    case 'due':
      return (
        <TextInput
          type="date"
          label={t('field.due')}
          description={t('due.hint')}
          value={wish.due}
          onChange={(event) => set({ due: event.currentTarget.value, zone })}
          data-autofocus
        />
      )
    case 'sort':
      return (
        <Select
          label={t('field.kind')}
          data={caseKinds.map((one) => ({ value: one, label: t(`kind.${one}`) }))}
          value={wish.caseKind}
          onChange={(caseKind) => set({ caseKind: caseKind as BulkWish['caseKind'] })}
          data-autofocus
        />
      )
    case 'merge':
      return <CasePicker label={t('merge.into')} description={t('merge.into-hint')} value={wish.into} onChange={(into) => set({ into })} />
    case 'reopen':
      return (
        <Textarea
          label={t('field.reason')}
          autosize
          minRows={2}
          value={wish.reason}
          onChange={(event) => set({ reason: event.currentTarget.value })}
          data-autofocus
        />
      )
    case 'note':
      return (
        <>
          <Textarea
            label={t('notes.text')}
            autosize
            minRows={3}
            value={wish.text}
            onChange={(event) => set({ text: event.currentTarget.value })}
            data-autofocus
          />
          {radios(
            t('notes.audience'),
            wish.audience,
            audiences,
            (one) => t(`audience.${one}`),
            (audience) => set({ audience }),
          )}
        </>
      )
  }
}
