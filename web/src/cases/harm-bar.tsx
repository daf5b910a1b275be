import { Popover } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import { type HarmView, readHarm } from '../../../src/domain/cases/contract.ts'
import { Answer } from '../app/answer.tsx'
import { useRead } from '../app/read.ts'
import { formatNumber } from '../ui/format.ts'
import { usePreferences } from '../ui/preferences.tsx'
import { type Tone, toneColour } from '../ui/tone.ts'
import harmClasses from './harm.module.css'
import { useHarmValue } from './harm-words.ts'

/** Where harm begins to be told by another colour; the number stands beside it. */
export function harmTone(score: number): Tone {
  return score >= 60 ? 'bad' : score >= 30 ? 'warn' : 'note'
}

/** A bar of `part` of the whole, with nothing said: the number stands beside it. */
export function Meter({ part, tone }: { readonly part: number; readonly tone: Tone }) {
  return (
    <span
      className={harmClasses.meter}
      aria-hidden="true"
      style={{ '--part': Math.max(0, Math.min(1, part)), '--ink': toneColour(tone) } as CSSProperties}
    />
  )
}

/** The harm of a case as a bar with its number; pressed, it shows what it is made of. */
export function HarmBar({ id, code, harm }: { readonly id: string; readonly code: string; readonly harm: number }) {
  const { t } = useTranslation('cases')
  const { locale } = usePreferences()
  const [open, { toggle, close }] = useDisclosure(false)
  const shown = formatNumber(harm, locale, { maximumFractionDigits: 0 })
  return (
    <Popover opened={open} onClose={close} position="bottom-start" width={320} trapFocus withArrow>
      <Popover.Target>
        <button type="button" className={harmClasses.harm} title={t('harm.show')} onClick={toggle}>
          <span className="t-heard">{t('harm.of-case', { code, harm: shown })}</span>
          <strong aria-hidden="true">{shown}</strong>
          <Meter part={harm / 100} tone={harmTone(harm)} />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('harm.title')}>{open && <Parts id={id} />}</Popover.Dropdown>
    </Popover>
  )
}

function Parts({ id }: { readonly id: string }) {
  const { t } = useTranslation('cases')
  const harm = useRead(readHarm, { params: { id } }, { live: ['case'], id })
  return (
    <Answer of={harm}>
      {(view) => (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what opened takes the focus, and there is nothing else in it
        <div tabIndex={0} className={harmClasses.opened}>
          <h3>{t('harm.title')}</h3>
          <HarmParts view={view} />
          <p>{t('harm.why-parts')}</p>
        </div>
      )}
    </Answer>
  )
}

/** Every part that gives points, the most first, then those of which nothing is known. */
export function HarmParts({ view }: { readonly view: HarmView }) {
  const { t } = useTranslation('cases')
  const { locale } = usePreferences()
  const wordsFor = useHarmValue()
  return (
    <ul className={harmClasses.parts}>
      {view.parts
        .toSorted((one, other) => other.points - one.points || other.most - one.most)
        .map((part) => (
          <li key={part.name} data-nothing={part.value === null}>
            <span>{t(`harm.part.${part.name}`)}</span>
            <span>{part.value === null ? t('harm.unknown') : wordsFor(part.name, part.value)}</span>
            <Meter part={part.points / part.most} tone={harmTone(view.score)} />
            <span className="t-figures">
              {t('harm.points-of', {
                points: formatNumber(part.points, locale, { maximumFractionDigits: 1 }),
                most: formatNumber(part.most, locale),
              })}
            </span>
          </li>
        ))}
    </ul>
  )
}
