import { Group, Stack, Text } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { readProposal } from '../../../../../src/domain/cooperation/contract.ts'
import { Answer } from '../../../app/answer.tsx'
import { ProofsLink } from '../../../app/proofs-link.tsx'
import { useRead } from '../../../app/read.ts'
import { Country } from '../../../ui/country.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Page, Section } from '../../../ui/page.tsx'
import classes from './joining.module.css'
import { Acts, Course, Objections, Told } from './proposal-parts.tsx'
import { ApplicantKind } from './words.tsx'

const route = getRouteApi('/shell/network/applications/$id')

/** One application: who asks, what it says, how it stands; to the secretariat also who was told and who objected. */
export function ApplicationPage() {
  const { t } = useTranslation('joining')
  const { id } = route.useParams()
  const result = useRead(readProposal, { params: { id } }, { live: ['proposal', 'reply'] })
  const own = result.data?.terms === null
  const back = (
    <Link to={own ? '/network/apply' : '/network/applications'} className={classes.link}>
      {t(own ? 'apply.title' : 'applications.title')}
    </Link>
  )
  return (
    <Answer of={result} whole back={back}>
      {(proposal) => {
        const { application } = proposal
        return (
          <Page title={application?.name ?? t(`proposal.${proposal.kind}`)} back={back} aside={<Course proposal={proposal} />}>
            <Stack gap="md" miw={0}>
              <Acts proposal={proposal} />
              <Group>
                <ProofsLink subject={proposal.id} />
              </Group>
              {application !== null && (
                <Section title={t('application.title')}>
                  <Facts
                    facts={[
                      { name: t('column.kind'), value: <ApplicantKind of={application} /> },
                      { name: t('column.country'), value: <Country code={application.country} /> },
                      { name: t('application.here'), value: t(application.here ? 'application.is-here' : 'application.not-here') },
                    ]}
                  />
                  <Text className={classes.paper} mt="sm" dir="auto">
                    {application.statement}
                  </Text>
                </Section>
              )}
              <Objections proposal={proposal} />
              <Told proposal={proposal} />
            </Stack>
          </Page>
        )
      }}
    </Answer>
  )
}
