import { useTranslation } from 'react-i18next'
import type { CampaignLine, CampaignReport } from '../../../../src/domain/analysis/contract/campaigns.ts'
import { Badge } from '../../ui/badge.tsx'
import { defang } from '../../ui/defang.ts'
import { formatNumber } from '../../ui/format.ts'
import { usePreferences } from '../../ui/preferences.tsx'
import type { Tone } from '../../ui/tone.ts'
import { verdictTone } from '../verdict-tone.ts'
import classes from './campaign.module.css'

const stateTones: Readonly<Record<CampaignLine['state'], Tone>> = { growing: 'warn', silent: 'plain', closed: 'plain' }

/** What a campaign is called: by its people, else by its reports. */
export function useCampaignName(): (campaign: Pick<CampaignLine, 'name' | 'title' | 'firstAt'>) => string {
  const { t } = useTranslation('analysis')
  const { locale, zone } = usePreferences()
  return ({ name, title, firstAt }) => {
    const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: zone }).format(new Date(firstAt))
    const said = name ?? title ?? t('campaign.untitled', { day })
    return /^[a-z][a-z0-9+.-]*:\/\//i.test(said) ? defang(said) : said
  }
}

export function StateBadge({ campaign: { state, burstAt } }: { readonly campaign: Pick<CampaignLine, 'state' | 'burstAt'> }) {
  const { t } = useTranslation('analysis')
  const bursting = burstAt !== null && Date.now() - Date.parse(burstAt) < 86_400_000
  return (
    <>
      <Badge tone={stateTones[state]}>{t(`campaign.state.${state}`)}</Badge>
      {bursting && <Badge tone="bad">{t('campaign.burst')}</Badge>}
    </>
  )
}

export function KindBadge({ kind }: { readonly kind: CampaignLine['kind'] }) {
  const { t } = useTranslation('analysis')
  return <Badge tone={verdictTone(kind)}>{t(`verdict.kind.${kind}`)}</Badge>
}

/** Why a report is where it is: what it shares, the weightiest first, or that a person put it there. */
export function WhyList({ why, placedBy, most = 4 }: Pick<CampaignReport, 'why' | 'placedBy'> & { readonly most?: number }) {
  const { t, i18n } = useTranslation('analysis')
  const { locale } = usePreferences()
  if (placedBy === 'person' || why.length === 0) return <span className={classes.dim}>{t('campaign.why.person')}</span>
  const kindOf = (kind: string) => (i18n.exists(`analysis:campaign.mark.${kind}`) ? t(`campaign.mark.${kind}`) : kind)
  return (
    <ul className={classes.why}>
      {why.slice(0, most).map(({ kind, say, weight }) => (
        <li key={kind} title={t('campaign.why.weight', { share: formatNumber(Math.min(1, weight), locale, { style: 'percent' }) })}>
          <b>{kindOf(kind)}</b> {say !== null && <bdi>{defang(say)}</bdi>}
        </li>
      ))}
    </ul>
  )
}
