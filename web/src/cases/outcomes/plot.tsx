import type { CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutcomeLine } from '../../../../src/domain/cases/contract.ts'
import { Section } from '../../ui/page.tsx'
import { type Side, useNameOfLine } from './name.tsx'
import styles from './outcomes.module.css'
import { placeOf, ticks } from './scale.ts'
import { useHours } from './words.ts'

const mostShown = 12

/** How long until a reaction, one line for each of a side, on a scale where each step is some times the one before. */
export function Plot({ lines, by }: { readonly lines: readonly OutcomeLine[]; readonly by: Side }) {
  const { t } = useTranslation('outcomes')
  const hours = useHours()
  const nameOf = useNameOfLine(by)
  const shown = lines.filter(({ few, key }) => !few && key !== '').slice(0, mostShown)
  const words = (line: OutcomeLine) => {
    const name = nameOf(line)
    const { half, nine } = line.reaction
    if (half === null) return t('plot.row-never', { name })
    return nine === null ? t('plot.row-half', { name, half: hours(half) }) : t('plot.row', { name, half: hours(half), nine: hours(nine) })
  }
  return (
    <Section title={t('plot.title')} lead={t('plot.lead')} id="plot">
      {shown.length === 0 ? (
        <p className={styles.none}>{t('plot.none')}</p>
      ) : (
        <div className={styles.plot}>
          <ul aria-label={t('plot.title')}>
            {shown.map((line) => (
              <li key={line.key}>
                <span className="t-heard">{words(line)}</span>
                <span className={styles.plotted} aria-hidden="true">
                  <bdi>{nameOf(line)}</bdi>
                </span>
                <Track line={line} title={words(line)} never={t('plot.never')} />
              </li>
            ))}
          </ul>
          <div className={styles.scale} aria-hidden="true">
            {ticks.map(([name, at]) => (
              <span key={name} data-tick={name} style={{ '--at': placeOf(at) } as CSSProperties}>
                {t(`plot.${name}`)}
              </span>
            ))}
          </div>
        </div>
      )}
    </Section>
  )
}

function Track({ line, title, never }: { readonly line: OutcomeLine; readonly title: string; readonly never: string }) {
  const { half, nine } = line.reaction
  return (
    <span className={styles.track} title={title} aria-hidden="true">
      {ticks.map(([name, at]) => (
        <i key={name} className={styles.tick} style={{ '--at': placeOf(at) } as CSSProperties} />
      ))}
      {half === null ? (
        <em>{never}</em>
      ) : (
        <>
          <i
            className={styles.range}
            data-open={nine === null}
            style={{ '--from': placeOf(half), '--to': nine === null ? 1 : placeOf(nine) } as CSSProperties}
          />
          <i className={styles.dot} style={{ '--at': placeOf(half) } as CSSProperties} />
        </>
      )}
    </span>
  )
}
