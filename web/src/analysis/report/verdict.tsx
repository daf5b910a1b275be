import type { CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import { Badge } from '../../ui/badge.tsx'
import { formatNumber } from '../../ui/format.ts'
import { Section } from '../../ui/page.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import { unmasked } from '../../ui/unmasked.ts'
import { useFindingText } from '../finding-text.ts'
import type { Reason, Verdict } from '../reading.ts'
import { verdictTone } from '../verdict-tone.ts'
import { Teach } from './teach.tsx'
import classes from './verdict.module.css'

const mostReasons = 8

/** What the message is judged to be, how probably it is unwanted, and why: each reason with a bar to the side that it speaks for. */
export function VerdictSection({
  verdict,
  report,
  position,
}: {
  readonly verdict: Verdict
  readonly report: string
  readonly position: number
}) {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const reasons = verdict.reasons.slice(0, mostReasons)
  const heaviest = Math.max(1, ...reasons.map(({ weight }) => Math.abs(weight)))
  return (
    <Section title={t('verdict.title')} id="verdict" lead={t('verdict.lead')}>
      <div className={classes.head}>
        <Badge tone={verdictTone(verdict.kind)}>{t(`verdict.kind.${verdict.kind}`)}</Badge>
        <span className={classes.unwanted}>
          <span>{t('verdict.unwanted', { share: formatNumber(verdict.unwanted, locale, { style: 'percent' }) })}</span>
          <span className={classes.scale} aria-hidden="true">
            <i style={{ '--share': verdict.unwanted } as CSSProperties} />
          </span>
        </span>
      </div>
      {reasons.length > 0 && (
        <ul className={classes.reasons} aria-label={t('verdict.reasons')}>
          {reasons.map((reason) => (
            <ReasonOf key={reason.code} reason={reason} heaviest={heaviest} />
          ))}
        </ul>
      )}
      <Teach report={report} position={position} />
    </Section>
  )
}

function ReasonOf({ reason, heaviest }: { readonly reason: Reason; readonly heaviest: number }) {
  const { t } = useTranslation('analysis')
  const text = useReasonText()(reason)
  const against = reason.weight > 0
  const side = t(against ? 'verdict.against' : 'verdict.for')
  return (
    <li>
      <span className={classes.bar} data-against={against} role="img" aria-label={side} title={side}>
        <i style={{ '--share': Math.abs(reason.weight) / heaviest } as CSSProperties} />
      </span>
      <span>{text}</span>
    </li>
  )
}

/** A reason in the reader's words: findings by their titles, words of the message as they stand there. */
function useReasonText(): (reason: Reason) => string {
  const { t, i18n } = useTranslation('analysis')
  const finding = useFindingText()
  return ({ code, examples }) => {
    if (code.startsWith('finding-')) return finding({ code: code.slice('finding-'.length) }).title
    if (!i18n.exists(`analysis:verdict.reason.${code}`)) return code
    // figures are all alike to the model, and stand as 0
    const words = examples.filter((one) => /\p{L}/u.test(one)).map((one) => `\u2068${unmasked(one).replace(/\b0\b/g, '…')}\u2069`)
    return words.length > 0 && /^(?:words|subject)/.test(code)
      ? t('verdict.with-words', { reason: t(`verdict.reason.${code}`), words: words.join(t('headline.comma')) })
      : t(`verdict.reason.${code}`)
  }
}
