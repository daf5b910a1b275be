import { Button, Group, Stack } from '@mantine/core'
import { IconDownload, IconShieldCheck } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnswerOf } from '../../../src/base/route.ts'
import { listLeaves } from '../../../src/platform/log/contract.ts'
import { Answer } from '../app/answer.tsx'
import { useRead } from '../app/read.ts'
import { useTrouble } from '../app/trouble.ts'
import { Badge } from '../ui/badge.tsx'
import { Mono } from '../ui/code.tsx'
import { Page, Section } from '../ui/page.tsx'
import { save } from '../ui/save.ts'
import { Empty, TroubleNote } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'
import { toast } from '../ui/toast.tsx'
import { keyMemory, Outcome } from './verify.tsx'
import { readLeafBundle, type VerifyOutcome, verifyLeaf } from './verify-item.ts'

const route = getRouteApi('/shell/proofs/$subject')
type Leaf = AnswerOf<typeof listLeaves>['items'][number]

/** What the log holds on one thing, as far as the reader may see it: each act with the proof of when it was. */
export function Proofs() {
  const { t } = useTranslation('evidence')
  const { subject } = route.useParams()
  const result = useRead(listLeaves, { query: { subject } }, { staleFor: 0 })
  return (
    <Page title={t('proofs.title')} lead={t('proofs.lead')} narrow>
      <Answer of={result}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('proofs.none')} text={t('proofs.none-why')} />
          ) : (
            <Section title={t('proofs.acts')}>
              <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
                {items.map((leaf) => (
                  <Line key={leaf.id} leaf={leaf} />
                ))}
              </ul>
            </Section>
          )
        }
      </Answer>
    </Page>
  )
}

/** One act: taking its proof along, or checking it here. */
function Line({ leaf }: { readonly leaf: Leaf }) {
  const { t } = useTranslation('evidence')
  const name = useLeafName()(leaf.kind)
  const [outcome, setOutcome] = useState<VerifyOutcome>()
  const take = useMutation({
    mutationFn: () => readLeafBundle(leaf.id),
    onSuccess: (bundle) => {
      if (bundle === undefined) toast(t('verify.pending-why'))
      else save(new Blob([bundle], { type: 'application/json' }), `proof-${leaf.id}.json`)
    },
  })
  const check = useMutation({ mutationFn: () => verifyLeaf(leaf.id, keyMemory), onSuccess: setOutcome })
  const trouble = useTrouble(take.error ?? check.error)
  return (
    <li style={{ paddingBlock: '0.75rem', borderBlockEnd: '1px solid var(--t-line, currentColor)' }}>
      <Stack gap="xs">
        <Group justify="space-between" gap="sm">
          <div style={{ flex: '1 1 12rem', minInlineSize: 0 }}>
            <strong>{name ?? <Mono>{leaf.kind}</Mono>}</strong> {leaf.own && <Badge>{t('proofs.own')}</Badge>}{' '}
            {leaf.erased && <Badge tone="warn">{t('proofs.erased')}</Badge>}
            <div>
              <Time at={leaf.at} style="second" zone="UTC" />
            </div>
          </div>
          <Group gap="xs" className="t-no-print">
            <Button
              variant="default"
              size="compact-sm"
              leftSection={<IconDownload size={14} aria-hidden="true" />}
              loading={take.isPending}
              aria-label={t('proofs.take-of', { what: name ?? leaf.kind })}
              onClick={() => take.mutate()}
            >
              {t('proofs.take')}
            </Button>
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconShieldCheck size={14} aria-hidden="true" />}
              loading={check.isPending}
              aria-label={t('proofs.check-of', { what: name ?? leaf.kind })}
              onClick={() => check.mutate()}
            >
              {t('verify.do')}
            </Button>
          </Group>
        </Group>
        <div role="status">
          {trouble !== undefined && <TroubleNote trouble={trouble} />}
          {outcome !== undefined && <Outcome outcome={outcome} without="bytes" />}
        </div>
      </Stack>
    </li>
  )
}

/** What a kind of leaf is called: in words of its own, else in those of the act; undefined where neither has any. */
function useLeafName(): (kind: string) => string | undefined {
  const { t, i18n } = useTranslation(['evidence', 'acts'])
  return (kind) => {
    const [room, what] = [kind.slice(0, kind.indexOf('.')), kind.slice(kind.indexOf('.') + 1)]
    const key = `leaf.${room}.${what}`
    if (i18n.exists(`evidence:${key}`)) return t(key as 'proofs.title')
    return i18n.exists(`acts:${room}.${what}`) ? String(t(`acts:${room}.${what}` as 'proofs.title')) : undefined
  }
}
