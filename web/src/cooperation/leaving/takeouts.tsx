import { Button, Group, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import {
  askTakeout,
  discardTakeout,
  fetchTakeout,
  listTakeouts,
  type TakeoutView,
} from '../../../../src/domain/cooperation/contract/leaving.ts'
import { takeoutDays } from '../../../../src/domain/cooperation/contract/leaving-names.ts'
import { useAct, useQuickAct } from '../../app/act.ts'
import { Answer } from '../../app/answer.tsx'
import { addressOf } from '../../app/api.ts'
import { download } from '../../app/download.ts'
import { PasswordDialog } from '../../app/password-dialog.tsx'
import { useRead } from '../../app/read.ts'
import { Badge } from '../../ui/badge.tsx'
import { useConfirm } from '../../ui/confirm.tsx'
import { formatNumber, formatSize } from '../../ui/format.ts'
import { Section } from '../../ui/page.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import { Time } from '../../ui/time.tsx'
import { toast } from '../../ui/toast.tsx'

/** Archives of all that is the organisation's own: asked for, made, fetched while they are there. */
export function Takeouts() {
  const { t } = useTranslation('leaving')
  const [asking, dialog] = useDisclosure(false)
  const state = useRead(listTakeouts, { query: { limit: 10 } }, { live: ['takeout'] })
  const act = useAct(askTakeout, ['takeout'])
  const ask = async (password: string) => {
    if ((await act.run({ body: { password } })) === undefined) return
    toast(t('takeout.asked'))
    dialog.close()
  }
  return (
    <Section title={t('takeout.title')} lead={t('takeout.lead', { count: takeoutDays })} id="takeout">
      <Stack gap="md">
        <Answer of={state}>
          {({ items }) =>
            items.length === 0 ? (
              <Text c="dimmed">{t('takeout.none')}</Text>
            ) : (
              <Stack gap="sm">
                {items.map((one) => (
                  <Row key={one.id} one={one} />
                ))}
              </Stack>
            )
          }
        </Answer>
        <Group>
          <Button onClick={dialog.open}>{t('takeout.ask')}</Button>
        </Group>
      </Stack>
      {asking && (
        <PasswordDialog
          title={t('takeout.title')}
          text={t('takeout.text')}
          act={t('takeout.ask')}
          grave={false}
          running={act.running}
          failure={act.failure}
          onClose={dialog.close}
          onPassword={(password) => void ask(password)}
        />
      )}
    </Section>
  )
}

const tones = { waiting: 'plain', making: 'accent', ready: 'good', failed: 'bad', gone: 'plain' } as const

function Row({ one }: { readonly one: TakeoutView }) {
  const { t } = useTranslation('leaving')
  const { locale } = usePreferences()
  const part = formatNumber(one.total === 0 ? 0 : Math.min(1, one.done / one.total), locale, { style: 'percent' })
  return (
    <Group justify="space-between" align="flex-start">
      <Stack gap={2}>
        <Group gap="xs">
          <Badge tone={tones[one.state]}>{t(`takeout.state.${one.state}`, { part })}</Badge>
          <Time at={one.createdAt} />
          <bdi>{one.by.name ?? '…'}</bdi>
        </Group>
        {one.rows !== null && (
          <Text size="sm" c="dimmed">
            {t('takeout.of', {
              rows: one.rows,
              originals: one.originals ?? 0,
              left: one.leftOut ?? 0,
              size: formatSize(one.size ?? 0, locale),
            })}
          </Text>
        )}
        {one.state === 'ready' && one.expiresAt !== null && (
          <Text size="sm" c="dimmed">
            {t('takeout.until')} <Time at={one.expiresAt} />
          </Text>
        )}
        {one.state === 'failed' && <Text size="sm">{t('takeout.failed-why')}</Text>}
      </Stack>
      <RowActs one={one} />
    </Group>
  )
}

function RowActs({ one }: { readonly one: TakeoutView }) {
  const { t } = useTranslation('leaving')
  const confirm = useConfirm()
  const discard = useQuickAct(discardTakeout, ['takeout'])
  if (one.state === 'gone' || one.state === 'failed') return null
  const remove = async () => {
    const sure = await confirm({
      title: t('takeout.discard-title'),
      consequence: t('takeout.discard-consequence'),
      act: t('takeout.discard'),
    })
    if (sure) await discard({ params: { id: one.id } }, t('takeout.discarded'))
  }
  return (
    <Group gap="xs">
      {one.state === 'ready' && <Fetch id={one.id} />}
      <Button variant="subtle" color="red" onClick={() => void remove()}>
        {t(one.state === 'ready' ? 'takeout.discard' : 'takeout.stop')}
      </Button>
    </Group>
  )
}

/** With the password once more: all that an organisation has leaves the node here. */
function Fetch({ id }: { readonly id: string }) {
  const { t } = useTranslation('leaving')
  const [asking, dialog] = useDisclosure(false)
  const fetching = useMutation<void, Error, string>({
    mutationFn: (password) => download(addressOf(fetchTakeout.path, { id }, undefined), `tocsin-takeout-${id}.zip`, { password }),
    onSuccess: dialog.close,
  })
  const open = () => {
    fetching.reset()
    dialog.open()
  }
  return (
    <>
      <Button variant="default" leftSection={<IconDownload size={16} aria-hidden="true" />} onClick={open}>
        {t('takeout.fetch')}
      </Button>
      {asking && (
        <PasswordDialog
          title={t('takeout.title')}
          text={t('takeout.text')}
          act={t('takeout.fetch')}
          grave={false}
          running={fetching.isPending}
          failure={fetching.error}
          onClose={dialog.close}
          onPassword={(password) => fetching.mutate(password)}
        />
      )}
    </>
  )
}
