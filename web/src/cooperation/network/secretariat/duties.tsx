import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type DutyView, readSecretariat } from '../../../../../src/domain/cooperation/contract/network/secretariat.ts'
import { Answer } from '../../../app/answer.tsx'
import { LinkButton } from '../../../app/link-button.tsx'
import { useRead } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Section } from '../../../ui/page.tsx'
import { Time } from '../../../ui/time.tsx'
import type { Tone } from '../../../ui/tone.ts'
import forms from '../../forms.module.css'
import network from '../network.module.css'

const live = ['contact', 'member', 'round', 'proposal', 'announcement', 'register']
const tones: Record<DutyView['state'], Tone> = { done: 'good', due: 'warn', overdue: 'bad' }
const places = {
  contacts: '/network/contacts',
  notices: '/network/secretariat',
  questionnaire: '/network/questionnaire',
  reports: '/network/registers',
  office: '/network',
  term: '/network',
} as const

/** What the office owes, on the page that it comes to first. */
export function OfficeDuties() {
  const { t } = useTranslation('secretariat')
  const result = useRead(readSecretariat, {}, { live })
  return (
    <Section
      title={t('duties.title')}
      lead={t('duties.lead')}
      actions={
        <LinkButton to="/network/secretariat" variant="default" size="compact-md">
          {t('title')}
        </LinkButton>
      }
      flush
    >
      <Answer of={result}>{({ duties }) => <Duties duties={duties} />}</Answer>
    </Section>
  )
}

export function Duties({ duties }: { readonly duties: readonly DutyView[] }) {
  const { t } = useTranslation('secretariat')
  return (
    <ul className={forms.rows}>
      {duties.map((one) => (
        <li key={one.kind}>
          <span>
            {one.kind === 'calls' ? (
              <Link to="/calls/series" className={network.link}>
                {t('duty.calls')}
              </Link>
            ) : (
              <Link
                to={places[one.kind]}
                {...(one.kind === 'reports' ? { search: { kind: 'report' as const } } : {})}
                className={network.link}
              >
                {t(`duty.${one.kind}`)}
              </Link>
            )}
            <small style={{ display: 'block' }}>
              <Stand of={one} />
            </small>
          </span>
          <Badge tone={tones[one.state]}>{t(`state.${one.state}`)}</Badge>
        </li>
      ))}
    </ul>
  )
}

function Stand({ of }: { readonly of: DutyView }) {
  const { t } = useTranslation('secretariat')
  const { kind, open, of: all, last, due } = of
  if (kind === 'term' && due === null) return t('stand.no-end')
  if (kind === 'contacts' || kind === 'notices') return t(`stand.${kind}`, { open, of: all })
  return (
    <>
      {last === null ? (
        kind !== 'term' && t('stand.never')
      ) : (
        <>
          {t(kind === 'office' ? 'stand.confirmed' : 'stand.last')} <Time at={last} style="date" />
        </>
      )}
      {due !== null && (
        <>
          {last !== null && ' · '}
          {t('stand.due')} <Time at={due} style="date" />
        </>
      )}
    </>
  )
}
