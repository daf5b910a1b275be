import { useTranslation } from 'react-i18next'
import type { Finding, ReportView } from '../../../../src/domain/analysis/contract.ts'
import { defang } from '../../ui/defang.ts'
import { countryName, formatSize, languageName } from '../../ui/format.ts'
import { usePreferences } from '../../ui/preferences.tsx'
import { useFindingText } from '../finding-text.ts'
import type { Reading } from '../reading.ts'

type Shown = { readonly position: number; readonly reading: Reading }

const isolate = (text: string) => `\u2068${text}\u2069`

/** What the report is, in one line: what kind of thing, from whom, by whose hands, and what stands out. */
export function useHeadline(): (report: ReportView, shown: Shown | undefined, findings: readonly Finding[]) => string {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const finding = useFindingText()
  // sentences of Chinese stand without a space between them
  const gap = locale.startsWith('zh') ? '' : ' '
  const titles = (findings: readonly Finding[]) => {
    const heavy = findings.filter((one) => one.severity === 'high' || one.severity === 'medium')
    return [...new Set(heavy.map((one) => finding(one).title))].slice(0, 3)
  }
  return (report, shown, findings) => {
    // a report on an address or a host may carry files that prove it: it is about the address all the same
    const about = report.sightings.find((one) => one.kind === 'address' || one.kind === 'host')
    const reading =
      shown !== undefined && about?.position === 0 && shown.position > 0 && shown.reading.kind === 'file' ? undefined : shown?.reading
    if (reading === undefined && report.summary === null) return t(`note.${report.state}.title`)
    const stands = titles(findings)
    return [
      what(report, reading),
      stands.length === 0
        ? findings.length === 0
          ? t('headline.nothing')
          : t('headline.little')
        : t('headline.stands-out', { list: stands.join(t('headline.and')) }),
    ]
      .filter((one) => one !== '')
      .join(gap)
  }

  function what(report: ReportView, reading: Reading | undefined): string {
    if (reading?.kind === 'message') return ofMessage(reading)
    if (reading?.kind === 'url') return t('headline.url', { url: isolate(defang(reading.host ?? reading.url).slice(0, 120)) })
    if (reading?.kind === 'file') return t('headline.file', { type: isolate(reading.type), size: formatSize(reading.size, locale) })
    const [first] = report.sightings
    return first?.value == null
      ? t('headline.unread')
      : t(`headline.${first.kind}`, { value: isolate(defang(first.value)), url: isolate(defang(first.value)) })
  }

  function ofMessage({ from, origin, language }: Extract<Reading, { kind: 'message' }>): string {
    const who = isolate(from === null || from.address === '' ? (from?.name ?? '') || t('about.nobody') : from.address)
    const inLanguage = language === null ? '' : languageName(language, locale)
    const message = inLanguage === '' ? t('headline.message', { who }) : t('headline.message-in', { who, language: inLanguage })
    if (origin.ip === null) return `${message}${gap}${t('headline.no-origin')}`
    const network = origin.network ?? (origin.asn === null ? '' : `AS${origin.asn}`)
    const country = origin.country === null ? '' : countryName(origin.country, locale)
    const place = [country, network]
      .filter((one) => one !== '')
      .map(isolate)
      .join(t('headline.comma'))
    return `${message}${gap}${place === '' ? t('headline.by', { ip: isolate(origin.ip) }) : t('headline.by-at', { ip: isolate(origin.ip), place })}`
  }
}
