import { ActionIcon, Button, Group, Modal, Stack, Text, VisuallyHidden } from '@mantine/core'
import { IconArrowDown, IconArrowsSort, IconArrowUp, IconGripVertical } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CallWhole, orderAgenda } from '../../../../../src/domain/cooperation/contract.ts'
import { useAct } from '../../../app/act.ts'
import { FormNote } from '../../../app/form.tsx'
import formClasses from '../../forms.module.css'
import classes from './calls.module.css'
import { callKinds, useItemTitle } from './words.tsx'

const open = ['planned', 'convened', 'under-way']

/** Puts the agenda into another order: by keyboard with arrows, by pointer by dragging. */
export function AgendaOrder({ call }: { readonly call: CallWhole }) {
  const { t } = useTranslation('calls')
  const [ordering, setOrdering] = useState(false)
  if (!call.may.run || call.items.length < 2 || !open.includes(call.state)) return null
  return (
    <Group justify="flex-end" className="t-no-print">
      <Button size="compact-md" variant="default" leftSection={<IconArrowsSort size={16} />} onClick={() => setOrdering(true)}>
        {t('order.act')}
      </Button>
      <Modal
        opened={ordering}
        onClose={() => setOrdering(false)}
        size="lg"
        title={t('order.act')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        <OrderForm call={call} onDone={() => setOrdering(false)} />
      </Modal>
    </Group>
  )
}

function OrderForm({ call, onDone }: { readonly call: CallWhole; readonly onDone: () => void }) {
  const { t } = useTranslation('calls')
  const titleOf = useItemTitle()
  const act = useAct(orderAgenda, callKinds)
  const [order, setOrder] = useState<readonly string[]>(() => call.items.map(({ id }) => id))
  const [dragged, setDragged] = useState<string | null>(null)
  const [said, setSaid] = useState('')
  const items = order.flatMap((id) => call.items.find((one) => one.id === id) ?? [])
  const put = (id: string, to: number) => {
    if (to < 0 || to >= order.length) return
    const rest = order.filter((one) => one !== id)
    setOrder([...rest.slice(0, to), id, ...rest.slice(to)])
    const moved = call.items.find((one) => one.id === id)
    if (moved !== undefined) setSaid(t('order.moved', { title: titleOf(moved), place: to + 1, of: order.length }))
  }
  const save = async () => {
    if ((await act.run({ params: { id: call.id }, body: { items: [...order] } })) !== undefined) onDone()
  }
  return (
    <Stack gap="sm">
      <FormNote failure={act.failure} />
      <Text size="sm" c="dimmed">
        {t('order.what')}
      </Text>
      <ol className={formClasses.rows}>
        {items.map((item, at) => (
          <li
            key={item.id}
            draggable
            data-dragged={dragged === item.id}
            onDragStart={() => setDragged(item.id)}
            onDragEnd={() => setDragged(null)}
            onDragOver={(event) => {
              event.preventDefault()
              if (dragged !== null && dragged !== item.id) put(dragged, at)
            }}
          >
            <Group gap="xs" wrap="nowrap" className={classes.grow}>
              <IconGripVertical size={16} aria-hidden="true" />
              <span>
                {at + 1}. <bdi>{titleOf(item)}</bdi>
              </span>
            </Group>
            <Group gap="xs" wrap="nowrap">
              <ActionIcon
                variant="default"
                size="lg"
                disabled={at === 0}
                aria-label={t('order.up', { title: titleOf(item) })}
                onClick={() => put(item.id, at - 1)}
              >
                <IconArrowUp size={16} />
              </ActionIcon>
              <ActionIcon
                variant="default"
                size="lg"
                disabled={at === items.length - 1}
                aria-label={t('order.down', { title: titleOf(item) })}
                onClick={() => put(item.id, at + 1)}
              >
                <IconArrowDown size={16} />
              </ActionIcon>
            </Group>
          </li>
        ))}
      </ol>
      <VisuallyHidden aria-live="polite">{said}</VisuallyHidden>
      <Group justify="flex-end">
        <Button loading={act.running} onClick={() => void save()}>
          {t('form.save')}
        </Button>
      </Group>
    </Stack>
  )
}
