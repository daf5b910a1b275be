import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ReportView } from '../../../../src/domain/analysis/contract.ts'
import { Copyable, Hash, Mono } from '../../ui/code.tsx'
import { Language } from '../../ui/country.tsx'
import { Facts } from '../../ui/facts.tsx'
import { formatNumber, formatSize } from '../../ui/format.ts'
import { Section } from '../../ui/page.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import { Time } from '../../ui/time.tsx'
import { unmasked } from '../../ui/unmasked.ts'
import type { Mailbox, MessageReading, UrlReading } from '../reading.ts'
import classes from './report.module.css'

/** What the message says of itself. */
export function AboutMessage({ reading }: { readonly reading: MessageReading }) {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  return (
    <Section title={t('about.message')} id="message">
      <Facts
        facts={[
          { name: t('about.from'), value: reading.from === null ? t('about.nobody') : <Person box={reading.from} /> },
          reading.sender !== null && { name: t('about.sender'), value: <Person box={reading.sender} /> },
          reading.replyTo.length > 0 && {
            name: t('about.reply-to'),
            value: reading.replyTo.map((box) => <Person key={`${box.name} ${box.address}`} box={box} />),
          },
          reading.returnPath !== null && {
            name: t('about.return-path'),
            value: reading.returnPath === '' ? t('about.null-sender') : <Mono>{reading.returnPath}</Mono>,
          },
          { name: t('about.recipients'), value: formatNumber(reading.recipients, locale) },
          reading.date !== null && { name: t('about.date'), value: <Time at={reading.date} style="second" /> },
          reading.language !== null && { name: t('about.language'), value: <Language tag={reading.language} /> },
          reading.messageId !== null && { name: t('about.message-id'), value: <Copyable text={reading.messageId} /> },
          { name: t('about.size'), value: formatSize(reading.size, locale) },
        ]}
      />
    </Section>
  )
}

function Person({ box }: { readonly box: Mailbox }) {
  return (
    <span className={classes.person}>
      {box.name !== '' && <bdi>{unmasked(box.name)}</bdi>}
      {box.address !== '' && <Copyable text={box.address} />}
    </span>
  )
}

/** What an address shows by its form alone; nobody went there. */
export function AboutUrl({ reading }: { readonly reading: UrlReading }) {
  const { t } = useTranslation('analysis')
  return (
    <Facts
      facts={[
        reading.domain !== null && { name: t('url.domain'), value: <Mono>{reading.domain}</Mono> },
        reading.host !== null && { name: t('url.host'), value: <Mono>{reading.host}</Mono> },
        reading.unicodeHost !== null &&
          reading.unicodeHost !== reading.host && { name: t('url.unicode'), value: <bdi>{reading.unicodeHost}</bdi> },
        reading.port !== null && { name: t('url.port'), value: <Mono>{reading.port}</Mono> },
        reading.lookAlike !== null && {
          name: t('url.look-alike'),
          value: `${reading.lookAlike.brand}: ${t(`findings:alike.${reading.lookAlike.how}`)}`,
        },
      ]}
    />
  )
}

/** Who reported it, how it came, and what they said. */
export function AboutReport({ report }: { readonly report: ReportView }) {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const envelope = envelopeOf(report.arrival)
  return (
    <Section title={t('about.report')} id="report">
      {report.note !== null && (
        <blockquote className={classes.note} dir="auto">
          {report.note}
        </blockquote>
      )}
      <Facts
        facts={[
          { name: t('about.reference'), value: <Copyable text={report.reference} /> },
          { name: t('about.reporter'), value: <Reporter report={report} /> },
          {
            name: t('about.channel'),
            value:
              report.channel.kind === 'mail' ? (
                <>
                  {t('channel.mail')} · <bdi>{report.channel.name}</bdi>
                </>
              ) : (
                t(`channel.${report.channel.kind}`)
              ),
          },
          { name: t('about.form'), value: t(`form.${report.form}`) },
          { name: t('about.received'), value: <Time at={report.receivedAt} style="second" /> },
          report.times > 1 && { name: t('about.times'), value: formatNumber(report.times, locale) },
          report.analysedAt !== null && { name: t('about.analysed'), value: <Time at={report.analysedAt} style="second" /> },
          report.name !== null && { name: t('about.name'), value: <bdi>{unmasked(report.name)}</bdi> },
          { name: t('about.size'), value: formatSize(report.size, locale) },
          { name: 'SHA-256', value: <Hash value={report.sha256} /> },
          envelope.peer !== null && { name: t('about.peer'), value: <Mono>{envelope.peer}</Mono> },
          envelope.from !== null && {
            name: t('about.envelope-from'),
            value: envelope.from === '' ? t('about.null-sender') : <Mono>{envelope.from}</Mono>,
          },
          envelope.to !== null && { name: t('about.envelope-to'), value: <Mono>{envelope.to}</Mono> },
        ]}
      />
      <p className={classes.answers}>
        <Link to="/outbox" search={{ about: report.id }} className="t-no-print">
          {t('about.answers')}
        </Link>
      </p>
    </Section>
  )
}

function Reporter({ report }: { readonly report: ReportView }) {
  const { t } = useTranslation('analysis')
  if (report.reporter === null && report.reporterName === null) return t('about.unknown-reporter')
  return <Person box={{ name: report.reporterName ?? '', address: report.reporter ?? '' }} />
}

function envelopeOf(arrival: Readonly<Record<string, unknown>>) {
  const text = (name: string) => (typeof arrival[name] === 'string' ? arrival[name] : null)
  const mail = text('to') !== null
  return { peer: mail ? text('peer') : null, from: mail ? text('from') : null, to: text('to') }
}
