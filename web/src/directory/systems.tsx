import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { IconPencil, IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addSystem, changeSystem, listSystems, removeSystem, type System, systemsAtMost } from '../../../src/domain/directory/contract.ts'
import { useAct, useQuickAct } from '../app/act.ts'
import { Answer } from '../app/answer.tsx'
import { FormNote, useChecks, useFields } from '../app/form.tsx'
import { useRead } from '../app/read.ts'
import { Badge } from '../ui/badge.tsx'
import { Mono } from '../ui/code.tsx'
import { useConfirm } from '../ui/confirm.tsx'
import { Section } from '../ui/page.tsx'
import { Time } from '../ui/time.tsx'
import { toast } from '../ui/toast.tsx'
import classes from './account/rows.module.css'

type Open = { readonly kind: 'add' } | { readonly kind: 'note'; readonly system: System }

/** The mail systems that the organisation states as its own; readings take their trust boundary from them. */
export function OwnSystems() {
  const { t } = useTranslation('directory')
  const state = useRead(listSystems, {}, { live: ['system'] })
  const [open, setOpen] = useState<Open>()
  const full = (state.data?.items.length ?? 0) >= systemsAtMost
  const close = () => setOpen(undefined)
  return (
    <Section
      title={t('systems.title')}
      id="systems"
      lead={t('systems.lead')}
      actions={
        <Button variant="default" leftSection={<IconPlus size={16} />} disabled={full} onClick={() => setOpen({ kind: 'add' })}>
          {t('systems.add')}
        </Button>
      }
    >
      <Answer of={state}>
        {({ items, changedAt }) => (
          <Stack gap="sm">
            {items.length === 0 ? (
              <Text c="dimmed">{t('systems.none')}</Text>
            ) : (
              <ul className={classes.rows} aria-label={t('systems.title')}>
                {items.map((one) => (
                  <Row key={one.id} system={one} onNote={() => setOpen({ kind: 'note', system: one })} />
                ))}
              </ul>
            )}
            {changedAt !== null && (
              <Text size="sm" c="dimmed" className={classes.more}>
                {t('systems.old')} <Link to="/reports">{t('systems.reports')}</Link>
              </Text>
            )}
          </Stack>
        )}
      </Answer>
      <Modal
        opened={open !== undefined}
        onClose={close}
        title={open?.kind === 'note' ? t('systems.note-of', { value: open.system.value }) : t('systems.add')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        {open?.kind === 'add' && <AddForm onDone={close} />}
        {open?.kind === 'note' && <NoteForm system={open.system} onDone={close} />}
      </Modal>
    </Section>
  )
}

function Row({ system, onNote }: { readonly system: System; readonly onNote: () => void }) {
  const { t } = useTranslation('directory')
  const confirm = useConfirm()
  const remove = useQuickAct(removeSystem, ['system', 'report'])
  const ask = async () => {
    const sure = await confirm({
      title: t('systems.remove-title', { value: system.value }),
      consequence: t('systems.remove-consequence'),
      act: t('systems.remove'),
      grave: true,
    })
    if (sure) await remove({ params: { id: system.id } }, t('systems.removed', { value: system.value }))
  }
  return (
    <li>
      <div>
        <Mono>{system.value}</Mono> <Badge>{t(`systems.kind.${system.kind}`)}</Badge>
        {system.note !== '' && (
          <div>
            <bdi>{system.note}</bdi>
          </div>
        )}
        <small>
          {t('field.since')} <Time at={system.since} style="date" />
          {system.by !== '' && (
            <>
              {' · '}
              <bdi>{system.by}</bdi>
            </>
          )}
        </small>
      </div>
      <Group gap={4} className="t-no-print">
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPencil size={14} />}
          aria-label={t('systems.note-of', { value: system.value })}
          onClick={onNote}
        >
          {t('systems.note')}
        </Button>
        <Button
          variant="subtle"
          color="red"
          size="compact-sm"
          aria-label={t('systems.remove-title', { value: system.value })}
          onClick={() => void ask()}
        >
          {t('systems.remove')}
        </Button>
      </Group>
    </li>
  )
}

function AddForm({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation('directory')
  const act = useAct(addSystem, ['system', 'report'])
  const form = useFields({ value: '', note: '' }, { value: useChecks().required }, act.failure)
  const submit = form.onSubmit(async (values) => {
    const done = await act.run({ body: values })
    if (done === undefined) return
    toast(t('systems.added', { value: done.answer.value }))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <TextInput
          label={t('systems.value')}
          description={t('systems.value-hint')}
          placeholder="192.0.2.0/24"
          maxLength={300}
          dir="ltr"
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          {...form.props('value')}
        />
        <TextInput
          label={t('systems.note')}
          description={t('systems.note-hint')}
          maxLength={200}
          autoComplete="off"
          {...form.props('note')}
        />
        <Text size="sm" c="dimmed">
          {t('systems.how')}
        </Text>
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('systems.add')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function NoteForm({ system, onDone }: { readonly system: System; readonly onDone: () => void }) {
  const { t } = useTranslation('directory')
  const act = useAct(changeSystem, ['system'])
  const form = useFields({ note: system.note }, {}, act.failure)
  const submit = form.onSubmit(async ({ note }) => {
    if ((await act.run({ params: { id: system.id }, body: { note } })) === undefined) return
    toast(t('ui:saved'))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <TextInput label={t('systems.note')} maxLength={200} autoComplete="off" data-autofocus {...form.props('note')} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('ui:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
