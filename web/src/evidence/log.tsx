import { Button, Group } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { type LogSummary, listLogs } from '../../../src/platform/log/contract.ts'
import { Answer } from '../app/answer.tsx'
import { useRead } from '../app/read.ts'
import { Badge } from '../ui/badge.tsx'
import { CodeBlock, Copyable, Mono } from '../ui/code.tsx'
import { Facts } from '../ui/facts.tsx'
import { formatNumber } from '../ui/format.ts'
import { Page, Section } from '../ui/page.tsx'
import { usePreferences } from '../ui/preferences.tsx'
import { save } from '../ui/save.ts'
import { Time } from '../ui/time.tsx'

const readAgainAfter = 5_000

/** The append-only log of the node: what to keep of it, and how to check it without us. */
export function Log() {
  const { t } = useTranslation('evidence')
  const result = useRead(listLogs, {}, { live: ['item', 'report'], staleFor: readAgainAfter })
  return (
    <Page narrow title={t('log.title')} lead={t('log.lead')}>
      <Answer of={result}>
        {({ items }) => (
          <>
            {/* the one that grows is told last */}
            {[...items].reverse().map((log, at) => (
              <OneLog key={log.origin} log={log} grows={at === 0} />
            ))}
            <Section title={t('log.how')} lead={t('log.how-lead')}>
              <CodeBlock text={`tocsin verify proof.json original.eml --key ${items.at(-1)?.key ?? 'KEY'}`} />
              <p>{t('log.how-checkpoint')}</p>
              <CodeBlock text="tocsin verify --checkpoint new.checkpoint --against kept.checkpoint --proof consistency.json --key KEY" />
            </Section>
          </>
        )}
      </Answer>
    </Page>
  )
}

function OneLog({ log, grows }: { readonly log: LogSummary; readonly grows: boolean }) {
  const { t } = useTranslation('evidence')
  const { locale } = usePreferences()
  const take = () => save(new Blob([log.checkpoint], { type: 'text/plain' }), `checkpoint-${log.size}.txt`)
  return (
    <Section
      title={log.origin}
      actions={
        <Group gap="sm">
          <Badge tone={grows ? 'good' : 'plain'}>{grows ? t('log.grows') : t('log.closed')}</Badge>
          <Button variant="default" size="compact-sm" leftSection={<IconDownload size={14} />} onClick={take}>
            {t('log.take')}
          </Button>
        </Group>
      }
    >
      <Facts
        facts={[
          { name: t('log.size'), value: formatNumber(log.size, locale) },
          { name: t('log.root'), value: <Copyable text={log.root} /> },
          { name: t('log.key'), value: <Copyable text={log.key} what={t('log.key')} /> },
          { name: t('log.opened'), value: <Time at={log.openedAt} style="second" zone="UTC" /> },
          log.cites !== null && { name: t('log.cites'), value: <Mono>{log.cites}</Mono> },
        ]}
      />
      <h3 style={{ fontSize: '0.875rem', marginBlock: '1rem 0.375rem' }}>{t('log.checkpoint')}</h3>
      <CodeBlock text={log.checkpoint.trimEnd()} />
    </Section>
  )
}
