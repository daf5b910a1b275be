import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ReportView } from '../../../../src/domain/analysis/contract.ts'
import { Badge } from '../../ui/badge.tsx'
import { Section } from '../../ui/page.tsx'
import classes from '../campaign/campaign.module.css'
import { WhyList } from '../campaign/words.tsx'

/** The campaign of a report, and why it belongs to it. */
export function PlaceSection({ report: { campaign, place } }: { readonly report: ReportView }) {
  const { t } = useTranslation('analysis')
  if (campaign === null || place === null) return null
  return (
    <Section title={t('campaign.of-report')} id="campaign">
      <p>
        <Link to="/campaigns/$id" params={{ id: campaign.id }} className={classes.link} dir="auto">
          {campaign.name ?? t('campaign.one')}
        </Link>{' '}
        · {t('campaign.reports', { count: campaign.reports })} {place.pinned && <Badge tone="accent">{t('campaign.pinned')}</Badge>}
      </p>
      <WhyList why={place.why} placedBy={place.placedBy} />
    </Section>
  )
}
