import { Title } from '@mantine/core'
import { type ReactNode, useEffect, useId } from 'react'
import classes from './page.module.css'

export type PageProps = {
  readonly title: string
  /** what it is, in one line */
  readonly lead?: ReactNode
  /** stands above the title: the way back */
  readonly back?: ReactNode
  readonly actions?: ReactNode
  /** beside the content where there is room, below it otherwise */
  readonly aside?: ReactNode
  /** for forms and texts */
  readonly narrow?: boolean
  readonly children: ReactNode
}

/** The layout of every page of the console, lists and details alike; names the browser's tab. */
export function Page({ title, lead, back, actions, aside, narrow, children }: PageProps) {
  usePageTitle(title)
  return (
    <div className={`${classes.page} ${narrow === true ? classes.narrow : ''}`}>
      <div className={classes.top}>
        <div className={classes.words}>
          {back}
          <Title order={1}>{title}</Title>
          {lead !== undefined && <p className={classes.lead}>{lead}</p>}
        </div>
        {actions !== undefined && <div className={classes.actions}>{actions}</div>}
      </div>
      {aside === undefined ? (
        children
      ) : (
        <div className={classes.split}>
          <div className={classes.column}>{children}</div>
          <div className={classes.column}>{aside}</div>
        </div>
      )}
    </div>
  )
}

export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = title === '' ? 'Tocsin' : `${title} · Tocsin`
  }, [title])
}

export type SectionProps = {
  readonly title: string
  readonly lead?: ReactNode
  readonly actions?: ReactNode
  /** a place to link to */
  readonly id?: string
  /** no padding: a list or a table follows */
  readonly flush?: boolean
  readonly children: ReactNode
}

/** A part of a page, with its own heading. */
export function Section({ title, lead, actions, id, flush, children }: SectionProps) {
  const heading = useId()
  return (
    <section className={classes.section} aria-labelledby={heading} id={id}>
      <header>
        <Title order={2} id={heading}>
          {title}
        </Title>
        {Boolean(actions) && <div className={classes.acts}>{actions}</div>}
      </header>
      {lead !== undefined && <p>{lead}</p>}
      <div className={`${classes.content} ${flush === true ? classes.flush : ''}`}>{children}</div>
    </section>
  )
}

type FiltersProps = {
  readonly label: string
  /** fields alone, all of one width */
  readonly even?: boolean
  readonly children: ReactNode
}

/** The filters of a list, in one line where there is room. */
export function Filters({ label, even, children }: FiltersProps) {
  return (
    <search aria-label={label} className={`${classes.filters} ${even === true ? classes.even : ''}`}>
      {children}
    </search>
  )
}

export { classes as pageClasses }
