import { Button, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type EducationWhole,
  readEducationMeasure,
  withdrawFigure,
} from '../../../../../src/domain/cooperation/contract/network/educations.ts'
import { useQuickAct } from '../../../app/act.ts'
import { Answer } from '../../../app/answer.tsx'
import { useRead } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Country } from '../../../ui/country.tsx'
import { Section } from '../../../ui/page.tsx'
import { usePreferences } from '../../../ui/preferences.tsx'
import forms from '../../forms.module.css'
import { dayText } from '../day.ts'
import classes from './trainings.module.css'
import { educationKinds, useNumber } from './words.tsx'

type Line = {
  readonly country: string
  readonly asn: number | null
  readonly network?: string | null
  readonly before: number | null
  readonly after: number | null
  readonly change: number | null
  readonly sources?: number
}

/** Before and after by place: bars beside their numbers, and the change. What nobody counted is a gap, and says so. */
function Compared({ lines, label }: { readonly lines: readonly Line[]; readonly label: string }) {
  const { t } = useTranslation('trainings')
  const { number, percent } = useNumber()
  const most = Math.max(1, ...lines.flatMap(({ before, after }) => [before ?? 0, after ?? 0]))
  const sourced = lines.some(({ sources }) => sources !== undefined)
  const said = (value: number | null) => (value === null ? t('measure.gap') : number(value))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is scrolled by keyboard too (WCAG 2.1.1)
    <section className={classes.scroll} tabIndex={0} aria-label={label}>
      <table className={classes.measure}>
        <thead>
          <tr>
            <th scope="col">{t('measure.place')}</th>
            {(['before', 'after', 'change'] as const).map((one) => (
              <th key={one} scope="col" data-number="true">
                {t(`measure.${one}`)}
              </th>
            ))}
            {sourced && (
              <th scope="col" data-number="true">
                {t('measure.sources')}
              </th>
            )}
            <td />
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={`${line.country} ${line.asn}`}>
              <th scope="row">
                <Country code={line.country} />
                {line.asn !== null && (
                  <div className={classes.dim}>
                    <bdi>
                      AS{line.asn} {line.network ?? ''}
                    </bdi>
                  </div>
                )}
              </th>
              <td data-number="true">{said(line.before)}</td>
              <td data-number="true">{said(line.after)}</td>
              <td data-number="true">{line.change === null ? '–' : <bdi>{percent(line.change)}</bdi>}</td>
              {sourced && <td data-number="true">{number(line.sources ?? 0)}</td>}
              <td aria-hidden="true" width="40%">
                <div className={classes.bars}>
                  {(['before', 'after'] as const).map((phase) => (
                    <i
                      key={phase}
                      data-phase={phase}
                      data-none={line[phase] === null}
                      style={line[phase] === null ? {} : { inlineSize: `${(100 * (line[phase] ?? 0)) / most}%` }}
                    />
                  ))}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** What members declared: compared by place, and each figure with its source. */
export function Declared({ education, children }: { readonly education: EducationWhole; readonly children: ReactNode }) {
  const { t } = useTranslation('trainings')
  const { locale } = usePreferences()
  const { number } = useNumber()
  const withdraw = useQuickAct(withdrawFigure, educationKinds)
  const { declared, figures } = education
  const shown = declared.filter(({ items }) => items.length > 0)
  return (
    <Section title={t('figure.title')} lead={t(figures.length === 0 ? 'figure.none' : 'figure.lead')} actions={children}>
      {figures.length > 0 && (
        <Stack gap="md">
          {shown.map(({ counted, items }) => (
            <div key={counted}>
              <Badge tone="note">{t(`helper.${counted}`)}</Badge>
              <Compared lines={items} label={t(`helper.${counted}`)} />
            </div>
          ))}
          <details>
            <summary>{t('figure.each', { count: figures.length })}</summary>
            <ul className={forms.rows}>
              {figures.map((one) => (
                <li key={one.id}>
                  <div className={classes.grow}>
                    {t(`helper.${one.counted}`)}: {number(one.number)} · <Country code={one.country} />
                    {one.asn !== null && <> · AS{one.asn}</>}
                    <div className={classes.dim}>
                      {one.phase !== null && <>{t(`measure.${one.phase}`)} · </>}
                      {dayText(one.since, locale)} – {dayText(dayBefore(one.until), locale)} · <bdi>{one.member?.name ?? t('office')}</bdi>{' '}
                      · <bdi>{one.source}</bdi>
                    </div>
                    {one.note !== '' && (
                      <p className={classes.text} dir="auto">
                        {one.note}
                      </p>
                    )}
                  </div>
                  {one.may.withdraw && (
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      onClick={() => void withdraw({ params: { id: one.id } }, t('material.withdrawn'))}
                    >
                      {t('material.withdraw')}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          </details>
        </Stack>
      )}
    </Section>
  )
}

/** What the node counts for the reader, out of what was released to them. */
export function Counted({ id }: { readonly id: string }) {
  const { t } = useTranslation('trainings')
  const { locale } = usePreferences()
  const { number, percent } = useNumber()
  const result = useRead(readEducationMeasure, { params: { id } }, { live: ['education'], staleFor: 60_000 })
  return (
    <Section title={t('counted.title')} lead={t('counted.lead')}>
      <Answer of={result}>
        {({ measure }) => {
          if (measure === null) return <p className={classes.dim}>{t('counted.not-yet')}</p>
          const { before, after, total, items, copies, sources, nowhere, whole, placesOn } = measure
          const span = ({ since, until }: typeof before) => `${dayText(since, locale)} – ${dayText(dayBefore(until), locale)}`
          return (
            <Stack gap="sm">
              <p className={classes.text}>
                {t('counted.total', {
                  before: number(total.before),
                  after: number(total.after),
                  change: total.change === null ? '–' : percent(total.change),
                })}
              </p>
              <p className={classes.dim}>
                {t('measure.before')}: {span(before)} · {t('measure.after')}: {span(after)}
                <br />
                {t('counted.from', { copies: number(copies), sources: number(sources) })}
                {nowhere > 0 && <> {t('counted.nowhere', { nowhere: number(nowhere) })}</>}
                {!whole && <> {t('counted.cut')}</>}
                {/^\d{4}-\d\d-\d\d$/.test(placesOn) && <> {t('counted.places', { day: dayText(placesOn, locale) })}</>}
              </p>
              {items.length > 0 && <Compared lines={items} label={t('counted.title')} />}
            </Stack>
          )
        }}
      </Answer>
    </Section>
  )
}

function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)
}
