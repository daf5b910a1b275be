import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  confirmOfficeContact,
  type OfficeContactView,
  readOfficeContact,
  setOfficeContact,
} from '../../../../../src/domain/cooperation/contract/network/office.ts'
import { useAct, useQuickAct } from '../../../app/act.ts'
import { Answer } from '../../../app/answer.tsx'
import { FormNote, useFields } from '../../../app/form.tsx'
import { useRead } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Hash } from '../../../ui/code.tsx'
import { Section } from '../../../ui/page.tsx'
import { toast } from '../../../ui/toast.tsx'
import { Age, ContactWays } from '../contact-card.tsx'
import { FromVcard, initialOf, ReachFields, reachOf, WhoFields } from '../contact-form.tsx'
import classes from '../contacts.module.css'

const live = ['office-contact', 'network']

/** How the secretariat is reached, whoever holds its office; whoever does keeps it. */
export function OfficeContact() {
  const { t } = useTranslation('contacts')
  const [editing, setEditing] = useState(false)
  const state = useRead(readOfficeContact, {}, { live })
  const confirm = useQuickAct(confirmOfficeContact, live)
  return (
    <Answer of={state}>
      {({ contact, may }) => (
        <Section
          title={t('office.title')}
          id="office-contact"
          {...(may.keep ? { lead: t('office.lead') } : {})}
          actions={
            may.keep && (
              <Group gap="xs">
                {contact !== null && (
                  <Button variant="default" size="compact-sm" onClick={() => void confirm({}, t('confirmed'))}>
                    {t('confirm')}
                  </Button>
                )}
                <Button variant={contact === null ? 'filled' : 'default'} size="compact-sm" onClick={() => setEditing(true)}>
                  {t(contact === null ? 'office.name' : 'office.change')}
                </Button>
              </Group>
            )
          }
        >
          {contact === null ? <Text c="dimmed">{t('office.none')}</Text> : <Card contact={contact} />}
          <Modal
            opened={editing}
            onClose={() => setEditing(false)}
            size="lg"
            title={t(contact === null ? 'office.name' : 'office.change')}
            closeButtonProps={{ 'aria-label': t('ui:close') }}
          >
            <Form contact={contact} onDone={() => setEditing(false)} />
          </Modal>
        </Section>
      )}
    </Answer>
  )
}

/** The same on a page about something else: the card alone. */
export function OfficeCard() {
  const { t } = useTranslation('contacts')
  return (
    <Answer of={useRead(readOfficeContact, {}, { live })}>
      {({ contact }) => (contact === null ? <Text c="dimmed">{t('office.none')}</Text> : <Card contact={contact} />)}
    </Answer>
  )
}

function Card({ contact }: { readonly contact: OfficeContactView }) {
  const { t } = useTranslation('contacts')
  const { unit, person, title, pgpFingerprint, smimeFingerprint, overdue } = contact
  return (
    <article className={classes.card}>
      <div>
        <h3 className={classes.name}>
          <bdi>{person || unit}</bdi>
        </h3>
        <div className={classes.dim}>
          <bdi>{[title, person === '' ? '' : unit].filter((one) => one !== '').join(' · ')}</bdi>
        </div>
      </div>
      <ContactWays contact={contact} />
      {[
        ['pgp', pgpFingerprint],
        ['smime', smimeFingerprint],
      ].map(
        ([name, value]) =>
          value && (
            <div key={name} className={classes.dim}>
              {t(`field.${name}`)} <Hash value={value} />
            </div>
          ),
      )}
      <p className={classes.age}>
        {overdue && <Badge tone="warn">{t('trouble.overdue')}</Badge>}
        <span>
          <Age contact={contact} />
        </span>
      </p>
    </article>
  )
}

type FormProps = { readonly contact: OfficeContactView | null; readonly onDone: () => void }

function Form({ contact, onDone }: FormProps) {
  const { t } = useTranslation('contacts')
  const act = useAct(setOfficeContact, live)
  const blank = initialOf({ kind: 'list', member: '' }, undefined)
  const { unit, person, title, mail, phone, emergency, hours, timeZone, languages, pgpKey, smimeCertificate } = contact ?? {}
  const form = useFields(
    {
      ...blank,
      ...{ unit: unit ?? '', person: person ?? '', title: title ?? '', mail: mail ?? '', phone: phone ?? '', emergency: emergency ?? '' },
      ...{ hours: hours ?? '', timeZone: timeZone ?? blank.timeZone, languages: languages ?? [] },
      ...{ pgp: pgpKey ?? '', smime: smimeCertificate ?? '' },
    },
    {},
    act.failure,
  )
  const submit = form.onSubmit(async (values) => {
    const { audience: _, ...body } = reachOf(values)
    if ((await act.run({ body })) === undefined) return
    toast(t('ui:saved'))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FromVcard form={form} />
        <WhoFields form={form} fixed={false} staff={false} />
        <ReachFields form={form} />
        <FormNote failure={act.failure} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('ui:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
