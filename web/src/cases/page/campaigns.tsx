import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { addCaseCampaigns, type CaseView, listCaseCampaigns, removeCaseCampaigns } from '../../../../src/domain/cases/contract.ts'
import { useList } from '../../app/read.ts'
import { Section } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { CampaignLink } from '../campaign-link.tsx'
import classes from '../cases.module.css'
import { Listed } from '../listed.tsx'
import { By } from '../words.tsx'
import { useTallied } from './tally.ts'

/** The campaigns of a case: whatever joins them joins the case. */
export function CaseCampaigns({ view }: { readonly view: CaseView }) {
  const { t } = useTranslation('cases')
  const source = useList(listCaseCampaigns, { params: { id: view.id }, query: {} }, { live: ['case', 'campaign'] })
  const remove = useTallied(removeCaseCampaigns, addCaseCampaigns)
  return (
    <Section title={t('campaigns.title')} id="campaigns">
      <Listed
        source={source}
        label={t('campaigns.title')}
        none={t('campaigns.none')}
        idOf={(campaign) => campaign.id}
        row={(campaign) => (
          <div className={classes.line}>
            <div>
              <CampaignLink id={campaign.id} name={campaign.name} />
              <small>
                {t('campaigns.reports', { count: campaign.reports })} · {t('campaigns.since')} <Time at={campaign.since} style="date" /> ·{' '}
                <By who={campaign.by} />
              </small>
            </div>
            {view.may.close && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('campaigns.remove', { campaign: campaign.name })}
                title={t('take-out')}
                onClick={() => void remove(view.id, [campaign.id], () => t('campaigns.removed'))}
              >
                <IconX size={16} />
              </ActionIcon>
            )}
          </div>
        )}
      />
    </Section>
  )
}
