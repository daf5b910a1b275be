import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CampaignChange, CampaignView } from '../../../../src/domain/analysis/contract/campaigns.ts'
import { isAtLeast, useSession } from '../../app/session.ts'
import { Timeline } from '../../ui/facts.tsx'
import { Time } from '../../ui/time.tsx'
import { useCampaignActs } from './acts.ts'
import classes from './campaign.module.css'

/** What was done to a campaign, by whom, and the way back. */
export function Changes({ campaign }: { readonly campaign: CampaignView }) {
  const { t } = useTranslation('analysis')
  const session = useSession()
  const acts = useCampaignActs()
  const mayUndo = isAtLeast(session, 'analyst')
  const by = ({ by: who }: CampaignChange) => (who === null ? t('campaign.changes.machine') : `\u2068${who}\u2069`)
  if (campaign.changes.length === 0) return <p className={classes.dim}>{t('campaign.changes.none')}</p>
  return (
    <Timeline
      label={t('campaign.changes.title')}
      moments={campaign.changes.map((one) => ({
        id: one.id,
        what: t(`campaign.changes.${one.act}`, { count: one.reports, by: by(one) }),
        when: <Time at={one.at} />,
        more: mayUndo && one.undoable && (
          <Button variant="subtle" size="compact-sm" className="t-no-print" onClick={() => void acts.undo(campaign.id, one.id)}>
            {t('campaign.undo')}
          </Button>
        ),
      }))}
    />
  )
}
