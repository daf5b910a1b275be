import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type ObligationView, readObligations } from '../../../../../src/domain/cooperation/contract/network/secretariat.ts'
import { Answer } from '../../../app/answer.tsx'
import { useRead } from '../../../app/read.ts'
import { Section } from '../../../ui/page.tsx'
import { Time } from '../../../ui/time.tsx'
import forms from '../../forms.module.css'
import network from '../network.module.css'
import { useNoticeWords } from './words.tsx'

const live = ['contact', 'call', 'call-series', 'round', 'proposal', 'announcement', 'notice']

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

const keyOf = ({ kind, subject, notice }: ObligationView) => `${kind} ${subject} ${notice}`

function Row({ one }: { readonly one: ObligationView }) {
  const { t } = useTranslation('secretariat')
  return (
    <li>
      <What of={one} />
      {one.until !== null && (
        <span>
          {t('until')} <Time at={one.until} style="date" />
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
