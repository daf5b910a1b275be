import { formatNumber } from '../../ui/format.ts'
import { usePreferences } from '../../ui/preferences.tsx'
import { type Tone, toneColour } from '../../ui/tone.ts'
import classes from './campaign.module.css'

export type Bar = { readonly id: string; readonly name: React.ReactNode; readonly count: number }

/** Names with how many reports each has, the most first, as words, number and length. */
export function Bars({
  label,
  bars,
  tone = 'accent',
  none,
}: {
  readonly label: string
  readonly bars: readonly Bar[]
  readonly tone?: Tone
  readonly none: string
}) {
  const { locale } = usePreferences()
  const most = Math.max(1, ...bars.map(({ count }) => count))
  return (
    <div className={classes.block}>
      <h3>{label}</h3>
      {bars.length === 0 ? (
        <p className={classes.dim}>{none}</p>
      ) : (
        <ul className={classes.bars}>
          {bars.map(({ id, name, count }) => (
            <li key={id} style={{ '--part': count / most, '--ink': toneColour(tone) } as React.CSSProperties}>
              <span>{name}</span>
              <span className={classes.count}>{formatNumber(count, locale)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
