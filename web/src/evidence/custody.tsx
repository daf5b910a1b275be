import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustodyView, ItemDetail } from '../../../src/domain/evidence/contract.ts'
import { Timeline } from '../ui/facts.tsx'
import { Time } from '../ui/time.tsx'
import type { Tone } from '../ui/tone.ts'
import { useActorText, useWayText } from './item-text.ts'
import classes from './panel.module.css'

const shownFirst = 8
const tones: Partial<Record<CustodyView['act'], Tone>> = {
  received: 'accent',
  derived: 'accent',
  verified: 'good',
  held: 'warn',
  exported: 'note',
  destroyed: 'bad',
  altered: 'bad',
  sealed: 'warn',
}

/** The chain of custody, first line first, in UTC: who did what with it, who saw it among them. */
export function Custody({ detail }: { readonly detail: ItemDetail }) {
  const { t } = useTranslation('evidence')
  const [all, setAll] = useState(false)
  const { custody } = detail
  // the first line and the newest: what lies between is asked for
  const shown = all || custody.length <= shownFirst ? custody : [...custody.slice(0, 1), ...custody.slice(-(shownFirst - 1))]
  return (
    <div className={`${classes.part} ${classes.custody}`}>
      <h3>{t('custody.title')}</h3>
      <p className={classes.lead}>{t('custody.lead')}</p>
      {shown.length < custody.length && (
        <Button variant="subtle" size="compact-sm" mb="xs" onClick={() => setAll(true)}>
          {t('custody.all', { count: custody.length })}
        </Button>
      )}
      <Timeline
        label={t('custody.title')}
        moments={shown.map((line) => ({
          id: line.id,
          what: <What line={line} />,
          when: <Time at={line.at} style="second" zone="UTC" />,
          more: <Detail line={line} />,
          ...(tones[line.act] === undefined ? {} : { tone: tones[line.act] }),
        }))}
      />
    </div>
  )
}

function What({ line }: { readonly line: CustodyView }) {
  const { t } = useTranslation('evidence')
  const actor = useActorText()(line)
  return (
    <>
      <strong>{t(`act.${line.act}`)}</strong> · <bdi>{actor}</bdi>
    </>
  )
}

function Detail({ line }: { readonly line: CustodyView }) {
  const { t, i18n } = useTranslation('evidence')
  const way = useWayText()
  const why = (code: string) => (i18n.exists(`evidence:why.${code}`) ? t(`why.${code}`) : code)
  const told = Object.entries(line.detail).flatMap(([name, value]) => {
    // ids lead nowhere here, and the hash stands above
    if (name === 'channel' || name === 'sha256' || typeof value === 'object') return []
    const label = i18n.exists(`evidence:custody.detail.${name}`) ? t(`custody.detail.${name}`) : name
    const text = name === 'how' ? way(String(value)) : name === 'why' ? why(String(value)) : String(value)
    return /^[0-9a-f-]{36}$/.test(text) ? [] : [{ name, label, text }]
  })
  if (told.length === 0) return null
  return (
    <div className={classes.detail}>
      {told.map(({ name, label, text }) => (
        <div key={name}>
          {label}: <bdi>{text}</bdi>
        </div>
      ))}
    </div>
  )
}
