import { Alert, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { readOwnApplication } from '../../../../../src/domain/cooperation/contract.ts'
import { Answer } from '../../../app/answer.tsx'
import { useRead } from '../../../app/read.ts'
import { Page, Section } from '../../../ui/page.tsx'
import { Empty } from '../../../ui/states.tsx'
import { Time } from '../../../ui/time.tsx'
import formClasses from '../../forms.module.css'
import { AskingForm } from './asking-form.tsx'
import classes from './joining.module.css'
import { ProposalState } from './words.tsx'

/** For an organisation that is no member: asking to join, and what became of what it asked for. */
export function Apply() {
  const { t } = useTranslation('joining')
  const result = useRead(readOwnApplication, {}, { live: ['proposal'] })
  return (
    <Answer of={result}>
      {({ network, applications, may }) => (
        <Page title={t('apply.title')} lead={network === null ? undefined : t('apply.lead', { network: network.name })} narrow>
          {network === null ? (
            <Empty title={t('apply.no-network')} text={t('apply.no-network-why')} />
          ) : (
            <Stack gap="md">
              {applications.length > 0 && (
                <Section title={t('apply.own')} flush>
                  <ul className={formClasses.rows}>
                    {applications.map((one) => (
                      <li key={one.id}>
                        <Link to="/network/applications/$id" params={{ id: one.id }} className={classes.link}>
                          <bdi>{one.application?.name}</bdi>
                        </Link>
                        <span>
                          <ProposalState proposal={one} /> <Time at={one.decidedAt ?? one.noticedAt ?? one.proposedAt} style="relative" />
                        </span>
                      </li>
                    ))}
                  </ul>
                </Section>
              )}
              {may.apply ? (
                <Section title={t('apply.form')}>
                  <AskingForm onDone={() => void result.refetch()} />
                </Section>
              ) : (
                <Alert variant="light">
                  {t(applications.some(({ decidedAt }) => decidedAt === null) ? 'apply.under-way' : 'apply.may-not')}
                </Alert>
              )}
            </Stack>
          )}
        </Page>
      )}
    </Answer>
  )
}
