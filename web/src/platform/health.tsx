import { Button } from '@mantine/core'
import { IconCircleCheck, IconCircleX, IconRefresh } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Answer } from '../app/answer.tsx'
import { ApiFailure } from '../app/api.ts'
import { Mono } from '../ui/code.tsx'
import { Facts } from '../ui/facts.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Time } from '../ui/time.tsx'

type Health = { readonly ready: boolean; readonly wrong: readonly { readonly name: string; readonly why: string }[] }

/** /healthz answers 503 with the names of what does not work; that is an answer here, and no failure. */
async function readHealth(): Promise<Health> {
  const answer = await fetch('/healthz', { headers: { accept: 'application/json' } }).catch((cause: unknown) => {
    throw new ApiFailure(0, 'console.offline', undefined, { cause })
  })
  const health: unknown = await answer.json().catch(() => undefined)
  if (typeof health !== 'object' || health === null || !('ready' in health)) throw new ApiFailure(answer.status, 'platform.unexpected')
  return health as Health
}

/** Whether the machinery of the node works, for its operator. */
export function Health() {
  const { t } = useTranslation('platform')
  const health = useQuery({ queryKey: ['/healthz'], queryFn: readHealth, refetchInterval: 15_000 })
  return (
    <Page
      narrow
      title={t('health.title')}
      lead={t('health.lead')}
      actions={
        <Button variant="default" leftSection={<IconRefresh size={16} />} loading={health.isFetching} onClick={() => void health.refetch()}>
          {t('health.again')}
        </Button>
      }
    >
      <Answer of={health}>
        {({ ready, wrong }) => (
          <Section
            title={ready ? t('health.ready') : t('health.not-ready')}
            actions={ready ? <IconCircleCheck color="var(--t-green)" /> : <IconCircleX color="var(--t-red)" />}
          >
            <Facts
              facts={[
                { name: t('health.asked'), value: <Time at={new Date(health.dataUpdatedAt).toISOString()} style="second" /> },
                ...wrong.map((one) => ({ name: one.name, value: one.why })),
                { name: t('health.figures'), value: <Mono>/metrics</Mono> },
              ]}
            />
          </Section>
        )}
      </Answer>
    </Page>
  )
}
