import { Button, Group, Modal, Select, Stack, Text, Textarea } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type CountryContactView,
  declineCountryContact,
  type NamingView,
  proposeCountryContact,
  readCountryContact,
  signCountryContact,
  withdrawCountryContact,
} from '../../../../src/domain/cooperation/contract/network/country-contact.ts'
import { useAct, useQuickAct } from '../../app/act.ts'
import { Answer } from '../../app/answer.tsx'
import { FormNote, useChecks, useFields } from '../../app/form.tsx'
import { useRead } from '../../app/read.ts'
import { Badge } from '../../ui/badge.tsx'
import { Section } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { ContactCard } from './contact-card.tsx'
import classes from './contacts.module.css'
import network from './network.module.css'
import { OfficeCard } from './secretariat/office-contact.tsx'

const changes = ['country-contact', 'country-signatures', 'contact', 'member']

/** Whom the network reaches in a country, why, and how its agencies name their primary contact together. */
export function CountryContact({ country }: { readonly country: string }) {
  const { t } = useTranslation('contacts')
  const state = useRead(readCountryContact, { params: { code: country } }, { live: changes })
  return (
    <Section title={t('country.title')} id="primary-contact">
      <Answer of={state}>{(view) => <Whole view={view} />}</Answer>
    </Section>
  )
}

function Whole({ view }: { readonly view: CountryContactView }) {
  const { t } = useTranslation('contacts')
  const { route, standing, proposed, mayPropose, history } = view
  return (
    <Stack gap="sm">
      <Text>{t(`country.route.${route.kind}`)}</Text>
      {route.kind === 'secretariat' && <OfficeCard />}
      {route.to.map(({ agency, contact }) =>
        contact === null ? (
          <Text key={agency.id}>
            <bdi>{agency.name}</bdi> · <span className={classes.dim}>{t('country.no-unit')}</span>
          </Text>
        ) : (
          <div key={agency.id}>
            <Text fw={600}>
              <bdi>{agency.name}</bdi>
            </Text>
            <ContactCard contact={contact} />
          </div>
        ),
      )}
      {view.agencies.length > 0 && <AgenciesGroup view={view} />}
      {standing !== null && <Naming naming={standing} />}
      {proposed !== null && <Naming naming={proposed} />}
      {mayPropose.length > 0 && <Propose view={view} />}
      {history.length > 0 && (
        <details>
          <summary>{t('country.history')}</summary>
          {history.map((one) => (
            <Naming key={one.id} naming={one} />
          ))}
        </details>
      )}
    </Stack>
  )
}

/** The country's agencies as one recipient of what is shared: who is in it now, and which law each enforces. */
function AgenciesGroup({ view: { agencies } }: { readonly view: CountryContactView }) {
  const { t } = useTranslation(['contacts', 'network'])
  return (
    <div>
      <Text fw={600}>{t('country.group')}</Text>
      <Text size="sm" c="dimmed">
        {t('country.group-lead')}
      </Text>
      <ul className={classes.list}>
        {agencies.map(({ id, name, laws, here }) => (
          <li key={id}>
            <Link to="/network/members/$id" params={{ id }} className={network.link}>
              <bdi>{name}</bdi>
            </Link>{' '}
            · {laws.length === 0 ? t('country.no-laws') : t('network:list', { these: laws.map((law) => t(`network:law.${law}`)) })}
            {!here && <span className={classes.dim}> · {t('country.not-here')}</span>}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** One naming: whom, how it stands, and what each agency said. */
function Naming({ naming }: { readonly naming: NamingView }) {
  const { t } = useTranslation('contacts')
  const [declining, setDeclining] = useState<string>()
  const sign = useQuickAct(signCountryContact, changes)
  const withdraw = useQuickAct(withdrawCountryContact, changes)
  const { id, agency, state, signatures, missing, maySign } = naming
  return (
    <div className={classes.card}>
      <div>
        <Badge tone={state === 'standing' ? 'good' : state === 'proposed' ? 'accent' : 'plain'}>{t(`country.state.${state}`)}</Badge>{' '}
        <bdi>{agency.name}</bdi> · <Time at={naming.endedAt ?? naming.stoodAt ?? naming.proposedAt} style="date" />
      </div>
      {signatures.length + missing.length > 0 && (
        <ul className={classes.list}>
          {signatures.map((one) => (
            <li key={one.agency.id}>
              <bdi>{one.agency.name || t('country.gone')}</bdi> · {t(`country.said.${one.said}`)} <Time at={one.at} style="date" />
              {one.reason !== null && (
                <blockquote className={classes.quote} dir="auto">
                  {one.reason}
                </blockquote>
              )}
            </li>
          ))}
          {missing.map((one) => (
            <li key={one.id}>
              <bdi>{one.name}</bdi> · {t('country.waits')}
            </li>
          ))}
        </ul>
      )}
      {maySign.map((one) => (
        <Group key={one.id} gap="xs" mt="xs">
          <Button size="compact-sm" onClick={() => void sign({ params: { id }, body: { agency: one.id } }, t('country.signed'))}>
            {t('country.sign', { agency: one.name })}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setDeclining(one.id)}>
            {t('country.decline')}
          </Button>
        </Group>
      ))}
      {naming.mayWithdraw && (
        <Button mt="xs" size="compact-sm" variant="subtle" onClick={() => void withdraw({ params: { id } }, t('country.withdrawn'))}>
          {t('country.withdraw')}
        </Button>
      )}
      <Modal
        opened={declining !== undefined}
        onClose={() => setDeclining(undefined)}
        title={t('country.decline')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        {declining !== undefined && <Decline naming={naming} agency={declining} onDone={() => setDeclining(undefined)} />}
      </Modal>
    </div>
  )
}

type DeclineProps = { readonly naming: NamingView; readonly agency: string; readonly onDone: () => void }

function Decline({ naming, agency, onDone }: DeclineProps) {
  const { t } = useTranslation('contacts')
  const { required } = useChecks()
  const act = useAct(declineCountryContact, changes)
  const form = useFields({ reason: '' }, { reason: required }, act.failure)
  const submit = form.onSubmit(async ({ reason }) => {
    if ((await act.run({ params: { id: naming.id }, body: { agency, reason: reason.trim() } })) !== undefined) onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <Text>{t(naming.state === 'standing' ? 'country.decline-standing' : 'country.decline-proposed')}</Text>
        <Textarea label={t('country.reason')} autosize minRows={2} maxLength={2_000} data-autofocus {...form.props('reason')} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('country.decline')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function Propose({ view: { country, agencies, mayPropose } }: { readonly view: CountryContactView }) {
  const { t } = useTranslation('contacts')
  const act = useQuickAct(proposeCountryContact, changes)
  const [agency, setAgency] = useState<string | null>(null)
  const [by, setBy] = useState<string>(mayPropose[0]?.id ?? '')
  const options = (list: readonly { readonly id: string; readonly name: string }[]) =>
    list.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <Group gap="xs" align="end">
      <Select label={t('country.propose-whom')} data={options(agencies)} value={agency} onChange={setAgency} />
      {mayPropose.length > 1 && (
        <Select
          label={t('country.propose-by')}
          allowDeselect={false}
          data={options(mayPropose)}
          value={by}
          onChange={(one) => setBy(one ?? by)}
        />
      )}
      <Button
        variant="default"
        disabled={agency === null}
        onClick={() => agency !== null && void act({ params: { code: country }, body: { agency, by } }, t('country.proposed'))}
      >
        {t('country.propose')}
      </Button>
    </Group>
  )
}
