import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { endCalendarFeed, makeCalendarFeed, readCalendarFeed } from '../../../../src/domain/cooperation/contract/network/calendar.ts'
import { useAct, useQuickAct } from '../../app/act.ts'
import { Answer } from '../../app/answer.tsx'
import { useRead } from '../../app/read.ts'
import { CodeBlock } from '../../ui/code.tsx'
import { useConfirm } from '../../ui/confirm.tsx'
import { Section } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'

/** The reader's private address for a calendar program: made, shown once, revoked. */
export function CalendarFeed() {
  const { t } = useTranslation('calendar')
  const state = useRead(readCalendarFeed, {})
  const queries = useQueryClient()
  const make = useAct(makeCalendarFeed)
  const end = useQuickAct(endCalendarFeed)
  const confirm = useConfirm()
  const [url, setUrl] = useState<string>()
  const again = () => void queries.invalidateQueries()
  const begin = async (had: boolean) => {
    if (had && !(await confirm({ title: t('again-title'), consequence: t('again-consequence'), act: t('again') }))) return
    const made = await make.run({})
    if (made !== undefined) setUrl(made.answer.url)
    again()
  }
  const revoke = async () => {
    const sure = await confirm({ title: t('revoke-title'), consequence: t('revoke-consequence'), act: t('revoke') })
    if (sure && (await end({}, t('revoked')))) again()
  }
  return (
    <Section title={t('title')} lead={t('lead')} id="calendar">
      <Answer of={state}>
        {({ feed }) => (
          <Group justify="space-between">
            <Text c="dimmed">
              {feed === null ? (
                t('none')
              ) : (
                <>
                  {t('made')} <Time at={feed.madeAt} />
                </>
              )}
            </Text>
            <Group gap="xs">
              <Button variant="default" loading={make.running} onClick={() => void begin(feed !== null)}>
                {t(feed === null ? 'make' : 'again')}
              </Button>
              {feed !== null && (
                <Button variant="subtle" color="red" onClick={() => void revoke()}>
                  {t('revoke')}
                </Button>
              )}
            </Group>
          </Group>
        )}
      </Answer>
      <Modal
        opened={url !== undefined}
        onClose={() => setUrl(undefined)}
        title={t('title')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        <Stack gap="sm">
          <Text>{t('once')}</Text>
          <CodeBlock text={url ?? ''} />
          <Group justify="flex-end">
            <Button onClick={() => setUrl(undefined)}>{t('done')}</Button>
          </Group>
        </Stack>
      </Modal>
    </Section>
  )
}
