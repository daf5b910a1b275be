import { useTranslation } from 'react-i18next'
import type { ReleaseLine } from '../../../src/domain/cooperation/contract.ts'
import { Badge } from '../ui/badge.tsx'
import type { Column } from '../ui/list/list-view.tsx'
import { Time } from '../ui/time.tsx'
import type { Tone } from '../ui/tone.ts'

const tones: Readonly<Record<ReleaseLine['state'], Tone>> = {
  draft: 'warn',
  decided: 'accent',
  delivered: 'good',
  failed: 'bad',
  recalled: 'plain',
  refused: 'plain',
}

export function StateBadge({ release }: { readonly release: Pick<ReleaseLine, 'state' | 'recall'> }) {
  const { t } = useTranslation('cooperation')
  if (release.recall !== null) return <Badge tone={release.recall.confirmedAt === null ? 'warn' : 'plain'}>{t('recall.badge')}</Badge>
  return <Badge tone={tones[release.state]}>{t(`state.${release.state}`)}</Badge>
}

/** To whom: by name where there is one, else by address. */
export function Recipient({ release }: { readonly release: Pick<ReleaseLine, 'recipient'> }) {
  const { name, value } = release.recipient
  return <bdi>{name ?? value}</bdi>
}

/** The columns that every list of releases has. */
export function useReleaseColumns(): readonly Column<ReleaseLine>[] {
  const { t } = useTranslation('cooperation')
  return [
    { id: 'title', head: t('column.title'), priority: 1, width: 'minmax(12rem, 2fr)', cell: (one) => <bdi>{one.title}</bdi> },
    { id: 'to', head: t('column.to'), priority: 2, width: 'minmax(9rem, 1.3fr)', cell: (one) => <Recipient release={one} /> },
    { id: 'kind', head: t('column.kind'), priority: 2, width: 'max-content', cell: (one) => t(`kind.${one.kind}`) },
    { id: 'state', head: t('column.state'), priority: 2, width: 'max-content', cell: (one) => <StateBadge release={one} /> },
    {
      id: 'at',
      head: t('column.at'),
      priority: 2,
      width: 'max-content',
      align: 'end',
      cell: (one) => <Time at={one.settledAt ?? one.decidedAt ?? one.createdAt} style="relative" />,
    },
  ]
}
