import { Tabs } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Mono } from '../../ui/code.tsx'
import { formatNumber, formatSize } from '../../ui/format.ts'
import { Section } from '../../ui/page.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import type { Defect, MessageReading, Part } from '../reading.ts'
import classes from './content.module.css'
import { usePointing, useSpot } from './pointing.tsx'
import { Preview } from './preview.tsx'
import { Source } from './source.tsx'

const tabs = ['preview', 'text', 'header', 'parts', 'source'] as const
type Tab = (typeof tabs)[number]

const tabOf: Readonly<Record<string, Tab>> = { header: 'header', part: 'parts', defect: 'parts', text: 'text' }

type ContentProps = { readonly report: string; readonly position: number; readonly reading: MessageReading; readonly bytes: boolean }

/** The message itself, from harmless to raw. `bytes` says whether they are still there. */
export function Content({ report, position, reading, bytes }: ContentProps) {
  const { t } = useTranslation('analysis')
  const { pointed } = usePointing()
  const [tab, setTab] = useState<Tab>(bytes ? 'preview' : 'text')
  const wanted = pointed === undefined ? undefined : tabOf[pointed.spot.split(':')[0] ?? '']
  useEffect(() => {
    if (pointed !== undefined && wanted !== undefined) setTab(wanted)
  }, [pointed, wanted])
  return (
    <Section title={t('content.title')} id="content-of-message" flush>
      <Tabs
        value={tab}
        onChange={(value) => setTab((value ?? 'preview') as Tab)}
        keepMounted={false}
        classNames={{ list: classes.tabs ?? '' }}
      >
        <Tabs.List>
          {tabs
            .filter((one) => bytes || (one !== 'preview' && one !== 'source'))
            .map((one) => (
              <Tabs.Tab key={one} value={one}>
                {t(`content.${one}`)}
              </Tabs.Tab>
            ))}
        </Tabs.List>
        <Tabs.Panel value="preview">
          <Preview report={report} position={position} />
        </Tabs.Panel>
        <Tabs.Panel value="text">
          <PlainText text={reading.text} />
        </Tabs.Panel>
        <Tabs.Panel value="header">
          <Headers headers={reading.headers} />
        </Tabs.Panel>
        <Tabs.Panel value="parts">
          <Parts reading={reading} />
        </Tabs.Panel>
        <Tabs.Panel value="source">
          <Source report={report} position={position} />
        </Tabs.Panel>
      </Tabs>
    </Section>
  )
}

/** The text as it is searched: what is hidden in the message is shown here. */
function PlainText({ text }: { readonly text: string }) {
  const { t } = useTranslation('analysis')
  const spot = useSpot<HTMLDivElement>('text:0')
  return (
    <div className={classes.panel} {...spot}>
      {text.trim() === '' ? (
        <p className={classes.none}>{t('content.no-text')}</p>
      ) : (
        <section
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          className={classes.text}
          aria-label={t('content.text')}
          dir="auto"
        >
          {text}
        </section>
      )}
    </div>
  )
}

function Headers({ headers }: { readonly headers: MessageReading['headers'] }) {
  return (
    <dl className={classes.headers}>
      {headers.map((field, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a field is known by its place in the header
        <Header key={at} name={field.name} value={field.value} at={at} />
      ))}
    </dl>
  )
}

function Header({ name, value, at }: { readonly name: string; readonly value: string; readonly at: number }) {
  const spot = useSpot<HTMLDivElement>(`header:${at}`)
  return (
    <div {...spot}>
      <dt>
        <Mono>{name}</Mono>
      </dt>
      <dd>
        <bdi>{value}</bdi>
      </dd>
    </div>
  )
}

function Parts({ reading }: { readonly reading: MessageReading }) {
  const { t } = useTranslation('analysis')
  return (
    <div className={classes.panel}>
      {reading.structure === null ? (
        <p className={classes.none}>{t('content.no-parts')}</p>
      ) : (
        <ul className={classes.parts}>
          <PartOf part={reading.structure} />
        </ul>
      )}
      {reading.defects.length > 0 && (
        <>
          <h3>{t('content.defects')}</h3>
          <ul className={classes.defects}>
            {reading.defects.map((defect, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a stored reading does not change
              <DefectOf key={at} defect={defect} at={at} />
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

function PartOf({ part }: { readonly part: Part }) {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const spot = useSpot<HTMLDivElement>(`part:${part.path}`)
  const facts = [part.charset, part.encoding, part.disposition].filter((one) => one !== null)
  return (
    <li>
      <div className={classes.part} {...spot}>
        <Mono>{part.path}</Mono>
        <Mono>{part.type}</Mono>
        {part.name !== null && <bdi>{part.name}</bdi>}
        <span className={classes.facts}>
          {facts.map((fact) => (
            <Mono key={fact}>{fact}</Mono>
          ))}
          {part.parts.length === 0 ? formatSize(part.size, locale) : t('content.holds', { count: part.parts.length })}
        </span>
      </div>
      {part.parts.length > 0 && (
        <ul className={classes.parts}>
          {part.parts.map((one) => (
            <PartOf key={one.path} part={one} />
          ))}
        </ul>
      )}
    </li>
  )
}

function DefectOf({ defect, at }: { readonly defect: Defect; readonly at: number }) {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const spot = useSpot<HTMLLIElement>(`defect:${at}`)
  return (
    <li {...spot}>
      <Mono>{defect.code}</Mono>
      {defect.part !== null && <span>{t('spot.part', { path: defect.part })}</span>}
      {defect.at !== null && <span>{t('content.byte', { at: formatNumber(defect.at, locale) })}</span>}
    </li>
  )
}
