import { IconArrowDown } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Finding } from '../../../../src/domain/analysis/contract.ts'
import { SeverityBadge } from '../../ui/badge.tsx'
import { formatNumber } from '../../ui/format.ts'
import { Section } from '../../ui/page.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import { useFindingText } from '../finding-text.ts'
import type { Reading } from '../reading.ts'
import classes from './findings.module.css'
import { type Spot, spotOf, usePointing } from './pointing.tsx'

// pointers beyond these say the same again
const mostSpots = 6

/** What stands out, the heaviest first, each with the way to what it rests on. */
export function Findings({ findings, reading }: { readonly findings: readonly Finding[]; readonly reading: Reading | undefined }) {
  const { t } = useTranslation('analysis')
  return (
    <Section title={t('findings.title', { count: findings.length })} id="findings" flush>
      {findings.length === 0 ? (
        <p className={classes.none}>{t('findings.none')}</p>
      ) : (
        <ul className={classes.findings}>
          {findings.map((finding, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: findings of one code have nothing else to tell them apart, and their order is fixed
            <FindingOf key={`${finding.code} ${at}`} finding={finding} reading={reading} />
          ))}
        </ul>
      )}
    </Section>
  )
}

function FindingOf({ finding, reading }: { readonly finding: Finding; readonly reading: Reading | undefined }) {
  const { title, text } = useFindingText()(finding)
  const spots = reading?.kind !== 'message' ? [] : spotsOf(finding, reading)
  return (
    <li className={classes.finding}>
      <span className={classes.weight}>
        <SeverityBadge severity={finding.severity} />
      </span>
      <div className={classes.words}>
        <h3 title={finding.code}>{title}</h3>
        <p>{text}</p>
        {spots.length > 0 && (
          <div className={`${classes.spots} t-no-print`}>
            {spots.map((spot) => (
              <Lead key={spot} spot={spot} reading={reading} />
            ))}
          </div>
        )}
      </div>
    </li>
  )
}

function spotsOf(finding: Finding, reading: Extract<Reading, { kind: 'message' }>): readonly Spot[] {
  const found = finding.rests.flatMap((rest) => spotOf(rest, reading) ?? [])
  const precise = found.some((spot) => !spot.startsWith('part:')) ? found.filter((spot) => !spot.startsWith('part:')) : found
  return [...new Set(precise)].slice(0, mostSpots)
}

/** Leads to a place; named as a person would. */
function Lead({ spot, reading }: { readonly spot: Spot; readonly reading: Reading | undefined }) {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const { point } = usePointing()
  const [kind = '', at = ''] = spot.split(':')
  const number = formatNumber(Number(at) + 1, locale)
  const name =
    kind === 'header' && reading?.kind === 'message'
      ? t('spot.header', { name: reading.headers[Number(at)]?.name ?? '' })
      : kind === 'part'
        ? t('spot.part', { path: at })
        : kind === 'hop' && reading?.kind === 'message'
          ? t('spot.hop', { number: formatNumber(reading.path.length - Number(at), locale) })
          : t(`spot.${kind}`, { number })
  return (
    <button type="button" className={classes.spot} onClick={() => point(spot)}>
      <IconArrowDown size={13} aria-hidden="true" />
      {name}
    </button>
  )
}
