import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ContactView } from '../../../../src/domain/cooperation/contract/network/contacts.ts'
import { Badge } from '../../ui/badge.tsx'
import { Copyable } from '../../ui/code.tsx'
import { Language } from '../../ui/country.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import { Time } from '../../ui/time.tsx'
import classes from './contacts.module.css'
import { dayText } from './day.ts'

/** A contact as one looks for it in a hurry: who, mail, phones, when. */
export function ContactCard({ contact, acts }: { readonly contact: ContactView; readonly acts?: ReactNode }) {
  const { t } = useTranslation('contacts')
  const { unit, person, title } = contact
  return (
    <article className={classes.card}>
      <div className={classes.head}>
        <div>
          <h3 className={classes.name}>
            <bdi>{person || unit}</bdi> <Badge tone={contact.role === 'staff' ? 'plain' : 'accent'}>{t(`role.${contact.role}`)}</Badge>
          </h3>
          {(title !== '' || (unit !== '' && person !== '')) && (
            <div className={classes.dim}>
              <bdi>{[title, person === '' ? '' : unit].filter((one) => one !== '').join(' · ')}</bdi>
            </div>
          )}
        </div>
        {acts}
      </div>
      <ContactWays contact={contact} />
      <ContactAge contact={contact} />
    </article>
  )
}

type Ways = Pick<ContactView, 'mail' | 'phone' | 'emergency' | 'hours' | 'timeZone' | 'languages'>

/** By which ways somebody is reached, when, and in which languages. */
export function ContactWays({ contact: { mail, phone, emergency, hours, timeZone, languages } }: { readonly contact: Ways }) {
  const { t } = useTranslation('contacts')
  return (
    <dl className={classes.ways}>
      {mail !== null && <Way name={t('field.mail')}>{<Copyable text={mail} what={t('field.mail')} />}</Way>}
      {phone !== null && <Way name={t('field.phone')}>{<Copyable text={phone} what={t('field.phone')} />}</Way>}
      {emergency !== null && <Way name={t('field.emergency')}>{<Copyable text={emergency} what={t('field.emergency')} />}</Way>}
      <Way name={t('field.hours')}>
        <bdi>{[hours, timeZone.replaceAll('_', ' ')].filter((one) => one !== '').join(' · ')}</bdi>
      </Way>
      {languages.length > 0 && (
        <Way name={t('field.languages')}>
          {languages.map((tag, at) => (
            <span key={tag}>
              {at > 0 && ' · '}
              <Language tag={tag} />
            </span>
          ))}
        </Way>
      )}
    </dl>
  )
}

function Way({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** How far it can be relied on: when it was confirmed, how its last test ended, who sees it. */
function ContactAge({ contact }: { readonly contact: ContactView }) {
  const { t } = useTranslation('contacts')
  const { locale } = usePreferences()
  const { troubles, test, audience, designated, consent } = contact
  return (
    <p className={classes.age}>
      {troubles.map((one) => (
        <Badge key={one} tone={one === 'overdue' ? 'warn' : 'bad'}>
          {t(`trouble.${one}`)}
        </Badge>
      ))}
      <span>
        <Age contact={contact} />
      </span>
      {test !== null && (
        <span>
          {t(`test-result.${test.result}`)} <Time at={test.settledAt ?? test.sentAt} style="date" />
        </span>
      )}
      {designated !== null && <span>{t('designated', { on: dayText(designated.on, locale), by: designated.by })}</span>}
      {consent !== null && (
        <span>{consent.until === null ? t('consent') : t('consent-until', { until: dayText(consent.until, locale) })}</span>
      )}
      <span>{t(`audience.${audience}`)}</span>
    </p>
  )
}

/** When it was last said to be right. */
export function Age({ contact: { confirmedAt, ageDays } }: { readonly contact: Pick<ContactView, 'confirmedAt' | 'ageDays'> }) {
  const { t } = useTranslation('contacts')
  if (ageDays === 0) return t(confirmedAt === null ? 'unconfirmed-today' : 'age-today')
  return t(confirmedAt === null ? 'unconfirmed' : 'age', { count: ageDays })
}
