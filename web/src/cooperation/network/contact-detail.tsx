import { Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type ContactWhole, readContact } from '../../../../src/domain/cooperation/contract/network/contacts.ts'
import { Answer } from '../../app/answer.tsx'
import { useRead } from '../../app/read.ts'
import { Hash } from '../../ui/code.tsx'
import { Facts } from '../../ui/facts.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import { Time } from '../../ui/time.tsx'
import classes from './contacts.module.css'
import { dayText } from './day.ts'

/** What lies behind a contact: keys, who confirmed it, how tests ended, who was designated before. */
export function ContactDetail({ id }: { readonly id: string }) {
  return (
    <Answer of={useRead(readContact, { params: { id } }, { live: ['contact'], id })}>
      {(contact) => (
        <Stack gap="md">
          <Keys contact={contact} />
          <Tests contact={contact} />
          {contact.history.length > 0 && <History contact={contact} />}
        </Stack>
      )}
    </Answer>
  )
}

type Part = { readonly contact: ContactWhole }

function Keys({ contact }: Part) {
  const { t } = useTranslation('contacts')
  const { confirmedAt, confirmedBy, sinceBy, since, pgpFingerprint, pgpSince, smimeFingerprint } = contact
  return (
    <Facts
      facts={[
        { name: t('field.since'), value: <Said at={since} by={sinceBy.name} /> },
        {
          name: t('field.confirmed'),
          value: confirmedAt === null ? t('never') : <Said at={confirmedAt} by={confirmedBy?.name ?? null} />,
        },
        pgpFingerprint !== null && { name: t('field.pgp'), value: <Hash value={pgpFingerprint} /> },
        pgpSince !== null && { name: t('field.pgp-since'), value: <Time at={pgpSince} /> },
        smimeFingerprint !== null && { name: t('field.smime'), value: <Hash value={smimeFingerprint} /> },
      ]}
    />
  )
}

function Said({ at, by }: { readonly at: string; readonly by: string | null }) {
  return (
    <>
      <Time at={at} />
      {by !== null && (
        <>
          {' · '}
          <bdi>{by}</bdi>
        </>
      )}
    </>
  )
}

function Tests({ contact: { tests } }: Part) {
  const { t } = useTranslation('contacts')
  return (
    <div>
      <Title order={3} size="h5">
        {t('tests')}
      </Title>
      {tests.length === 0 ? (
        <Text c="dimmed">{t('no-tests')}</Text>
      ) : (
        <ul className={classes.list}>
          {tests.map((one) => (
            <li key={one.id}>
              <Time at={one.sentAt} style="date" /> · <bdi dir="ltr">{one.sentTo}</bdi> · {t(`test-result.${one.result}`)}
              {one.way !== null && ` · ${t(`way.${one.way}`)}`}
              {one.words !== null && (
                <blockquote className={classes.quote} dir="auto">
                  {one.words}
                </blockquote>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function History({ contact: { history } }: Part) {
  const { t } = useTranslation('contacts')
  const { locale } = usePreferences()
  return (
    <div>
      <Title order={3} size="h5">
        {t('history')}
      </Title>
      <ul className={classes.list}>
        {history.map(({ id, person, unit, designated, endedAt, endedWhy }) => (
          <li key={id}>
            <bdi>{[person, unit].filter((one) => one !== '').join(', ')}</bdi>
            {designated !== null && <> · {t('designated', { on: dayText(designated.on, locale), by: designated.by })}</>}
            {endedAt !== null && endedWhy !== null && (
              <>
                {' · '}
                {t(`ended.${endedWhy}`)} <Time at={endedAt} style="date" />
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
