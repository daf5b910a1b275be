import { Button } from '@mantine/core'
import { IconArrowsSplit2, IconPin, IconPinnedOff } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CampaignReport, listReportsOfCampaign } from '../../../../src/domain/analysis/contract/campaigns.ts'
import { useList } from '../../app/read.ts'
import { isAtLeast, useSession } from '../../app/session.ts'
import { Badge } from '../../ui/badge.tsx'
import { type Column, ListView } from '../../ui/list/list-view.tsx'
import { useReportColumns, useTitleOf } from '../list/columns.tsx'
import { useCampaignActs } from './acts.ts'
import { SplitDialog } from './split-dialog.tsx'
import { WhyList } from './words.tsx'

const nothingFresh: ReadonlySet<string> = new Set()
const idOf = (line: CampaignReport) => line.id

/** The reports of a campaign, each with why it is there; chosen ones can be pinned, or taken out. */
export function Members({ campaign, closed }: { readonly campaign: string; readonly closed: boolean }) {
  const { t } = useTranslation('analysis')
  const session = useSession()
  const navigate = useNavigate()
  const acts = useCampaignActs()
  const source = useList(listReportsOfCampaign, { params: { id: campaign }, query: { limit: 20 } }, { live: ['campaign'], id: campaign })
  const [splitting, setSplitting] = useState<{ readonly reports: readonly string[]; readonly clear: () => void }>()
  // beside the column of facts there is less room than in the list of reports
  const columns = useReportColumns(nothingFresh, source.items)
    .filter(({ id }) => ['what', 'verdict', 'received'].includes(id))
    .map((one) => (one.id === 'what' ? { ...one, width: 'minmax(9rem, 3fr)' } : one))
  const why: Column<CampaignReport> = {
    id: 'why',
    head: t('campaign.why.head'),
    priority: 2,
    width: 'minmax(7rem, 2fr)',
    wrap: true,
    cell: (line) => (
      <>
        {line.pinned && <Badge tone="accent">{t('campaign.pinned')}</Badge>} <WhyList why={line.why} placedBy={line.placedBy} most={2} />
      </>
    ),
  }
  const pin = (chosen: readonly CampaignReport[], pinned: boolean, clear: () => void) =>
    void acts
      .pin(
        campaign,
        chosen.map(({ id }) => id),
        pinned,
      )
      .then((done) => done && clear())
  return (
    <>
      <ListView<CampaignReport>
        bare
        label={t('campaign.members')}
        source={source}
        columns={[...columns.slice(0, 1), why, ...columns.slice(1)]}
        idOf={idOf}
        nameOf={useTitleOf()}
        onOpen={(line) => void navigate({ to: '/reports/$id', params: { id: line.id } })}
        bulk={
          isAtLeast(session, 'analyst') && !closed
            ? (chosen, clear) => (
                <>
                  <Button
                    size="compact-sm"
                    leftSection={<IconArrowsSplit2 size={14} />}
                    onClick={() => setSplitting({ reports: chosen.map(({ id }) => id), clear })}
                  >
                    {t('campaign.split.open')}
                  </Button>
                  <Button size="compact-sm" variant="subtle" leftSection={<IconPin size={14} />} onClick={() => pin(chosen, true, clear)}>
                    {t('campaign.pin')}
                  </Button>
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    leftSection={<IconPinnedOff size={14} />}
                    onClick={() => pin(chosen, false, clear)}
                  >
                    {t('campaign.unpin')}
                  </Button>
                </>
              )
            : undefined
        }
        empty={{ title: t('campaign.no-members'), text: t('campaign.no-members-why') }}
      />
      <SplitDialog
        campaign={campaign}
        reports={splitting?.reports ?? []}
        open={splitting !== undefined}
        onClose={(done) => {
          if (done) splitting?.clear()
          setSplitting(undefined)
        }}
      />
    </>
  )
}
