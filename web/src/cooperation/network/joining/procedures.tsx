import { Button, Modal, Stack, Text } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type EditionView, listEditions, listProposals, readEdition, readProposal } from '../../../../../src/domain/cooperation/contract.ts'
import { Answer } from '../../../app/answer.tsx'
import { LinkButton } from '../../../app/link-button.tsx'
import { useRead } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Hash } from '../../../ui/code.tsx'
import { Page, Section } from '../../../ui/page.tsx'
import { Empty } from '../../../ui/states.tsx'
import { Time } from '../../../ui/time.tsx'
import formClasses from '../../forms.module.css'
import { ChangeForm, Changes } from './edition-parts.tsx'
import classes from './joining.module.css'
import { Acts, Course, Objections, Told } from './proposal-parts.tsx'
import { Rules } from './rules.tsx'

const route = getRouteApi('/shell/network/procedures')
const live = { live: ['edition', 'proposal'] }

/** The procedures or the work plan: what is in force, what was before, what is proposed. */
export function Procedures() {
  const { t } = useTranslation('joining')
  const { of = 'procedures', version } = route.useSearch()
  const [proposing, setProposing] = useState(false)
  const listed = useRead(listEditions, { query: { kind: of } }, live)
  const current = listed.data?.items.find(({ until }) => until === null)
  const under = useRead(listProposals, { query: { kind: [of], state: ['proposed', 'open'] } }, live).data?.items[0]
  const inForce = useRead(readEdition, { params: { id: current?.id ?? '' } }, { ...live, enabled: current !== undefined })
  const other = of === 'procedures' ? 'work-plan' : 'procedures'
  return (
    <Page
      title={t(`texts.${of}`)}
      lead={t(`texts.${of}-lead`)}
      actions={
        <>
          <LinkButton to="/network/procedures" search={{ of: other }} variant="default">
            {t(`texts.${other}`)}
          </LinkButton>
          {listed.data?.may.propose === true && under === undefined && (of === 'work-plan' || inForce.data !== undefined) && (
            <Button onClick={() => setProposing(true)}>{t('propose.open')}</Button>
          )}
        </>
      }
    >
      <Stack gap="md">
        {under !== undefined && <Proposed id={under.id} />}
        <Answer of={listed}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={t('texts.none')} text={t('texts.none-why')} />
            ) : (
              <>
                <Version id={version ?? current?.id ?? items[0]?.id ?? ''} />
                <Versions items={items} of={of} />
              </>
            )
          }
        </Answer>
      </Stack>
      <Modal
        opened={proposing}
        onClose={() => setProposing(false)}
        size="xl"
        title={t('propose.open')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        <ChangeForm kind={of} from={inForce.data} rules={inForce.data?.rules ?? null} onDone={() => setProposing(false)} />
      </Modal>
    </Page>
  )
}

/** A change that is under way, against what is in force. */
function Proposed({ id }: { readonly id: string }) {
  const { t } = useTranslation('joining')
  const result = useRead(readProposal, { params: { id } }, { live: [...live.live, 'reply'] })
  return (
    <Answer of={result}>
      {(proposal) => (
        <Stack gap="md">
          <Course proposal={proposal} />
          {proposal.reason !== '' && (
            <Section title={t('propose.reason')}>
              <Text className={classes.paper} dir="auto">
                {proposal.reason}
              </Text>
            </Section>
          )}
          {proposal.edition !== null && <Version id={proposal.edition} />}
          <Acts proposal={proposal} />
          <Objections proposal={proposal} />
          <Told proposal={proposal} />
        </Stack>
      )}
    </Answer>
  )
}

/** One version, with what it changed. */
function Version({ id }: { readonly id: string }) {
  const { t } = useTranslation('joining')
  const result = useRead(readEdition, { params: { id } }, live)
  return (
    <Answer of={result}>
      {(edition) => (
        <Section
          title={edition.number === null ? t('edition.proposed') : `${edition.title}, ${t('version', { number: edition.number })}`}
          lead={edition.before?.number == null ? undefined : t('edition.against', { number: edition.before.number })}
        >
          <Stack gap="sm">
            {edition.rules !== null && <Rules rules={edition.rules} before={edition.before?.rules ?? null} />}
            {edition.before === null ? (
              <Text className={classes.paper} dir="auto">
                {edition.text}
              </Text>
            ) : (
              <Changes before={edition.before.text} after={edition.text} />
            )}
            <Text size="sm" c="dimmed" component="div">
              SHA-256 <Hash value={edition.sha256} />
            </Text>
          </Stack>
        </Section>
      )}
    </Answer>
  )
}

type VersionsProps = { readonly items: readonly EditionView[]; readonly of: 'procedures' | 'work-plan' }
function Versions({ items, of }: VersionsProps) {
  const { t } = useTranslation('joining')
  return (
    <Section title={t('edition.all')} flush>
      <ul className={formClasses.rows}>
        {items.map((one) => (
          <li key={one.id}>
            <Link to="/network/procedures" search={{ of, version: one.id }} className={classes.link}>
              {t('version', { number: one.number ?? 0 })}
            </Link>
            <span>
              {one.until === null && <Badge tone="good">{t('edition.in-force')}</Badge>}{' '}
              {one.since !== null && <Time at={one.since} style="date" />}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
