import classes from './board.module.css'

/** A course in little: a bar each, the oldest first. Those who do not see it are told `label`. */
export function Spark({ parts, label }: { readonly parts: readonly number[]; readonly label: string }) {
  const most = Math.max(1, ...parts)
  return (
    <span className={classes.spark} role="img" aria-label={label}>
      {parts.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a place in time is what a bar is
        <i key={at} data-none={one === 0} style={{ '--part': one / most } as React.CSSProperties} />
      ))}
    </span>
  )
}

export { classes as boardClasses }
