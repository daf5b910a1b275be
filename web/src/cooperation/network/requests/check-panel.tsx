import { useTranslation } from 'react-i18next'
import type { CheckedRequest, FindingView } from '../../../../../src/domain/cooperation/contract/network/requests.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Country, Language } from '../../../ui/country.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Section } from '../../../ui/page.tsx'
import { Time } from '../../../ui/time.tsx'
import { givenTones } from '../disclosure-words.ts'
import { Laws } from '../questionnaire/laws.tsx'
import { Findings, type Override } from './findings.tsx'
import classes from './requests.module.css'

type Props = {
  readonly checked: CheckedRequest | undefined
  readonly trouble: string | undefined
  readonly overrides: readonly Override[]
  onReason(code: FindingView['code'], reason: string): void
}

/** Beside a request that is being written: what speaks against it, by when it would be answered, what the other side gives. */
export function CheckPanel({ checked, trouble, overrides, onReason }: Props) {
  const { t } = useTranslation('requests')
  return (
    <div className={classes.aside}>
      <Section title={t('check.title')} lead={t('check.lead')}>
        <div role="status">
          {trouble !== undefined ? (
            <p>{trouble}</p>
          ) : checked === undefined ? (
            <p>{t('check.waits')}</p>
          ) : (
            <Findings findings={checked.findings} overrides={overrides} onReason={onReason} />
          )}
        </div>
      </Section>
      {checked !== undefined && trouble === undefined && (
        <>
          <Recipient checked={checked} />
          {checked.to.kind === 'agency' && <Laws others={[{ member: checked.to.member, name: checked.to.name }]} as="giver" />}
        </>
      )}
    </div>
  )
}

function Recipient({ checked }: { readonly checked: CheckedRequest }) {
  const { t } = useTranslation(['requests', 'disclosures'])
  const { to, disclosure, dues } = checked
  return (
    <Section title={t('check.recipient')}>
      <Facts
        facts={[
          {
            name: t('field.to'),
            value: (
              <>
                <bdi>{to.name}</bdi>, <Country code={to.country} />
              </>
            ),
          },
          to.route !== null && { name: t('field.route'), value: t(`route.${to.route}`) },
          { name: t('field.acknowledge-due'), value: <Time at={dues.acknowledgeDue} style="date" /> },
          { name: t('field.answer-due'), value: <Time at={dues.answerDue} style="date" /> },
          disclosure !== null && { name: t('disclosures:how.channel'), value: t(`disclosures:channel.${disclosure.channel}`) },
          disclosure !== null &&
            disclosure.languages.length > 0 && {
              name: t('disclosures:how.languages'),
              value: disclosure.languages.map((tag, at) => (
                <span key={tag}>
                  {at > 0 && ' · '}
                  <Language tag={tag} />
                </span>
              )),
            },
          ...(disclosure?.lines ?? []).map((line) => ({
            name: `${t(`disclosures:data.${line.category}`)} · ${t(`disclosures:asker.${line.asker}`)}`,
            value: (
              <>
                <Badge tone={givenTones[line.given]}>{t(`disclosures:given.${line.given}`)}</Badge>{' '}
                {line.grounds.map((ground) => t(`disclosures:ground.${ground}`)).join(' · ')}{' '}
                {line.days !== null && t('disclosures:days', { count: line.days })}
              </>
            ),
          })),
        ]}
      />
      {to.kind === 'industry' && disclosure === null && <p>{t('check.silent')}</p>}
    </Section>
  )
}
