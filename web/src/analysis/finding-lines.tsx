import { SeverityBadge } from '../ui/badge.tsx'
import { Time } from '../ui/time.tsx'
import { useFindingText } from './finding-text.ts'
import classes from './report/findings.module.css'

type Line = {
  readonly code: string
  readonly severity: 'info' | 'low' | 'medium' | 'high'
  readonly params: Readonly<Record<string, string | number | boolean | null>>
  readonly at: string | null
  readonly analyser: string | null
}

/** Findings in the reader's words, apart from what they were found in: with when, and by which analyser. */
export function FindingLines({ findings }: { readonly findings: readonly Line[] }) {
  const textOf = useFindingText()
  return (
    <ul className={classes.findings}>
      {findings.map((finding, at) => {
        const { title, text } = textOf(finding)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: findings of one code have nothing else to tell them apart, and their order is fixed
          <li key={`${finding.code} ${at}`} className={classes.finding}>
            <span className={classes.weight}>
              <SeverityBadge severity={finding.severity} />
            </span>
            <div className={classes.words}>
              <h4 title={finding.code}>{title}</h4>
              <p>{text}</p>
              {finding.at !== null && (
                <small>
                  <Time at={finding.at} style="second" zone="UTC" /> · <bdi>{finding.analyser}</bdi>
                </small>
              )}
            </div>
          </li>
        )
      })}
    </ul>
  )
}
