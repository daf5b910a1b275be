import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type ObligationView, readObligations } from '../../../../../src/domain/cooperation/contract/network/secretariat.ts'
import { Answer } from '../../../app/answer.tsx'
import { useRead } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { countryName } from '../../../ui/format.ts'
import { Section } from '../../../ui/page.tsx'
import { usePreferences } from '../../../ui/preferences.tsx'
import { Time } from '../../../ui/time.tsx'
import forms from '../../forms.module.css'
import network from '../network.module.css'
import { useNoticeWords } from './words.tsx'

const live = [
  'contact',
  'call',
  'call-series',
  'round',
  'proposal',
  'announcement',
  'notice',
  'request',
  'tombstone',
  'joint',
  'country-contact',
]

/** What one's own organisation owes the network, at a glance. */
export function Obligations() {
  const { t } = useTranslation('secretariat')
  return (
    <Section title={t('own.title')} flush>
      <Answer of={useRead(readObligations, {}, { live })}>
        {({ items }) => (items.length === 0 ? <p style={{ margin: '1rem' }}>{t('own.none')}</p> : <Owed items={items} />)}
      </Answer>
    </Section>
  )
}

// more notices than these would hide what has a date
const mostNotices = 3

function Owed({ items }: { readonly items: readonly ObligationView[] }) {
  const { t } = useTranslation('secretariat')
  const notices = items.filter(({ kind }) => kind === 'notice')
  const folded = notices.length > mostNotices ? notices : []
  return (
    <ul className={forms.rows}>
      {items
        .filter((one) => !folded.includes(one))
        .map((one) => (
          <Row key={keyOf(one)} one={one} />
        ))}
      {folded.length > 0 && (
        <li>
          <details>
            <summary>{t('own.notices', { count: folded.length })}</summary>
            <ul>
              {folded.map((one) => (
                <li key={keyOf(one)}>
                  <What of={one} />
                </li>
              ))}
            </ul>
          </details>
        </li>
      )}
    </ul>
  )
}

const isLate = ({ until }: ObligationView) => until !== null && Date.parse(until) < Date.now()
const keyOf = ({ kind, subject, notice }: ObligationView) => `${kind} ${subject} ${notice}`

function Row({ one }: { readonly one: ObligationView }) {
  const { t } = useTranslation('secretariat')
  return (
    <li>
      <What of={one} />
      {one.until !== null && (
        <span>
          {isLate(one) ? <Badge tone="bad">{t('state.overdue')}</Badge> : t('until')} <Time at={one.until} style="date" />
        </span>
      )}
      {one.until === null && one.since !== null && (
        <span>
          {t('own.since')} <Time at={one.since} style="date" />
        </span>
      )}
    </li>
  )
}

function What({ of }: { readonly of: ObligationView }) {
  const { t } = useTranslation('secretariat')
  const { name, target } = useNoticeWords()
  const { kind, subject, notice, title, count } = of
  if (kind === 'no-contact' || kind === 'contacts')
    return (
      <Link to="/network/members/$id" params={{ id: subject }} className={network.link}>
        {kind === 'contacts' ? t('own.contacts', { count }) : t('own.no-contact')}
      </Link>
    )
  if (kind === 'questionnaire')
    return (
      <Link to="/network/questionnaire/rounds/$id/answer" params={{ id: subject }} className={network.link}>
        {t('own.questionnaire')} <bdi>{title}</bdi>
      </Link>
    )
  if (kind === 'action' || kind === 'request' || kind === 'joint' || kind === 'tombstone' || kind === 'signature')
    return <Between of={of} />
  if (kind === 'attendance')
    return (
      <Link to="/calls/series" className={network.link}>
        {t('own.attendance')} <bdi>{title}</bdi>
      </Link>
    )
  if (kind === 'objection' && notice === 'accession')
    return (
      <Link to="/network/applications/$id" params={{ id: subject }} className={network.link}>
        {t('own.objection')} <bdi>{title}</bdi>
      </Link>
    )
  if (kind === 'objection')
    return (
      <Link to="/network/procedures" search={notice === 'work-plan' ? { of: 'work-plan' } : {}} className={network.link}>
        {t('own.change')}
      </Link>
    )
  return (
    <Link {...target(notice ?? '', subject)} className={network.link}>
      {t('own.notice')} {name(notice ?? '')}
    </Link>
  )
}

/** What other members wait for, rather than the office. */
function Between({ of: { kind, subject, notice, title, count } }: { readonly of: ObligationView }) {
  const { t } = useTranslation('secretariat')
  const { locale } = usePreferences()
  if (kind === 'tombstone')
    return (
      <Link to="/shared" className={network.link}>
        {t('own.tombstone', { count })}
      </Link>
    )
  if (kind === 'signature')
    return (
      <Link to="/network/countries/$code" params={{ code: title ?? '' }} hash="primary-contact" className={network.link}>
        {t('own.signature')} <bdi>{countryName(title ?? '', locale)}</bdi>
      </Link>
    )
  const to = kind === 'action' ? '/calls/$id' : kind === 'joint' ? '/joint-cases/$id' : '/requests/$id'
  const what = kind === 'request' ? asked.find((one) => one === notice) : undefined
  return (
    <Link to={to} params={{ id: subject }} className={network.link}>
      {t(what === undefined ? `own.${kind === 'joint' ? 'joint' : 'action'}` : `own.request-${what}`)} <bdi>{title}</bdi>
    </Link>
  )
}

const asked = ['acknowledge', 'answer', 'reply'] as const
