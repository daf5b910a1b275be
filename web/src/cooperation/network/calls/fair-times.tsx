import { Button, Group, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CallTime, hourKinds, proposeCallTimes } from '../../../../../src/domain/cooperation/contract.ts'
import { Answer } from '../../../app/answer.tsx'
import { useRead } from '../../../app/read.ts'
import { Time } from '../../../ui/time.tsx'
import classes from './calls.module.css'

type Props = {
  readonly zone: string
  readonly minutes: number
  /** ISO 8601 */
  onChoose(startsAt: string): void
}
type Window = { readonly from: string; readonly to: string }

const dayLong = 86_400_000
const dayIn = (days: number) => new Date(Date.now() + days * dayLong).toISOString().slice(0, 10)

/** Times that are fair to all agencies, within days that one may choose; what each costs whom stands beside it. */
export function FairTimes({ zone, minutes, onChoose }: Props) {
  const { t } = useTranslation('calls')
  const [days, setDays] = useState<Window>({ from: dayIn(7), to: dayIn(35) })
  const [asked, setAsked] = useState<Window | null>(null)
  const unfit = days.from === '' || days.to === '' || days.from > days.to
  return (
    <details>
      <summary>{t('times.title')}</summary>
      <p>{t('times.lead')}</p>
      <Group align="flex-end" gap="sm">
        <TextInput
          label={t('times.from')}
          type="date"
          value={days.from}
          onChange={({ currentTarget: { value } }) => setDays((before) => ({ ...before, from: value }))}
        />
        <TextInput
          label={t('times.to')}
          type="date"
          value={days.to}
          onChange={({ currentTarget: { value } }) => setDays((before) => ({ ...before, to: value }))}
        />
        <Button variant="default" disabled={unfit} onClick={() => setAsked(days)}>
          {t('times.act')}
        </Button>
      </Group>
      {asked !== null && <Proposals days={asked} zone={zone} minutes={minutes} onChoose={onChoose} />}
    </details>
  )
}

function Proposals({ days, zone, minutes, onChoose }: Props & { readonly days: Window }) {
  const { t } = useTranslation('calls')
  return (
    <Answer of={useRead(proposeCallTimes, { query: { ...days, zone, minutes } }, { live: ['call', 'member'] })}>
      {({ items }) =>
        items.length === 0 ? (
          <p>{t('times.none')}</p>
        ) : (
          <ol className={classes.proposals} aria-label={t('times.title')}>
            {items.map((one) => (
              <li key={one.startsAt}>
                <Button variant="light" size="compact-sm" onClick={() => onChoose(one.startsAt)}>
                  <Time at={one.startsAt} zone={zone} />
                </Button>
                <Cost of={one} />
              </li>
            ))}
          </ol>
        )
      }
    </Answer>
  )
}

/** more names than this are counted */
const mostNames = 6

function Cost({ of: { counts, night } }: { readonly of: CallTime }) {
  const { t } = useTranslation('calls')
  const again = night.filter((one) => one.again)
  return (
    <small>
      {hourKinds
        .filter((kind) => counts[kind] > 0)
        .map((kind) => t(`times.hour.${kind}`, { count: counts[kind] }))
        .join(' · ')}
      {night.length > 0 && night.length <= mostNames && (
        <>
          <br />
          <bdi>{t('times.night', { names: night.map(({ name }) => name) })}</bdi>
        </>
      )}
      {again.length > 0 && (
        <>
          <br />
          {t('times.again', { count: again.length })}
        </>
      )}
    </small>
  )
}
