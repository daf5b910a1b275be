import type { CSSProperties, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './badge.module.css'
import { type Tone, toneColour, toneSoft } from './tone.ts'

/** A state or kind in a word or two. */
export function Badge({ tone = 'plain', children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return (
    <span className={classes.badge} style={{ '--ink': toneColour(tone), '--soft': toneSoft(tone) } as CSSProperties}>
      {children}
    </span>
  )
}

export const severities = ['none', 'info', 'low', 'medium', 'high'] as const
export type Severity = (typeof severities)[number]

const tones: Record<Severity, Tone> = { none: 'plain', info: 'plain', low: 'note', medium: 'warn', high: 'bad' }

/** How much something weighs: by word, by colour, and by the number of bars. */
export function SeverityBadge({ severity }: { readonly severity: Severity }) {
  const { t } = useTranslation('ui')
  const level = severities.indexOf(severity)
  return (
    <Badge tone={tones[severity]}>
      <span className={classes.bars} aria-hidden="true">
        {severities.slice(1).map((one, index) => (
          <i key={one} data-on={index < level} style={{ blockSize: `${40 + index * 20}%` }} />
        ))}
      </span>
      {t(`severity.${severity}`)}
    </Badge>
  )
}
