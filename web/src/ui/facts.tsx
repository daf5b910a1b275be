import { Fragment, type ReactNode } from 'react'
import classes from './facts.module.css'
import { type Tone, toneColour } from './tone.ts'

export type Fact = { readonly name: string; readonly value: ReactNode }

/** Names and what they are: a definition list. What is undefined or null is left out. */
export function Facts({ facts }: { readonly facts: readonly (Fact | undefined | false)[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map((fact) =>
        fact === undefined || fact === false || fact.value === undefined || fact.value === null ? null : (
          <Fragment key={fact.name}>
            <dt>{fact.name}</dt>
            <dd>{fact.value}</dd>
          </Fragment>
        ),
      )}
    </dl>
  )
}

export type Moment = {
  readonly id: string
  readonly when: ReactNode
  readonly what: ReactNode
  readonly more?: ReactNode
  readonly tone?: Tone
}

/** What happened, in order. */
export function Timeline({ moments, label }: { readonly moments: readonly Moment[]; readonly label: string }) {
  return (
    <ol className={classes.timeline} aria-label={label}>
      {moments.map((moment) => (
        <li key={moment.id} style={{ '--dot': toneColour(moment.tone) } as React.CSSProperties}>
          <div>{moment.what}</div>
          <div className={classes.when}>{moment.when}</div>
          {moment.more}
        </li>
      ))}
    </ol>
  )
}
