import { useTranslation } from 'react-i18next'
import type { ShareLine } from '../../../../../src/domain/cooperation/contract.ts'
import { Badge } from '../../../ui/badge.tsx'
import { defang } from '../../../ui/defang.ts'
import type { Column } from '../../../ui/list/list-view.tsx'
import { Time } from '../../../ui/time.tsx'
import { Recipients, ShareState, TlpBadge } from './words.tsx'

/** The columns of every list of what is shown to others. */
export function useShareColumns(): readonly Column<ShareLine>[] {
  const { t } = useTranslation('sharing')
  return [
    { id: 'title', head: t('field.title'), priority: 1, width: 'minmax(10rem, 2fr)', cell: (one) => <bdi>{defang(one.title)}</bdi> },
    { id: 'to', head: t('field.to'), priority: 2, width: 'minmax(7rem, 1.5fr)', cell: (one) => <Recipients recipients={one.recipients} /> },
    { id: 'kind', head: t('field.kind'), priority: 3, width: 'max-content', cell: (one) => t(`kind.${one.kind}`) },
    { id: 'mark', head: t('field.mark'), priority: 2, width: 'max-content', cell: (one) => <TlpBadge tlp={one.tlp} /> },
    { id: 'state', head: t('field.state'), priority: 2, width: 'max-content', cell: (one) => <ShareState state={one.state} /> },
    { id: 'read', head: t('field.read'), priority: 3, width: 'max-content', cell: (one) => <Reach share={one} /> },
    {
      id: 'at',
      head: t('field.at'),
      priority: 2,
      width: 'max-content',
      align: 'end',
      cell: (one) => <Time at={one.endedAt ?? one.decidedAt ?? one.draftedAt} style="relative" />,
    },
  ]
}

/** How many have read it; of what was called back, how many have not said that they deleted it. */
function Reach({ share: { state, read, open, asked } }: { readonly share: ShareLine }) {
  const { t } = useTranslation('sharing')
  if (state === 'recalled' && asked > 0)
    return open > 0 ? <Badge tone="warn">{t('deletions.open', { count: open })}</Badge> : <Badge tone="good">{t('deletions.all')}</Badge>
  return state === 'draft' || state === 'refused' ? null : t('read', { count: read })
}
