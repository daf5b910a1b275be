import { Button, Group, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { runOver } from '../../../../../src/domain/cooperation/contract/network/technique-names.ts'
import { startRun } from '../../../../../src/domain/cooperation/contract/network/technique-runs.ts'
import { useAct } from '../../../app/act.ts'
import { FormNote, useChecks, useFields } from '../../../app/form.tsx'
import { dayOf, endOfDay } from '../../../ui/due.ts'
import { startOfDay } from '../../../ui/format.ts'
import { usePreferences } from '../../../ui/preferences.tsx'

type What = { readonly technique: string } | { readonly copy: string }
const days = 90

/** Holds a technique against one's own reports of a period, and leads to the figures. */
export function RunForm({ what }: { readonly what: What }) {
  const { t } = useTranslation('techniques')
  const { zone } = usePreferences()
  const navigate = useNavigate()
  const act = useAct(startRun, ['technique-run'])
  const { required } = useChecks()
  const now = Date.now()
  const form = useFields(
    {
      since: dayOf(new Date(now - days * 86_400_000).toISOString(), zone),
      until: dayOf(new Date(now).toISOString(), zone),
      judged: 'all' as string,
    },
    { since: required, until: required },
    act.failure,
  )
  const submit = form.onSubmit(async ({ since, until, judged }) => {
    const body = {
      ...what,
      since: startOfDay(since, zone),
      until: endOfDay(until, zone),
      judged: runOver.find((one) => one === judged) ?? 'all',
    }
    const done = await act.run({ body })
    if (done !== undefined) await navigate({ to: '/technique-runs/$id', params: { id: done.answer.id } })
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
          <TextInput type="date" label={t('run.since')} {...form.props('since')} />
          <TextInput type="date" label={t('run.until')} {...form.props('until')} />
          <Select
            label={t('run.judged')}
            allowDeselect={false}
            data={runOver.map((one) => ({ value: one, label: t(`over.${one}`) }))}
            {...form.props('judged')}
          />
        </SimpleGrid>
        <Text size="sm" c="dimmed">
          {t('run.own')}
        </Text>
        <Group>
          <Button type="submit" leftSection={<IconPlayerPlay size={16} />} loading={act.running}>
            {t('run.act')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
