import { Button, Group, Stack, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { permittedUses } from '../../../../../src/domain/cooperation/contract/network/names.ts'
import { adoptTechnique } from '../../../../../src/domain/cooperation/contract/network/techniques.ts'
import type { SharedWhole } from '../../../../../src/domain/cooperation/contract.ts'
import { useAct } from '../../../app/act.ts'
import { FormNote } from '../../../app/form.tsx'
import { actsForNetwork, isAtLeast, useSession } from '../../../app/session.ts'
import { Section } from '../../../ui/page.tsx'
import { RunForm } from './run-form.tsx'
import { Runs } from './runs.tsx'

/** What can be done with a technique that another shows: hold it against one's own reports, and keep it, where its terms let it. */
export function SharedTechnique({ copy: { id, tlp, permitted } }: { readonly copy: SharedWhole }) {
  const { t } = useTranslation('techniques')
  const session = useSession()
  const navigate = useNavigate()
  const adopt = useAct(adoptTechnique, ['technique'])
  if (!isAtLeast(session, 'analyst') || actsForNetwork(session)) return null
  const runs = permittedUses.indexOf(permitted) >= permittedUses.indexOf('internally-visible')
  const keep = async () => {
    const done = await adopt.run({ params: { id } })
    if (done !== undefined) await navigate({ to: '/techniques/$id', params: { id: done.answer.id } })
  }
  return (
    <Section title={t('run.title')}>
      <Stack gap="md">
        {runs ? <RunForm what={{ copy: id }} /> : <Text>{t('not-permitted')}</Text>}
        <Runs query={{ copy: id }} />
        <FormNote failure={adopt.failure} />
        {runs && tlp !== 'red' && (
          <Group gap="sm">
            <Button variant="default" loading={adopt.running} onClick={() => void keep()}>
              {t('adopt')}
            </Button>
            <Text size="sm" c="dimmed">
              {t('adopt-means')}
            </Text>
          </Group>
        )}
      </Stack>
    </Section>
  )
}
